package recipe

import (
	"fmt"
	"math"

	"ganbook/notebooks/show"
	"ganbook/theory"
)

// A Pair is the smallest GAN, that of notebook 07: G(z) = μ + σz with z ~ N(0, 1), and a D whose logit
// is a + bx + cx².
type Pair struct {
	D []float64 // a, b, c
	G []float64 // μ, σ
}

// Moves shows a training of the pair move by move, with a slider: first the start, then after each
// round's move of D, then after its move of G. ds and gs hold both players after each round.
func Moves(data theory.Distribution, start Pair, ds, gs [][]float64) show.Picture {
	all := []Pair{start}
	for i := range ds {
		all = append(all, Pair{ds[i], all[2*i].G}, Pair{ds[i], gs[i]})
	}
	last := float64(len(all) - 1)
	slider := show.Slider{
		Name:   "move",
		Values: show.Span(0, last, len(all)),
		Start:  last,
		Replay: true,
	}
	return show.Slides(slider, func(move float64) show.Column {
		p := all[int(move)]
		return show.Column{p.densities(data, reading(int(move), p)), p.arrows()}
	})
}

func reading(move int, p Pair) string {
	who := "the start"
	if move > 0 {
		who = []string{"G moved", "D moved"}[move%2]
	}
	return fmt.Sprintf("%s: a = %.2f, b = %.2f, c = %.2f; μ = %.2f, σ = %.2f", who, p.D[0], p.D[1], p.D[2], p.G[0], p.G[1])
}

const (
	movesFrom, movesTo = -2.5, 2.5 // the x axis
	highest            = 2.4       // of the densities' axis
)

// rounded keeps a picture of 81 frames small.
func rounded(y float64) float64 { return math.Round(y*1000) / 1000 }

// densities returns a figure of Pdata, Pg, D and D*.
func (p Pair) densities(data theory.Distribution, reading string) show.Figure {
	fakes := theory.Normal(p.G[0], max(math.Abs(p.G[1]), 1e-3))
	heap := []float64{movesFrom} // few points, close together where Pg is: however narrow, it looks smooth
	for _, z := range show.Span(-3.3, 3.3, 23) {
		heap = append(heap, rounded(min(max(fakes.Mean()+z*math.Sqrt(fakes.Variance()), movesFrom), movesTo)))
	}
	heap = append(heap, movesTo)
	xs, few := show.Span(movesFrom, movesTo, 21), show.Span(movesFrom, movesTo, 17)
	d := theory.Discriminator(func(x float64) float64 { return p.D[0] + p.D[1]*x + p.D[2]*x*x })
	return show.Figure{
		Title: "The players", X: "x", Y: "density, and D(x)",
		YRange: show.Range{0, highest}, Width: 420, Height: 150, Reading: reading,
		Marks: show.Marks{
			show.Area(heap, show.Map(heap, func(x float64) float64 { return rounded(min(fakes.Prob(x), highest)) })).Named("Pg").In(show.Orange),
			show.Line(xs, show.Map(show.Map(xs, data.Prob), rounded)).Named("Pdata").In(show.Blue),
			show.Line(heap, show.Map(show.Map(heap, theory.OptimalD(data, fakes).D), rounded)).Named("D*").In(show.Green).Dashed(),
			show.Line(few, show.Map(show.Map(few, d.D), rounded)).Named("D").In(show.Green),
		},
	}
}

// arrows returns a figure of an arrow from each of some z, evenly probable, to x = G(z).
func (p Pair) arrows() show.Figure {
	zs := show.Map(show.Span(0.06, 0.94, 5), theory.Normal(0, 1).Quantile)
	above := show.Map(zs, func(float64) float64 { return 1 })
	down := show.Map(zs, func(float64) float64 { return -1 })
	shift := show.Map(zs, func(z float64) float64 { return p.G[0] + p.G[1]*z - z })
	return show.Figure{
		Title: "What G does: z above, x = G(z) below", X: "z, and x", Y: "z (top) to x (bottom)",
		XRange: show.Range{movesFrom, movesTo}, YRange: show.Range{-0.1, 1.1}, Width: 420, Height: 80,
		Marks: show.Marks{show.Arrows(zs, above, shift, down).In(show.Orange)},
	}
}

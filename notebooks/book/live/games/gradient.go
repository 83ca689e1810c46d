package games

import (
	"fmt"
	"math"
	"math/cmplx"

	"ganbook/notebooks/book/live/part"
	"ganbook/notebooks/show"
	"ganbook/theory"
)

// A field is a game of two numbers. x wants f low and y wants it high; friction pulls y to 0.
type field struct {
	name, x, y string
	gradient   func(gamma float64) theory.Gradient
}

// sigmoidSlope is the derivative of −ln(1 + eᵗ), and nonSaturating that of ln(1 + e⁻ᵗ).
func sigmoidSlope(t float64) float64  { return -1 / (1 + math.Exp(-t)) }
func nonSaturating(t float64) float64 { return -1 / (1 + math.Exp(t)) }
func minusOne(float64) float64        { return -1 }

var fields = []field{
	{"f = xy", "x, wants f low", "y, wants f high", func(gamma float64) theory.Gradient {
		return func(x, y float64) (float64, float64) { return y, x - gamma*y }
	}},
	{"Dirac GAN, minimax", "θ, the fake (data: 0)", "ψ, the slope of D", func(gamma float64) theory.Gradient {
		return theory.Dirac(sigmoidSlope, sigmoidSlope, gamma)
	}},
	{"Dirac GAN, non-saturating", "θ, the fake (data: 0)", "ψ, the slope of D", func(gamma float64) theory.Gradient {
		return theory.Dirac(sigmoidSlope, nonSaturating, gamma)
	}},
	{"Dirac GAN, Wasserstein", "θ, the fake (data: 0)", "ψ, the slope of D", func(gamma float64) theory.Gradient {
		return theory.Dirac(minusOne, minusOne, gamma)
	}},
}

func fieldNames() (names []string) {
	for _, f := range fields {
		names = append(names, f.name)
	}
	return names
}

func (t *Table) field() field {
	for _, f := range fields {
		if f.name == t.chosen["f"] {
			return f
		}
	}
	panic("games: no game is called " + t.chosen["f"]) // settings are checked before they are chosen
}

// follow returns the path of the players.
func (t *Table) follow() (xs, ys []float64) {
	c := t.chosen
	play := map[string]func(theory.Gradient, float64, float64, float64, int) ([]float64, []float64){
		"both at once": theory.SimultaneousPlay, "in turn": theory.AlternatingPlay,
		"looking ahead": theory.LookAheadPlay, "optimistic": theory.OptimisticPlay,
	}[c["how"]]
	return play(t.field().gradient(c.Number("gamma")), c.Number("x"), c.Number("y"), c.Number("rate"), c.Count("steps"))
}

const reach = 3.0 // of the picture, in each direction

// path draws where the players go, over the arrows of the flow.
func (t *Table) path() show.Picture {
	f := t.field()
	gradient := f.gradient(t.chosen.Number("gamma"))
	xs, ys := t.follow()
	px, py := inside(xs, ys)
	w := t.size(330)
	return show.Figure{Title: "Gradient play on " + f.name, X: f.x, Y: f.y, Width: w, Height: w,
		XRange: show.Range{-reach, reach}, YRange: show.Range{-reach, reach},
		Marks: show.Marks{
			show.Field(func(x, y float64) (float64, float64) {
				dx, dy := gradient(x, y)
				return -dx, dy
			}, -reach, reach, -reach, reach, 12).Faint().In(show.Brown),
			show.Line(px, py).Named(fmt.Sprintf("%d steps", len(xs)-1)).In(show.Purple),
			show.Points(xs[:1], ys[:1]).Named("start").In(show.Blue),
			show.Points(xs[len(xs)-1:], ys[len(ys)-1:]).Named("end").In(show.Orange),
		}}
}

// inside is a path up to where it is far out of the picture: nobody sees it go on from there.
func inside(xs, ys []float64) ([]float64, []float64) {
	const far = 20 * reach
	for i := range xs {
		if math.Abs(xs[i]) > far || math.Abs(ys[i]) > far {
			return xs[:i], ys[:i]
		}
	}
	return xs, ys
}

// eigenvalues are the numbers of the gradient play at its equilibrium, (0, 0).
func (t *Table) eigenvalues() (ns []part.Number) {
	flow := theory.FlowAt(t.field().gradient(t.chosen.Number("gamma")), 0, 0)
	rate := t.chosen.Number("rate")
	first, second := flow.Eigenvalues()
	ns = append(ns, part.Number{Name: "eigenvalues of the flow", Value: complexText(first) + ",  " + complexText(second),
		Note: "the players come to rest if both real parts are below 0"})
	factor := 0.0
	switch t.chosen["how"] {
	case "optimistic":
		for _, mu := range flow.Optimistic(rate) {
			factor = max(factor, cmplx.Abs(mu))
		}
	default:
		m := map[string]func(float64) theory.Matrix2{"both at once": flow.Simultaneous, "in turn": flow.Alternating, "looking ahead": flow.LookAhead}[t.chosen["how"]](rate)
		a, b := m.Eigenvalues()
		factor = max(cmplx.Abs(a), cmplx.Abs(b))
	}
	note := "near (0, 0) the distance grows by this factor in a step"
	if factor < 1-1e-12 {
		note = "near (0, 0) the distance shrinks by this factor in a step"
	} else if factor < 1+1e-12 {
		note = "near (0, 0) the distance neither shrinks nor grows"
	}
	ns = append(ns, part.Number{Name: "greatest |eigenvalue| of a step", Value: fmt.Sprintf("%.6f", factor), Note: note, Exact: part.Exact(factor)})
	xs, ys := t.follow()
	distance := math.Hypot(xs[len(xs)-1], ys[len(ys)-1])
	return append(ns, part.Number{Name: "distance at the end", Value: fmt.Sprintf("%.4g", distance), Exact: part.Exact(distance),
		Note: fmt.Sprintf("after %d steps", len(xs)-1)})
}

func complexText(z complex128) string {
	a, b := real(z), imag(z)
	if math.Abs(b) < 1e-9 {
		return write(a)
	}
	size := write(math.Abs(b))
	if size == "1" { // i, and not 1i
		size = ""
	}
	sign := "+"
	if b < 0 {
		sign = "−"
	}
	if math.Abs(a) < 1e-9 {
		if sign == "+" {
			sign = ""
		}
		return sign + size + "i"
	}
	return write(a) + " " + sign + " " + size + "i"
}

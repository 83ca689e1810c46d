package watch

import (
	"math"
	"slices"

	"ganbook/gan"
	"ganbook/notebooks/show"
	"ganbook/theory"
)

const (
	lineSamples = 4000 // the number of samples of Pg in a picture
	bins        = 60   // the number of bins of their histogram

	minPerBin     = 30   // the best D is drawn in bins with at least this many expected samples, real and fake
	referenceRows = 1000 // the number of data on which the mean score is 0
)

// A lineStage draws data of one coordinate, as figure 1 of Goodfellow et al. 2014 does: Pdata, Pg
// and D over one axis. If D is no probability, its score has a second figure.
type lineStage struct {
	lo, hi    float64
	peak      float64               // the largest density of the data, or of their histogram
	unit      float64               // densities are divided by it, so that D is readable in the same figure
	pdata     func(float64) float64 // the density of the data, or nil if they have none
	data      []float64             // draws from the data, which are drawn if there is no density
	name      string
	pg        string      // the name of Pg in the legend
	d         *verdict    // nil if D is not drawn
	reference [][]float32 // data on which the mean score is 0
	grid      []float64   // the points at which D is asked
	rows      [][]float32 // the same points as rows
}

// A lineScene is what a lineStage sees of a run.
type lineScene struct{ samples, d []float64 }

func newLineStage(r *gan.Run) *lineStage {
	data := column(r.Real(lineSamples))
	slices.Sort(data)
	lo, hi := data[lineSamples/100], data[lineSamples-1-lineSamples/100]
	if lo == hi {
		lo, hi = lo-0.5, hi+0.5
	}
	// Leave space on both sides for a Pg that overshoots the data. Include the initial Pg, unless
	// it is so far away that the data would become too narrow.
	first, width := column(r.Sample(lineSamples)), hi-lo
	slices.Sort(first)
	lo = max(lo-3*width, min(lo-0.75*width, first[lineSamples/20]))
	hi = min(hi+3*width, max(hi+0.75*width, first[lineSamples-1-lineSamples/20]))
	s := &lineStage{lo: lo, hi: hi, unit: 1, data: data, name: r.Data().Name(),
		pg: nameOfPg(r.Config()), d: newVerdict(r.Config()), reference: r.Real(referenceRows)}
	if known, ok := r.Data().(interface{ Distribution() theory.Distribution }); ok {
		if values, _ := known.Distribution().Atoms(); len(values) == 0 {
			s.pdata = known.Distribution().Prob
		}
	}
	s.peak = s.greatest()
	if s.peak > 3 {
		s.unit = s.peak
	}
	s.grid = show.Span(s.lo, s.hi, 2*bins+1)
	for _, x := range s.grid {
		s.rows = append(s.rows, []float32{float32(x)})
	}
	return s
}

// greatest returns the largest density of the data on a fine grid, or of their histogram.
func (s *lineStage) greatest() float64 {
	if s.pdata == nil {
		_, density := histogram(s.data, s.lo, s.hi)
		return slices.Max(density)
	}
	return slices.Max(show.Map(show.Span(s.lo, s.hi, 1001), s.pdata))
}

func (s *lineStage) look(r *gan.Run) any {
	scene := lineScene{samples: column(r.Sample(lineSamples))}
	if s.d != nil {
		scene.d = s.d.ask(r, s.rows, s.reference)
	}
	return scene
}

func (s *lineStage) pace() pace { return even }

func (s *lineStage) draw(seen any) show.Row {
	scene := seen.(lineScene)
	centres, pg := histogram(scene.samples, s.lo, s.hi)
	densities := s.densities(centres, pg)
	if s.d == nil {
		return show.Row{densities}
	}
	d := show.Marks{show.Line(s.grid, scene.d).Named(s.d.name).In(show.Green)}
	if s.d.best != nil && s.pdata != nil {
		d = append(d, show.Line(centres, s.best(centres, pg, scene.d)).Named(s.d.bestName).In(show.Green).Dashed())
	}
	if s.d.probability {
		densities.Y += ", and " + s.d.axis
		densities.Marks = append(densities.Marks, d...)
		return show.Row{densities}
	}
	if s.d.margin {
		d = append(d, show.Level(1).Named("margin").Dashed(), show.Level(-1).Named("margin").Dashed())
	}
	return show.Row{densities, {Title: "What D scores", X: "x", Y: s.d.axis, XRange: densities.XRange, Marks: d}}
}

// densities returns a figure of Pdata and Pg.
func (s *lineStage) densities(centres, pg []float64) show.Figure {
	f := show.Figure{
		Title: "Pdata = " + s.name, X: "x", Y: "density",
		XRange: show.Range{s.lo, s.hi}, YRange: show.Range{0, max(1.05, 1.25*s.peak/s.unit)},
	}
	if s.unit != 1 {
		f.Y = "density ÷ its peak"
	}
	pdata := show.Curve(func(x float64) float64 { return s.pdata(x) / s.unit }, s.lo, s.hi)
	if s.pdata == nil {
		_, density := histogram(s.data, s.lo, s.hi)
		pdata = show.Line(stairs(centres, density, s.unit))
	}
	f.Marks = show.Marks{show.Area(stairs(centres, pg, s.unit)).Named(s.pg).In(show.Orange), pdata.Named("Pdata").In(show.Blue)}
	return f
}

// best returns the best verdict for the histogram of Pg. It is NaN, which interrupts the line, in
// bins with few samples. If the loss leaves a constant free, the result has the same mean as found,
// the verdicts of D.
func (s *lineStage) best(centres, pg, found []float64) []float64 {
	out := make([]float64, len(centres))
	above, weight := 0.0, 0.0
	for i, x := range centres {
		p := s.pdata(x)
		out[i] = math.NaN()
		if (p+pg[i])*(s.hi-s.lo)/bins*lineSamples < minPerBin {
			continue
		}
		if out[i] = s.d.best(p, pg[i]); math.IsInf(out[i], 0) {
			continue
		}
		above += (p + pg[i]) * (found[2*i+1] - out[i]) // the grid has the edges and the centres of the bins
		weight += p + pg[i]
	}
	if s.d.shiftInvariant && weight > 0 {
		for i := range out {
			out[i] += above / weight
		}
	}
	return out
}

// histogram returns the centres and the densities of equal bins from lo to hi. Samples outside
// lower the densities, because they count for the total.
func histogram(samples []float64, lo, hi float64) (centres, density []float64) {
	width := (hi - lo) / bins
	density = make([]float64, bins)
	for _, x := range samples {
		if i := int(math.Floor((x - lo) / width)); i >= 0 && i < bins {
			density[i] += 1 / (width * float64(len(samples)))
		}
	}
	for i := range density {
		centres = append(centres, lo+(float64(i)+0.5)*width)
	}
	return centres, density
}

// stairs returns the outline of a histogram, with its heights divided by unit.
func stairs(centres, density []float64, unit float64) (xs, ys []float64) {
	half := (centres[1] - centres[0]) / 2
	for i, c := range centres {
		xs = append(xs, c-half, c+half)
		ys = append(ys, density[i]/unit, density[i]/unit)
	}
	return xs, ys
}

func column(rows [][]float32) []float64 {
	xs := make([]float64, len(rows))
	for i, row := range rows {
		xs[i] = float64(row[0])
	}
	return xs
}

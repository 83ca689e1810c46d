package watch

import (
	"math"
	"slices"

	"ganbook/gan"
	"ganbook/notebooks/show"
	"ganbook/theory"
)

const (
	drawn = 4000 // samples of Pg in a picture
	bins  = 60   // of their histogram

	enough = 30   // samples, real and made together, that a bin needs to have the best D estimated in it
	asked  = 1000 // data that scores are counted from
)

// A lineStage draws one coordinate as Goodfellow et al. 2014 do in figure 1: Pdata, Pg and D on one axis. Where D is
// no probability its score has a picture of its own beside that.
type lineStage struct {
	lo, hi float64
	peak   float64               // the data's greatest density, or their histogram's
	unit   float64               // what densities are divided by, so that D can be read beside them
	pdata  func(float64) float64 // nil where the data have no density
	data   []float64             // draws, to be shown in its place
	name   string
	pg     string      // how the legend names Pg
	d      *verdict    // nil where D has no picture
	real   [][]float32 // data that scores are counted from
	grid   []float64   // where D is looked at
	rows   [][]float32 // the same for the network
}

// A lineScene is what a lineStage saw.
type lineScene struct{ samples, d []float64 }

func newLineStage(r *gan.Run) *lineStage {
	data := column(r.Real(drawn))
	slices.Sort(data)
	lo, hi := data[drawn/100], data[drawn-1-drawn/100]
	if lo == hi {
		lo, hi = lo-0.5, hi+0.5
	}
	// Room on both sides for a Pg that overshoots, and for where it starts, if that is not too far to see the data.
	first, width := column(r.Sample(drawn)), hi-lo
	slices.Sort(first)
	lo = max(lo-3*width, min(lo-0.75*width, first[drawn/20]))
	hi = min(hi+3*width, max(hi+0.75*width, first[drawn-1-drawn/20]))
	s := &lineStage{lo: lo, hi: hi, unit: 1, data: data, name: r.Data().Name(),
		pg: nameOfPg(r.Config()), d: newVerdict(r.Config()), real: r.Real(asked)}
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

// greatest is the greatest value of the data's density that a look at many places finds, or of its histogram.
func (s *lineStage) greatest() float64 {
	if s.pdata == nil {
		_, density := histogram(s.data, s.lo, s.hi)
		return slices.Max(density)
	}
	return slices.Max(show.Map(show.Span(s.lo, s.hi, 1001), s.pdata))
}

func (s *lineStage) look(r *gan.Run) any {
	scene := lineScene{samples: column(r.Sample(drawn))}
	if s.d != nil {
		scene.d = s.d.ask(r, s.rows, s.real)
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

// densities draws Pdata and Pg.
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

// best is the best verdict with Pg as the histogram has it; NaN, which breaks the line, where that rests on a handful
// of samples. Where only differences count it is set at the height of D's own, found.
func (s *lineStage) best(centres, pg, found []float64) []float64 {
	out := make([]float64, len(centres))
	above, weight := 0.0, 0.0
	for i, x := range centres {
		p := s.pdata(x)
		out[i] = math.NaN()
		if (p+pg[i])*(s.hi-s.lo)/bins*drawn < enough {
			continue
		}
		if out[i] = s.d.best(p, pg[i]); math.IsInf(out[i], 0) {
			continue
		}
		above += (p + pg[i]) * (found[2*i+1] - out[i]) // grid has a point at each bin's edges and centre
		weight += p + pg[i]
	}
	if s.d.free && weight > 0 {
		for i := range out {
			out[i] += above / weight
		}
	}
	return out
}

// histogram returns the centres and densities of equal bins from lo to hi. Samples outside count towards the total.
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

// stairs is a histogram's outline, its heights divided by unit.
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

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

	enough = 30 // samples, real and made together, that a bin needs to have D* estimated in it
)

// newStage chooses how to look at a run by what its data are.
func newStage(r *gan.Run) stage {
	if r.Data().Dim() == 1 {
		return newLineStage(r)
	}
	return newPlaneStage(r)
}

// A lineStage draws one coordinate as Goodfellow et al. 2014 do in figure 1: Pdata, Pg and D on one axis.
type lineStage struct {
	lo, hi float64
	peak   float64               // the data's greatest density, or their histogram's
	unit   float64               // what densities are divided by, so that D can be read beside them
	pdata  func(float64) float64 // nil where the data have no density
	data   []float64             // draws, to be shown in its place
	name   string
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
	s := &lineStage{lo: lo, hi: hi, unit: 1, data: data, name: r.Data().Name()}
	if known, ok := r.Data().(interface{ Distribution() theory.Distribution }); ok {
		if values, _ := known.Distribution().Atoms(); len(values) == 0 {
			s.pdata = known.Distribution().Prob
		}
	}
	s.peak = s.greatest()
	if s.peak > 3 {
		s.unit = s.peak
	}
	s.grid = show.Span(s.lo, s.hi, 121)
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
	for _, d := range r.Discriminate(s.rows) {
		scene.d = append(scene.d, float64(d))
	}
	return scene
}

func (s *lineStage) draw(seen any) show.Figure {
	scene := seen.(lineScene)
	f := show.Figure{
		Title: "Pdata = " + s.name, X: "x", Y: "density, and D(x)",
		XRange: show.Range{s.lo, s.hi}, YRange: show.Range{0, max(1.05, 1.25*s.peak/s.unit)},
	}
	if s.unit != 1 {
		f.Y = "density ÷ its peak, and D(x)"
	}
	centres, pg := histogram(scene.samples, s.lo, s.hi)
	f.Marks = show.Marks{show.Area(stairs(centres, pg, s.unit)).Named("Pg").In(show.Orange)}
	d := show.Line(s.grid, scene.d).Named("D(x)").In(show.Green)
	if s.pdata == nil {
		_, pdata := histogram(s.data, s.lo, s.hi)
		f.Marks = append(f.Marks, show.Line(stairs(centres, pdata, s.unit)).Named("Pdata").In(show.Blue), d)
		return f
	}
	f.Marks = append(f.Marks,
		show.Curve(func(x float64) float64 { return s.pdata(x) / s.unit }, s.lo, s.hi).Named("Pdata").In(show.Blue),
		d,
		show.Line(centres, s.optimal(centres, pg)).Named("D* = Pdata/(Pdata + Pg)").In(show.Green).Dashed())
	return f
}

// optimal is D* with Pg as the histogram has it; NaN, which breaks the line, where that rests on a handful of samples.
func (s *lineStage) optimal(centres, pg []float64) []float64 {
	out := make([]float64, len(centres))
	for i, x := range centres {
		p := s.pdata(x)
		out[i] = math.NaN()
		if (p+pg[i])*(s.hi-s.lo)/bins*drawn >= enough {
			out[i] = p / (p + pg[i])
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

package lab

import (
	"fmt"
	"math"
	"slices"

	"ganbook/gan"
	"ganbook/notebooks/show"
)

// roomy is the least width of the page, in pixels, at which there is space for a colour bar.
const roomy = 560

// spacious is the least width at which the pictures are larger.
const spacious = 1050

// mainSize returns the side of the main picture.
func (l *Lab) mainSize() int {
	if l.width < roomy {
		return max(180, l.width-74)
	}
	if l.width > spacious {
		return 450
	}
	return 380
}

// empty is the picture while there are no data.
func (l *Lab) empty() show.Picture {
	lo, hi := l.chosen.reach()
	f := l.frame("Draw your data here")
	rows := l.drawn.rows(l.chosen.dim(), lo, hi)
	xs, ys := coordinates(rows)
	if l.chosen.dim() == 1 {
		for range rows {
			ys = append(ys, 0)
		}
		f.YRange = show.Range{-1, 1}
		f.Y = "any height counts the same"
	}
	f.Marks = show.Marks{show.Points(xs, ys).Named("Pdata").In(show.Blue)}
	return f
}

func (l *Lab) frame(title string) show.Figure {
	lo, hi := l.chosen.reach()
	f := show.Figure{Title: title, X: "x", Y: "density", XRange: show.Range{lo, hi}, Width: l.mainSize(), Height: l.mainSize()}
	if l.chosen.dim() == 2 {
		f.X, f.Y, f.YRange = "x₁", "x₂", show.Range{lo, hi}
	}
	return f
}

// plane draws data of two coordinates.
func (l *Lab) plane(v sight) show.Picture {
	s := l.t.seen
	f := l.frame(l.title(v))
	reading := readingOf(l.chosen.loss())
	var ground [][]float64
	name := reading.name
	switch l.chosen.Chosen["heat"] {
	case "D":
		ground = byRow(v.d)
	case "D*":
		name = "D* = Pdata/(Pdata + Pg)"
		reading.lo, reading.hi = 0, 1
		ground = byRow(s.bestD(v))
	}
	if ground != nil {
		heat := show.HeatMap(ground, s.lo, s.hi, s.lo, s.hi).Over(reading.lo, reading.hi).Centered().Named(name)
		if l.width < roomy {
			heat = heat.WithoutBar()
		}
		f.Marks = append(f.Marks, heat)
	}
	if l.chosen.On("grid") {
		f.Marks = append(f.Marks, netOf(v.grid, l.chosen.Count("noise") > 1).Named("G of the grid of z").In(show.Brown).Faint())
	}
	xs, ys := coordinates(s.data[:dots])
	f.Marks = append(f.Marks, show.Points(xs, ys).Named("Pdata").In(show.Blue))
	if l.chosen.On("samples") {
		xs, ys = coordinates(v.fakes[:dots])
		f.Marks = append(f.Marks, show.Points(xs, ys).Named("Pg").In(show.Orange))
	}
	if l.chosen.On("arrows") {
		xs, ys = coordinates(v.from)
		dxs, dys := make([]float64, len(xs)), make([]float64, len(xs))
		for i, push := range v.push {
			dxs[i], dys[i] = shortened(push, 0.25, 0.4)
		}
		f.Marks = append(f.Marks, show.Arrows(xs, ys, dxs, dys).Named("−∂L_G/∂x").In(show.Purple))
	}
	return f
}

// shortened returns a push as an arrow: scaled, and no longer than most.
func shortened(push []float64, scale, most float64) (dx, dy float64) {
	length := 0.0
	for _, p := range push {
		length += p * p
	}
	length = math.Sqrt(length) * scale
	if length > most {
		scale *= most / length
	}
	dx = push[0] * scale
	if len(push) > 1 {
		dy = push[1] * scale
	}
	return dx, dy
}

// byRow cuts a list of cells into rows.
func byRow(values []float64) (rows [][]float64) {
	for i := 0; i < len(values); i += cells {
		rows = append(rows, values[i:i+cells])
	}
	return rows
}

// bestD returns D* in each cell, from data and fakes that are blurred alike. It is NaN where there is
// next to nothing of both.
func (s *stage) bestD(v sight) []float64 {
	pg := blurred(v.fakes, s.lo, s.hi)
	best := make([]float64, len(pg))
	for i, p := range s.blur {
		best[i] = math.NaN()
		if least := 0.5 / fakes; p+pg[i] > least {
			best[i] = p / (p + pg[i])
		}
	}
	return best
}

// netOf draws the images of a grid of z: lines along both of its directions, or one line.
func netOf(at [][]float32, net bool) show.Mark {
	var xs, ys []float64
	add := func(i int) {
		xs, ys = append(xs, float64(at[i][0])), append(ys, float64(at[i][1]))
	}
	lift := func() { xs, ys = append(xs, math.NaN()), append(ys, math.NaN()) }
	if !net {
		for i := range at {
			add(i)
		}
		return show.Line(xs, ys)
	}
	for i := range gridSide {
		for j := range gridSide {
			add(i*gridSide + j)
		}
		lift()
		for j := range gridSide {
			add(j*gridSide + i)
		}
		lift()
	}
	return show.Line(xs, ys)
}

// line draws data of one coordinate: densities and D over one axis, as figure 1 of Goodfellow et al.
// 2014 does.
func (l *Lab) line(v sight) show.Picture {
	s := l.t.seen
	f := l.frame(l.title(v))
	f.Height = 260
	if l.width >= roomy {
		f.Width = 480
	}
	reading := readingOf(l.chosen.loss())
	width := (s.hi - s.lo) / bins
	pg := shares(column(v.fakes), s.lo, s.hi)
	xs, pdata := s.stairs(s.share, width)
	_, fake := s.stairs(pg, width)
	if l.chosen.On("samples") {
		f.Marks = append(f.Marks, show.Area(xs, fake).Named("Pg").In(show.Orange))
	}
	f.Marks = append(f.Marks, show.Line(xs, pdata).Named("Pdata").In(show.Blue))
	low, high := 0.0, 1.05
	probability := reading.lo == 0 && reading.hi == 1
	if probability {
		f.Y = "density, and " + reading.name
	} else {
		low, high = reading.lo, reading.hi
		f.Y = "density, and " + reading.name
	}
	if l.chosen.Chosen["heat"] != "none" {
		f.Marks = append(f.Marks, show.Line(s.line(), v.d).Named(reading.name).In(show.Green))
	}
	if l.chosen.Chosen["heat"] == "D*" && reading.best != nil {
		f.Marks = append(f.Marks, show.Line(s.bestOnLine(reading, pg)).Named(reading.star).In(show.Green).Dashed())
	}
	if l.chosen.On("arrows") {
		xs, ys, dxs, dys := column(v.from), make([]float64, len(v.from)), make([]float64, len(v.from)), make([]float64, len(v.from))
		for i, push := range v.push {
			dxs[i], _ = shortened(push, 2, 1.2)
			ys[i] = low - (high-low)*(0.05+0.03*float64(i%5))
		}
		low -= 0.22 * (high - low)
		f.Marks = append(f.Marks, show.Arrows(xs, ys, dxs, dys).Named("−∂L_G/∂x").In(show.Purple))
	}
	f.YRange = show.Range{low, high}
	if !l.chosen.On("grid") {
		return f
	}
	z := column(s.z[fakes:])
	moved := "z"
	if l.chosen.Count("noise") > 1 {
		moved = "z₁, the others 0"
	}
	return show.Column{f, {X: "x = G(z)", Y: moved, XRange: f.XRange, Width: f.Width, Height: 130,
		Marks: show.Marks{show.Line(column(v.grid), z).Named("where G sends z").In(show.Brown)}}}
}

// stairs returns the outline of the densities of bins.
func (s *stage) stairs(share []float64, width float64) (xs, ys []float64) {
	for i, p := range share {
		xs = append(xs, s.edge(i), s.edge(i+1))
		ys = append(ys, p/width, p/width)
	}
	return xs, ys
}

// bestOnLine returns the best reading in the bins. It is NaN, which interrupts the line, in bins that
// hold next to nothing.
func (s *stage) bestOnLine(r reading, pg []float64) (xs, best []float64) {
	const least = 6. / fakes // of the share of data and fakes
	for i, p := range s.share {
		xs = append(xs, (s.edge(i)+s.edge(i+1))/2)
		if p+pg[i] < least {
			best = append(best, math.NaN())
			continue
		}
		best = append(best, r.best(p, pg[i]))
	}
	return xs, best
}

func (l *Lab) title(v sight) string {
	return fmt.Sprintf("Step %d", v.step)
}

// courses are the pictures of how the training goes: losses, the value of the game, distances.
func (l *Lab) courses() []show.Picture {
	h := l.t.run.History()
	w, tall := 300, 118
	if l.width > spacious {
		w, tall = 400, 130
	} else if l.width < roomy {
		w = max(160, l.width-84)
	}
	steps := make([]float64, len(h.Step))
	for i, s := range h.Step {
		steps[i] = float64(s)
	}
	figure := func(title, y string, marks ...show.Mark) show.Figure {
		last := max(10, float64(len(steps)))
		return show.Figure{Title: title, X: "step", Y: y, XRange: show.Range{0, last}, Width: w, Height: tall, Marks: marks}
	}
	course := func(values []float64) show.Mark { return show.Line(thinned(steps, values)) }
	figures := []show.Picture{figure("Losses", "L", course(h.DLoss).Named("L_D").In(show.Green), course(h.GLoss).Named("L_G").In(show.Orange))}
	if h.Value != nil || l.chosen.loss().Logit {
		values := h.Value
		if values == nil { // so far no loss has made D a probability
			values = slices.Repeat([]float64{math.NaN()}, len(steps))
		}
		value := figure("The value of the game", "nats", course(values).Named("V̂(D, G)").In(show.Green), show.Level(atPdata).Named("−ln 4").Dashed())
		figures = append(figures, value)
	}
	far := distances(l.t.seen.past)
	if len(far) > 0 {
		figures = append(figures, figure("How far Pg is from Pdata", "nats; units of x", far...))
	}
	return figures
}

// distances draws the judgements so far.
func distances(past []judgement) (marks show.Marks) {
	var steps, js, far []float64
	for _, j := range past {
		steps, js, far = append(steps, float64(j.step)), append(js, j.js), append(far, j.far)
	}
	if len(past) == 0 {
		return nil
	}
	if !math.IsNaN(past[0].js) {
		marks = append(marks, show.Line(thinned(steps, js)).Named("JS in bins").In(show.Purple))
	}
	return append(marks, show.Line(thinned(steps, far)).Named(past[0].name()).In(show.Brown))
}

func (j judgement) name() string {
	if j.modes == nil && !math.IsNaN(j.js) {
		return "W₁"
	}
	return "energy distance"
}

// mostPlaces is the most points of a course: more cannot be told apart.
const mostPlaces = 240

// thinned replaces a long course by the means of equal stretches.
func thinned(xs, ys []float64) (fewX, fewY []float64) {
	if len(xs) <= mostPlaces {
		return xs, ys
	}
	each := (len(xs) + mostPlaces - 1) / mostPlaces
	for from := 0; from < len(xs); from += each {
		to := min(from+each, len(xs))
		x, y := 0.0, 0.0
		for i := from; i < to; i++ {
			x += xs[i] / float64(to-from)
			y += ys[i] / float64(to-from)
		}
		fewX, fewY = append(fewX, x), append(fewY, y)
	}
	return fewX, fewY
}

func coordinates(rows [][]float32) (xs, ys []float64) {
	for _, row := range rows {
		xs = append(xs, float64(row[0]))
		if len(row) > 1 {
			ys = append(ys, float64(row[1]))
		}
	}
	return xs, ys
}

// levels are the losses at Pg = Pdata with the best D, where the loss has such.
func levels(l gan.Loss) string {
	if len(l.AtPdata) != 2 || math.IsNaN(l.AtPdata[1]) {
		return ""
	}
	return fmt.Sprintf("at Pg = Pdata: L_D = %.3f, L_G = %.3f", l.AtPdata[0], l.AtPdata[1])
}

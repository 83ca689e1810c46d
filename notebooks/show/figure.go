package show

import "fmt"

// A Figure is one pair of axes and what is drawn on them.
type Figure struct {
	Title string
	X, Y  string // the axes' titles, with units where there are any; both must be given, but for [Images]
	Marks Marks

	// XRange and YRange fix what the axes span; the zero Range means what the marks need.
	XRange, YRange Range
	LogX, LogY     bool

	// Width and Height are those of the space between the axes, in pixels: 520 by 300 for one figure alone and less in a
	// Row, where they are 0.
	Width, Height int

	// Alt replaces the description in words, for those who cannot see the picture.
	Alt string
}

// A Range is where an axis begins and ends.
type Range [2]float64

// A Picture is what can be shown: a [Figure], a [Row], a [Column], or what [Slides] makes of them.
type Picture interface {
	Show()
	frames() sequence
}

// A Row is a picture of figures side by side.
type Row []Figure

// A Column is a picture of figures one below the other.
type Column []Figure

// Show displays the figure below the cell.
func (f Figure) Show() { display(f) }

// Show displays the figures below the cell.
func (r Row) Show() { display(r) }

// Show displays the figures below the cell.
func (c Column) Show() { display(c) }

// A sequence is a picture as it changes: frames[i] holds the figures at the sliders' i-th position.
type sequence struct {
	figures [][]Figure
	stacked bool
	sliders []Slider // none for a still picture; the last one turns fastest
}

func (f Figure) frames() sequence { return sequence{figures: [][]Figure{{f}}} }
func (r Row) frames() sequence    { return sequence{figures: [][]Figure{r}} }
func (c Column) frames() sequence { return sequence{figures: [][]Figure{c}, stacked: true} }

// size returns the space between the axes of each of n figures that share a picture.
func (f Figure) size(n int, stacked bool) (w, h float64) {
	w, h = 520, 300
	switch {
	case n > 1 && stacked:
		h = 200
	case n == 2:
		w, h = 340, 260
	case n > 2:
		w, h = 250, 220
	}
	if f.Width > 0 {
		w = float64(f.Width)
	}
	if f.Height > 0 {
		h = float64(f.Height)
	}
	return w, h
}

func (f Figure) validate() {
	const what = "show: Figure"
	switch {
	case f.X == "" && !f.bare():
		panic(fmt.Sprintf("%s %q: X is empty, want a title for the x axis", what, f.Title))
	case f.Y == "" && !f.bare():
		panic(fmt.Sprintf("%s %q: Y is empty, want a title for the y axis", what, f.Title))
	case len(f.Marks) == 0:
		panic(fmt.Sprintf("%s %q: no Marks, want at least one", what, f.Title))
	case f.bare() && (len(f.Marks) > 1 || f.XRange != Range{} || f.YRange != Range{} || f.LogX || f.LogY):
		panic(fmt.Sprintf("%s %q: Images with other marks, a range or a logarithmic axis, want them alone", what, f.Title))
	case f.Width < 0 || f.Width > 2000 || f.Height < 0 || f.Height > 2000:
		panic(fmt.Sprintf("%s %q: size %d by %d, want 0 (the usual) to 2000 pixels", what, f.Title, f.Width, f.Height))
	}
	for _, m := range f.Marks {
		if m.f != nil && f.LogX && m.lo <= 0 {
			panic(fmt.Sprintf("%s %q: Curve begins at %g, want more than 0 on a logarithmic axis", what, f.Title, m.lo))
		}
	}
	for _, a := range []struct {
		name  string
		r     Range
		isLog bool
	}{{"XRange", f.XRange, f.LogX}, {"YRange", f.YRange, f.LogY}} {
		if a.r == (Range{}) {
			continue
		}
		mustSpan(fmt.Sprintf("Figure %q: %s", f.Title, a.name), a.r[0], a.r[1])
		if a.isLog && a.r[0] <= 0 {
			panic(fmt.Sprintf("%s %q: %s begins at %g, want more than 0 on a logarithmic axis", what, f.Title, a.name, a.r[0]))
		}
	}
}

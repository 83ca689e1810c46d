package show

import "fmt"

// A Figure is one pair of axes and what is drawn on them.
type Figure struct {
	Title string

	// X and Y are the axes' titles, with units where there are any. Both must be given, except for
	// [Images].
	X, Y string

	Marks Marks

	// XRange and YRange fix where the axes begin and end. The zero Range means what the marks need.
	XRange, YRange Range

	LogX, LogY bool // the axis is logarithmic

	// Width and Height are the size of the space between the axes, in pixels. 0 means the usual
	// size: 520 by 300 for a figure alone, less for one of several, and what its cells need for a Board.
	Width, Height int

	// Reading is what the reader watches while a slider moves, such as "E[X] = 4.50". It stands
	// beside the slider and in the caption. Without a slider it is not shown.
	Reading string

	// Alt replaces the description in words, for those who cannot see the picture.
	Alt string
}

// Show displays the figure below the cell.
func (f Figure) Show() { display(f) }

// bare says whether f is a figure without axes.
func (f Figure) bare() bool { return len(f.Marks) > 0 && f.Marks[0].kind == images }

// board says whether f is a board.
func (f Figure) board() bool { return len(f.Marks) > 0 && f.Marks[0].kind == board }

// size returns the space between the axes, in pixels, of one of n figures in a picture.
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
	if f.board() {
		w, h = f.Marks[0].boardSize()
	}
	if f.Width > 0 {
		w = float64(f.Width)
	}
	if f.Height > 0 {
		h = float64(f.Height)
	}
	return w, h
}

// validate panics if f cannot be drawn as it is described.
func (f Figure) validate() {
	fail := func(format string, args ...any) {
		panic(fmt.Sprintf("show: Figure %q: ", f.Title) + fmt.Sprintf(format, args...))
	}
	switch {
	case f.X == "" && !f.bare():
		fail("X is empty, want a title for the x axis")
	case f.Y == "" && !f.bare():
		fail("Y is empty, want a title for the y axis")
	case len(f.Marks) == 0:
		fail("no Marks, want at least one")
	case f.bare() && (len(f.Marks) > 1 || f.XRange != Range{} || f.YRange != Range{} || f.LogX || f.LogY):
		fail("Images with other marks, a range or a logarithmic axis, want them alone")
	case f.board() && (f.XRange != Range{} || f.YRange != Range{} || f.LogX || f.LogY):
		fail("Board with a range or a logarithmic axis, want neither")
	case f.Width < 0 || f.Width > 2000 || f.Height < 0 || f.Height > 2000:
		fail("size %d by %d, want 0 (the usual) to 2000 pixels", f.Width, f.Height)
	}
	for j, m := range f.Marks {
		if m.kind == board && j > 0 {
			fail("Board is mark %d, want it first and alone of its kind", j)
		}
		if m.f != nil && f.LogX && m.lo <= 0 {
			fail("Curve begins at %g, want more than 0 on a logarithmic axis", m.lo)
		}
	}
	f.validateRange("XRange", f.XRange, f.LogX)
	f.validateRange("YRange", f.YRange, f.LogY)
}

func (f Figure) validateRange(name string, r Range, log bool) {
	if r == (Range{}) {
		return
	}
	checkRange(fmt.Sprintf("Figure %q: %s", f.Title, name), r[0], r[1])
	if log && r[0] <= 0 {
		panic(fmt.Sprintf("show: Figure %q: %s begins at %g, want more than 0 on a logarithmic axis", f.Title, name, r[0]))
	}
}

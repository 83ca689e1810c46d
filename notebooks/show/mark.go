package show

import (
	"fmt"
	"math"
)

// Marks is what a figure draws, the first one at the back.
type Marks []Mark

// A Mark is one thing drawn: a line, bars, a label. Make it with [Line], [Curve], [Area], [Band], [Points], [Bars],
// [Histogram], [HeatMap], [Images], [Rule], [Level] or [Label]. Its methods return a changed copy.
type Mark struct {
	kind          kind
	name          string
	color         Color
	dashed, faint bool
	text          string

	xs, ys, los []float64 // los is the lower edge of an area

	f      func(float64) float64 // of a curve from lo to hi that is still to be sampled
	lo, hi float64
	bins   int  // of a histogram of xs
	over   bool // a histogram's bins span lo to hi, or a heat map's colours do

	grid     [][]float64 // of a heat map, from (x0, y0) to (x1, y1)
	x0, x1   float64
	y0, y1   float64
	centered bool

	images     [][]float32 // each imageWidth wide
	channels   int         // of each pixel: 1 or 3
	imageWidth int
	columns    int
}

type kind int

const (
	lines kind = iota
	areas
	points
	bars
	histogram
	heat
	rule
	level
	label
	images
)

func (k kind) String() string {
	return [...]string{"Line", "Area", "Points", "Bars", "Histogram", "HeatMap", "Rule", "Level", "Label", "Images"}[k]
}

// Named gives the mark its name in the legend, or, for a [Rule] or [Level], at the line itself; a [HeatMap]'s name
// heads its colour bar. Marks of one name share a colour and a legend entry.
func (m Mark) Named(name string) Mark { m.name = name; return m }

// In draws the mark in a colour of the reader's choice instead of the palette's next.
func (m Mark) In(c Color) Mark {
	if c < Auto || int(c) >= len(palette) {
		panic(fmt.Sprintf("show: In: Color(%d) is not in the palette, want Auto to Brown", c))
	}
	m.color = c
	return m
}

// Dashed draws a line, rule or level with dashes: what is meant, beside what is.
func (m Mark) Dashed() Mark { m.dashed = true; return m }

// Faint draws the mark paler, as background to others.
func (m Mark) Faint() Mark { m.faint = true; return m }

// Line joins the points (xs[i], ys[i]) in the order given.
func Line(xs, ys []float64) Mark {
	sameLength("Line", xs, ys)
	return Mark{kind: lines, xs: xs, ys: ys}
}

// Area fills between (xs[i], ys[i]) and zero.
func Area(xs, ys []float64) Mark {
	sameLength("Area", xs, ys)
	return Mark{kind: areas, xs: xs, ys: ys}
}

// Band fills between (xs[i], los[i]) and (xs[i], his[i]), for instance a mean ± its error.
func Band(xs, los, his []float64) Mark {
	sameLength("Band", xs, los)
	sameLength("Band", xs, his)
	return Mark{kind: areas, xs: xs, los: los, ys: his}
}

// Points draws a dot at each (xs[i], ys[i]).
func Points(xs, ys []float64) Mark {
	sameLength("Points", xs, ys)
	return Mark{kind: points, xs: xs, ys: ys}
}

// Bars stands a bar of height heights[i] on zero at each xs[i]. Several Bars in one figure stand side by side.
func Bars(xs, heights []float64) Mark {
	sameLength("Bars", xs, heights)
	return Mark{kind: bars, xs: xs, ys: heights}
}

// Histogram draws the values' histogram as a density, its area 1, with bins of equal width from the least to the
// greatest value, or as [Mark.Over] says. Values that are not finite are not counted.
func Histogram(values []float64, bins int) Mark {
	if bins < 1 {
		panic(fmt.Sprintf("show: Histogram: %d bins, want at least 1", bins))
	}
	return Mark{kind: histogram, xs: values, bins: bins}
}

// Over sets the range that a [Histogram]'s bins divide; values outside it count towards the total, so that the
// area is the share inside. For a [HeatMap] it sets the range of values that the colours span.
func (m Mark) Over(lo, hi float64) Mark {
	if m.kind != histogram && m.kind != heat {
		panic(fmt.Sprintf("show: Over: a %v has no range to set, want a Histogram or HeatMap", m.kind))
	}
	mustSpan("Over", lo, hi)
	m.lo, m.hi, m.over = lo, hi, true
	return m
}

// HeatMap colours a grid of values: grid[i][j] at the i-th of equal rows from y0 up to y1 and the j-th of equal columns
// from x0 to x1, shaped [rows, columns]. Colours go from pale for the least to blue for the greatest value.
func HeatMap(grid [][]float64, x0, x1, y0, y1 float64) Mark {
	mustSpan("HeatMap", x0, x1)
	mustSpan("HeatMap", y0, y1)
	for i, row := range grid {
		if len(row) != len(grid[0]) || len(row) == 0 {
			panic(fmt.Sprintf("show: HeatMap: row %d has %d values and row 0 has %d, want the same and at least 1", i, len(row), len(grid[0])))
		}
	}
	return Mark{kind: heat, grid: grid, x0: x0, x1: x1, y0: y0, y1: y1}
}

// Centered colours a [HeatMap] from orange at the low end through white in the middle to blue at the high end.
func (m Mark) Centered() Mark {
	if m.kind != heat {
		panic(fmt.Sprintf("show: Centered: a %v has no colour range, want a HeatMap", m.kind))
	}
	m.centered = true
	return m
}

// Rule draws a vertical line across the figure at x.
func Rule(x float64) Mark { return Mark{kind: rule, xs: []float64{x}, ys: []float64{math.NaN()}} }

// Level draws a horizontal line across the figure at y.
func Level(y float64) Mark { return Mark{kind: level, xs: []float64{math.NaN()}, ys: []float64{y}} }

// Label writes a text beside the point (x, y).
func Label(x, y float64, text string) Mark {
	return Mark{kind: label, xs: []float64{x}, ys: []float64{y}, text: text}
}

func sameLength(what string, xs, ys []float64) {
	if len(xs) != len(ys) {
		panic(fmt.Sprintf("show: %s: %d xs and %d ys, want as many of each", what, len(xs), len(ys)))
	}
}

func mustSpan(what string, lo, hi float64) {
	if !(drawable(lo) && drawable(hi) && lo < hi) {
		panic(fmt.Sprintf("show: %s: range from %g to %g, want two finite numbers, the lower one first", what, lo, hi))
	}
	if hi-lo <= closest*max(math.Abs(lo), math.Abs(hi)) {
		panic(fmt.Sprintf("show: %s: range from %.17g to %.17g is too narrow to draw where it is", what, lo, hi))
	}
}

// closest is how near to each other, relative to their size, an axis's ends may come before neither ticks nor pixels
// between them could be told apart in float64.
const closest = 1e-11

// drawable says whether v can be placed on an axis. Beyond 1e290 the arithmetic of axes would overflow.
func drawable(v float64) bool { return math.Abs(v) <= 1e290 }

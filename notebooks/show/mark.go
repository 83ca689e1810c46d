package show

import (
	"fmt"
	"math"
)

// Marks is what a figure draws, the first one at the back.
type Marks []Mark

// A Mark is one thing that a figure draws, such as a line, bars or a label. Make it with [Line],
// [Curve], [Area], [Band], [Points], [Arrows], [Field], [Bars], [Histogram], [HeatMap], [Images],
// [ColorImages], [Board], [Rule], [Level] or [Label]. Its methods return a changed copy.
type Mark struct {
	kind          kind
	name          string
	color         Color
	dashed, faint bool
	text          string // of a label

	xs, ys []float64
	los    []float64 // the lower edge of a band

	dxs, dys []float64 // of arrows

	f      func(float64) float64 // of a curve from lo to hi, until it is sampled
	lo, hi float64
	bins   int  // of a histogram of xs
	over   bool // a histogram's bins, or a heat map's colours, go from lo to hi

	grid     [][]float64 // of a board, or of a heat map from (x0, y0) to (x1, y1)
	x0, x1   float64
	y0, y1   float64
	centered bool
	noBar    bool // a heat map has no colour bar
	cells    bool // a heat map's values do not blend

	rowNames, columnNames []string // of a board
	framed                [][2]int // the cells of a board that have a frame
	answers               bool     // the board marks the best answers

	images     [][]float32 // each imageWidth pixels wide
	channels   int         // of each pixel: 1 or 3
	imageWidth int
	columns    int
}

type kind int

const (
	lines kind = iota
	areas
	points
	arrows
	bars
	histogram
	heat
	rule
	level
	label
	images
	board
)

func (k kind) String() string {
	return [...]string{"Line", "Area", "Points", "Arrows", "Bars", "Histogram", "HeatMap", "Rule", "Level", "Label", "Images", "Board"}[k]
}

// Named gives the mark its name in the legend. The name of a [Rule] or [Level] stands at the line
// itself, and that of a [HeatMap] above its colour bar. Marks of one name share a colour and an
// entry in the legend.
func (m Mark) Named(name string) Mark { m.name = name; return m }

// In draws the mark in the given colour instead of the palette's next.
func (m Mark) In(c Color) Mark {
	if c < Auto || int(c) >= len(palette) {
		panic(fmt.Sprintf("show: In: Color(%d) is not in the palette, want Auto to Brown", c))
	}
	m.color = c
	return m
}

// Dashed draws a [Line], [Curve], [Rule] or [Level] with dashes.
func (m Mark) Dashed() Mark {
	if m.kind != lines && m.kind != rule && m.kind != level {
		panic(fmt.Sprintf("show: Dashed: a %v is not a line, want a Line, Curve, Rule or Level", m.kind))
	}
	m.dashed = true
	return m
}

// Faint draws the mark paler, as background to others.
func (m Mark) Faint() Mark { m.faint = true; return m }

// Over sets the range of a [Histogram]'s bins. Values outside it count towards the total, so the
// histogram's area is the share of the values inside. For a [HeatMap] or a [Board], Over sets the
// values at which the colours begin and end.
func (m Mark) Over(lo, hi float64) Mark {
	if m.kind != histogram && m.kind != heat && m.kind != board {
		panic(fmt.Sprintf("show: Over: a %v has no range to set, want a Histogram, HeatMap or Board", m.kind))
	}
	checkRange("Over", lo, hi)
	m.lo, m.hi, m.over = lo, hi, true
	return m
}

// Line joins the points (xs[i], ys[i]) in the order given.
func Line(xs, ys []float64) Mark {
	sameLength("Line", xs, ys)
	return Mark{kind: lines, xs: xs, ys: ys}
}

// Area fills the space between the points (xs[i], ys[i]) and zero.
func Area(xs, ys []float64) Mark {
	sameLength("Area", xs, ys)
	return Mark{kind: areas, xs: xs, ys: ys}
}

// Band fills the space between (xs[i], los[i]) and (xs[i], his[i]), for instance a mean ± its error.
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

// Bars draws a bar from zero to heights[i] at each xs[i]. Several Bars in one figure stand side by
// side.
func Bars(xs, heights []float64) Mark {
	sameLength("Bars", xs, heights)
	return Mark{kind: bars, xs: xs, ys: heights}
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

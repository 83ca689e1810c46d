package show

import (
	"fmt"
	"image"
	"image/color"
	"math"

	"ganbook/notebooks/show/scene"
)

// HeatMap colours a grid of values, shaped [rows, columns]. grid[i][j] is the value in the i-th of
// equal rows from y0 up to y1 and the j-th of equal columns from x0 to x1. The colours go from pale
// for the least value to blue for the greatest one. Neighbours blend, as they should where the grid
// samples a function; for a table of separate values see [Mark.InCells].
func HeatMap(grid [][]float64, x0, x1, y0, y1 float64) Mark {
	checkRange("HeatMap", x0, x1)
	checkRange("HeatMap", y0, y1)
	for i, row := range grid {
		if len(row) != len(grid[0]) || len(row) == 0 {
			panic(fmt.Sprintf("show: HeatMap: row %d has %d values and row 0 has %d, want the same and at least 1", i, len(row), len(grid[0])))
		}
	}
	return Mark{kind: heat, grid: grid, x0: x0, x1: x1, y0: y0, y1: y1}
}

// Centered colours a [HeatMap] from orange at the low end, through white in the middle, to blue at
// the high end.
func (m Mark) Centered() Mark {
	if m.kind != heat {
		panic(fmt.Sprintf("show: Centered: a %v has no colour range, want a HeatMap", m.kind))
	}
	m.centered = true
	return m
}

// InCells draws each value of a [HeatMap] as a rectangle of one colour, which does not blend into its
// neighbours.
func (m Mark) InCells() Mark {
	if m.kind != heat {
		panic(fmt.Sprintf("show: InCells: a %v has no cells, want a HeatMap", m.kind))
	}
	m.cells = true
	return m
}

// WithoutBar draws a [HeatMap] without its colour bar, where there is no space for one. Say what the
// colours mean in another place.
func (m Mark) WithoutBar() Mark {
	if m.kind != heat {
		panic(fmt.Sprintf("show: WithoutBar: a %v has no colour bar, want a HeatMap", m.kind))
	}
	m.noBar = true
	return m
}

// colorBar is the colour bar of a heat map; frames holds the heat map at each frame.
func colorBar(frames []Mark) *scene.ColorBar {
	m := frames[0]
	lo, hi := m.lo, m.hi
	if !m.over {
		var rows [][]float64
		for _, g := range frames {
			rows = append(rows, g.grid...)
		}
		lo, hi = extent(rows...)
		if math.IsNaN(lo) {
			lo, hi = 0, 1
		}
		if narrow(lo, hi) {
			lo, hi = lo-max(math.Abs(lo)/10, 1e-280), hi+max(math.Abs(hi)/10, 1e-280)
		}
	}
	b := &scene.ColorBar{Title: m.name, Lo: lo, Hi: hi}
	for _, v := range []float64{lo, lo + (hi-lo)/2, hi} {
		b.Ticks = append(b.Ticks, scene.Tick{At: v, Label: number(v)})
	}
	blue, orange := palette[Blue], palette[Orange]
	b.Stops = []color.NRGBA{fade(blue, 0.04), fade(blue, 0.45), fade(blue, 0.9)}
	if m.centered {
		b.Stops = []color.NRGBA{fade(orange, 0.5), scene.Paper, fade(blue, 0.5)}
	}
	return b
}

// paint is a heat map's grid as an image, with the last row on top. Renderers blend neighbouring
// pixels. So values that blend take a pixel each. A value in a cell takes 32 by 32: then only a narrow
// edge of the cell is blended.
func (m Mark) paint(b *scene.ColorBar) image.Image {
	if len(m.grid) == 0 {
		return image.NewNRGBA(image.Rect(0, 0, 1, 1))
	}
	each := 1 // pixels for a value, each way
	if m.cells {
		each = 32
	}
	rows, columns := each*len(m.grid), each*len(m.grid[0])
	img := image.NewNRGBA(image.Rect(0, 0, columns, rows))
	for y := range rows {
		for x := range columns {
			img.SetNRGBA(x, rows-1-y, b.ColorAt(m.grid[y/each][x/each]))
		}
	}
	return img
}

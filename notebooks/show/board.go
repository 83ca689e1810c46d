package show

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"ganbook/notebooks/show/scene"
)

// Board shows the payoff matrix of a game. payoffs[i][j] is the row player's gain in row i, counted
// from the top, and column j. rows and columns are their names. Where they are nil, the names are
// numbers from 0 on. Each cell holds its payoff: whole numbers up to a million in full, others to three significant
// digits. A payoff that is not finite leaves its cell empty. The colour goes from orange for the
// greatest loss through white for 0 to blue for the greatest gain; [Mark.Over] sets other ends.
//
// A Board is the first mark of its figure, and there is only one. For the other marks, the middle of
// cell (i, j) is at x = j and y = −i.
func Board(rows, columns []string, payoffs [][]float64) Mark {
	if len(payoffs) == 0 || len(payoffs[0]) == 0 {
		panic("show: Board: no payoffs, want at least one")
	}
	for i, row := range payoffs {
		if len(row) != len(payoffs[0]) {
			panic(fmt.Sprintf("show: Board: row %d has %d payoffs and row 0 has %d, want the same", i, len(row), len(payoffs[0])))
		}
	}
	names := func(what string, given []string, n int) []string {
		if given == nil {
			for i := range n {
				given = append(given, strconv.Itoa(i))
			}
		}
		if len(given) != n {
			panic(fmt.Sprintf("show: Board: %d names for %d %s, want as many", len(given), n, what))
		}
		return given
	}
	return Mark{kind: board, grid: payoffs, rowNames: names("rows", rows, len(payoffs)), columnNames: names("columns", columns, len(payoffs[0]))}
}

// Framed draws a frame around the cell (i, j) of a [Board].
func (m Mark) Framed(i, j int) Mark {
	m.wantBoard("Framed")
	if i < 0 || i >= len(m.grid) || j < 0 || j >= len(m.grid[0]) {
		panic(fmt.Sprintf("show: Framed: cell (%d, %d) of a Board of %d rows and %d columns, want one that is there", i, j, len(m.grid), len(m.grid[0])))
	}
	m.framed = append(slices.Clone(m.framed), [2]int{i, j})
	return m
}

// BestAnswers marks the best answers on a [Board]: in each column the cells where the row player
// gains most, and in each row those where the column player loses least. A cell with both dots is
// a saddle.
func (m Mark) BestAnswers() Mark {
	m.wantBoard("BestAnswers")
	m.answers = true
	return m
}

func (m Mark) wantBoard(method string) {
	if m.kind != board {
		panic(fmt.Sprintf("show: %s: a %v has no cells, want a Board", method, m.kind))
	}
}

// best returns the cells (i, j) that are best answers of the row player, and those of the column
// player, row by row.
func (m Mark) best() (row, column [][2]int) {
	for i, payoffs := range m.grid {
		least, _ := extent(payoffs)
		for j, v := range payoffs {
			if !scene.Drawable(v) {
				continue
			}
			if v == least {
				column = append(column, [2]int{i, j})
			}
			greatest := math.Inf(-1)
			for _, other := range m.grid {
				if scene.Drawable(other[j]) {
					greatest = max(greatest, other[j])
				}
			}
			if v == greatest {
				row = append(row, [2]int{i, j})
			}
		}
	}
	return row, column
}

// Sizes of a board's cells, in pixels.
const (
	cellHeight    = 44
	cellWidth     = 64 // the least: longer names take more
	cellRoom      = 14 // around a cell's text or its column's name
	tileGap       = 1  // between a tile and its cell's edge
	answerDot     = 9  // from an answer's dot to the cell's lower edge, and to its left or right one
	frameWidth    = 2.5
	textDrop      = scene.TextSize/2 - 1.5 // from a text's middle to its baseline
	rowAnswers    = "row's best answer"
	columnAnswers = "column's best answer"
)

// payoff writes a payoff as it stands in its cell.
func payoff(v float64) string {
	if v == math.Trunc(v) {
		return number(v)
	}
	return brief(v)
}

// boardSize is the size of a board whose figure sets none.
func (m Mark) boardSize() (w, h float64) {
	w = cellWidth
	texts := slices.Clone(m.columnNames)
	for _, row := range m.grid {
		for _, v := range row {
			texts = append(texts, payoff(v))
		}
	}
	for _, t := range texts {
		w = max(w, math.Ceil(scene.TextWidth(t, scene.TextSize, false))+cellRoom)
	}
	return w * float64(len(m.columnNames)), cellHeight * float64(len(m.rowNames))
}

// boardTicks put the names of columns and rows beside the middles of their cells.
func (m Mark) boardTicks() (x, y []scene.Tick) {
	for j, name := range m.columnNames {
		x = append(x, scene.Tick{At: float64(j), Label: name})
	}
	for i, name := range m.rowNames {
		y = append(y, scene.Tick{At: -float64(i), Label: name})
	}
	return x, y
}

// boardColors is the colour bar of a board's frames, centred at 0.
func boardColors(frames []Mark) *scene.ColorBar {
	m := frames[0]
	m.centered = true
	if !m.over {
		var rows [][]float64
		for _, g := range frames {
			rows = append(rows, g.grid...)
		}
		least, greatest := extent(rows...)
		end := max(math.Abs(least), math.Abs(greatest))
		if !(end > 1e-280) { // all are 0, or none is finite
			end = 1
		}
		m = m.Over(-end, end)
	}
	return colorBar([]Mark{m})
}

// answerEntries are the legend's entries for the best answers, the row player's first. There is none
// on a board that does not mark them.
func answerEntries(m Mark) []scene.Entry {
	if !m.answers {
		return nil
	}
	dots := func(c Color) scene.Style {
		return scene.Style{Primitive: scene.Dots, Color: palette[c], Opacity: 1, Rim: dotRim}
	}
	return []scene.Entry{{Name: rowAnswers, Style: dots(Green)}, {Name: columnAnswers, Style: dots(Purple)}}
}

// addBoard adds the layers of a board: tiles, payoffs, answers, frames.
func addBoard(p *scene.Panel, frames []Mark) {
	colors := boardColors(frames)
	across, down := p.X.Pixels/(p.X.Hi-p.X.Lo), p.Y.Pixels/(p.Y.Hi-p.Y.Lo) // pixels a cell
	layers := []scene.Layer{
		{Style: scene.Style{Primitive: scene.Tiles, Opacity: 1}},
		{Style: scene.Style{Primitive: scene.Words, Color: scene.Ink, Opacity: 1}},
	}
	for _, e := range answerEntries(frames[0]) {
		layers = append(layers, scene.Layer{Style: e.Style, Name: e.Name})
	}
	layers = append(layers, scene.Layer{Style: scene.Style{Primitive: scene.Strokes, Color: scene.Ink, Opacity: 1, Width: frameWidth}})
	for _, m := range frames {
		held := make([]scene.Frame, len(layers))
		for i, row := range m.grid {
			for j, v := range row {
				if !scene.Drawable(v) {
					continue
				}
				gx, gy := tileGap/across, tileGap/down
				x, y := float64(j), -float64(i)
				held[0].Boxes = append(held[0].Boxes, scene.Box{X0: x - 0.5 + gx, X1: x + 0.5 - gx, Y0: y - 0.5 + gy, Y1: y + 0.5 - gy, Color: colors.ColorAt(v)})
				held[1].Words = append(held[1].Words, scene.Word{X: p.X.At(x), Y: p.Y.Pixels - p.Y.At(y) + textDrop, Align: scene.Center, Text: payoff(v)})
			}
		}
		if m.answers {
			rows, columns := m.best()
			for k, cells := range [][][2]int{rows, columns} {
				side := float64(2*k - 1) // the row player's dots are on the left
				for _, c := range cells {
					held[2+k].Dots = append(held[2+k].Dots, scene.Dot{X: float64(c[1]) + side*(0.5-answerDot/across), Y: -float64(c[0]) - 0.5 + answerDot/down})
				}
			}
		}
		for _, c := range m.framed {
			gx, gy := frameWidth/2/across, frameWidth/2/down
			left, right := float64(c[1])-0.5+gx, float64(c[1])+0.5-gx
			low, high := -float64(c[0])-0.5+gy, -float64(c[0])+0.5-gy
			last := &held[len(held)-1]
			last.Paths = append(last.Paths, scene.Path{Xs: []float64{left, right, right, left, left, right}, Ys: []float64{low, low, high, high, low, low}})
		}
		for k := range layers {
			layers[k].Frames = append(layers[k].Frames, held[k])
		}
	}
	p.Layers = append(p.Layers, layers...)
}

// describeBoard says each row's payoffs, as a reader would read the board aloud.
func (m Mark) describeBoard(what string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d rows and %d columns.", what, len(m.rowNames), len(m.columnNames))
	for i, row := range m.grid {
		fmt.Fprintf(&b, "\n    Row %s:", m.rowNames[i])
		for j, v := range row {
			if j > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, " %s %s", m.columnNames[j], payoff(v))
		}
		b.WriteByte('.')
	}
	cells := func(what string, cells [][2]int) {
		if len(cells) == 0 {
			return
		}
		fmt.Fprintf(&b, "\n    %s:", what)
		for k, c := range cells {
			if k > 0 {
				b.WriteByte(';')
			}
			fmt.Fprintf(&b, " row %s, column %s", m.rowNames[c[0]], m.columnNames[c[1]])
		}
		b.WriteByte('.')
	}
	if m.answers {
		rows, columns := m.best()
		cells("Row's best answers", rows)
		cells("Column's best answers", columns)
	}
	cells("Framed", m.framed)
	return b.String()
}

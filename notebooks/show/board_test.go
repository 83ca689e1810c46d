package show

import (
	"math"
	"reflect"
	"slices"
	"testing"

	"ganbook/notebooks/show/scene"
)

func TestBestAnswers(t *testing.T) {
	for _, tt := range []struct {
		name        string
		payoffs     [][]float64
		row, column [][2]int
	}{
		{"a saddle at (1, 1)", [][]float64{{3, 1, 4}, {5, 2, 6}, {0, -1, 9}}, [][2]int{{1, 0}, {1, 1}, {2, 2}}, [][2]int{{0, 1}, {1, 1}, {2, 1}}},
		{"matching pennies", [][]float64{{1, -1}, {-1, 1}}, [][2]int{{0, 0}, {1, 1}}, [][2]int{{0, 1}, {1, 0}}},
		{"ties are all best", [][]float64{{0, 0}}, [][2]int{{0, 0}, {0, 1}}, [][2]int{{0, 0}, {0, 1}}},
		{"what is not finite is no answer", [][]float64{{nan, 1}, {math.Inf(-1), inf}}, [][2]int{{0, 1}}, [][2]int{{0, 1}}},
	} {
		row, column := Board(nil, nil, tt.payoffs).best()
		if !reflect.DeepEqual(row, tt.row) || !reflect.DeepEqual(column, tt.column) {
			t.Errorf("%s: row's %v and column's %v, want %v and %v", tt.name, row, column, tt.row, tt.column)
		}
	}
}

// The names stand on the axes, the payoffs in their cells, row 0 on top.
func TestBoardStandsAsAMatrix(t *testing.T) {
	p := newScene(Figure{X: "x", Y: "y", Width: 200, Height: 100, Marks: Marks{
		Board([]string{"up", "down"}, []string{"left", "right"}, [][]float64{{1, 2}, {3, 4}}).Framed(0, 1)}}).Panels[0]
	if want := []scene.Tick{{At: 0, Label: "left"}, {At: 1, Label: "right"}}; !reflect.DeepEqual(p.X.Ticks, want) {
		t.Errorf("columns %v, want %v", p.X.Ticks, want)
	}
	if want := []scene.Tick{{At: 0, Label: "up"}, {At: -1, Label: "down"}}; !reflect.DeepEqual(p.Y.Ticks, want) {
		t.Errorf("rows %v, want %v", p.Y.Ticks, want)
	}
	var words []scene.Word
	for _, l := range p.Layers {
		words = append(words, l.Frames[0].Words...)
	}
	for i, want := range []scene.Word{{X: 50, Y: 25, Text: "1"}, {X: 150, Y: 25, Text: "2"}, {X: 50, Y: 75, Text: "3"}, {X: 150, Y: 75, Text: "4"}} {
		if got := words[i]; got.X != want.X || math.Abs(got.Y-want.Y) > scene.TextSize/2 || got.Text != want.Text {
			t.Errorf("payoff %d is %+v, want about %+v", i, got, want)
		}
	}
	frame := p.Layers[len(p.Layers)-1].Frames[0].Paths[0]
	if least, greatest := extent(frame.Ys); least < -0.5 || greatest > 0.5 || slices.Min(frame.Xs) < 0.5 {
		t.Errorf("the frame %v is not around the upper right cell", frame)
	}
}

func TestBoardColoursByValue(t *testing.T) {
	f := Figure{X: "x", Y: "y", Marks: Marks{Board(nil, nil, [][]float64{{-8, 0, 4, 8}}).Over(-4, 4)}}
	for _, b := range newScene(f).Panels[0].Layers[0].Frames[0].Boxes {
		want := map[float64]Color{0: Orange, 2: Blue, 3: Blue}
		x := math.Round((b.X0 + b.X1) / 2)
		c, colored := want[x]
		if ink := fade(palette[c], 0.5); colored && b.Color != ink {
			t.Errorf("cell %g is %v, want %v", x, b.Color, ink)
		}
		if !colored && b.Color != scene.Paper {
			t.Errorf("cell %g of payoff 0 is %v, want paper", x, b.Color)
		}
	}
}

// Each payoff can be read on its colour: a contrast of 4.5:1.
func TestPayoffsCanBeRead(t *testing.T) {
	p := newScene(Figure{X: "x", Y: "y", Marks: Marks{Board(nil, nil, [][]float64{{-1, -0.5, 0, 0.5, 1}})}}).Panels[0]
	for _, b := range p.Layers[0].Frames[0].Boxes {
		if c := contrast(b.Color, scene.Ink); c < 4.5 {
			t.Errorf("ink on %v has a contrast of %.2f", b.Color, c)
		}
	}
}

func TestPayoffsAreWhole(t *testing.T) {
	for v, want := range map[float64]string{12345: "12,345", -1: "−1", 1. / 3: "0.333", 1234.5: "1,230"} {
		if got := payoff(v); got != want {
			t.Errorf("%g: %q, want %q", v, got, want)
		}
	}
}

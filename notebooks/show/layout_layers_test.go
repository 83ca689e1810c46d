package show

import (
	"math"
	"testing"
)

func TestBarsStandSideBySide(t *testing.T) {
	xs := []float64{0, 1, 2}
	s := newScene(Figure{X: "x", Y: "y", Marks: Marks{Bars(xs, xs), Bars(xs, xs), Bars(xs, xs)}})
	for i := range xs {
		for k := 1; k < 3; k++ {
			left, right := s.Panels[0].Layers[k-1].Frames[0].Boxes[i], s.Panels[0].Layers[k].Frames[0].Boxes[i]
			if math.Abs(left.X1-right.X0) > 1e-9 || right.X1 <= right.X0 {
				t.Errorf("bars %d and %d at %d: %+v, %+v", k-1, k, i, left, right)
			}
		}
	}
	first, last := s.Panels[0].Layers[0].Frames[0].Boxes[1], s.Panels[0].Layers[2].Frames[0].Boxes[1]
	if mid := (first.X0 + last.X1) / 2; math.Abs(mid-1) > 1e-9 {
		t.Errorf("a group of bars is centred at %g, want 1", mid)
	}
}

func TestLayersThatStandStill(t *testing.T) {
	xs := Span(0, 1, 50)
	s := newScene(Slides(Slider{Name: "n", Values: Span(1, 30, 30)}, func(n float64) Figure {
		return Figure{X: "x", Y: "y", Marks: Marks{Points(xs, xs), Level(1).Named("one"), Points([]float64{0.5}, []float64{n})}}
	}))
	for i, l := range s.Panels[0].Layers {
		if want := i != 2; l.Still != want {
			t.Errorf("layer %d stands still: %t, want %t", i, l.Still, want)
		}
	}
}

// A heat map without its colour bar keeps its colours.
func TestWithoutBar(t *testing.T) {
	heat := HeatMap([][]float64{{0, 1}}, 0, 1, 0, 1)
	with := newScene(Figure{X: "x", Y: "y", Marks: Marks{heat}}).Panels[0]
	without := newScene(Figure{X: "x", Y: "y", Marks: Marks{heat.WithoutBar()}}).Panels[0]
	if with.Bar == nil || without.Bar != nil {
		t.Errorf("bars %v and %v, want one and none", with.Bar, without.Bar)
	}
	for x := range 2 {
		if a, b := with.Layers[0].Frames[0].Image.At(x, 0), without.Layers[0].Frames[0].Image.At(x, 0); a != b {
			t.Errorf("colour %v without the bar, want %v", b, a)
		}
	}
}

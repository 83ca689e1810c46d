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

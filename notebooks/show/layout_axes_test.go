package show

import (
	"math"
	"testing"
)

func TestAxesHoldWhatIsDrawn(t *testing.T) {
	xs := []float64{1, 2, 3}
	tests := []struct {
		name                   string
		f                      Figure
		xlo, xhi, ylo, yhi, by float64
	}{
		{"a line touches the sides, not the top", Figure{Marks: Marks{Line(xs, []float64{-10, 0, 10})}}, 1, 3, -11, 11, 1e-12},
		{"no room below zero for what is not negative", Figure{Marks: Marks{Line(xs, []float64{0.1, 5, 10})}}, 1, 3, 0, 10.495, 1e-12},
		{"bars stand on zero", Figure{Marks: Marks{Bars(xs, []float64{10, 10, 10})}}, 0.5, 3.5, 0, 10.5, 1e-12},
		{"constant", Figure{Marks: Marks{Line(xs, []float64{5, 5, 5})}}, 1, 3, 4.5, 5.5, 1e-12},
		{"a point off a log axis asks for nothing", Figure{LogY: true, YRange: Range{1, 2}, Marks: Marks{Points([]float64{1, 2, 50}, []float64{1, 1, -1})}}, 0.95, 2.05, 1, 2, 1e-12},
		{"fixed", Figure{XRange: Range{-9, 9}, YRange: Range{-1, 1}, Marks: Marks{Line(xs, xs)}}, -9, 9, -1, 1, 0},
	}
	for _, tt := range tests {
		tt.f.X, tt.f.Y = "x", "y"
		p := newScene(tt.f).Panels[0]
		for _, v := range [][2]float64{{p.X.Lo, tt.xlo}, {p.X.Hi, tt.xhi}, {p.Y.Lo, tt.ylo}, {p.Y.Hi, tt.yhi}} {
			if !(math.Abs(v[0]-v[1]) <= tt.by) {
				t.Errorf("%s: x %g to %g, y %g to %g, want %g to %g, %g to %g", tt.name, p.X.Lo, p.X.Hi, p.Y.Lo, p.Y.Hi, tt.xlo, tt.xhi, tt.ylo, tt.yhi)
				break
			}
		}
	}
}

func TestAxesStandStillWhileSliding(t *testing.T) {
	s := newScene(Slides(Slider{Name: "n", Values: []float64{1, 10, 100}}, func(n float64) Figure {
		return Figure{X: "x", Y: "y", Marks: Marks{Line([]float64{0, n}, []float64{0, 2 * n})}}
	}))
	if p := s.Panels[0]; p.X.Hi != 100 || p.Y.Hi < 200 {
		t.Errorf("axes reach %g and %g, want what the largest frame needs, 100 and 200", p.X.Hi, p.Y.Hi)
	}
}

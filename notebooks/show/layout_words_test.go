package show

import (
	"strings"
	"testing"

	"ganbook/notebooks/show/scene"
)

func TestNamesOfRulesKeepApart(t *testing.T) {
	marks := Marks{Line([]float64{0, 10}, []float64{0, 10})}
	for i := range 5 {
		marks = append(marks, Rule(5+float64(i)/10).Named("a rule's name"))
	}
	marks = append(marks, Level(5).Named("a level"), Level(5.1).Named("another level"))
	s := newScene(Figure{X: "x", Y: "y", Marks: marks})
	var placed []scene.Word
	for _, l := range s.Panels[0].Layers {
		if l.Primitive == scene.Words {
			for _, w := range l.Frames[0].Words {
				for _, v := range placed {
					if overlap(w, v) {
						t.Errorf("%+v overlaps %+v", w, v)
					}
				}
				if x0, x1 := edges(w); x0 < 0 || x1 > s.Panels[0].X.Pixels {
					t.Errorf("%+v leaves the panel", w)
				}
				placed = append(placed, w)
			}
		}
	}
	if len(placed) != 7 {
		t.Errorf("%d names placed, want 7", len(placed))
	}
}

// The names of a Rule and a Label may be empty at some positions of a slider.
func TestNamesThatComeAndGo(t *testing.T) {
	for _, order := range [][]float64{{0, 1}, {1, 0}} {
		s := newScene(Slides(Slider{Name: "n", Values: order}, func(n float64) Figure {
			name := strings.Repeat("here", int(n))
			return Figure{X: "x", Y: "y", Marks: Marks{Line([]float64{0, 1}, []float64{0, 1}), Rule(0.5).Named(name), Label(0.2, 0.2, name)}}
		}))
		words := map[int]int{}
		for _, l := range s.Panels[0].Layers {
			for i, f := range l.Frames {
				for _, w := range f.Words {
					if w.Text == "" {
						t.Errorf("%v: an empty word at position %d", order, i)
					}
					words[i]++
				}
			}
		}
		for i, n := range order {
			if words[i] != 2*int(n) {
				t.Errorf("%v: position %d has %d words, want %d", order, i, words[i], 2*int(n))
			}
		}
	}
}

package show

import (
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

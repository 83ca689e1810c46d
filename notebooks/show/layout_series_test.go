package show

import (
	"reflect"
	"testing"
)

func TestLegendHasEachNameOnce(t *testing.T) {
	xs := []float64{1, 2}
	s := newScene(Figure{X: "x", Y: "y", Marks: Marks{
		Points(xs, xs).Named("a"), Line(xs, xs).Named("a").Dashed(), Line(xs, xs), Rule(1).Named("rule"), Line(xs, xs).Named("b")}})
	var names []string
	for _, l := range s.Panels[0].Layers {
		if l.Name != "" {
			names = append(names, l.Name)
		}
	}
	if want := []string{"a", "b"}; !reflect.DeepEqual(names, want) || len(s.Panels[0].Legend) != 2 {
		t.Errorf("legend %v (%d entries), want %v", names, len(s.Panels[0].Legend), want)
	}
	colors := assignColors(Marks{Points(xs, xs).Named("a"), Line(xs, xs).Named("a"), Line(xs, xs), Rule(1), Line(xs, xs).In(Orange), Line(xs, xs).Named("b")})
	want := []hue{{color: Blue}, {color: Blue}, {color: Green}, {}, {color: Orange}, {color: Purple}}
	if !reflect.DeepEqual(colors, want) {
		t.Errorf("colours %v, want %v", colors, want)
	}
}

func TestMoreSeriesThanColours(t *testing.T) {
	var marks Marks
	for range 2 * len(palette) {
		marks = append(marks, Line(nil, nil))
	}
	seen := map[hue]bool{}
	for _, h := range assignColors(marks)[:2*(len(palette)-1)] {
		if seen[h] || h.color == Auto {
			t.Errorf("%v given twice, or no colour", h)
		}
		seen[h] = true
	}
}

package show

import (
	"math"
	"slices"
	"strings"
	"testing"

	"ganbook/notebooks/show/scene"
)

// Arrows begin and end where they should, and a head points forward.
func TestArrows(t *testing.T) {
	s := newScene(Figure{X: "x", Y: "y", XRange: Range{0, 10}, YRange: Range{0, 10}, Width: 400, Height: 400, Marks: Marks{
		Arrows([]float64{1, 5}, []float64{1, 5}, []float64{4, 0}, []float64{2, 1e-3}), // the second is under a pixel long
	}})
	paths := s.Panels[0].Layers[0].Frames[0].Paths
	if len(paths) != 2 {
		t.Fatalf("%d paths, want a shaft and a head", len(paths))
	}
	shaft, head := paths[0], paths[1]
	if shaft.Xs[0] != 1 || shaft.Ys[0] != 1 || shaft.Xs[1] != 5 || shaft.Ys[1] != 3 || head.Xs[1] != 5 || head.Ys[1] != 3 {
		t.Errorf("shaft %v, head %v", shaft, head)
	}
	for _, i := range []int{0, 2} {
		back := math.Hypot((head.Xs[i]-5)*40, (head.Ys[i]-3)*40)
		along := ((head.Xs[i]-5)*4 + (head.Ys[i]-3)*2) / math.Hypot(4, 2) * 40
		if math.Abs(back-5) > 1e-9 || math.Abs(along+5*math.Cos(0.45)) > 1e-9 {
			t.Errorf("barb %d is %v pixels from the tip, %v along the arrow", i, back, along)
		}
	}
}

// The longest arrow of a field spans a cell, all are centred in theirs and keep their directions, and holes stay empty.
func TestField(t *testing.T) {
	m := Field(func(x, y float64) (float64, float64) {
		if x < 0 {
			return math.NaN(), 0
		}
		return 3 * x, 0
	}, -2, 2, 0, 1, 4)
	if len(m.xs) != 8 {
		t.Fatalf("%d arrows, want 8", len(m.xs))
	}
	for i := range m.xs {
		middle := m.xs[i] + m.dxs[i]/2
		if math.Abs(middle-0.5) > 1e-12 && math.Abs(middle-1.5) > 1e-12 {
			t.Errorf("an arrow's middle is at %v, want the middle of a cell, 0.5 or 1.5", middle)
		}
		if want := middle / 1.5; math.Abs(m.dxs[i]-want) > 1e-12 || m.dys[i] != 0 {
			t.Errorf("at %v: (%v, %v), want (%v, 0)", middle, m.dxs[i], m.dys[i], want)
		}
	}
	if still := Field(func(x, y float64) (float64, float64) { return 0, 0 }, 0, 1, 0, 1, 2); len(still.xs) != 4 {
		t.Errorf("a field of zeros has %d arrows", len(still.xs))
	}
	f := Figure{X: "x", Y: "y", Marks: Marks{m}}
	if alt := newScene(f).Alt; !strings.Contains(alt, "Arrows: 8 arrows, the longest 1 long") {
		t.Errorf("in words: %s", alt)
	}
}

// A dashed reference is drawn before the curve that it coincides with, whatever their order among the marks.
func TestReferencesAreBehind(t *testing.T) {
	xs := []float64{0, 1}
	s := newScene(Figure{X: "x", Y: "y", Marks: Marks{Line(xs, xs).Named("curve"), Line(xs, xs).Dashed().Named("theory"), Level(0.5).Dashed(), Label(0.5, 0.5, "here")}})
	layers := s.Panels[0].Layers
	if !layers[0].Dashed || !layers[1].Dashed || layers[2].Name != "curve" || layers[3].Primitive != scene.Words {
		t.Errorf("layers %+v", layers)
	}
}

// Series that take the palette's colours again have dashed lines. Only lines go to the back for that,
// and areas with their outlines.
func TestDotsAndBarsStayInFront(t *testing.T) {
	xs := []float64{1, 2}
	marks := Marks{}
	for c := Blue; c <= Brown; c++ {
		marks = append(marks, Line(xs, xs).In(c))
	}
	marks = append(marks, Points(xs, xs), Bars(xs, xs), Area(xs, xs), Line(xs, xs))
	var got []scene.Primitive
	for _, l := range newScene(Figure{X: "x", Y: "y", Marks: marks}).Panels[0].Layers {
		got = append(got, l.Primitive)
	}
	want := []scene.Primitive{scene.Fills, scene.Strokes, scene.Strokes}
	for range palette[Blue:] {
		want = append(want, scene.Strokes)
	}
	if want = append(want, scene.Dots, scene.Boxes); !slices.Equal(got, want) {
		t.Errorf("layers %v, want %v", got, want)
	}
}

// A label stands where it covers nothing, if there is such a place.
func TestLabelsKeepOffCurves(t *testing.T) {
	across := func(y float64) Mark { return Line([]float64{0, 10}, []float64{y, y}) }
	for name, c := range map[string]struct {
		lines Marks
		free  bool
	}{
		"alone":             {Marks{}, true},
		"a line above":      {Marks{across(5.4)}, true},
		"lines all around":  {Marks{across(5.4), across(5), across(4.6)}, false},
		"a line through it": {Marks{across(5)}, true},
	} {
		s := newScene(Figure{X: "x", Y: "y", XRange: Range{0, 10}, YRange: Range{0, 10}, Marks: append(Marks{Label(5, 5, "a word")}, c.lines...)})
		p := s.Panels[0]
		for _, l := range p.Layers {
			if l.Primitive == scene.Words {
				if n := covers(&p, l.Frames[0].Words[0], 0); (n == 0) != c.free {
					t.Errorf("%s: the label covers %d pieces of lines", name, n)
				}
			}
		}
	}
}

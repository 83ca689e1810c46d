package show

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestSliderStartsNearest(t *testing.T) {
	for _, tt := range []struct {
		start float64
		want  int
	}{{0, 0}, {90, 1}, {1e9, 2}, {500, 1}, {600, 2}} {
		if got := (Slider{Values: []float64{10, 100, 1000}, Start: tt.start}).start(); got != tt.want {
			t.Errorf("Start %g: position %d, want %d", tt.start, got, tt.want)
		}
	}
}

func TestSlidersNameTheirFrames(t *testing.T) {
	var asked []string
	p := slides2(Slider{Name: "a", Values: []float64{1, 2}, Start: 2}, Slider{Name: "b", Values: []float64{10, 20, 30}, Start: 20}, func(a, b float64) Figure {
		asked = append(asked, fmt.Sprintf("a = %g,  b = %g", a, b))
		return Figure{Title: fmt.Sprint(a, b), X: "x", Y: "y", Marks: Marks{Rule(a * b)}}
	})
	s := newScene(p)
	if !reflect.DeepEqual(s.captions, asked) {
		t.Errorf("captions %q, want %q", s.captions, asked)
	}
	if s.captions[s.start] != "a = 2,  b = 20" {
		t.Errorf("starts at %q", s.captions[s.start])
	}
	params := s.spec()["params"].([]any)
	if got := []any{params[0].(object)["value"], params[1].(object)["value"]}; !reflect.DeepEqual(got, []any{1, 1}) {
		t.Errorf("sliders at %v, want 1 and 1", got)
	}
	if got, want := params[2].(object)["expr"], "((0) * 2 + toNumber(slider0)) * 3 + toNumber(slider1)"; got != want {
		t.Errorf("frame is %q, want %q", got, want)
	}
}

func TestAxesStandStillWhileSliding(t *testing.T) {
	s := newScene(Slides(Slider{Name: "n", Values: []float64{1, 10, 100}}, func(n float64) Figure {
		return Figure{X: "x", Y: "y", Marks: Marks{Line([]float64{0, n}, []float64{0, 2 * n})}}
	}))
	if p := s.panels[0]; p.x.hi != 100 || p.y.hi < 200 {
		t.Errorf("axes reach %g and %g, want what the largest frame needs, 100 and 200", p.x.hi, p.y.hi)
	}
}

func TestWhatStandsStillIsSentOnce(t *testing.T) {
	xs := Span(0, 1, 50)
	s := newScene(Slides(Slider{Name: "n", Values: Span(1, 30, 30)}, func(n float64) Figure {
		return Figure{X: "x", Y: "y", Marks: Marks{Points(xs, xs), Level(1).Named("one"), Points([]float64{0.5}, []float64{n})}}
	}))
	for i, l := range s.spec()["layer"].([]any) {
		values := l.(object)["data"].(object)["values"].(string)
		moves := strings.HasPrefix(values, "frame,")
		if want := i == 2; moves != want {
			t.Errorf("layer %d is sent by frame: %t, want %t", i, moves, want)
		}
	}
}

package show

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"ganbook/notebooks/show/scene"
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
	if !reflect.DeepEqual(s.Captions, asked) {
		t.Errorf("captions %q, want %q", s.Captions, asked)
	}
	if want := []scene.Slider{{Name: "a", Positions: 2, Values: []string{"1", "2"}}, {Name: "b", Positions: 3, Values: []string{"10", "20", "30"}}}; !reflect.DeepEqual(s.Sliders, want) {
		t.Errorf("sliders %v, want %v", s.Sliders, want)
	}
	if s.Captions[s.Start] != "a = 2,  b = 20" {
		t.Errorf("starts at %q", s.Captions[s.Start])
	}
}

func TestSlidersSayTheReading(t *testing.T) {
	slider := Slider{Name: "q", Values: []float64{0, 0.5}, Start: 0.5}
	reads := func(texts ...string) scene.Scene {
		return newScene(Slides(slider, func(q float64) Row {
			var r Row
			for _, text := range texts {
				if text != "" {
					text = fmt.Sprintf("%s = %.1f", text, 2*q)
				}
				r = append(r, Figure{X: "x", Y: "y", Marks: Marks{Rule(q)}, Reading: text})
			}
			return r
		}))
	}
	for _, tt := range []struct {
		s                scene.Scene
		reading, caption string
	}{
		{reads("E"), "E = 1.0", "q = 0.5,  E = 1.0"},
		{reads("E", "V"), "E = 1.0,  V = 1.0", "q = 0.5,  E = 1.0,  V = 1.0"},
		{reads("", "V"), "V = 1.0", "q = 0.5,  V = 1.0"},
		{reads(""), "", "q = 0.5"},
	} {
		if r, c := tt.s.Readings[tt.s.Start], tt.s.Captions[tt.s.Start]; r != tt.reading || c != tt.caption {
			t.Errorf("reading %q and caption %q, want %q and %q", r, c, tt.reading, tt.caption)
		}
		if said := strings.HasSuffix(tt.s.Alt, "\nThere "+tt.reading+"."); said != (tt.reading != "") {
			t.Errorf("described as %q, reading %q", tt.s.Alt, tt.reading)
		}
	}
}

package show

import (
	"fmt"
	"math"

	"ganbook/notebooks/show/scene"
)

// A Slider is a number that the reader of a picture can change.
type Slider struct {
	Name   string
	Values []float64 // the positions, in order; they need not be evenly spaced
	Start  float64   // the slider begins at the value nearest to Start
	Replay bool      // the values are moments, such as a training's steps: the slider can be played
}

// Slide shows the picture that frame returns for each of the slider's values. The reader sees one
// at a time and chooses it by a slider below the picture.
//
// Slide computes every frame now, so that moving the slider needs neither Go nor a kernel. The axes
// cover what all frames need and stand still. A figure's Reading stands beside the slider's value.
// The frames must consist of the same figures with the same kinds of marks in the same order, and the
// marks must keep their names and colours, the axes theirs: else Slide panics. What may change is what
// the marks show, where a Rule, a Level or a Label stands and what it says, and Title and Reading.
func Slide[P Picture](s Slider, frame func(v float64) P) { Slides(s, frame).Show() }

// Slide2 is [Slide] with two sliders: a frame for each pair of their values.
func Slide2[P Picture](a, b Slider, frame func(v, w float64) P) { slides2(a, b, frame).Show() }

// Slides returns the picture that [Slide] shows.
func Slides[P Picture](s Slider, frame func(v float64) P) Picture {
	s.validate()
	var m moving
	for _, v := range s.Values {
		m.add(frame(v))
	}
	m.sliders = []Slider{s}
	return m
}

func slides2[P Picture](a, b Slider, frame func(v, w float64) P) Picture {
	a.validate()
	b.validate()
	var m moving
	for _, v := range a.Values {
		for _, w := range b.Values {
			m.add(frame(v, w))
		}
	}
	m.sliders = []Slider{a, b}
	return m
}

// A moving picture is one with sliders.
type moving sequence

// Show displays the picture and its sliders below the cell.
func (m moving) Show() { display(m) }

func (m moving) frames() sequence { return sequence(m) }

func (m *moving) add(p Picture) {
	s := p.frames()
	if len(s.sliders) > 0 {
		panic("show: Slide: a frame has sliders of its own, want a Figure, Row or Column")
	}
	m.figures = append(m.figures, s.figures[0])
	m.stacked = s.stacked
}

func (s Slider) validate() {
	if s.Name == "" {
		panic("show: Slider: Name is empty, want what the slider changes")
	}
	if len(s.Values) == 0 {
		panic(fmt.Sprintf("show: Slider %q: no Values, want at least one", s.Name))
	}
	for _, v := range s.Values {
		if !scene.Drawable(v) {
			panic(fmt.Sprintf("show: Slider %q: value %g, want finite ones", s.Name, v))
		}
	}
}

// scene is the slider as renderers know it.
func (s Slider) scene() scene.Slider {
	values := make([]string, len(s.Values))
	for i, v := range s.Values {
		values[i] = number(v)
	}
	return scene.Slider{Name: s.Name, Positions: len(s.Values), Values: values, Replay: s.Replay}
}

// start is the position that the slider begins at.
func (s Slider) start() int {
	nearest := 0
	for i, v := range s.Values {
		if math.Abs(v-s.Start) < math.Abs(s.Values[nearest]-s.Start) {
			nearest = i
		}
	}
	return nearest
}

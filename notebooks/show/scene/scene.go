// Package scene describes a picture that is worked out to the last pixel. A [Scene] is plain data:
// renderers draw it and decide nothing.
//
// Positions are in data units, and an [Axis] turns them into pixels. Where positions are in pixels,
// the comment says so.
//
// The package also holds what layout and renderers must agree on: colours and sizes (theme.go) and
// the width of a text (text.go).
package scene

import "image/color"

// A Scene is a picture: panels in a row or a column. Sliders, if there are any, choose which of its
// frames is seen.
type Scene struct {
	Panels  []Panel
	Stacked bool   // the panels stand one below the other, else side by side
	Alt     string // the picture in words, for those who cannot see it

	Sliders  []Slider
	Captions []string // the sliders' values and the reading at each frame, such as "q = 0.5,  E[X] = 4.50"; nil without sliders
	Readings []string // what stands beside the last slider at each frame, such as "E[X] = 4.50"; empty for nothing
	Start    int      // the frame that is seen first

	Progress *Progress // drawn under the panels; nil for none
}

// A Slider chooses one of Positions values. With sliders of n₁, n₂, … positions that stand at p₁,
// p₂, …, counted from 0, the frame is (p₁·n₂ + p₂)·n₃ + …
type Slider struct {
	Name      string
	Positions int
	Values    []string // what each position stands for, as people read it
	Replay    bool     // the positions are moments that follow each other, and can be played
}

// A Progress is a bar that shows how far a run has come.
type Progress struct {
	Done  float64 // share of the run, from 0 to 1
	Text  string  // written under the bar
	Color color.NRGBA
}

// A Panel is one figure in a scene: two axes and the layers between them.
type Panel struct {
	Titles        []string // at each frame; empty for none
	X, Y          Axis
	Bare          bool    // the axes are not drawn, only their titles
	Layers        []Layer // the first one at the back
	Legend        []Entry
	LegendOnRight bool      // the legend stands right of the panel, else above it
	Bar           *ColorBar // nil for none
}

// manyDots is how many dots make a panel heavy.
const manyDots = 1000

// Heavy reports whether the panel has more dots than a reader would ask for one by one.
func (p Panel) Heavy() bool {
	dots := 0
	for _, l := range p.Layers {
		most := 0
		for _, f := range l.Frames {
			most = max(most, len(f.Dots))
		}
		dots += most
	}
	return dots > manyDots
}

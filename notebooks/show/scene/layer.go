package scene

import (
	"image"
	"image/color"
)

// A Layer is what one mark draws, frame by frame.
type Layer struct {
	Style
	Name   string  // its entry in the legend; empty if it has none or an earlier layer has it
	Frames []Frame // one for each position of the sliders
	Still  bool    // all frames are the same
}

// A Style is how a layer looks. Its sample in the legend looks the same.
type Style struct {
	Primitive Primitive
	Color     color.NRGBA
	Opacity   float64 // from 0 (not seen) to 1
	Dashed    bool    // of Strokes, Rules and Levels
	Width     float64 // of Strokes, Rules and Levels, in pixels
	Rim       float64 // of Dots and Words: the width of the paper around each, in pixels
	AsIs      bool    // of Pictures: a dark page inverts pictures too, unless AsIs is true
}

// A Primitive is what a layer consists of.
type Primitive int

// The primitives, each with the field of [Frame] that holds it.
const (
	Strokes  Primitive = iota // Paths, drawn as lines
	Fills                     // Paths, filled between Ys and Los
	Dots                      // Dots
	Boxes                     // Boxes
	Tiles                     // Boxes, each in its own Color
	Rules                     // At: an upright line through the whole panel at this x
	Levels                    // At: a level line through the whole panel at this y
	Words                     // Words
	Pictures                  // Image, in the only one of Boxes
)

// A Frame is what a layer holds at one position of the sliders.
type Frame struct {
	Paths []Path
	Dots  []Dot
	Boxes []Box
	Words []Word
	Image image.Image
	At    float64
}

// A Path joins the points (Xs[i], Ys[i]). It has no gap. Los is the lower edge of what is filled,
// and nil where nothing is.
type Path struct{ Xs, Ys, Los []float64 }

// A Dot is a disc around a point.
type Dot struct{ X, Y float64 }

// A Box is a rectangle from (X0, Y0) to (X1, Y1). At and Height are what it stands for: a bar's x
// and y.
type Box struct {
	X0, X1, Y0, Y1, At, Height float64
	Color                      color.NRGBA // of a tile
}

// A Word is a line of text.
type Word struct {
	X, Y  float64 // of the baseline, in pixels right and down from the panel's upper left corner
	Align Align
	Text  string
}

// An Align says which end of a text is at its X.
type Align string

// A text begins at its X, is centred there, or ends there.
const (
	Left   Align = "left"
	Center Align = "center"
	Right  Align = "right"
)

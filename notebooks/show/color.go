package show

import (
	"image/color"

	"ganbook/notebooks/show/scene"
)

// A Color is one of the palette's, or Auto: the next one that the figure has not used. Readers who
// cannot tell red from green can tell any two of them apart. Each has a contrast of 4.5:1 or
// more with white, so that words can be written in it, and of 3:1 where it is faint.
type Color int

// The palette, in the order in which a figure's series take it.
const (
	Auto Color = iota
	Blue
	Orange
	Green
	Purple
	Brown
)

// palette holds the colour of each Color. What takes no series colour stays Auto, and is drawn in
// ink.
var palette = [...]color.NRGBA{
	Auto:   scene.Ink,
	Blue:   {R: 0x00, G: 0x72, B: 0xB2, A: 0xFF},
	Orange: {R: 0xC0, G: 0x53, B: 0x00, A: 0xFF},
	Green:  {R: 0x00, G: 0x7D, B: 0x5A, A: 0xFF},
	Purple: {R: 0xB4, G: 0x50, B: 0x8A, A: 0xFF},
	Brown:  {R: 0x5A, G: 0x3D, B: 0x00, A: 0xFF},
}

// faintness is the opacity of what is faint: a line keeps a contrast of 3:1.
const faintness = 0.75

// fade mixes c with paper: 0 is paper and 1 is c. The result is opaque.
func fade(c color.NRGBA, t float64) color.NRGBA {
	mix := func(a, b uint8) uint8 { return uint8(float64(a) + t*(float64(b)-float64(a)) + 0.5) }
	p := scene.Paper
	return color.NRGBA{R: mix(p.R, c.R), G: mix(p.G, c.G), B: mix(p.B, c.B), A: 0xFF}
}

package show

import (
	"fmt"
	"image/color"
)

// A Color is one of the palette's, or Auto: the next one that the figure has not used.
// Readers who cannot tell red from green can tell any two of them apart, and each stands out from white by 3:1 or more.
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

// palette holds Auto's place too, so that a Color indexes it: what takes no series colour is drawn in ink.
var palette = [...]color.NRGBA{
	Auto:   ink,
	Blue:   hex(0x0072B2),
	Orange: hex(0xD55E00),
	Green:  hex(0x009E73),
	Purple: hex(0xC9699C),
	Brown:  hex(0x5A3D00),
}

// The theme: what is not data is quiet.
var (
	paper = hex(0xFFFFFF)
	ink   = hex(0x333333)
	quiet = hex(0x888888)
	grid  = hex(0xE8E8E8)
)

func hex(rgb uint32) color.NRGBA {
	return color.NRGBA{R: uint8(rgb >> 16), G: uint8(rgb >> 8), B: uint8(rgb), A: 0xFF}
}

func css(c color.NRGBA) string { return fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B) }

// fade is c as it looks over paper, t of the way from paper (0) to c (1).
func fade(c color.NRGBA, t float64) color.NRGBA {
	mix := func(a, b uint8) uint8 { return uint8(float64(a) + t*(float64(b)-float64(a)) + 0.5) }
	return color.NRGBA{R: mix(paper.R, c.R), G: mix(paper.G, c.G), B: mix(paper.B, c.B), A: 0xFF}
}

// alpha is c drawn translucently.
func alpha(c color.NRGBA, opacity float64) color.NRGBA {
	c.A = uint8(255*opacity + 0.5)
	return c
}

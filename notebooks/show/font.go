package show

import (
	"strings"

	stdfont "golang.org/x/image/font"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/font/liberation"
	"gonum.org/v1/plot/vg"
)

// The theme's type, in pixels. Liberation Sans has Arial's widths, so that the chart and the PNG break alike.
const (
	fontFamily  = "Liberation Sans, Arial, Helvetica, sans-serif"
	textSize    = 11.0
	axisSize    = 12.0
	captionSize = 13.0
	titleSize   = 14.0
)

var fonts = font.NewCache(liberation.Collection())

func face(size float64, bold bool) font.Face {
	f := font.Font{Typeface: "Liberation", Variant: "Sans"}
	if bold {
		f.Weight = stdfont.WeightBold
	}
	return fonts.Lookup(f, vg.Length(size))
}

// A run is a stretch of text in one size; raised and small for superscripts.
type run struct {
	text  string
	scale float64
	raise float64 // in ems
}

// raised and lowered hold the characters that Liberation Sans lacks in one or another of the small forms, and all of
// their kind with them, so that 10⁻³ is of one piece.
var (
	raised = map[rune]string{'⁰': "0", '¹': "1", '²': "2", '³': "3", '⁴': "4", '⁵': "5", '⁶': "6", '⁷': "7",
		'⁸': "8", '⁹': "9", '⁻': "−", '⁺': "+", 'ⁿ': "n"}
	lowered = map[rune]string{'₀': "0", '₁': "1", '₂': "2", '₃': "3", '₄': "4", '₅': "5", '₆': "6", '₇': "7",
		'₈': "8", '₉': "9", 'ₙ': "n"}
	lookalikes = strings.NewReplacer("∼", "~", "∗", "*", "∣", "|", "𝔼", "E")
)

// runs splits a text where its size or height changes.
func runs(text string) (rs []run) {
	for _, r := range lookalikes.Replace(text) {
		next := run{string(r), 1, 0}
		if s, ok := raised[r]; ok {
			next = run{s, 0.68, 0.36}
		} else if s, ok := lowered[r]; ok {
			next = run{s, 0.68, -0.16}
		}
		if n := len(rs); n > 0 && rs[n-1].raise == next.raise {
			rs[n-1].text += next.text
		} else {
			rs = append(rs, next)
		}
	}
	return rs
}

// textWidth is how wide a text is, in pixels.
func textWidth(text string, size float64, bold bool) (w float64) {
	for _, r := range runs(text) {
		f := face(size*r.scale, bold)
		w += float64(f.Width(r.text))
	}
	return w
}

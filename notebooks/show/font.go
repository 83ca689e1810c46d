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

// A run is a stretch of text in one size; raised and small for superscripts. A mark, such as the hat of θ̂, is a run that
// stands over the letter before it.
type run struct {
	text  string
	scale float64
	raise float64 // in ems
	over  string  // the letter under a mark
}

// raised and lowered hold the characters that Liberation Sans lacks in one or another of the small forms, and all of
// their kind with them, so that 10⁻³ is of one piece; marks, those whose place over a letter only a text shaper knows.
var (
	raised = map[rune]string{'⁰': "0", '¹': "1", '²': "2", '³': "3", '⁴': "4", '⁵': "5", '⁶': "6", '⁷': "7",
		'⁸': "8", '⁹': "9", '⁻': "−", '⁺': "+", 'ⁿ': "n"}
	lowered = map[rune]string{'₀': "0", '₁': "1", '₂': "2", '₃': "3", '₄': "4", '₅': "5", '₆': "6", '₇': "7",
		'₈': "8", '₉': "9", 'ₙ': "n"}
	marks      = map[rune]string{'\u0302': "ˆ", '\u0303': "˜", '\u0304': "¯"}
	lookalikes = strings.NewReplacer("∼", "~", "∗", "*", "∣", "|", "𝔼", "E")
)

// runs splits a text where its size or height changes.
func runs(text string) (rs []run) {
	last := ""
	for _, r := range lookalikes.Replace(text) {
		next := run{text: string(r), scale: 1}
		if s, ok := raised[r]; ok {
			next = run{text: s, scale: 0.68, raise: 0.36}
		} else if s, ok := lowered[r]; ok {
			next = run{text: s, scale: 0.68, raise: -0.16}
		} else if s, ok := marks[r]; ok && last != "" {
			next = run{text: s, scale: 1, over: last}
			if !strings.Contains("acegmnopqrsuvwxyzαγεημνπρστυχω", last) {
				next.raise = 0.17 // over tall letters
			}
		}
		last = next.text
		if n := len(rs); n > 0 && rs[n-1].raise == next.raise && rs[n-1].over == "" && next.over == "" {
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
		w += r.width(size, bold)
	}
	return w
}

// width is how far the run moves what follows it.
func (r run) width(size float64, bold bool) float64 {
	if r.over != "" {
		return 0
	}
	f := face(size*r.scale, bold)
	return float64(f.Width(r.text))
}

// shift is how far from where the text has come the run is drawn.
func (r run) shift(size float64, bold bool) float64 {
	if r.over == "" {
		return 0
	}
	f := face(size, bold)
	return -float64(f.Width(r.over)+f.Width(r.text)) / 2
}

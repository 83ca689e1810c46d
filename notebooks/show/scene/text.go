package scene

import (
	"strings"
	"sync"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	stdfont "golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// Liberation Sans has the widths of Arial, so what is measured here also fits where a browser
// writes in Arial. Only the two fonts that are used are linked in: gonum's whole collection takes 4 MB
// of every program.
var fonts = font.NewCache(font.Collection{
	{Font: font.Font{Typeface: "Liberation", Variant: "Sans"}, Face: parsed(liberationsansregular.TTF)},
	{Font: font.Font{Typeface: "Liberation", Variant: "Sans", Weight: stdfont.WeightBold}, Face: parsed(liberationsansbold.TTF)},
})

func parsed(ttf []byte) *opentype.Font {
	f, err := opentype.Parse(ttf)
	if err != nil {
		panic("scene: " + err.Error()) // the fonts come with the program
	}
	return f
}

func face(size float64, bold bool) font.Face {
	f := font.Font{Typeface: "Liberation", Variant: "Sans"}
	if bold {
		f.Weight = stdfont.WeightBold
	}
	return fonts.Lookup(f, vg.Length(size))
}

// A Run is a stretch of text of one size at one height. Its lengths are in pixels.
type Run struct {
	Text  string
	Face  font.Face
	Width float64 // how far the next run begins after this one
	Shift float64 // how far right of its beginning the run is drawn; negative for an accent
	Raise float64 // how far above the baseline the run is drawn; negative for a subscript
}

// The font lacks some superscripts and subscripts. So all of them are written as small letters; then
// both of 10⁻³ look alike. The font has accents, but only a text shaper knows how to place them. So
// each is written as a letter over the one before.
var (
	superscripts = map[rune]string{'⁰': "0", '¹': "1", '²': "2", '³': "3", '⁴': "4", '⁵': "5",
		'⁶': "6", '⁷': "7", '⁸': "8", '⁹': "9", '⁻': "−", '⁺': "+", 'ⁿ': "n"}
	subscripts = map[rune]string{'₀': "0", '₁': "1", '₂': "2", '₃': "3", '₄': "4", '₅': "5",
		'₆': "6", '₇': "7", '₈': "8", '₉': "9", 'ₙ': "n"}
	accents    = map[rune]string{'\u0302': "ˆ", '\u0303': "˜", '\u0304': "¯"}
	lookalikes = strings.NewReplacer("∼", "~", "∗", "*", "∣", "|", "𝔼", "E", "‖", "||")
)

// lowLetters are those whose accent stands at its usual height.
const lowLetters = "acegmnopqrsuvwxyzαγεημνπρστυχω"

// A piece is a run without a size.
type piece struct {
	text  string
	scale float64 // of the text's size
	raise float64 // in units of the text's size
	over  string  // the letter under an accent
}

// pieces splits a text where its size or height changes.
func pieces(text string) (ps []piece) {
	last := ""
	for _, r := range lookalikes.Replace(text) {
		next := piece{text: string(r), scale: 1}
		if s, ok := superscripts[r]; ok {
			next = piece{text: s, scale: 0.68, raise: 0.36}
		} else if s, ok := subscripts[r]; ok {
			next = piece{text: s, scale: 0.68, raise: -0.16}
		} else if s, ok := accents[r]; ok && last != "" {
			next = piece{text: s, scale: 1, over: last}
			if !strings.Contains(lowLetters, last) {
				next.raise = 0.17
			}
		}
		last = next.text
		if n := len(ps); n > 0 && ps[n-1].raise == next.raise && ps[n-1].over == "" && next.over == "" {
			ps[n-1].text += next.text
		} else {
			ps = append(ps, next)
		}
	}
	return ps
}

// Runs splits a text of the given size, in pixels, into runs.
func Runs(text string, size float64, bold bool) (rs []Run) {
	for _, p := range pieces(text) {
		f := face(size*p.scale, bold)
		r := Run{Text: p.text, Face: f, Raise: p.raise * size}
		if p.over == "" {
			r.Width = float64(f.Width(p.text))
		} else {
			r.Shift = -float64(f.Width(p.over)+f.Width(p.text)) / 2
		}
		rs = append(rs, r)
	}
	return rs
}

// TextWidth returns how wide a text of the given size is. Both are in pixels.
func TextWidth(text string, size float64, bold bool) (w float64) {
	widths.Lock()
	defer widths.Unlock()
	key := written{text, size, bold}
	if known, ok := widths.of[key]; ok {
		return known
	}
	for _, r := range Runs(text, size, bold) {
		w += r.Width
	}
	if len(widths.of) >= mostWidths {
		clear(widths.of)
	}
	widths.of[key] = w
	return w
}

// widths holds the widths of the texts that were measured last. A picture that is drawn again and
// again, such as that of a training, has the same texts each time.
var widths = struct {
	sync.Mutex
	of map[written]float64
}{of: map[written]float64{}}

const mostWidths = 2000

// written is a text as it is written.
type written struct {
	text string
	size float64
	bold bool
}

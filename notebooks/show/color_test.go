package show

import (
	"image/color"
	"math"
	"os"
	"regexp"
	"strconv"
	"testing"

	"ganbook/notebooks/show/scene"
)

type vec [3]float64

func (m mat) times(v vec) (w vec) {
	for i := range w {
		for j := range v {
			w[i] += m[i][j] * v[j]
		}
	}
	return w
}

type mat [3]vec

// How a colour looks to readers without one kind of cone, on linear RGB: Machado, Oliveira and
// Fernandes 2009, severity 1.
var eyes = map[string]mat{
	"usual":        {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protanopia":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deuteranopia": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
}

// IEC 61966-2-1: sRGB to linear light, and that to CIE XYZ.
func linear(c color.NRGBA) (v vec) {
	for i, b := range [3]uint8{c.R, c.G, c.B} {
		s := float64(b) / 255
		if s <= 0.04045 {
			v[i] = s / 12.92
		} else {
			v[i] = math.Pow((s+0.055)/1.055, 2.4)
		}
	}
	return v
}

var toXYZ = mat{{0.4124564, 0.3575761, 0.1804375}, {0.2126729, 0.7151522, 0.0721750}, {0.0193339, 0.1191920, 0.9503041}}

// lab is CIE 1976 L*a*b* under D65.
func lab(rgb vec) vec {
	for i := range rgb {
		rgb[i] = min(max(rgb[i], 0), 1)
	}
	xyz := toXYZ.times(rgb)
	f := func(t float64) float64 {
		if t > 0.008856 {
			return math.Cbrt(t)
		}
		return 7.787*t + 16.0/116
	}
	x, y, z := f(xyz[0]/0.95047), f(xyz[1]), f(xyz[2]/1.08883)
	return vec{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

func distance(a, b vec) float64 {
	return math.Sqrt((a[0]-b[0])*(a[0]-b[0]) + (a[1]-b[1])*(a[1]-b[1]) + (a[2]-b[2])*(a[2]-b[2]))
}

func TestPaletteIsToldApart(t *testing.T) {
	// Two patches look different from a distance of some 2.3 on. Lines are thin, so they need several
	// times as much.
	const apart = 15
	series := palette[Blue:]
	for eye, m := range eyes {
		for i, a := range series {
			for _, b := range series[:i] {
				if d := distance(lab(m.times(linear(a))), lab(m.times(linear(b)))); d < apart {
					t.Errorf("%s: %v and %v are %.1f apart, want ≥ %d", eye, a, b, d, apart)
				}
			}
		}
	}
}

// contrast is the ratio that WCAG 2 asks to be 4.5 or more for text.
func contrast(a, b color.NRGBA) float64 {
	luminance := func(c color.NRGBA) float64 { return toXYZ.times(linear(c))[1] + 0.05 }
	ratio := luminance(a) / luminance(b)
	return max(ratio, 1/ratio)
}

func TestPaletteStandsOutFromPaper(t *testing.T) {
	for _, c := range palette {
		// WCAG 2.1: 4.5:1 for text (1.4.3), 3:1 for what must be seen to understand a graphic (1.4.11).
		if r := contrast(c, scene.Paper); r < 4.5 {
			t.Errorf("%v against paper: contrast %.2f, want ≥ 4.5", c, r)
		}
		if r := contrast(fade(c, faintness), scene.Paper); r < 3 {
			t.Errorf("%v, faint, against paper: contrast %.2f, want ≥ 3", c, r)
		}
	}
}

// onDark is a colour after the filter invert(share) hue-rotate(180deg) of CSS, as the W3C's Filter
// Effects Module defines both.
func onDark(c color.NRGBA, share float64) color.NRGBA {
	clamp := func(v float64) float64 { return min(max(v, 0), 1) }
	var inverted vec
	for i, b := range [3]uint8{c.R, c.G, c.B} {
		v := float64(b) / 255
		inverted[i] = clamp(share*(1-v) + (1-share)*v)
	}
	// Half a turn of the hue mirrors a colour at the gray of the same luminance.
	gray := 0.213*inverted[0] + 0.715*inverted[1] + 0.072*inverted[2]
	turned := func(i int) uint8 { return uint8(255*clamp(2*gray-inverted[i]) + 0.5) }
	return color.NRGBA{R: turned(0), G: turned(1), B: turned(2), A: 0xFF}
}

// JupyterLab and the book turn pictures for their dark themes by a filter.
func TestPaletteStandsOutInTheDark(t *testing.T) {
	filter := regexp.MustCompile(`filter: invert\(([0-9.]+)\) hue-rotate\(180deg\)`)
	for _, file := range []string{"../../docker/jupyter/extension.js", "../book/static/book.css"} {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		found := filter.FindSubmatch(raw)
		if found == nil {
			t.Errorf("%s holds no %v", file, filter)
			continue
		}
		share, err := strconv.ParseFloat(string(found[1]), 64)
		if err != nil {
			t.Fatal(err)
		}
		paper := onDark(scene.Paper, share)
		for _, c := range palette {
			if r := contrast(onDark(c, share), paper); r < 4.5 {
				t.Errorf("%s: %v against dark paper: contrast %.2f, want ≥ 4.5", file, c, r)
			}
			if r := contrast(onDark(fade(c, faintness), share), paper); r < 3 {
				t.Errorf("%s: %v, faint, against dark paper: contrast %.2f, want ≥ 3", file, c, r)
			}
		}
	}
}

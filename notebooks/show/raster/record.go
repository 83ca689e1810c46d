package raster

import (
	"encoding/base64"
	"encoding/json"
	"image"
	"image/color"
	"strconv"

	"ganbook/notebooks/show/scene"
)

// Record returns the strokes that draw the scene, as JSON, for a program with a canvas such as a web
// page. They draw the frame that the scene starts with, as [Draw] does, but never a strip. Lengths are
// in pixels, and y is counted downwards:
//
//	{
//	  "width": 600, "height": 380,
//	  "alt": "the picture in words",
//	  "panels": [{"x", "y", "w", "h": a panel's rectangle, "x0", "x1", "y0", "y1": the values at its ends}],
//	  "strokes": [
//	    ["line", color, width, dashed, [x, y, x, y, …]],
//	    ["area", color, [x, y, …]],
//	    ["dots", color, radius, rim, [x, y, …]],   each with a rim of paper around it
//	    ["picture", x0, y0, x1, y1, columns, rows, "RGBA in base64"],
//	    ["text", color, size, bold, "left", x, y, width, "the text"],
//	    ["halo", color, size, false, "left", x, y, width, "the text"],
//	    ["upwards", color, size, x, y, width, "the text"],
//	    ["cut", x, y, w, h],     until the next "whole", draw only inside of this rectangle
//	    ["whole"]
//	  ]
//	}
//
// The width of a text is that in Liberation Sans; in another font it must not be wider.
//
// A color is a string such as "#0072B2FF", with the opacity at its end.
func Record(s scene.Scene) []byte {
	r := &recorder{}
	drawLines(s, lines(s), func(w, h float64) pen {
		r.width, r.height = w, h
		return r
	})
	r.endDots()
	out := append([]byte(`{"width":`), number(r.width)...)
	out = append(append(out, `,"height":`...), number(r.height)...)
	out = append(append(out, `,"alt":`...), quoted(s.Alt)...)
	out = append(append(append(out, `,"panels":[`...), r.panels...), `],"strokes":[`...)
	return append(append(out, r.strokes...), "]}"...)
}

// A recorder is a pen that writes down what it is asked to draw. The JSON is written by hand, since a
// page redraws many times a second.
type recorder struct {
	width, height   float64
	panels, strokes []byte
	dots            dotStyle // of the dots that are being collected; no radius if there are none
	centres         []point  // of these dots
}

type dotStyle struct {
	color       color.NRGBA
	radius, rim float64
}

// stroke appends a stroke. Its parts are JSON.
func (r *recorder) stroke(parts ...string) {
	r.endDots()
	r.strokes = appendStroke(r.strokes, parts)
}

func appendStroke(to []byte, parts []string) []byte {
	if len(to) > 0 {
		to = append(to, ',')
	}
	to = append(to, '[')
	for i, part := range parts {
		if i > 0 {
			to = append(to, ',')
		}
		to = append(to, part...)
	}
	return append(to, ']')
}

// endDots writes the dots that were collected as one stroke.
func (r *recorder) endDots() {
	if r.dots.radius > 0 {
		r.strokes = appendStroke(r.strokes, []string{`"dots"`, hex(r.dots.color), number(r.dots.radius), number(r.dots.rim), places(r.centres)})
	}
	r.dots, r.centres = dotStyle{}, r.centres[:0]
}

// number writes a length in pixels, to a hundredth.
func number(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) }

func quoted(s string) string {
	q, err := json.Marshal(s)
	if err != nil {
		panic("raster: " + err.Error()) // a string always has a JSON form
	}
	return string(q)
}

func hex(c color.NRGBA) string {
	const digits = "0123456789ABCDEF"
	s := make([]byte, 0, 11)
	s = append(s, '"', '#')
	for _, v := range []uint8{c.R, c.G, c.B, c.A} {
		s = append(s, digits[v>>4], digits[v&15])
	}
	return string(append(s, '"'))
}

func places(qs []point) string {
	s := make([]byte, 0, 14*len(qs)+2)
	s = append(s, '[')
	for i, q := range qs {
		if i > 0 {
			s = append(s, ',')
		}
		s = strconv.AppendFloat(s, q.x, 'f', 1, 64)
		s = append(s, ',')
		s = strconv.AppendFloat(s, q.y, 'f', 1, 64)
	}
	return string(append(s, ']'))
}

func (r *recorder) line(qs []point, c color.NRGBA, width float64, dashes []float64) {
	r.stroke(`"line"`, hex(c), number(width), strconv.FormatBool(dashes != nil), places(qs))
}

func (r *recorder) area(qs []point, c color.NRGBA) { r.stroke(`"area"`, hex(c), places(qs)) }

func (r *recorder) box(x0, y0, x1, y1 float64, c color.NRGBA) {
	r.area([]point{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}, c)
}

func (r *recorder) dot(q point, radius, rim float64, c color.NRGBA) {
	if style := (dotStyle{c, radius, rim}); style != r.dots {
		r.endDots()
		r.dots = style
	}
	r.centres = append(r.centres, q)
}

func (r *recorder) picture(img image.Image, x0, y0, x1, y1 float64) {
	b := img.Bounds()
	pixels := make([]byte, 0, 4*b.Dx()*b.Dy())
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			c := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
			pixels = append(pixels, c.R, c.G, c.B, c.A)
		}
	}
	r.stroke(`"picture"`, number(x0), number(y0), number(x1), number(y1),
		strconv.Itoa(b.Dx()), strconv.Itoa(b.Dy()), `"`+base64.StdEncoding.EncodeToString(pixels)+`"`)
}

func (r *recorder) text(q point, s string, size float64, bold bool, a scene.Align, c color.NRGBA) {
	r.write("text", q, s, size, bold, a, c)
}

func (r *recorder) halo(q point, s string, a scene.Align) {
	r.write("halo", q, s, scene.TextSize, false, a, scene.Paper)
}

func (r *recorder) write(how string, q point, s string, size float64, bold bool, a scene.Align, c color.NRGBA) {
	if s != "" {
		r.stroke(quoted(how), hex(c), number(size), strconv.FormatBool(bold), quoted(string(a)), number(q.x), number(q.y),
			number(scene.TextWidth(s, size, bold)), quoted(s))
	}
}

func (r *recorder) upwards(q point, s string, size float64, c color.NRGBA) {
	if s != "" {
		r.stroke(`"upwards"`, hex(c), number(size), number(q.x), number(q.y), number(scene.TextWidth(s, size, false)), quoted(s))
	}
}

func (r *recorder) within(p scene.Panel, x, y float64) (inside pen, done func()) {
	if len(r.panels) > 0 {
		r.panels = append(r.panels, ',')
	}
	r.panels = append(r.panels, `{"x":`+number(x)+`,"y":`+number(y)+`,"w":`+number(p.X.Pixels)+`,"h":`+number(p.Y.Pixels)...)
	for _, end := range []struct {
		name  string
		value float64
	}{{"x0", p.X.Lo}, {"x1", p.X.Hi}, {"y0", p.Y.Lo}, {"y1", p.Y.Hi}} {
		r.panels = append(r.panels, `,"`+end.name+`":`+strconv.FormatFloat(end.value, 'g', -1, 64)...)
	}
	r.panels = append(r.panels, '}')
	r.stroke(`"cut"`, number(x), number(y), number(p.X.Pixels), number(p.Y.Pixels))
	return r, func() { r.stroke(`"whole"`) }
}

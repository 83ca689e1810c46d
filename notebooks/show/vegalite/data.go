package vegalite

import (
	"bytes"
	"encoding/base64"
	"encoding/csv"
	"image"
	"image/png"
	"math"
	"strconv"
	"strings"

	"ganbook/notebooks/show/scene"
)

// fields are the columns of each primitive's data.
var fields = map[scene.Primitive][]string{
	scene.Strokes:  {"s", "x", "y"}, // s is the number of the path
	scene.Fills:    {"s", "x", "y", "lo"},
	scene.Dots:     {"x", "y"},
	scene.Boxes:    {"x", "x2", "y", "y2", "at", "height"},
	scene.Tiles:    {"x", "x2", "y", "y2", "color"},
	scene.Rules:    {"x"},
	scene.Levels:   {"y"},
	scene.Words:    {"x", "y", "align", "text"},
	scene.Pictures: {"x", "y", "width", "height", "url"},
}

// data is a layer's data as inline CSV, the shortest form that people can still read in the
// notebook's file. Where the layer moves, each row begins with its frame.
func data(p scene.Panel, l scene.Layer, moving bool) object {
	columns := fields[l.Primitive]
	if moving {
		columns = append([]string{"frame"}, columns...)
	}
	parse := object{}
	for _, c := range columns {
		switch c {
		case "align", "text", "url", "color":
			parse[c] = "string"
		default:
			parse[c] = "number"
		}
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Write(columns)
	frames := l.Frames
	if l.Still {
		frames = frames[:1]
	}
	for i, f := range frames {
		for _, row := range rows(p, l.Primitive, f) {
			if moving {
				row = append([]string{strconv.Itoa(i)}, row...)
			}
			w.Write(row)
		}
	}
	w.Flush()
	return object{"values": b.String(), "format": object{"type": "csv", "parse": parse}}
}

func rows(p scene.Panel, primitive scene.Primitive, f scene.Frame) (rows [][]string) {
	x := func(v float64) string { return digitsOn(p.X, v) }
	y := func(v float64) string { return digitsOn(p.Y, v) }
	pixels := func(v float64) string { return digits(v, 1) }
	add := func(row ...string) { rows = append(rows, row) }
	switch primitive {
	case scene.Strokes:
		for k, q := range f.Paths {
			for i := range q.Xs {
				add(strconv.Itoa(k), x(q.Xs[i]), y(q.Ys[i]))
			}
		}
	case scene.Fills:
		for k, q := range f.Paths {
			for i := range q.Xs {
				add(strconv.Itoa(k), x(q.Xs[i]), y(q.Ys[i]), y(q.Los[i]))
			}
		}
	case scene.Dots:
		for _, d := range f.Dots {
			add(x(d.X), y(d.Y))
		}
	case scene.Boxes:
		for _, b := range f.Boxes {
			add(x(b.X0), x(b.X1), y(b.Y0), y(b.Y1), x(b.At), y(b.Height))
		}
	case scene.Tiles:
		for _, b := range f.Boxes {
			add(x(b.X0), x(b.X1), y(b.Y0), y(b.Y1), css(b.Color))
		}
	case scene.Rules:
		if within(p.X, f.At) {
			add(x(f.At))
		}
	case scene.Levels:
		if within(p.Y, f.At) {
			add(y(f.At))
		}
	case scene.Words:
		for _, w := range f.Words {
			add(pixels(w.X), pixels(w.Y), string(w.Align), w.Text)
		}
	case scene.Pictures:
		for _, b := range f.Boxes {
			left, top := p.X.At(b.X0), p.Y.Pixels-p.Y.At(b.Y1)
			right, bottom := p.X.At(b.X1), p.Y.Pixels-p.Y.At(b.Y0)
			add(pixels(left), pixels(top), pixels(right-left), pixels(bottom-top), dataURL(f.Image))
		}
	}
	return rows
}

func within(a scene.Axis, v float64) bool { return a.Takes(v) && v >= a.Lo && v <= a.Hi }

// digitsOn writes a value on an axis with the digits that can be seen: to a twentieth of a pixel,
// and to five significant digits at least on a logarithmic axis.
func digitsOn(a scene.Axis, v float64) string {
	if a.Log {
		share := math.Ln10 * (a.Scale(a.Hi) - a.Scale(a.Lo)) / a.Pixels / 20 // of a value, in a twentieth of a pixel
		return strconv.FormatFloat(v, 'g', max(5, 1+int(math.Ceil(-math.Log10(share)))), 64)
	}
	length := a.Hi - a.Lo
	decimals := int(math.Ceil(-math.Log10(length / a.Pixels / 20)))
	if decimals > 15 || decimals < -3 {
		greatest := max(math.Abs(v), length)
		return strconv.FormatFloat(v, 'g', max(5, 6+int(math.Log10(greatest/length))), 64)
	}
	return digits(v, max(0, decimals))
}

// digits writes v with at most so many decimals.
func digits(v float64, decimals int) string {
	s := strconv.FormatFloat(v, 'f', decimals, 64)
	if decimals > 0 {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" {
		return "0"
	}
	return s
}

// dataURL is an image as a URL that holds its PNG.
func dataURL(img image.Image) string {
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, img); err != nil {
		panic("vegalite: an image: " + err.Error()) // writing a valid image to memory cannot fail
	}
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(b.Bytes())
}

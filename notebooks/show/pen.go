package show

import (
	"image"
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// A pen draws on an image by pixels from the upper left corner, as browsers count, two dots to each pixel's side.
type pen struct {
	image  *vgimg.Canvas
	canvas draw.Canvas
	height float64
}

type point struct{ x, y float64 }

const dotsPerPixel = 2

func newPen(w, h float64) pen {
	c := vgimg.NewWith(vgimg.UseWH(vg.Length(w), vg.Length(h)), vgimg.UseDPI(72*dotsPerPixel), vgimg.UseBackgroundColor(paper))
	return pen{c, draw.New(c), h}
}

func (p pen) vg(q point) vg.Point { return vg.Point{X: vg.Length(q.x), Y: vg.Length(p.height - q.y)} }

func (p pen) points(qs []point) []vg.Point {
	out := make([]vg.Point, len(qs))
	for i, q := range qs {
		out[i] = p.vg(q)
	}
	return out
}

// within is p with its lines and areas cut at a rectangle.
func (p pen) within(x, y, w, h float64) pen {
	p.canvas.Rectangle = vg.Rectangle{Min: p.vg(point{x, y + h}), Max: p.vg(point{x + w, y})}
	return p
}

func (p pen) line(qs []point, c color.Color, width float64, dashes []float64) {
	style := draw.LineStyle{Color: c, Width: vg.Length(width)}
	for _, d := range dashes {
		style.Dashes = append(style.Dashes, vg.Length(d))
	}
	p.canvas.StrokeLines(style, p.canvas.ClipLinesXY(p.points(qs))...)
}

func (p pen) area(qs []point, c color.Color) {
	if cut := p.canvas.ClipPolygonXY(p.points(qs)); len(cut) > 2 {
		p.canvas.FillPolygon(c, cut)
	}
}

func (p pen) box(x0, y0, x1, y1 float64, c color.Color) {
	p.area([]point{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}, c)
}

func (p pen) dot(q point, radius float64, c color.Color) {
	if at := p.vg(q); p.canvas.Contains(at) {
		var path vg.Path
		path.Move(vg.Point{X: at.X + vg.Length(radius), Y: at.Y})
		path.Arc(at, vg.Length(radius), 0, 2*math.Pi)
		path.Close()
		p.canvas.SetColor(c)
		p.canvas.Fill(path)
	}
}

func (p pen) picture(img image.Image, x0, y0, x1, y1 float64) {
	w, h := int(math.Round((x1-x0)*dotsPerPixel)), int(math.Round((y1-y0)*dotsPerPixel))
	if w < 1 || h < 1 {
		return
	}
	p.canvas.DrawImage(vg.Rectangle{Min: p.vg(point{x0, y1}), Max: p.vg(point{x1, y0})}, enlarge(img, w, h))
}

// text writes with its baseline beginning, centred or ending at q.
func (p pen) text(q point, s string, size float64, bold bool, a align, c color.Color) {
	switch a {
	case center:
		q.x -= textWidth(s, size, bold) / 2
	case right:
		q.x -= textWidth(s, size, bold)
	}
	p.canvas.SetColor(c)
	for _, r := range runs(s) {
		at := point{q.x + r.shift(size, bold), q.y - r.raise*size}
		p.canvas.FillString(face(size*r.scale, bold), p.vg(at), r.text)
		q.x += r.width(size, bold)
	}
}

// haloWidth is how far the paper shows around a text that is written over what was drawn.
const haloWidth = 1.5

func (p pen) halo(q point, s string, a align) {
	for i := range 8 {
		sin, cos := math.Sincos(float64(i) * math.Pi / 4)
		p.text(point{q.x + haloWidth*cos, q.y + haloWidth*sin}, s, textSize, false, a, paper)
	}
}

// upwards writes from bottom to top, centred at q, as y axes are titled.
func (p pen) upwards(q point, s string, size float64, c color.Color) {
	at := p.vg(q)
	p.canvas.Push()
	p.canvas.Translate(at)
	p.canvas.Rotate(math.Pi / 2)
	turned := p
	turned.height = 0
	turned.text(point{}, s, size, false, center, c)
	p.canvas.Pop()
}

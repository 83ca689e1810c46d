package raster

import (
	"image"
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"

	"ganbook/notebooks/show/scene"
)

const dotsPerPixel = 2

// A pen draws on an image. Its lengths are in pixels, and a point's y is counted downwards.
type pen struct {
	image  *vgimg.Canvas
	canvas draw.Canvas
	height float64 // of the image
}

// A point is x pixels right of the image's upper left corner and y pixels below it.
type point struct{ x, y float64 }

func newPen(w, h float64) pen {
	size := vgimg.UseWH(vg.Length(w), vg.Length(h))
	c := vgimg.NewWith(size, vgimg.UseDPI(72*dotsPerPixel), vgimg.UseBackgroundColor(scene.Paper))
	return pen{c, draw.New(c), h}
}

// dots is the image that was drawn.
func (p pen) dots() *image.RGBA { return p.image.Image().(*image.RGBA) }

func (p pen) vg(q point) vg.Point { return vg.Point{X: vg.Length(q.x), Y: vg.Length(p.height - q.y)} }

func (p pen) points(qs []point) []vg.Point {
	out := make([]vg.Point, len(qs))
	for i, q := range qs {
		out[i] = p.vg(q)
	}
	return out
}

// within is p with its lines, areas and dots cut off outside of a rectangle.
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

// picture draws an image from the upper left corner (x0, y0) to the lower right one (x1, y1).
func (p pen) picture(img image.Image, x0, y0, x1, y1 float64) {
	w, h := int(math.Round((x1-x0)*dotsPerPixel)), int(math.Round((y1-y0)*dotsPerPixel))
	if w < 1 || h < 1 {
		return
	}
	p.canvas.DrawImage(vg.Rectangle{Min: p.vg(point{x0, y1}), Max: p.vg(point{x1, y0})}, enlarge(img, w, h))
}

// text writes along a baseline that begins, is centred or ends at q.
func (p pen) text(q point, s string, size float64, bold bool, a scene.Align, c color.Color) {
	switch a {
	case scene.Center:
		q.x -= scene.TextWidth(s, size, bold) / 2
	case scene.Right:
		q.x -= scene.TextWidth(s, size, bold)
	}
	p.canvas.SetColor(c)
	for _, r := range scene.Runs(s, size, bold) {
		p.canvas.FillString(r.Face, p.vg(point{q.x + r.Shift, q.y - r.Raise}), r.Text)
		q.x += r.Width
	}
}

// halo draws the edge of paper around a text that is written over what was drawn.
func (p pen) halo(q point, s string, a scene.Align) {
	for i := range 8 {
		sin, cos := math.Sincos(float64(i) * math.Pi / 4)
		at := point{q.x + scene.HaloWidth*cos, q.y + scene.HaloWidth*sin}
		p.text(at, s, scene.TextSize, false, a, scene.Paper)
	}
}

// upwards writes from bottom to top, centred at q.
func (p pen) upwards(q point, s string, size float64, c color.Color) {
	at := p.vg(q)
	p.canvas.Push()
	p.canvas.Translate(at)
	p.canvas.Rotate(math.Pi / 2)
	turned := p
	turned.height = 0
	turned.text(point{}, s, size, false, scene.Center, c)
	p.canvas.Pop()
}

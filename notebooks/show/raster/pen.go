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

// A pen draws. Its lengths are in pixels, and a point's y is counted downwards.
type pen interface {
	line(qs []point, c color.NRGBA, width float64, dashes []float64)
	area(qs []point, c color.NRGBA)
	box(x0, y0, x1, y1 float64, c color.NRGBA)

	// dot draws a disc, and around it a rim of paper that is as opaque as the disc.
	dot(q point, radius, rim float64, c color.NRGBA)

	// picture draws an image from the upper left corner (x0, y0) to the lower right one (x1, y1).
	picture(img image.Image, x0, y0, x1, y1 float64)

	// text writes along a baseline that begins, is centred or ends at q.
	text(q point, s string, size float64, bold bool, a scene.Align, c color.NRGBA)

	// halo draws the edge of paper around a text that is written over what was drawn.
	halo(q point, s string, a scene.Align)

	// upwards writes from bottom to top, centred at q.
	upwards(q point, s string, size float64, c color.NRGBA)

	// within returns a pen whose lines, areas and dots are cut off outside of the panel p, whose upper
	// left corner is (x, y). Call done when it is no longer used.
	within(p scene.Panel, x, y float64) (inside pen, done func())
}

// A dotPen draws on an image.
type dotPen struct {
	image  *vgimg.Canvas
	canvas draw.Canvas
	height float64 // of the image
}

// A point is x pixels right of the image's upper left corner and y pixels below it.
type point struct{ x, y float64 }

func newDotPen(w, h float64) dotPen {
	size := vgimg.UseWH(vg.Length(w), vg.Length(h))
	c := vgimg.NewWith(size, vgimg.UseDPI(72*dotsPerPixel), vgimg.UseBackgroundColor(scene.Paper))
	return dotPen{c, draw.New(c), h}
}

// dots is the image that was drawn.
func (p dotPen) dots() *image.RGBA { return p.image.Image().(*image.RGBA) }

func (p dotPen) vg(q point) vg.Point {
	return vg.Point{X: vg.Length(q.x), Y: vg.Length(p.height - q.y)}
}

func (p dotPen) points(qs []point) []vg.Point {
	out := make([]vg.Point, len(qs))
	for i, q := range qs {
		out[i] = p.vg(q)
	}
	return out
}

func (p dotPen) within(of scene.Panel, x, y float64) (inside pen, done func()) {
	p.canvas.Rectangle = vg.Rectangle{Min: p.vg(point{x, y + of.Y.Pixels}), Max: p.vg(point{x + of.X.Pixels, y})}
	return p, func() {}
}

func (p dotPen) line(qs []point, c color.NRGBA, width float64, dashes []float64) {
	style := draw.LineStyle{Color: c, Width: vg.Length(width)}
	for _, d := range dashes {
		style.Dashes = append(style.Dashes, vg.Length(d))
	}
	p.canvas.StrokeLines(style, p.canvas.ClipLinesXY(p.points(qs))...)
}

func (p dotPen) area(qs []point, c color.NRGBA) {
	if cut := p.canvas.ClipPolygonXY(p.points(qs)); len(cut) > 2 {
		p.canvas.FillPolygon(c, cut)
	}
}

func (p dotPen) box(x0, y0, x1, y1 float64, c color.NRGBA) {
	p.area([]point{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}, c)
}

func (p dotPen) dot(q point, radius, rim float64, c color.NRGBA) {
	if rim > 0 {
		p.disc(q, radius+rim, rimColor(c))
	}
	p.disc(q, radius, c)
}

// rimColor is the colour of the rim around a disc of the colour c.
func rimColor(c color.NRGBA) color.NRGBA {
	paper := scene.Paper
	paper.A = c.A
	return paper
}

func (p dotPen) disc(q point, radius float64, c color.NRGBA) {
	if at := p.vg(q); p.canvas.Contains(at) {
		var path vg.Path
		path.Move(vg.Point{X: at.X + vg.Length(radius), Y: at.Y})
		path.Arc(at, vg.Length(radius), 0, 2*math.Pi)
		path.Close()
		p.canvas.SetColor(c)
		p.canvas.Fill(path)
	}
}

func (p dotPen) picture(img image.Image, x0, y0, x1, y1 float64) {
	w, h := int(math.Round((x1-x0)*dotsPerPixel)), int(math.Round((y1-y0)*dotsPerPixel))
	if w < 1 || h < 1 {
		return
	}
	p.canvas.DrawImage(vg.Rectangle{Min: p.vg(point{x0, y1}), Max: p.vg(point{x1, y0})}, enlarge(img, w, h))
}

func (p dotPen) text(q point, s string, size float64, bold bool, a scene.Align, c color.NRGBA) {
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

func (p dotPen) halo(q point, s string, a scene.Align) {
	for i := range 8 {
		sin, cos := math.Sincos(float64(i) * math.Pi / 4)
		at := point{q.x + scene.HaloWidth*cos, q.y + scene.HaloWidth*sin}
		p.text(at, s, scene.TextSize, false, a, scene.Paper)
	}
}

func (p dotPen) upwards(q point, s string, size float64, c color.NRGBA) {
	at := p.vg(q)
	p.canvas.Push()
	p.canvas.Translate(at)
	p.canvas.Rotate(math.Pi / 2)
	turned := p
	turned.height = 0
	turned.text(point{}, s, size, false, scene.Center, c)
	p.canvas.Pop()
}

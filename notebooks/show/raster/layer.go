package raster

import (
	"image/color"

	"ganbook/notebooks/show/scene"
)

// drawLayer draws a layer's frame in the panel whose upper left corner is (x, y).
func drawLayer(pen pen, p scene.Panel, l scene.Layer, f scene.Frame, x, y float64) {
	w, h := p.X.Pixels, p.Y.Pixels
	place := func(vx, vy float64) point { return point{x + p.X.At(vx), y + h - p.Y.At(vy)} }
	paint := paintOf(l.Style)
	switch l.Primitive {
	case scene.Strokes:
		for _, q := range f.Paths {
			pen.line(edge(q, place), paint, l.Width, dashesOf(l.Style))
		}
	case scene.Fills:
		for _, q := range f.Paths {
			pen.area(outline(q, place), paint)
		}
	case scene.Dots:
		for _, d := range f.Dots {
			pen.dot(place(d.X, d.Y), scene.DotRadius-l.Rim/2, l.Rim, paint)
		}
	case scene.Boxes:
		for _, b := range f.Boxes {
			from, to := place(b.X0, b.Y0), place(b.X1, b.Y1)
			pen.box(from.x, from.y, to.x, to.y, paint)
		}
	case scene.Tiles:
		for _, b := range f.Boxes {
			from, to := place(b.X0, b.Y0), place(b.X1, b.Y1)
			pen.box(from.x, from.y, to.x, to.y, b.Color)
		}
	case scene.Rules:
		if p.X.Takes(f.At) {
			at := x + p.X.At(f.At)
			pen.line([]point{{at, y}, {at, y + h}}, paint, l.Width, dashesOf(l.Style))
		}
	case scene.Levels:
		if p.Y.Takes(f.At) {
			at := y + h - p.Y.At(f.At)
			pen.line([]point{{x, at}, {x + w, at}}, paint, l.Width, dashesOf(l.Style))
		}
	case scene.Words:
		for _, word := range f.Words {
			at := point{x + word.X, y + word.Y}
			if l.Rim > 0 {
				pen.halo(at, word.Text, word.Align)
			}
			pen.text(at, word.Text, scene.TextSize, false, word.Align, paint)
		}
	case scene.Pictures:
		for _, b := range f.Boxes {
			from, to := place(b.X0, b.Y1), place(b.X1, b.Y0)
			pen.picture(f.Image, from.x, from.y, to.x, to.y)
		}
	}
}

// paintOf is a style's colour, as opaque as the style says.
func paintOf(s scene.Style) color.NRGBA {
	c := s.Color
	c.A = uint8(255*s.Opacity + 0.5)
	return c
}

func dashesOf(s scene.Style) []float64 {
	if s.Dashed {
		return scene.Dashes
	}
	return nil
}

// edge is a path's upper edge.
func edge(q scene.Path, place func(x, y float64) point) (ps []point) {
	for i := range q.Xs {
		ps = append(ps, place(q.Xs[i], q.Ys[i]))
	}
	return ps
}

// outline goes along a path's upper edge and back along the lower one.
func outline(q scene.Path, place func(x, y float64) point) []point {
	ps := edge(q, place)
	for i := len(q.Xs) - 1; i >= 0; i-- {
		ps = append(ps, place(q.Xs[i], q.Los[i]))
	}
	return ps
}

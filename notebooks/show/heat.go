package show

import (
	"image"
	"image/color"
	"math"
)

// colorBar sets the panel's colour bar for a heat map and returns how it colours values: NaN is clear.
func (b *builder) colorBar(frames []Mark) func(float64) color.NRGBA {
	m := frames[0]
	lo, hi := m.lo, m.hi
	if !m.over {
		var rows [][]float64
		for _, g := range frames {
			rows = append(rows, g.grid...)
		}
		lo, hi = extent(rows...)
		if math.IsNaN(lo) {
			lo, hi = 0, 1
		}
		if hi-lo <= closest*max(math.Abs(lo), math.Abs(hi)) {
			lo, hi = lo-max(math.Abs(lo)/10, 1e-280), hi+max(math.Abs(hi)/10, 1e-280)
		}
	}
	bar := &colorBar{title: m.name, lo: lo, hi: hi, stops: []color.NRGBA{fade(palette[Blue], 0.04), fade(palette[Blue], 0.45), fade(palette[Blue], 0.9)}}
	if m.centered {
		bar.stops = []color.NRGBA{fade(palette[Orange], 0.5), paper, fade(palette[Blue], 0.5)}
	}
	b.panel.bar = bar
	return bar.paint
}

func (b *colorBar) paint(v float64) color.NRGBA {
	if math.IsNaN(v) {
		return color.NRGBA{}
	}
	t := min(max((v-b.lo)/(b.hi-b.lo), 0), 1) * float64(len(b.stops)-1)
	i := min(int(t), len(b.stops)-2)
	t -= float64(i)
	mix := func(p, q uint8) uint8 { return uint8(float64(p) + t*(float64(q)-float64(p)) + 0.5) }
	p, q := b.stops[i], b.stops[i+1]
	return color.NRGBA{mix(p.R, q.R), mix(p.G, q.G), mix(p.B, q.B), 0xFF}
}

// paint is the grid as an image, a pixel a cell, the last row on top.
func (m Mark) paint(paint func(float64) color.NRGBA) image.Image {
	if len(m.grid) == 0 {
		return image.NewNRGBA(image.Rect(0, 0, 1, 1))
	}
	img := image.NewNRGBA(image.Rect(0, 0, len(m.grid[0]), len(m.grid)))
	for i, row := range m.grid {
		for j, v := range row {
			img.SetNRGBA(j, len(m.grid)-1-i, paint(v))
		}
	}
	return img
}

// enlarge scales an image to w by h pixels, blending neighbours as browsers do. The pixels of one that has a palette
// stay sharp, for a PNG a third of the size.
func enlarge(src image.Image, w, h int) image.Image {
	if sharp, ok := src.(*image.Paletted); ok {
		return magnify(sharp, w, h)
	}
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	size := src.Bounds().Size()
	at := func(x, y int) [4]float64 {
		r, g, b, a := src.At(min(max(x, 0), size.X-1), min(max(y, 0), size.Y-1)).RGBA()
		return [4]float64{float64(r), float64(g), float64(b), float64(a)}
	}
	for j := range h {
		y := (float64(j)+0.5)*float64(size.Y)/float64(h) - 0.5
		y0 := int(math.Floor(y))
		v := y - float64(y0)
		for i := range w {
			x := (float64(i)+0.5)*float64(size.X)/float64(w) - 0.5
			x0 := int(math.Floor(x))
			u := x - float64(x0)
			p, q, r, s := at(x0, y0), at(x0+1, y0), at(x0, y0+1), at(x0+1, y0+1)
			var c [4]uint8
			for k := range c {
				top, bottom := p[k]+u*(q[k]-p[k]), r[k]+u*(s[k]-r[k])
				c[k] = uint8((top+v*(bottom-top))/257 + 0.5)
			}
			dst.SetRGBA(i, j, color.RGBA{c[0], c[1], c[2], c[3]})
		}
	}
	return dst
}

// magnify takes for each pixel the one of src that lies there.
func magnify(src *image.Paletted, w, h int) image.Image {
	dst := image.NewPaletted(image.Rect(0, 0, w, h), src.Palette)
	size := src.Bounds().Size()
	for j := range h {
		for i := range w {
			dst.SetColorIndex(i, j, src.ColorIndexAt(i*size.X/w, j*size.Y/h))
		}
	}
	return dst
}

package raster

import (
	"image"
	"image/color"
	"math"
)

// enlarge scales an image to w by h dots. It blends neighbouring pixels, as browsers do. An image with
// a palette stays sharp instead: then the PNG is a third of the size.
func enlarge(src image.Image, w, h int) image.Image {
	if sharp, ok := src.(*image.Paletted); ok {
		return repeat(sharp, w, h)
	}
	return blend(src, w, h)
}

// blend interpolates between the four nearest pixels of src (bilinearly).
func blend(src image.Image, w, h int) *image.RGBA {
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
			dst.SetRGBA(i, j, color.RGBA{R: c[0], G: c[1], B: c[2], A: c[3]})
		}
	}
	return dst
}

// repeat takes, for each dot, the pixel of src that lies there.
func repeat(src *image.Paletted, w, h int) image.Image {
	dst := image.NewPaletted(image.Rect(0, 0, w, h), src.Palette)
	size := src.Bounds().Size()
	for j := range h {
		for i := range w {
			dst.SetColorIndex(i, j, src.ColorIndexAt(i*size.X/w, j*size.Y/h))
		}
	}
	return dst
}

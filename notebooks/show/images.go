package show

import (
	"fmt"
	"image"
	"image/color"
	"math"
)

const (
	shades   = 16 // of gray, half a byte a pixel: slides of a training's samples must fit in a notebook
	imageGap = 2  // pixels of the images between one and the next
)

// Images draws gray images in lines of so many columns, from the upper left: pixels[i] holds the i-th image line by
// line from its own upper left, width pixels a line. 0 is paper and 1 is ink, in 16 shades; what is beyond counts as
// the nearer of them, and what is not finite as paper.
//
// A figure of Images holds no other mark and has no axes to read; X and Y may be left empty.
func Images(pixels [][]float32, width, columns int) Mark {
	if width < 1 || columns < 1 {
		panic(fmt.Sprintf("show: Images: %d pixels wide in %d columns, want at least 1 of both", width, columns))
	}
	if len(pixels) == 0 {
		panic("show: Images: none, want at least one")
	}
	for i, p := range pixels {
		if len(p) == 0 || len(p)%width != 0 || len(p) != len(pixels[0]) {
			panic(fmt.Sprintf("show: Images: image %d has %d pixels and image 0 has %d, want the same and a multiple of the width %d", i, len(p), len(pixels[0]), width))
		}
	}
	return Mark{kind: images, images: pixels, imageWidth: width, columns: min(columns, len(pixels))}
}

// imagesSize is how many pixels the whole of an Images mark has.
func (m Mark) imagesSize() (w, h int) {
	lines := (len(m.images) + m.columns - 1) / m.columns
	height := len(m.images[0]) / m.imageWidth
	return m.columns*(m.imageWidth+imageGap) - imageGap, lines*(height+imageGap) - imageGap
}

// fit is the largest size within w by h that does not distort the images.
func (m Mark) fit(w, h float64) (float64, float64) {
	iw, ih := m.imagesSize()
	scale := min(w/float64(iw), h/float64(ih))
	return math.Round(scale * float64(iw)), math.Round(scale * float64(ih))
}

// sheet is all images in one.
func (m Mark) sheet() image.Image {
	var grays color.Palette
	for k := range shades {
		grays = append(grays, fade(ink, float64(k)/(shades-1)))
	}
	w, h := m.imagesSize()
	img := image.NewPaletted(image.Rect(0, 0, w, h), grays)
	height := len(m.images[0]) / m.imageWidth
	for i, pixels := range m.images {
		left, top := i%m.columns*(m.imageWidth+imageGap), i/m.columns*(height+imageGap)
		for j, v := range pixels {
			img.SetColorIndex(left+j%m.imageWidth, top+j/m.imageWidth, shade(float64(v)))
		}
	}
	return img
}

func shade(v float64) uint8 {
	if !drawable(v) {
		return 0
	}
	return uint8(math.Round(min(max(v, 0), 1) * (shades - 1)))
}

// bare says whether f is a figure without axes.
func (f Figure) bare() bool { return len(f.Marks) > 0 && f.Marks[0].kind == images }

func (m Mark) describeImages(what string) string {
	sum := 0.0
	for _, pixels := range m.images {
		for _, v := range pixels {
			sum += float64(shade(float64(v))) / (shades - 1)
		}
	}
	size := len(m.images[0])
	return fmt.Sprintf("%s: %d of %d by %d pixels, %d to a line, on average %s of them ink.", what,
		len(m.images), m.imageWidth, size/m.imageWidth, m.columns, brief(sum/float64(size*len(m.images))))
}

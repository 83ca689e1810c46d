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
func Images(pixels [][]float32, width, columns int) Mark { return newImages(pixels, width, columns, 1) }

// ColorImages is [Images] of colours: three numbers a pixel, red, green and blue, each from 0 to 1, in 16 steps.
func ColorImages(pixels [][]float32, width, columns int) Mark {
	return newImages(pixels, width, columns, 3)
}

func newImages(pixels [][]float32, width, columns, channels int) Mark {
	if width < 1 || columns < 1 {
		panic(fmt.Sprintf("show: Images: %d pixels wide in %d columns, want at least 1 of both", width, columns))
	}
	if len(pixels) == 0 {
		panic("show: Images: none, want at least one")
	}
	for i, p := range pixels {
		if len(p) == 0 || len(p)%(width*channels) != 0 || len(p) != len(pixels[0]) {
			panic(fmt.Sprintf("show: Images: image %d has %d pixels and image 0 has %d, of %d numbers each; want the same and a multiple of the width %d", i, len(p)/channels, len(pixels[0])/channels, channels, width))
		}
	}
	return Mark{kind: images, images: pixels, imageWidth: width, channels: channels, columns: min(columns, len(pixels))}
}

// imageHeight is that of each image, in pixels.
func (m Mark) imageHeight() int { return len(m.images[0]) / m.channels / m.imageWidth }

// imagesSize is how many pixels the whole of an Images mark has.
func (m Mark) imagesSize() (w, h int) {
	lines := (len(m.images) + m.columns - 1) / m.columns
	height := m.imageHeight()
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
	w, h := m.imagesSize()
	at := func(i, j int) (x, y int) {
		left, top := i%m.columns*(m.imageWidth+imageGap), i/m.columns*(m.imageHeight()+imageGap)
		return left + j%m.imageWidth, top + j/m.imageWidth
	}
	if m.channels == 3 {
		img := image.NewNRGBA(image.Rect(0, 0, w, h))
		step := func(v float32) uint8 { return shade(float64(v)) * (255 / (shades - 1)) }
		for i, pixels := range m.images {
			for j := range len(pixels) / 3 {
				x, y := at(i, j)
				img.SetNRGBA(x, y, color.NRGBA{step(pixels[3*j]), step(pixels[3*j+1]), step(pixels[3*j+2]), 255})
			}
		}
		return img
	}
	var grays color.Palette
	for k := range shades {
		grays = append(grays, fade(ink, float64(k)/(shades-1)))
	}
	img := image.NewPaletted(image.Rect(0, 0, w, h), grays)
	for i, pixels := range m.images {
		for j, v := range pixels {
			x, y := at(i, j)
			img.SetColorIndex(x, y, shade(float64(v)))
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
	mean := brief(sum / float64(size*len(m.images)))
	if m.channels == 3 {
		return fmt.Sprintf("%s: %d of %d by %d pixels, in colour, %d to a line, their channels %s on average.", what,
			len(m.images), m.imageWidth, m.imageHeight(), m.columns, mean)
	}
	return fmt.Sprintf("%s: %d of %d by %d pixels, %d to a line, on average %s of them ink.", what,
		len(m.images), m.imageWidth, m.imageHeight(), m.columns, mean)
}

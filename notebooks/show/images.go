package show

import (
	"fmt"
	"image"
	"image/color"
	"math"

	"ganbook/notebooks/show/scene"
)

const (
	// shades is how many values a pixel's channel can have. A gray pixel takes half a byte, so that
	// a slider over the samples of a training fits in a notebook.
	shades   = 16
	imageGap = 2 // between two images, in pixels of the images
)

// Images draws gray images in rows of so many columns, from the upper left. pixels[i] holds the
// i-th image row by row from its own upper left, width pixels a row. 0 is paper and 1 is ink, in 16
// shades. Values beyond count as the nearer of the two, and what is not finite counts as paper.
//
// A figure of Images holds no other mark. It has no axes to read, so X and Y may be left empty.
func Images(pixels [][]float32, width, columns int) Mark { return newImages(pixels, width, columns, 1) }

// ColorImages is [Images] in colour: three numbers a pixel, red, green and blue, each from 0 to 1,
// in 16 steps. On a dark page they stay as they are. Those of [Images] become light ink on dark paper
// there.
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

// imageHeight is the height of each image, in its own pixels.
func (m Mark) imageHeight() int { return len(m.images[0]) / m.channels / m.imageWidth }

// sheetSize is the size of all images together, with the gaps between them, in their own pixels.
func (m Mark) sheetSize() (w, h int) {
	rows := (len(m.images) + m.columns - 1) / m.columns
	return m.columns*(m.imageWidth+imageGap) - imageGap, rows*(m.imageHeight()+imageGap) - imageGap
}

// fit is the largest size within w by h that does not distort the images.
func (m Mark) fit(w, h float64) (float64, float64) {
	sw, sh := m.sheetSize()
	scale := min(w/float64(sw), h/float64(sh))
	return math.Round(scale * float64(sw)), math.Round(scale * float64(sh))
}

// sheet is all images in one.
func (m Mark) sheet() image.Image {
	w, h := m.sheetSize()
	// at is where pixel j of image i is.
	at := func(i, j int) (x, y int) {
		left, top := i%m.columns*(m.imageWidth+imageGap), i/m.columns*(m.imageHeight()+imageGap)
		return left + j%m.imageWidth, top + j/m.imageWidth
	}
	if m.channels == 3 {
		img := image.NewNRGBA(image.Rect(0, 0, w, h))
		channel := func(v float32) uint8 { return shade(v) * (255 / (shades - 1)) }
		for i, pixels := range m.images {
			for j := range len(pixels) / 3 {
				x, y := at(i, j)
				img.SetNRGBA(x, y, color.NRGBA{R: channel(pixels[3*j]), G: channel(pixels[3*j+1]), B: channel(pixels[3*j+2]), A: 255})
			}
		}
		return img
	}
	var grays color.Palette
	for k := range shades {
		grays = append(grays, fade(scene.Ink, float64(k)/(shades-1)))
	}
	img := image.NewPaletted(image.Rect(0, 0, w, h), grays)
	for i, pixels := range m.images {
		for j, v := range pixels {
			x, y := at(i, j)
			img.SetColorIndex(x, y, shade(v))
		}
	}
	return img
}

// shade is the number of a pixel's shade, from 0 to shades − 1.
func shade(v float32) uint8 {
	if !scene.Drawable(float64(v)) {
		return 0
	}
	return uint8(math.Round(min(max(float64(v), 0), 1) * (shades - 1)))
}

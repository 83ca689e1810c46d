package raster

import (
	"bytes"
	"cmp"
	"image"
	"image/color"
	"image/png"
	"iter"
	"maps"
	"slices"
)

// encode writes a PNG of at most 256 colours, of which a chart needs some tens: a third of the size of
// one in full colour, or less. A chart has few colours, apart from those at the soft edges of its
// lines. There, the nearest colour that was kept looks the same.
func encode(src *image.RGBA, small bool) []byte {
	counts := map[color.RGBA]int{}
	for c, n := range stretches(src) {
		counts[c] += n
	}
	colors := slices.SortedFunc(maps.Keys(counts), func(a, b color.RGBA) int {
		return cmp.Or(counts[b]-counts[a], cmp.Compare(rank(a), rank(b)))
	})
	few := choose(colors)
	index := map[color.RGBA]uint8{}
	for _, c := range colors {
		index[c] = uint8(few.Index(c))
	}
	dst := image.NewPaletted(src.Rect, few)
	dots := dst.Pix
	for c, n := range stretches(src) {
		k := index[c]
		for i := range dots[:n] {
			dots[i] = k
		}
		dots = dots[n:]
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if small {
		encoder.CompressionLevel = png.BestCompression
	}
	if err := encoder.Encode(&out, dst); err != nil {
		panic("raster: " + err.Error()) // writing a valid image to memory cannot fail
	}
	return out.Bytes()
}

// choose takes the most frequent colours, which come first in colors. Then it takes, again and again,
// the colour that is farthest from all that are taken, until each is near one of these. So a thin line
// keeps its colour, and the colours of a heat map are evenly spread.
func choose(colors []color.RGBA) color.Palette {
	const most, frequent = 256, 24
	const near = 12 * 12 // squared; of 255 for each of red, green and blue
	var few color.Palette
	far := make([]int, len(colors)) // squared distance from the nearest colour that is taken
	for i := range far {
		far[i] = 1 << 30
	}
	for next := 0; len(few) < min(most, len(colors)); {
		few = append(few, colors[next])
		farthest := -1
		for i, c := range colors {
			far[i] = min(far[i], distance(c, colors[next]))
			if farthest < 0 || far[i] > far[farthest] {
				farthest = i
			}
		}
		if next = farthest; len(few) < frequent {
			next = len(few)
		} else if far[farthest] <= near {
			break
		}
	}
	return few
}

// distance is the squared distance of two colours.
func distance(a, b color.RGBA) int {
	r, g, l := int(a.R)-int(b.R), int(a.G)-int(b.G), int(a.B)-int(b.B)
	return r*r + g*g + l*l
}

// stretches goes through the dots, line by line. It gives each colour with how many dots in a row
// have it.
func stretches(img *image.RGBA) iter.Seq2[color.RGBA, int] {
	return func(yield func(color.RGBA, int) bool) {
		p := img.Pix
		for len(p) > 0 {
			n := 1
			for 4*n < len(p) && bytes.Equal(p[:4], p[4*n:4*n+4]) {
				n++
			}
			if !yield(color.RGBA{R: p[0], G: p[1], B: p[2], A: p[3]}, n) {
				return
			}
			p = p[4*n:]
		}
	}
}

// rank puts colours of equal frequency in order, so that a picture has the same bytes each time.
func rank(c color.RGBA) int { return int(c.R)<<16 | int(c.G)<<8 | int(c.B) }

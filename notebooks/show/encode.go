package show

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

// encode writes a PNG of at most 256 colours, a third of the size of one in full colour: a chart's thousands of colours are
// few but for the softened edges of its lines, where the nearest of those kept looks the same.
func encode(img image.Image, small bool) []byte {
	src := img.(*image.RGBA)
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
	pixels := dst.Pix
	for c, n := range stretches(src) {
		k := index[c]
		for i := range pixels[:n] {
			pixels[i] = k
		}
		pixels = pixels[n:]
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if small {
		encoder.CompressionLevel = png.DefaultCompression
	}
	if err := encoder.Encode(&out, dst); err != nil {
		panic("show: PNG: " + err.Error()) // a buffer and a valid image leave nothing that can fail
	}
	return out.Bytes()
}

// choose takes the most frequent colours, and then, again and again, the one farthest from all taken: a line's own
// colour is there however thin it is, and the shades of a heat map are spread evenly.
func choose(colors []color.RGBA) color.Palette {
	const most, frequent = 256, 24
	var few color.Palette
	if len(colors) <= most {
		for _, c := range colors {
			few = append(few, c)
		}
		return few
	}
	far := make([]int, len(colors)) // squared distance from the nearest taken
	for i := range far {
		far[i] = 1 << 30
	}
	for next := 0; len(few) < most; {
		few = append(few, colors[next])
		best := -1
		for i, c := range colors {
			far[i] = min(far[i], apart(c, colors[next]))
			if best < 0 || far[i] > far[best] {
				best = i
			}
		}
		if next = best; len(few) < frequent {
			next = len(few)
		}
	}
	return few
}

func apart(a, b color.RGBA) int {
	r, g, l := int(a.R)-int(b.R), int(a.G)-int(b.G), int(a.B)-int(b.B)
	return r*r + g*g + l*l
}

// stretches runs over the pixels' colours, with how many in a row have each.
func stretches(img *image.RGBA) iter.Seq2[color.RGBA, int] {
	return func(yield func(color.RGBA, int) bool) {
		p := img.Pix
		for len(p) > 0 {
			n := 1
			for 4*n < len(p) && bytes.Equal(p[:4], p[4*n:4*n+4]) {
				n++
			}
			if !yield(color.RGBA{p[0], p[1], p[2], p[3]}, n) {
				return
			}
			p = p[4*n:]
		}
	}
}

// rank orders colours of one frequency, so that a picture's bytes are the same each time.
func rank(c color.RGBA) int { return int(c.R)<<16 | int(c.G)<<8 | int(c.B) }

package show

import (
	"fmt"
	"math"

	"ganbook/notebooks/show/scene"
)

// Histogram draws the values' histogram as a density: its area is 1. The bins have equal widths and
// go from the least to the greatest value, or as [Mark.Over] says. Values that are not finite are
// not counted.
func Histogram(values []float64, bins int) Mark {
	if bins < 1 {
		panic(fmt.Sprintf("show: Histogram: %d bins, want at least 1", bins))
	}
	return Mark{kind: histogram, xs: values, bins: bins}
}

// bin returns the edges of a histogram's bins, one more than there are bins, and the density in
// each bin:
//
//	values in the bin / (values in all · width of the bin)
//
// The density is 0 if there are no values.
func (m Mark) bin() (edges, density []float64) {
	lo, hi := m.lo, m.hi
	if !m.over {
		lo, hi = extent(m.xs)
		switch {
		case math.IsNaN(lo):
			return nil, nil
		case narrow(lo, hi):
			margin := max(math.Abs(lo)/20, 1e-280)
			if lo == 0 {
				margin = 0.5
			}
			lo, hi = lo-margin, hi+margin
		}
	}
	edges = Span(lo, hi, m.bins+1)
	counts := make([]float64, m.bins)
	total := 0.0
	for _, v := range m.xs {
		if !scene.Drawable(v) {
			continue
		}
		total++
		if v >= lo && v <= hi {
			i := min(int((v-lo)/(hi-lo)*float64(m.bins)), m.bins-1)
			if v >= edges[i+1] && i < m.bins-1 { // v is on an edge, and rounding has put it below
				i++
			} else if v < edges[i] {
				i--
			}
			counts[i]++
		}
	}
	width := (hi - lo) / float64(m.bins)
	for i := range counts {
		if total > 0 {
			counts[i] /= total * width
		}
	}
	return edges, counts
}

// steps is a histogram's outline: up from zero, along the densities, and down to zero.
func (m Mark) steps() (xs, ys []float64) {
	edges, density := m.bin()
	if len(density) == 0 {
		return nil, nil
	}
	xs, ys = append(xs, edges[0]), append(ys, 0)
	for i, d := range density {
		xs, ys = append(xs, edges[i], edges[i+1]), append(ys, d, d)
	}
	return append(xs, edges[len(edges)-1]), append(ys, 0)
}

package show

import "math"

// bin returns the edges of a histogram's bins and the density in each, which is 0 everywhere where nothing was counted.
func (m Mark) bin() (edges, density []float64) {
	lo, hi := m.lo, m.hi
	if !m.over {
		lo, hi = extent(m.xs)
		switch {
		case math.IsNaN(lo):
			return nil, nil
		case hi-lo <= closest*max(math.Abs(lo), math.Abs(hi)):
			margin := max(math.Abs(lo)/20, 1e-280)
			if lo == 0 {
				margin = 0.5
			}
			lo, hi = lo-margin, hi+margin
		}
	}
	counts := make([]float64, m.bins)
	total := 0.0
	for _, v := range m.xs {
		if !drawable(v) {
			continue
		}
		total++
		if v >= lo && v <= hi {
			counts[min(int((v-lo)/(hi-lo)*float64(m.bins)), m.bins-1)]++
		}
	}
	edges = Span(lo, hi, m.bins+1)
	width := (hi - lo) / float64(m.bins)
	for i := range counts {
		if total > 0 {
			counts[i] /= total * width
		}
	}
	return edges, counts
}

// steps is a histogram's outline, from zero up and back.
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

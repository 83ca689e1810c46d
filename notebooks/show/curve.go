package show

import (
	"math"

	"ganbook/notebooks/show/scene"
)

// Curve draws y = f(x) for x from lo to hi. It first takes samples 1/256 of the range apart, and then
// more where f bends or jumps. It calls f about 260 to 520 times if f is smooth, and at most several
// thousand times. It misses what f does between two of the first samples if neither shows it. So
// choose a range that fits f.
func Curve(f func(x float64) float64, lo, hi float64) Mark {
	if f == nil {
		panic("show: Curve: f is nil, want a function")
	}
	checkRange("Curve", lo, hi)
	return Mark{kind: lines, f: f, lo: lo, hi: hi}
}

// sampled turns a curve into a line. Its points are evenly spaced on the axis x, and closer where the
// curve needs it. Any other mark stays as it is.
func (m Mark) sampled(x scene.Axis) Mark {
	if m.f == nil {
		return m
	}
	us := Span(x.Scale(m.lo), x.Scale(m.hi), 257)
	xs, ys := make([]float64, len(us)), make([]float64, len(us))
	for i, u := range us {
		xs[i] = x.Unscale(u)
		ys[i] = m.f(xs[i])
	}
	least, greatest := extent(ys)
	s := sampler{f: m.f, tolerance: (greatest - least) / 400}
	for i := range xs {
		if i > 0 {
			s.between(xs[i-1], ys[i-1], xs[i], ys[i], 5)
		}
		s.add(xs[i], ys[i])
	}
	m.f, m.xs, m.ys = nil, s.xs, s.ys
	return m
}

// A sampler halves the intervals on which a function is not close to a straight line.
type sampler struct {
	f         func(float64) float64
	tolerance float64 // smaller changes of f are not looked at
	xs, ys    []float64
}

func (s *sampler) add(x, y float64) { s.xs, s.ys = append(s.xs, x), append(s.ys, y) }

// between adds points between two neighbours. It halves their interval at most depth times.
func (s *sampler) between(x0, y0, x1, y1 float64, depth int) {
	x := x0 + (x1-x0)/2
	drawable0, drawable1 := scene.Drawable(y0), scene.Drawable(y1)
	switch {
	case depth == 0 || x <= x0 || x >= x1:
		return
	case !drawable0 && !drawable1:
		return
	case drawable0 && drawable1 && math.Abs(y1-y0) <= s.tolerance:
		return
	}
	y := s.f(x)
	if straight := y0 + (y1-y0)/2; math.Abs(y-straight) <= s.tolerance/4 {
		s.add(x, y)
		return
	}
	s.between(x0, y0, x, y, depth-1)
	s.add(x, y)
	s.between(x, y, x1, y1, depth-1)
}

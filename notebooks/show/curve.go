package show

import "math"

// Curve draws y = f(x) for x from lo to hi. It looks closer where f bends or jumps: some 260 to 520 calls of f where it is
// smooth, at most some thousands. What f does between two samples 1/256 of the range apart that shows at neither
// is missed: choose the range to fit.
func Curve(f func(x float64) float64, lo, hi float64) Mark {
	mustSpan("Curve", lo, hi)
	return Mark{kind: lines, f: f, lo: lo, hi: hi}
}

// sampled is m with the points of its curve, if it is one, spread evenly over the axis x.
func (m Mark) sampled(x axis) Mark {
	if m.f == nil {
		return m
	}
	us := Span(x.scale(m.lo), x.scale(m.hi), 257)
	xs, ys := make([]float64, len(us)), make([]float64, len(us))
	for i, u := range us {
		xs[i] = x.unscale(u)
		ys[i] = m.f(xs[i])
	}
	least, greatest := extent(ys)
	c := sampler{f: m.f, tolerance: (greatest - least) / 400}
	for i := range xs {
		if i > 0 {
			c.between(xs[i-1], ys[i-1], xs[i], ys[i], 5)
		}
		c.add(xs[i], ys[i])
	}
	m.f, m.xs, m.ys = nil, c.xs, c.ys
	return m
}

// sampler halves intervals over which a curve is not as good as straight.
type sampler struct {
	f         func(float64) float64
	tolerance float64
	xs, ys    []float64
}

func (c *sampler) add(x, y float64) { c.xs, c.ys = append(c.xs, x), append(c.ys, y) }

func (c *sampler) between(x0, y0, x1, y1 float64, depth int) {
	x := x0 + (x1-x0)/2
	// Smooth stretches show themselves without a call of f: their steps are short.
	if depth == 0 || x <= x0 || x >= x1 || drawable(y0) && drawable(y1) && math.Abs(y1-y0) <= c.tolerance {
		return
	}
	if !drawable(y0) && !drawable(y1) {
		return
	}
	y := c.f(x)
	if straight := y0 + (y1-y0)/2; math.Abs(y-straight) <= c.tolerance/4 {
		c.add(x, y)
		return
	}
	c.between(x0, y0, x, y, depth-1)
	c.add(x, y)
	c.between(x, y, x1, y1, depth-1)
}

// extent is the range of the drawable values, (NaN, NaN) if there are none.
func extent(vs ...[]float64) (least, greatest float64) {
	least, greatest = math.NaN(), math.NaN()
	for _, v := range vs {
		for _, x := range v {
			if drawable(x) {
				if !(least <= x) {
					least = x
				}
				if !(greatest >= x) {
					greatest = x
				}
			}
		}
	}
	return least, greatest
}

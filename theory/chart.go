package theory

import "math"

// A chart maps a coordinate t to the line, x = origin + d(t), keeping the displacement d apart from the origin:
// a density 1e-3 wide at 1e6 is then as smooth in t as one at 0, and a point 1e-300 from an end stays off it.
type chart struct {
	kind   chartKind
	origin float64
	offset float64 // where an outward chart starts, as a displacement
	width  float64 // unit of length; its sign is the direction, except in straight charts, where it is positive
}

type chartKind uint8

const (
	straight chartKind = iota // d = width·t
	outward                   // d = offset + width·(eᵗ − 1): to ±∞ as t grows; power laws become exponentials
	inward                    // d = width·e⁻ᵗ: to the origin as t grows; the same for a singular point
)

// at returns the displacement at t and |dx/dt|.
func (c *chart) at(t float64) (d, jacobian float64) {
	switch c.kind {
	case outward:
		e := math.Expm1(t)
		return c.offset + c.width*e, math.Abs(c.width) * (e + 1)
	case inward:
		d = c.width * math.Exp(-t)
		return d, math.Abs(d)
	default:
		return c.width * t, c.width
	}
}

// coordinate returns the t of x; NaN where the chart does not reach.
func (c *chart) coordinate(x float64) float64 {
	d := x - c.origin
	switch c.kind {
	case outward:
		return math.Log1p((d - c.offset) / c.width)
	case inward:
		return -math.Log(d / c.width)
	default:
		return d / c.width
	}
}

// around returns an inward chart to the point end that covers this chart from there to t.
func (c *chart) around(end, t float64) *chart {
	d, _ := c.at(t)
	return &chart{kind: inward, origin: end, width: (c.origin - end) + d}
}

// x returns the point at t.
func (c *chart) x(t float64) float64 {
	d, _ := c.at(t)
	return c.origin + d
}

// rising says whether x grows with t.
func (c *chart) rising() bool { return (c.kind == inward) == (c.width < 0) }

// A place is the point x + part·(next − x): a real number named by two neighbouring floats. Where a
// distribution is so narrow and so far out that rounding its nodes would show, functions are interpolated
// between the two.
type place struct {
	x, next, part float64
}

// coarse is the rounding of a node, in units of the local length, from which a place needs both floats.
const coarse = 0x1p-43

func (c *chart) place(d float64) place {
	x := c.origin + d
	p := place{x: x, next: x}
	// The rest of the sum, exactly (Knuth's two-sum).
	back := x - c.origin
	rest := (c.origin - (x - back)) + (d - back)
	unit := c.width
	if c.kind == inward {
		unit = d
	}
	if math.Abs(rest) > coarse*math.Abs(unit) {
		p.next = math.Nextafter(x, math.Copysign(math.Inf(1), rest))
		p.part = rest / (p.next - x)
	}
	return p
}

// of evaluates f at the place.
func (p place) of(f func(float64) float64) float64 {
	v := f(p.x)
	if p.part == 0 {
		return v
	}
	if w := f(p.next); finite(v) && finite(w) {
		v += p.part * (w - v)
	}
	return v
}

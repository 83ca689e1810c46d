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
		return -ln(d / c.width)
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

// A place is the point origin + d, to more digits than a float64 has. unit is the length over which it matters there.
type place struct{ origin, d, unit float64 }

// exactly is the place of a float64.
func exactly(x float64) place { return place{origin: x} }

func (c *chart) place(d float64) place {
	if c.kind == inward {
		return place{c.origin, d, d}
	}
	return place{c.origin, d, c.width}
}

// coarse is the rounding of a node, in units of the local length, that shows.
const coarse = 0x1p-43

// of evaluates an f of float64s at the place: interpolated between the two beside it, where a distribution is so narrow and so
// far out that rounding its nodes would show.
func (p place) of(f func(float64) float64) float64 {
	x := p.origin + p.d
	v := f(x)
	// The rest of the sum, exactly (Knuth's two-sum).
	back := x - p.origin
	rest := (p.origin - (x - back)) + (p.d - back)
	if math.Abs(rest) > coarse*math.Abs(p.unit) {
		next := math.Nextafter(x, math.Copysign(math.Inf(1), rest))
		if w := f(next); finite(v) && finite(w) {
			v += rest / (next - x) * (w - v)
		}
	}
	return v
}

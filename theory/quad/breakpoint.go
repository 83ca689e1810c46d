package quad

import (
	"cmp"
	"math"
	"slices"

	"ganbook/theory/internal/float"
)

// A BreakPoint is a point X near which an integrand changes. Width is the length over which it changes:
// 0 for a jump, a kink or a singularity.
type BreakPoint struct{ X, Width float64 }

// BreakPoints returns the ends of intervals as break points. The width of each is the length of its
// interval. At lo and hi, where the integrand starts and ends, the width is 0.
func BreakPoints(intervals []Interval, lo, hi float64) []BreakPoint {
	var points []BreakPoint
	add := func(x, width float64) {
		x = min(max(x, lo), hi) // an end is computed, and rounding may bring it outside
		if x == lo || x == hi {
			width = 0
		}
		points = append(points, BreakPoint{x, width})
	}
	for i := range intervals {
		switch v := &intervals[i]; v.kind {
		case linear:
			a, b := v.x(v.a), v.x(v.b)
			add(a, b-a)
			add(b, b-a)
		case inward:
			add(v.origin, 0)
		}
	}
	return points
}

// Split cuts intervals at those break points whose width is small compared with the interval. A wider
// break point needs no cut.
func Split(intervals []Interval, points []BreakPoint) []Interval {
	if len(points) == 0 {
		return intervals
	}
	points = slices.Clone(points)
	slices.SortFunc(points, func(a, b BreakPoint) int { return cmp.Compare(a.X, b.X) })
	const roundings = 64 // of the coordinate
	type cut struct{ t, x float64 }
	parts := make([]Interval, 0, len(intervals))
	for _, v := range intervals {
		var cuts []cut
		for _, p := range v.near(points) {
			if t, ok := v.narrow(p); ok {
				cuts = append(cuts, cut{t, p.X})
			}
		}
		slices.SortFunc(cuts, func(a, b cut) int { return cmp.Compare(a.t, b.t) })
		for _, c := range cuts {
			if near := roundings * float.ULP(c.t); !(c.t-v.a > near) || !v.unbounded && !(v.b-c.t > near) {
				continue // there is a cut already, and the nodes between the two would round to one float64
			}
			part := v
			part.b, part.right, part.unbounded = c.t, c.x, false
			v.a, v.left = c.t, c.x
			parts = append(parts, part)
		}
		parts = append(parts, v)
	}
	return parts
}

// near returns those points that may lie in the interval. The points must ascend.
func (v *Interval) near(points []BreakPoint) []BreakPoint {
	lo, hi := v.x(v.a), v.x(v.b)
	if v.unbounded {
		hi = v.origin
		if v.kind == outward {
			hi = math.Copysign(math.Inf(1), v.scale)
		}
	}
	lo, hi = min(lo, hi), max(lo, hi)
	first := func(x float64) int {
		i, _ := slices.BinarySearchFunc(points, x, func(p BreakPoint, x float64) int { return cmp.Compare(p.X, x) })
		return i
	}
	from := first(lo)
	return points[from:max(from, first(math.Nextafter(hi, math.Inf(1))))]
}

// narrow returns the coordinate t of a break point. ok is true if the point lies inside the interval and
// its width is small compared with the interval.
func (v *Interval) narrow(p BreakPoint) (t float64, ok bool) {
	t = v.t(p.X)
	if !(t > v.a && (v.unbounded || t < v.b)) {
		return t, false
	}
	_, unit := v.at(t)
	if v.kind == linear {
		unit *= v.b - v.a
	}
	return t, p.Width < unit/2
}

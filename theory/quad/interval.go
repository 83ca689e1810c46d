package quad

import (
	"fmt"
	"math"
	"slices"
)

// An Interval is a part of the line, bounded or not, with the substitution by which it is
// integrated. Lists of them come from [Between], [Scaled], [Parts], and [Result.Intervals].
type Interval struct {
	substitution
	a, b      float64 // the range of the coordinate
	unbounded bool    // from a on, without b
	// left and right are the points at a and at b where an integrand may be singular, NaN where
	// float64 has none.
	left, right float64
}

// Start returns the point at which the interval starts: an unbounded one, its end that is not at ±∞
// or at a singularity.
func (v Interval) Start() float64 { return v.x(v.a) }

// bounded is the interval of a substitution from a to b.
func (s substitution) bounded(a, b float64) Interval {
	return Interval{substitution: s, a: a, b: b, left: s.exact(a), right: s.exact(b)}
}

// unbounded is the interval of a substitution from t = 0 on.
func (s substitution) unbounded() Interval {
	return Interval{substitution: s, unbounded: true, left: math.NaN(), right: math.NaN()}
}

// Scaled returns the intervals between the points origin + scale·cuts[i], for an integrand whose
// features are about scale wide. The cuts ascend; the first may be −Inf and the last +Inf. The
// unbounded intervals begin at the cuts next to these, which must not be 0 there, and count in
// units of their distance from the origin.
//
// It panics where scale is not positive, the cuts do not ascend, or an unbounded interval begins at
// the origin.
func Scaled(origin, scale float64, cuts ...float64) []Interval {
	checkAscending("Scaled", cuts)
	if n := len(cuts); !(scale > 0) || math.IsInf(cuts[0], -1) && cuts[1] == 0 || math.IsInf(cuts[n-1], 1) && cuts[n-2] == 0 {
		panic(fmt.Sprintf("quad: Scaled(%v, %v, %v): the scale must be positive, and an unbounded interval begin elsewhere than at 0", origin, scale, cuts))
	}
	intervals := make([]Interval, 0, len(cuts))
	s := substitution{kind: linear, origin: origin, scale: scale}
	for i, cut := range cuts[:len(cuts)-1] {
		switch next := cuts[i+1]; {
		case math.IsInf(cut, -1):
			intervals = append(intervals, tail(origin, next*scale))
		case math.IsInf(next, 1):
			intervals = append(intervals, tail(origin, cut*scale))
		default:
			intervals = append(intervals, s.bounded(cut, next))
		}
	}
	return intervals
}

// tail is the unbounded interval from origin + d outward.
func tail(origin, d float64) Interval {
	return substitution{kind: outward, origin: origin, offset: d, scale: d}.unbounded()
}

// Parts returns [a, b] in n equal parts. It panics unless a < b and n ≥ 1.
func Parts(a, b float64, n int) []Interval {
	if !(a < b) || n < 1 {
		panic(fmt.Sprintf("quad: Parts(%v, %v, %d): a < b and at least one part are needed", a, b, n))
	}
	s := substitution{kind: linear, origin: a, scale: b - a}
	parts := make([]Interval, n)
	for i := range parts {
		parts[i] = s.bounded(float64(i)/float64(n), float64(i+1)/float64(n))
	}
	parts[0].left, parts[n-1].right = a, b
	return parts
}

// Between returns the intervals between points, which ascend, and of which the first may be −Inf
// and the last +Inf. Where one gap is much wider than that beside it, it is cut at distances that
// grow fourfold, so that what is as narrow as the one does not hide beside the end of the other.
// The unbounded intervals count in units of the gap beside them; where there is none, in units of
// unit, and where that is 0, of 1 or the point's distance from 0.
// It panics unless there are two points or more, which ascend.
func Between(unit float64, points ...float64) []Interval {
	checkAscending("Between", points)
	first, last := points[0], points[len(points)-1]
	var inner []float64
	for _, x := range points {
		if !math.IsInf(x, 0) {
			inner = append(inner, x)
		}
	}
	if len(inner) == 0 {
		inner = []float64{0}
	}
	inner = graded(inner)
	n := len(inner)
	left, right := unit, unit
	if n > 1 {
		left, right = inner[1]-inner[0], inner[n-1]-inner[n-2]
	} else if unit == 0 {
		left, right = max(1, math.Abs(inner[0])), max(1, math.Abs(inner[0]))
	}
	var intervals []Interval
	for i, a := range inner[:n-1] {
		b := inner[i+1]
		intervals = append(intervals, Interval{substitution: substitution{kind: linear, origin: a, scale: b - a}, b: 1, left: a, right: b})
	}
	if math.IsInf(first, -1) {
		intervals = append(intervals, substitution{kind: outward, origin: inner[0], scale: -left}.unbounded())
	}
	if math.IsInf(last, 1) {
		intervals = append(intervals, substitution{kind: outward, origin: inner[n-1], scale: right}.unbounded())
	}
	return intervals
}

func checkAscending(name string, points []float64) {
	ok := len(points) >= 2
	for i := range len(points) - 1 {
		ok = ok && points[i] < points[i+1]
	}
	if !ok {
		panic(fmt.Sprintf("quad: %s: %v are not two or more numbers that ascend", name, points))
	}
}

// graded adds points to gaps that are much wider than one beside them.
func graded(points []float64) []float64 {
	const ratio = 4
	all := slices.Clone(points)
	n := len(points)
	for i := range n - 1 {
		a, b := points[i], points[i+1]
		middle := a + (b-a)/2
		if i > 0 {
			for x, gap := a, a-points[i-1]; ; {
				gap *= ratio
				if x += gap; !(x < middle) {
					break
				}
				all = append(all, x)
			}
		}
		if i+2 < n {
			for x, gap := b, points[i+2]-b; ; {
				gap *= ratio
				if x -= gap; !(x > middle) {
					break
				}
				all = append(all, x)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

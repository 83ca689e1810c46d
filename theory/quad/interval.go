package quad

import (
	"fmt"
	"math"
	"slices"
)

// An Interval is a bounded or unbounded part of the line, with the substitution for its integral.
// [Between], [Scaled], [Parts] and [Result.Intervals] return lists of intervals.
type Interval struct {
	substitution
	a, b      float64 // the range of the coordinate
	unbounded bool    // the coordinate goes from a to ∞, and b is not used
	// left and right are the points at a and at b, where an integrand may have a singularity. They are
	// NaN if the point is not a float64.
	left, right float64
}

// Start returns the point at the start of the coordinate. For an unbounded interval it is the finite end.
// For an interval that leads to a singularity it is the other end.
func (v Interval) Start() float64 { return v.x(v.a) }

// bounded returns the interval of a substitution from t = a to t = b.
func (s substitution) bounded(a, b float64) Interval {
	return Interval{substitution: s, a: a, b: b, left: s.exact(a), right: s.exact(b)}
}

// unbounded returns the interval of a substitution from t = 0 on.
func (s substitution) unbounded() Interval {
	return Interval{substitution: s, unbounded: true, left: math.NaN(), right: math.NaN()}
}

// Scaled returns the intervals between the points origin + scale·cuts[i], for an integrand whose
// features are about scale wide. The cuts must ascend. The first may be −Inf and the last +Inf. An
// unbounded interval begins at the cut next to −Inf or +Inf, which must not be 0. The unit of length of
// the interval is the distance of this point from the origin.
//
// It panics if scale is not positive, if there are not two or more ascending cuts, or if an unbounded
// interval begins at the origin.
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

// tail returns the unbounded interval from origin + d away from the origin.
func tail(origin, d float64) Interval {
	return substitution{kind: outward, origin: origin, offset: d, scale: d}.unbounded()
}

// Parts divides [a, b] into n intervals of equal length. It panics unless a < b and n ≥ 1.
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

// Between returns the intervals between points. The points must ascend. The first may be −Inf and the
// last +Inf.
//
// If a gap is more than eight times as wide as a neighbour, it is cut into parts. Away from the
// neighbour, each part is four times as long as the one before. So a feature beside the common point is
// found if it is as wide as the narrower gap.
//
// The unit of length of an unbounded interval is the gap beside it. If there is no gap, it is unit. If
// unit is 0, it is the distance of the point from 0, but at least 1.
//
// It panics unless there are two or more points and they ascend.
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
		s := substitution{kind: linear, origin: inner[0], scale: left}
		intervals = append(intervals, s.bounded(-1, 0), tail(inner[0], -left))
	}
	if math.IsInf(last, 1) {
		s := substitution{kind: linear, origin: inner[n-1], scale: right}
		intervals = append(intervals, s.bounded(0, 1), tail(inner[n-1], right))
	}
	return intervals
}

// checkAscending panics unless there are two or more points and they ascend.
func checkAscending(name string, points []float64) {
	ok := len(points) >= 2
	for i := range len(points) - 1 {
		ok = ok && points[i] < points[i+1]
	}
	if !ok {
		panic(fmt.Sprintf("quad: %s: %v are not two or more numbers that ascend", name, points))
	}
}

// graded adds points to gaps that are much wider than a neighbour, as Between says.
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

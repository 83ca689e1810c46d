package quad

import (
	"cmp"
	"math"
	"slices"

	"ganbook/theory/internal/float"
)

// Cover merges lists of intervals into one list. Each list is laid out for one integrand, and the merged
// list is for their sum. Each part of the line comes from the narrowest list that covers it.
//
// One integral of a sum of n terms takes some n² evaluations of a term. Without Cover, there are n
// integrals, each split at the break points of all others, which take n³.
//
// ok is false if the merged list would not be as good as the lists. This is so if the intervals of an
// integrand lead to a singularity, or if an integrand is so narrow that float64 rounds its ends too much.
func Cover(lists ...[]Interval) (cover []Interval, ok bool) {
	const narrowest = 0x1p34 // the smallest length of a list, in roundings of its ends
	type core struct {
		segment
		intervals []Interval
	}
	var cores []core
	tails := false
	for _, list := range lists {
		c := core{segment: segment{math.Inf(1), math.Inf(-1)}}
		for _, v := range list {
			switch {
			case v.kind == linear && !v.unbounded:
				c.intervals = append(c.intervals, v)
				c.lo, c.hi = min(c.lo, v.x(v.a)), max(c.hi, v.x(v.b))
			case v.kind == outward:
				tails = true
			default:
				return nil, false
			}
		}
		if !(c.hi-c.lo >= narrowest*float.ULP(max(math.Abs(c.lo), math.Abs(c.hi)))) {
			return nil, false
		}
		cores = append(cores, c)
	}
	slices.SortStableFunc(cores, func(a, b core) int { return cmp.Compare(a.hi-a.lo, b.hi-b.lo) })
	// The tail of a narrow integrand lies in the intervals of the wider ones. If they are too wide, the rule
	// does not see it there.
	const widest = 1e6 // the greatest length of a list, in lengths of the narrowest
	if n := len(cores); n > 0 && cores[n-1].hi-cores[n-1].lo > widest*(cores[0].hi-cores[0].lo) {
		return nil, false
	}
	var covered segments
	for _, c := range cores {
		for _, v := range c.intervals {
			for _, free := range covered.without(segment{v.x(v.a), v.x(v.b)}) {
				cover = append(cover, v.within(free))
			}
		}
		covered = covered.with(c.segment)
	}
	if !tails {
		return cover, true
	}
	// Between the cores and beyond them there are only tails. Two tails meet in the middle of a gap.
	for i, s := range covered {
		before, after := math.Inf(-1), math.Inf(1)
		if i > 0 {
			before = covered[i-1].hi
		}
		if i+1 < len(covered) {
			after = covered[i+1].lo
		}
		width := s.hi - s.lo
		cover = append(cover, gap(s.lo, -width, before), gap(s.hi, width, after))
	}
	return cover, true
}

// gap returns the interval from end to the middle between end and next. If next is infinite, the
// interval is unbounded. Its unit of length is width.
func gap(end, width, next float64) Interval {
	v := substitution{kind: outward, origin: end, scale: width}.unbounded()
	if float.Finite(next) {
		v.unbounded = false
		v.b = v.t(end + (next-end)/2)
	}
	return v
}

// within returns the part of a linear interval that lies in a segment.
func (v Interval) within(s segment) Interval {
	if s.lo > v.x(v.a) {
		v.a, v.left = v.t(s.lo), s.lo
	}
	if s.hi < v.x(v.b) {
		v.b, v.right = v.t(s.hi), s.hi
	}
	return v
}

// A segment is a bounded part of the line.
type segment struct{ lo, hi float64 }

// segments do not overlap, and they ascend.
type segments []segment

// meeting returns the range of the segments that touch s.
func (all segments) meeting(s segment) (from, to int) {
	from, _ = slices.BinarySearchFunc(all, s.lo, func(a segment, lo float64) int { return cmp.Compare(a.hi, lo) })
	to = from
	for to < len(all) && all[to].lo <= s.hi {
		to++
	}
	return from, to
}

// with returns the union with s.
func (all segments) with(s segment) segments {
	from, to := all.meeting(s)
	if from < to {
		s.lo, s.hi = min(s.lo, all[from].lo), max(s.hi, all[to-1].hi)
	}
	return slices.Replace(all, from, to, s)
}

// without returns the parts of s that lie outside of all segments.
func (all segments) without(s segment) (free segments) {
	from, to := all.meeting(s)
	at := s.lo
	for _, covered := range all[from:to] {
		if covered.lo > at {
			free = append(free, segment{at, covered.lo})
		}
		at = max(at, covered.hi)
	}
	if at < s.hi {
		free = append(free, segment{at, s.hi})
	}
	return free
}

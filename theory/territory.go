package theory

import (
	"cmp"
	"math"
	"slices"
)

// shared lays the whole density of a mixture out in spans that cover the line once, each in the chart of the narrowest component
// around. An integral over it asks the mixture as often as it has components, where one integral per component, each cut at
// the bends of all others, asks as often as their square, or cube. ok is false where the layout would not be exact: a component has a pole, or is
// so narrow that float64 shows at its ends.
func (p Distribution) shared() (spans []span, ok bool) {
	const narrowest = 0x1p34 // roundings
	type core struct {
		stretch
		spans []span
	}
	var cores []core
	tails := false
	for _, w := range p.waves {
		c := core{stretch: stretch{math.Inf(1), math.Inf(-1)}}
		for _, s := range w.spans() {
			switch {
			case s.kind == straight && !s.endless:
				c.spans = append(c.spans, s)
				c.lo, c.hi = min(c.lo, s.x(s.a)), max(c.hi, s.x(s.b))
			case s.kind == outward:
				tails = true
			default:
				return nil, false
			}
		}
		if !(c.hi-c.lo >= narrowest*ulp(max(math.Abs(c.lo), math.Abs(c.hi)))) {
			return nil, false
		}
		cores = append(cores, c)
	}
	slices.SortStableFunc(cores, func(a, b core) int { return cmp.Compare(a.hi-a.lo, b.hi-b.lo) })
	var taken stretches
	for _, c := range cores {
		for _, s := range c.spans {
			for _, free := range taken.without(stretch{s.x(s.a), s.x(s.b)}) {
				spans = append(spans, s.within(free))
			}
		}
		taken = taken.with(c.stretch)
	}
	if !tails {
		return spans, true
	}
	// Between the cores and beyond them are tails only. Those between two meet in the middle.
	for i, s := range taken {
		before, after := math.Inf(-1), math.Inf(1)
		if i > 0 {
			before = taken[i-1].hi
		}
		if i+1 < len(taken) {
			after = taken[i+1].lo
		}
		width := s.hi - s.lo
		spans = append(spans, tail(s.lo, -width, before), tail(s.hi, width, after))
	}
	return spans, true
}

// tail is the stretch from an end, in steps of width, half the way to the next; all the way where that is infinite.
func tail(end, width, next float64) span {
	s := endless(chart{kind: outward, origin: end, width: width})
	if finite(next) {
		s.endless = false
		s.b = s.coordinate(end + (next-end)/2)
	}
	return s
}

// within is the part of a straight span that lies in a stretch.
func (s span) within(free stretch) span {
	if free.lo > s.x(s.a) {
		s.a, s.from = s.coordinate(free.lo), free.lo
	}
	if free.hi < s.x(s.b) {
		s.b, s.to = s.coordinate(free.hi), free.hi
	}
	return s
}

// A stretch is an interval of the line.
type stretch struct{ lo, hi float64 }

// stretches are disjoint, and in ascending order.
type stretches []stretch

// meets returns the range of those that touch s.
func (all stretches) meets(s stretch) (from, to int) {
	from, _ = slices.BinarySearchFunc(all, s.lo, func(a stretch, lo float64) int { return cmp.Compare(a.hi, lo) })
	to = from
	for to < len(all) && all[to].lo <= s.hi {
		to++
	}
	return from, to
}

// with is the union with s.
func (all stretches) with(s stretch) stretches {
	from, to := all.meets(s)
	if from < to {
		s.lo, s.hi = min(s.lo, all[from].lo), max(s.hi, all[to-1].hi)
	}
	return slices.Replace(all, from, to, s)
}

// without returns the parts of s outside.
func (all stretches) without(s stretch) (free stretches) {
	from, to := all.meets(s)
	at := s.lo
	for _, taken := range all[from:to] {
		if taken.lo > at {
			free = append(free, stretch{at, taken.lo})
		}
		at = max(at, taken.hi)
	}
	if at < s.hi {
		free = append(free, stretch{at, s.hi})
	}
	return free
}

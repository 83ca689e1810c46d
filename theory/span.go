package theory

import (
	"cmp"
	"math"
	"slices"
)

// A span is a stretch of a chart over which a density is laid out: [a, b], or, endless, from a as far as the
// integrand counts.
type span struct {
	chart
	a, b    float64
	endless bool
	// from and to are the points at a and b where an integrand may be singular, NaN where float64 has none.
	from, to float64
}

// span is the stretch [a, b] of a chart.
func (c chart) span(a, b float64) span {
	return span{chart: c, a: a, b: b, from: c.exact(a), to: c.exact(b)}
}

// exact returns the point at t, NaN where rounding moves it.
func (c *chart) exact(t float64) float64 {
	d, _ := c.at(t)
	if x := c.origin + d; x-c.origin == d {
		return x
	}
	return math.NaN()
}

// endless is the stretch of a chart from t = 0 on.
func endless(c chart) span {
	return span{chart: c, endless: true, from: math.NaN(), to: math.NaN()}
}

// A bend is a point near which a density changes, and the length over which it does so: 0 at an edge.
type bend struct{ x, width float64 }

// bends returns where a density that is laid out in these spans bends.
func bends(spans []span, lo, hi float64) []bend {
	var bs []bend
	add := func(x, width float64) {
		if x == lo || x == hi {
			width = 0
		}
		bs = append(bs, bend{x, width})
	}
	for i := range spans {
		switch s := &spans[i]; s.kind {
		case straight:
			a, b := s.x(s.a), s.x(s.b)
			add(a, b-a)
			add(b, b-a)
		case inward:
			add(s.origin, 0)
		}
	}
	return bs
}

// split cuts spans at other densities' bends, as far as those are too narrow for the span's own scale.
func split(spans []span, others []bend) []span {
	if len(others) == 0 {
		return spans
	}
	others = slices.Clone(others)
	slices.SortFunc(others, func(a, b bend) int { return cmp.Compare(a.x, b.x) })
	cut := make([]span, 0, len(spans))
	for _, s := range spans {
		var inside []mark
		for _, o := range s.near(others) {
			if t, ok := s.holds(o); ok {
				inside = append(inside, mark{t, o.x})
			}
		}
		slices.SortFunc(inside, func(a, b mark) int { return cmp.Compare(a.t, b.t) })
		for _, m := range inside {
			if !(m.t > s.a) {
				continue // there already
			}
			head := s
			head.b, head.to, head.endless = m.t, m.x, false
			s.a, s.from = m.t, m.x
			cut = append(cut, head)
		}
		cut = append(cut, s)
	}
	return cut
}

// near returns those of the bends, which ascend, that may lie in the span.
func (s *span) near(bends []bend) []bend {
	lo, hi := s.x(s.a), s.x(s.b)
	if s.endless {
		hi = s.origin
		if s.kind == outward {
			hi = math.Copysign(math.Inf(1), s.width)
		}
	}
	lo, hi = min(lo, hi), max(lo, hi)
	at := func(x float64) int {
		i, _ := slices.BinarySearchFunc(bends, x, func(b bend, x float64) int { return cmp.Compare(b.x, x) })
		return i
	}
	from := at(lo)
	return bends[from:max(from, at(math.Nextafter(hi, math.Inf(1))))]
}

// A mark is a point of the line on a chart.
type mark struct{ t, x float64 }

// holds says whether the bend lies inside the span, where, and is narrow beside it.
func (s *span) holds(o bend) (t float64, ok bool) {
	t = s.coordinate(o.x)
	if !(t > s.a && (s.endless || t < s.b)) {
		return t, false
	}
	_, unit := s.at(t)
	if s.kind == straight {
		unit *= s.b - s.a
	}
	return t, o.width < unit/2
}

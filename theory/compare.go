package theory

import (
	"math"
	"slices"

	"ganbook/theory/internal/float"
	"ganbook/theory/quad"
)

// expectApart is E[f(X)] for an f that has values of its own at atoms of p and q, as a comparison
// of masses has: the integral over p's density asks beside them. Far out in units of the density,
// its nodes do round to atoms.
func (p Distribution) expectApart(q Distribution, f func(x float64) float64) float64 {
	apart := func(x float64) float64 {
		_, mine := p.find(x)
		_, other := q.find(x)
		if mine || other {
			beside := math.Nextafter(x, math.Inf(1))
			if math.IsInf(p.logDensity(beside), -1) {
				beside = math.Nextafter(x, math.Inf(-1))
			}
			x = beside
		}
		return f(x)
	}
	var e account
	e.atoms(p.atoms, f)
	points := breakPoints(p, q, density.fineIntervals)
	at := quad.Integrand{F: func(x quad.Abscissa) float64 { return x.Apply(apart) }}
	for _, c := range p.components {
		e.component(c, at, quad.Split(c.fineIntervals(), points))
	}
	value, _ := e.total()
	return value
}

// breakPoints are those of both.
func breakPoints(p, q Distribution, layout func(density) []quad.Interval) []quad.BreakPoint {
	return append(p.breakPoints(layout), q.breakPoints(layout)...)
}

// expectRatio returns E_p[f(ln(p/q))], mass against mass and density against density. points are
// the break points of both; noise is that of an [quad.Integrand] for log densities of about 1.
func expectRatio(p, q Distribution, points []quad.BreakPoint, noise float64, f func(logRatio float64) float64) (value, bound float64) {
	var e account
	e.atoms(p.atoms, func(x float64) float64 { return f(logRatio(p.logMass(x), q.logMass(x))) })
	for _, c := range p.components {
		intervals := c.intervals()
		ratio := quad.Integrand{
			F:     func(x quad.Abscissa) float64 { return f(logRatio(p.logDensityAt(x), q.logDensityAt(x))) },
			Noise: noise * logSize(c, intervals),
		}
		e.component(c, ratio, quad.Split(intervals, points))
	}
	return e.total()
}

// logSize is 1 + |ln p| where p is highest, to which the rounding of a log ratio is proportional.
func logSize(p density, intervals []quad.Interval) float64 {
	top := math.Inf(-1)
	for _, v := range intervals {
		if l := p.logProb(v.Start()); float.Finite(l) {
			top = max(top, l)
		}
	}
	if !float.Finite(top) {
		return 1
	}
	return 1 + math.Abs(top)
}

// overBoth returns E_m[f(ln(p/q))] over the even mixture m = ½(p + q). It integrates over p and
// over q, so that what is narrow in either is seen. It is NaN where it is not as good as trusted.
func overBoth(p, q Distribution, f func(logRatio float64) float64) float64 {
	// f(r) is about r², so that an r off by δ moves E[f] by some E[√f]·δ ≤ √E[f]·δ. Here δ is four
	// roundings; to ask for more where p and q nearly agree is to subdivide noise.
	const noise = 0x1p-50
	points := breakPoints(p, q, density.intervals)
	ofP, offP := expectRatio(p, q, points, noise, f)
	ofQ, offQ := expectRatio(q, p, points, noise, func(r float64) float64 { return f(-r) })
	return sure((ofP+ofQ)/2, (offP+offQ)/2)
}

// logRatio is a − b; 0 where both are the same infinity, where neither party has anything, or both
// have a pole.
func logRatio(a, b float64) float64 {
	if a == b {
		return 0
	}
	return a - b
}

// gibbs is 2(D·r + 1 − 2D) for the log ratio r = ln(p/q) and D = σ(r) = p/(p + q): (p ln(p/q) − p +
// q)/m, which is nowhere negative.
func gibbs(r float64) float64 {
	if math.IsInf(r, -1) {
		return 2 // p ln p = 0
	}
	d := sigmoid(r)
	if math.Abs(r) < 0.5 {
		// 2D·(r + e^−r − 1), by its series: the three terms cancel.
		term := r * r / 2
		s := term
		for k := 3.0; math.Abs(term) > 0x1p-60*s; k++ {
			term *= -r / k
			s += term
		}
		return 2 * d * s
	}
	return 2 * (d*r + 1 - 2*d)
}

// told is ln 2 − h(σ(r)), the nats that an observation of log ratio r tells about which of two
// equally likely sources it came from; h is the binary entropy. In [0, ln 2] and even in r.
func told(r float64) float64 {
	a := math.Abs(r)
	if math.IsInf(a, 1) {
		return math.Ln2
	}
	if a < 0.25 {
		// Σ t²ᵏ/(2k(2k − 1)) for t = tanh(a/2) = 2D − 1: the closed form cancels.
		t := math.Tanh(a / 2)
		t2 := t * t
		s := 0.0
		for k := 8.0; k >= 1; k-- {
			s = t2 * (s + 1/(2*k*(2*k-1)))
		}
		return s
	}
	e := math.Exp(-a)
	return max(0, math.Ln2-math.Log1p(e)-a*e/(1+e))
}

// sigmoid is 1/(1 + e^−x).
func sigmoid(x float64) float64 {
	if x < 0 {
		e := math.Exp(x)
		return e / (1 + e)
	}
	return 1 / (1 + math.Exp(-x))
}

// covers says whether q has density wherever p has. Quadrature cannot: a sliver falls between its
// nodes, and far out in p's tail an infinite log ratio looks like an overflow.
func (q Distribution) covers(p Distribution) bool {
	ends := []float64{math.Inf(-1), math.Inf(1)}
	for _, b := range breakPoints(p, q, density.intervals) {
		ends = append(ends, b.X)
	}
	for _, c := range slices.Concat(p.components, q.components) {
		lo, hi := c.support()
		ends = append(ends, lo, hi)
	}
	slices.Sort(ends)
	ends = slices.Compact(ends)
	for i := range len(ends) - 1 {
		a, b := ends[i], ends[i+1]
		if p.fills(a, b) && !q.fills(a, b) {
			return false
		}
	}
	return true
}

// fills says whether some component of the density is there between a and b, where none has an edge.
func (p Distribution) fills(a, b float64) bool {
	x := between(a, b)
	for _, c := range p.components {
		lo, hi := c.support()
		if lo <= a && b <= hi && !math.IsInf(c.logProb(x), -1) {
			return true
		}
	}
	return false
}

// between returns a point between a and b, either of which may be infinite.
func between(a, b float64) float64 {
	switch {
	case math.IsInf(a, -1) && math.IsInf(b, 1):
		return 0
	case math.IsInf(a, -1):
		return b - max(1, math.Abs(b))
	case math.IsInf(b, 1):
		return a + max(1, math.Abs(a))
	}
	return a + (b-a)/2
}

package theory

import (
	"math"
	"slices"
)

// expectAtoms is the part of E[f(X)] over p's atoms.
func (p Distribution) expectAtoms(f func(x float64) float64) (value, bound float64) {
	return Distribution{atoms: p.atoms}.expect(f, nil)
}

// expectDensity is the part of E[f(X)] over p's density, for an f made of the densities of p and q.
func (p Distribution) expectDensity(q Distribution, f func(x float64) float64) (value, bound float64) {
	return Distribution{waves: p.waves}.expect(f, bendsOf(p, q))
}

// expectApart is E[f(X)] for an f that has values of its own at atoms of p and q, as a comparison of masses has: the
// integral over p's density asks beside them. Far out in units of the density, its nodes do round to atoms.
func (p Distribution) expectApart(q Distribution, f func(x float64) float64) float64 {
	atoms, _ := p.expectAtoms(f)
	density, _ := p.expectDensity(q, func(x float64) float64 {
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
	})
	return atoms + density
}

func bendsOf(p, q Distribution) []bend { return append(p.bends(), q.bends()...) }

// overBoth returns E_m[f(ln(p/q))] over the even mixture m = ½(p + q), comparing mass with mass and density with
// density. Both parties' quadratures take part, so that what is narrow in either is seen.
func overBoth(p, q Distribution, f func(logRatio float64) float64) float64 {
	mass := func(x float64) float64 { return f(logRatio(p.logMass(x), q.logMass(x))) }
	density := func(x float64) float64 { return f(logRatio(p.logDensity(x), q.logDensity(x))) }
	total := 0.0
	for _, d := range [...][2]Distribution{{p, q}, {q, p}} {
		atoms, _ := d[0].expectAtoms(mass)
		smooth, _ := d[0].expectDensity(d[1], density)
		total += atoms + smooth
	}
	return total / 2
}

// logRatio is a − b; 0 where both are the same infinity, where neither party has anything, or both have a pole.
func logRatio(a, b float64) float64 {
	if a == b {
		return 0
	}
	return a - b
}

// gibbs is 2(D·r + 1 − 2D) for the log ratio r = ln(p/q) and D = σ(r) = p/(p + q): (p ln(p/q) − p + q)/m, which is
// nowhere negative.
func gibbs(r float64) float64 {
	switch {
	case math.IsInf(r, -1):
		return 2 // p ln p = 0
	case math.Abs(r) < 0.5:
		// 2D·(r + e^−r − 1), by its series: the three terms cancel.
		term := r * r / 2
		s := term
		for k := 3.0; k <= 16; k++ {
			term *= -r / k
			s += term
		}
		return 2 * sigmoid(r) * s
	}
	return 2 * (sigmoid(r)*r - math.Tanh(r/2))
}

// told is ln 2 − h(σ(r)), the nats that an observation of log ratio r tells about which of two equally likely
// sources it came from; h is the binary entropy. In [0, ln 2] and even in r.
func told(r float64) float64 {
	a := math.Abs(r)
	if math.IsInf(a, 1) {
		return math.Ln2
	}
	if a < 0.25 {
		// Σ t²ᵏ/(2k(2k − 1)) for t = tanh(a/2) = 2D − 1: the closed form cancels.
		t2 := math.Tanh(a/2) * math.Tanh(a/2)
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

// covers says whether q has density wherever p has. Quadrature cannot: a sliver falls between its nodes, and
// far out in p's tail an infinite log ratio looks like an overflow.
func (q Distribution) covers(p Distribution) bool {
	ends := []float64{math.Inf(-1), math.Inf(1)}
	for _, b := range bendsOf(p, q) {
		ends = append(ends, b.x)
	}
	for _, w := range slices.Concat(p.waves, q.waves) {
		lo, hi := w.support()
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
	for _, w := range p.waves {
		lo, hi := w.support()
		if lo <= a && b <= hi && !math.IsInf(w.logProb(x), -1) {
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

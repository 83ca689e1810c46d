package theory

import (
	"math"
	"slices"

	"ganbook/theory/internal/float"
	"ganbook/theory/quad"
)

// expectBesideAtoms returns E[f(X)] and its error estimate, for an f that may have special values at
// the atoms of p and q, such as a discriminator that compares masses there. The integral
// over p's density must not use these special values. But if p lies far from 0 in units of its
// width, nodes of the quadrature do round to atoms. At such a node the integral takes f at a
// float64 beside the atom.
func (p Distribution) expectBesideAtoms(
	q Distribution, f func(x float64) float64,
) (value, errorEstimate float64) {
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
	at := quad.Integrand{F: func(x quad.Abscissa) float64 { return x.Apply(apart) }}
	return p.expect(f, at, density.fineIntervals, jointBreakPoints(p, q, density.fineIntervals))
}

// jointBreakPoints returns the break points of p and of q.
func jointBreakPoints(p, q Distribution, layout func(density) []quad.Interval) []quad.BreakPoint {
	return append(p.breakPoints(layout), q.breakPoints(layout)...)
}

// expectRatio returns E_p[f(ln(p/q))] and its error estimate. It compares mass with mass and density
// with density. points are the break points of p and q. noise is the noise of [Distribution.expect].
func expectRatio(
	p, q Distribution, points []quad.BreakPoint, noise float64, f func(logRatio float64) float64,
) (value, errorEstimate float64) {
	masses := func(x float64) float64 { return f(logRatio(p.logMass(x), q.logMass(x))) }
	densities := quad.Integrand{
		F:     func(x quad.Abscissa) float64 { return f(logRatio(p.logDensityAt(x), q.logDensityAt(x))) },
		Noise: noise,
	}
	return p.expect(masses, densities, density.intervals, points)
}

// logMagnitude returns 1 + |ln p| at the highest of the starts of the intervals. The rounding of a
// log ratio is proportional to it.
func logMagnitude(p density, intervals []quad.Interval) float64 {
	top := math.Inf(-1)
	for _, v := range intervals {
		if l := p.logProbAt(quad.At(v.Start())); float.Finite(l) {
			top = max(top, l)
		}
	}
	if !float.Finite(top) {
		return 1
	}
	return 1 + math.Abs(top)
}

// expectOverMixture returns E_m[f(ln(p/q))] over the even mixture m = ½(p + q). It integrates over
// p and over q separately, so that a narrow component of either is found. The result is NaN if it
// has a larger error estimate than [accuracy].
func expectOverMixture(p, q Distribution, f func(logRatio float64) float64) float64 {
	// f(r) is about r². An error δ in r therefore changes E[f] by about E[√f]·δ ≤ √E[f]·δ. Here δ is
	// four roundings. Where p and q nearly agree, a smaller error estimate would only subdivide
	// rounding noise.
	const noise = 0x1p-50
	points := jointBreakPoints(p, q, density.intervals)
	valueP, errorP := expectRatio(p, q, points, noise, f)
	valueQ, errorQ := expectRatio(q, p, points, noise, func(r float64) float64 { return f(-r) })
	return accurateOrNaN((valueP+valueQ)/2, (errorP+errorQ)/2)
}

// logRatio returns a − b for the logarithms of two masses or densities. It is 0 where a and b are
// the same infinity: then both masses or densities are 0, or both densities have a singularity
// there.
func logRatio(a, b float64) float64 {
	if a == b {
		return 0
	}
	return a - b
}

// klIntegrand returns the integrand of KL over the mixture m = ½(p + q), at the log ratio r =
// ln(p/q). With D = σ(r) = p/(p + q) it is
//
//	(p ln(p/q) − p + q)/m = 2(D·r + 1 − 2D),
//
// which is nowhere negative.
func klIntegrand(r float64) float64 {
	if math.IsInf(r, -1) {
		return 2 // p ln p = 0
	}
	d := sigmoid(r)
	if math.Abs(r) < 0.5 {
		// The same is 2D·(r + e^−r − 1). It is computed by its series, because the three terms cancel.
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

// jsIntegrand returns the integrand of JS over the mixture m = ½(p + q), at the log ratio r =
// ln(p/q). It is ln 2 − h(σ(r)), where h is the binary entropy in nats. This is the information
// that an observation with log ratio r gives about which of two equally likely sources it came
// from. It lies in [0, ln 2] and is even in r.
func jsIntegrand(r float64) float64 {
	a := math.Abs(r)
	if math.IsInf(a, 1) {
		return math.Ln2
	}
	if a < 0.25 {
		// The series Σ t²ᵏ/(2k(2k − 1)) for t = tanh(a/2) = 2D − 1, because the closed form cancels.
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

// covers reports whether q has density wherever p has density. Quadrature cannot decide this. A
// thin range without density may fall between its nodes. Far out in the tail of p, an infinite log
// ratio looks like an overflow.
func (q Distribution) covers(p Distribution) bool {
	ends := []float64{math.Inf(-1), math.Inf(1)}
	for _, b := range jointBreakPoints(p, q, density.intervals) {
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
		if p.hasDensityBetween(a, b) && !q.hasDensityBetween(a, b) {
			return false
		}
	}
	return true
}

// hasDensityBetween reports whether some component has density between a and b. No component may
// have an edge between a and b.
func (p Distribution) hasDensityBetween(a, b float64) bool {
	middle := pointBetween(a, b)
	for _, c := range p.components {
		if lo, hi := c.support(); !(lo <= a && b <= hi) {
			continue
		}
		// The density may be 0 at one point alone. Between two adjacent float64s none lies, so the two are asked.
		points := [...]float64{middle, pointBetween(a, middle), pointBetween(middle, b)}
		if math.Nextafter(a, b) == b {
			points = [...]float64{a, b, b}
		}
		for _, x := range points {
			if !math.IsInf(c.logProbAt(quad.At(x)), -1) {
				return true
			}
		}
	}
	return false
}

// pointBetween returns a point between a and b, either of which may be infinite.
func pointBetween(a, b float64) float64 {
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

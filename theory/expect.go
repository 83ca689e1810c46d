package theory

import (
	"math"

	"ganbook/theory/internal/float"
	"ganbook/theory/quad"
)

// Expect returns the expectation of f(X) for X distributed as p:
//
//	E[f(X)] = Σ f(xᵢ) pᵢ + ∫ f(x) p(x) dx.
//
// The sum is over the atoms, the integral over the density. [Distribution.ExpectErr] returns the
// same value with an error estimate, and says what f may be. Expect panics if f is nil.
func (p Distribution) Expect(f func(x float64) float64) float64 {
	value, _ := p.ExpectErr(f)
	return value
}

// ExpectErr returns E[f(X)] and an error estimate, an estimate of |value − E[f(X)]|. The estimate is
// usually greater than the error, but it is no proven bound.
//
// The sum is compensated. Package quad computes the integral. It starts from intervals that fit the
// density, and subdivides them until the error estimate is under 1e-11 of E|f(X)|, or until it has
// added 4,000 subintervals. f may have jumps, kinks, and integrable singularities.
//
// The integral is made from values of f at points. If f changes only within a band that contains
// none of these points, neither the value nor the error estimate shows it. A band that holds 2 % of
// the density's probability is always found. For a narrower band, give its place a component of its
// own with [Mix], or split the expectation there.
//
// f is called only where p has mass, and not where the density is below e^−1500. Where the density
// is below e^−600, a value of f that is not finite counts as an overflow, and adds nothing.
//
// Special cases, in which the error estimate is +Inf:
//
//	+Inf or −Inf  f(X) is infinite with positive probability, or its positive or negative part has an infinite mean
//	NaN           both parts have an infinite mean (a Cauchy distribution), or f(X) is NaN with positive probability
//
// ExpectErr decides from the decay of |f(x)p(x)x| whether a tail has a finite mean. It looks at the
// last quarter of the way (in ln|x|) to |x| = 1e150, or to where float64 no longer holds the
// product. If the product falls more slowly than |x|^−0.01, the mean counts as infinite. If it
// falls faster, the rest of the tail is extrapolated, and the error estimate allows for that. So the
// mean of a Pareto distribution is right for α > 1.01. For smaller α it is +Inf, although for
// α = 1.005 the true mean is 201.
//
// If the product falls more slowly than |x|^−0.01 but the fall still speeds up, the result is NaN.
// This happens where f(x)p(x) contains a logarithm.
//
// Singularities are judged in the same way, by the distance from the point. The distance goes down
// to 1e-300 at 0, and to 4,096 roundings at other points.
//
// An f that overflows where f·p still grows counts as infinite. For example, E[exp(aX)] of N(0, 1)
// is right up to a = 23.
//
// ExpectErr panics if f is nil.
func (p Distribution) ExpectErr(f func(x float64) float64) (value, errorEstimate float64) {
	p.check()
	if f == nil {
		panic("theory: Expect: f is nil; give a function from x to f(x)")
	}
	at := quad.Integrand{F: func(x quad.Abscissa) float64 { return x.Apply(f) }}
	var others []quad.BreakPoint
	if len(p.components) > 1 {
		others = p.breakPoints(density.fineIntervals)
	}
	return p.expect(f, at, density.fineIntervals, others)
}

// expect returns the sum of atAtom over the atoms plus the expectation of f over the density, and the
// error estimate. Each component has an integral of its own. It starts from the intervals of its
// layout, split at the points. f.Noise is the noise for log densities of about 1.
func (p Distribution) expect(
	atAtom func(x float64) float64, f quad.Integrand,
	layout func(density) []quad.Interval, points []quad.BreakPoint,
) (value, errorEstimate float64) {
	var e expectation
	e.addAtoms(p.atoms, atAtom)
	noise := f.Noise
	for _, c := range p.components {
		intervals := layout(c.density)
		if noise > 0 {
			f.Noise = noise * logMagnitude(c, intervals)
		}
		f.LogWeight = c.logProbAt
		e.addIntegral(c.weight, c.massError(), f.Over(quad.Split(intervals, points)))
	}
	return e.total()
}

// An expectation accumulates the value of E[f(X)] part by part.
type expectation struct {
	mean, errors float.Sum
	quad.Divergence
}

// rounding is the error that float64 arithmetic may cause, as a share of Σ|f(xᵢ)|pᵢ.
const rounding = 0x1p-50

// addAtoms adds the sum over atoms.
func (e *expectation) addAtoms(atoms []atom, f func(x float64) float64) {
	var abs float.Sum
	for _, a := range atoms {
		v := f(a.value)
		if !float.Finite(v) {
			e.Note(v)
			continue
		}
		e.mean.Add(a.mass * v)
		abs.Add(math.Abs(a.mass * v))
	}
	e.errors.Add(rounding * abs.Total())
}

// addDensity adds the expectation of f over the whole density of p, as one integral.
func (e *expectation) addDensity(p Distribution, f quad.Integrand, intervals []quad.Interval) {
	massError := 0.0
	for _, c := range p.components {
		massError = max(massError, c.massError())
	}
	f.LogWeight = p.logDensityAt
	e.addIntegral(1, massError, f.Over(intervals))
}

// addIntegral adds an integral with its weight. massError estimates the relative error of the density
// under the integral.
func (e *expectation) addIntegral(weight, massError float64, r quad.Result) {
	e.Merge(r.Divergence)
	e.mean.Add(weight * r.Value)
	e.errors.Add(weight * (r.ErrorEstimate + massError*r.Abs))
}

// total returns the expectation and its error estimate.
func (e *expectation) total() (value, errorEstimate float64) {
	return e.Outcome(e.mean.Total(), e.errors.Total())
}

// accuracy is the largest error estimate that is accepted for an entropy or a divergence. It is in nats,
// and relative where the value is more than 1. The actual errors are usually less than half of their
// estimates.
const accuracy = 2e-9

// accurateOrNaN returns value if its error estimate is within accuracy, else NaN.
func accurateOrNaN(value, errorEstimate float64) float64 {
	if float.Finite(value) && !(errorEstimate <= accuracy*(1+math.Abs(value))) {
		return math.NaN()
	}
	return value
}

// atMost returns the computed value of a quantity that is never above most. Rounding may bring it
// slightly above.
func atMost(value, most float64) float64 {
	if !math.IsInf(most, 1) {
		value = finite(value)
	}
	return min(value, most)
}

// finite returns the computed value of a quantity that is finite, and NaN for ±Inf: the integration has
// then taken a singularity for a divergence.
func finite(value float64) float64 {
	if math.IsInf(value, 0) {
		return math.NaN()
	}
	return value
}

// Mean returns E[X]. It is NaN or ±Inf where [Distribution.ExpectErr] says so.
func (p Distribution) Mean() float64 {
	p.check()
	mean, _ := p.moments()
	return mean
}

// Variance returns Var[X] = E[(X − E[X])²], in squared units of X. It is +Inf where the mean is
// finite but E[X²] is not. It is NaN where the mean is not finite.
func (p Distribution) Variance() float64 {
	p.check()
	_, variance := p.moments()
	return variance
}

package theory

import (
	"math"

	"ganbook/theory/internal/float"
	"ganbook/theory/quad"
)

// Expect returns the expectation of f(X) for X distributed as p,
//
//	E[f(X)] = Σ f(xᵢ) pᵢ + ∫ f(x) p(x) dx,
//
// the sum over the atoms, the integral over the density. [Distribution.ExpectErr] returns the same
// value with a bound on its error, and says what f may be.
func (p Distribution) Expect(f func(x float64) float64) float64 {
	value, _ := p.ExpectErr(f)
	return value
}

// ExpectErr returns E[f(X)] and a bound on its error: |value − E[f(X)]| ≤ bound.
//
// The sum is compensated. The integral is package quad's: it starts from intervals that fit the
// density, and subdivides them until the bound is under 1e-11 of E|f(X)| or there are 4,000
// subintervals more. f may jump, bend, and have integrable singularities.
//
// The integral is made from values of f at points. So f must not have a band that lies between all
// of these points: neither the value nor the bound would show it. A band that holds 2 % of the
// density's probability is always found. For a narrower one, give its place a component of its own
// with [Mix], or split the expectation there.
//
// f is asked only where p has mass, and not where the density is below e^−1500. Where the density
// is below e^−600, an f that is not finite counts as one that overflowed, and adds nothing.
//
// Special cases are:
//
//	+Inf or −Inf  f(X) is infinite with positive probability, or its positive or negative part has an infinite mean
//	NaN           both parts have an infinite mean (a Cauchy's), or f(X) is NaN with positive probability
//
// with the bound +Inf.
//
// Whether a tail has a finite mean is told by how fast |f(x)p(x)x| falls, over the last quarter of
// the way (in ln|x|) to |x| = 1e150, or to where float64 no longer holds the product. If it falls
// slower than |x|^−0.01, the mean counts as infinite. If it falls faster, what lies beyond is
// extrapolated, and the bound allows for that. So the mean of a Pareto is right for α > 1.01 and
// +Inf below, although at α = 1.005 it is 201. If the fall is slower than |x|^−0.01 and still
// speeding up, as with a logarithm in f(x)p(x), the result is NaN. Singularities are judged in the
// same way, by the distance from the point: down to 1e-300 at 0, and to 4,096 roundings at other
// points. An f that overflows where f·p still grows counts as infinite: E[exp(aX)] of N(0, 1) is
// right up to a = 23.
func (p Distribution) ExpectErr(f func(x float64) float64) (value, bound float64) {
	p.check()
	var e account
	e.atoms(p.atoms, f)
	at := quad.Integrand{F: func(x quad.Abscissa) float64 { return x.Apply(f) }}
	var others []quad.BreakPoint
	if len(p.components) > 1 {
		others = p.breakPoints(density.fineIntervals)
	}
	for _, c := range p.components {
		e.component(c, at, quad.Split(c.fineIntervals(), others))
	}
	return e.total()
}

// An account is an expectation, added up part by part.
type account struct {
	mean, errors float.Sum
	quad.Divergence
}

// rounding is the share of Σ|f(xᵢ)|pᵢ that float64 arithmetic may cost.
const rounding = 0x1p-50

// atoms adds the sum over atoms.
func (e *account) atoms(atoms []atom, f func(x float64) float64) {
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

// component adds the expectation of f over one component of the density.
func (e *account) component(c component, f quad.Integrand, intervals []quad.Interval) {
	f.LogWeight = c.logProbAt
	e.integral(c.weight, c.massError(), f.Over(intervals))
}

// density adds the expectation of f over the whole density of p, in one integral.
func (e *account) density(p Distribution, f quad.Integrand, intervals []quad.Interval) {
	massError := 0.0
	for _, c := range p.components {
		massError = max(massError, c.massError())
	}
	f.LogWeight = p.logDensityAt
	e.integral(1, massError, f.Over(intervals))
}

func (e *account) integral(weight, massError float64, r quad.Result) {
	e.Merge(r.Divergence)
	e.mean.Add(weight * r.Value)
	e.errors.Add(weight * (r.Error + massError*r.Abs))
}

// total returns the expectation and a bound on its error.
func (e *account) total() (value, bound float64) {
	switch {
	case e.NaN():
		return math.NaN(), math.Inf(1)
	case e.Positive:
		return math.Inf(1), math.Inf(1)
	case e.Negative:
		return math.Inf(-1), math.Inf(1)
	}
	return e.mean.Total(), e.errors.Total()
}

// trusted is the bound on the error of an entropy or a divergence, in nats, relative where that is
// more than 1. The errors themselves are a half of their bounds or less.
const trusted = 2e-9

// sure is the value where it is as good as trusted, else NaN.
func sure(value, bound float64) float64 {
	if float.Finite(value) && !(bound <= trusted*(1+math.Abs(value))) {
		return math.NaN()
	}
	return value
}

// Mean returns E[X]; NaN or ±Inf where that is, as [Distribution.ExpectErr] says.
func (p Distribution) Mean() float64 {
	p.check()
	mean, _ := p.moments()
	return mean
}

// Variance returns Var[X] = E[(X − E[X])²], in squared units of X. It is +Inf where the mean is
// finite and the squares' is not, NaN where the mean is not finite.
func (p Distribution) Variance() float64 {
	p.check()
	_, variance := p.moments()
	return variance
}

package theory

import "math"

// Expect returns the expectation of f(X) for X distributed as p,
//
//	E[f(X)] = Σ f(xᵢ) pᵢ + ∫ f(x) p(x) dx,
//
// the sum over the atoms, the integral over the density. [Distribution.ExpectErr] returns the same value with
// a bound on its error, and says what f may be.
func (p Distribution) Expect(f func(x float64) float64) float64 {
	value, _ := p.ExpectErr(f)
	return value
}

// ExpectErr returns E[f(X)] and a bound on its error: |value − E[f(X)]| ≤ bound.
//
// The sum is compensated. The integral is adaptive (Gauss–Kronrod, 21 points): it starts from the density's own
// bends, in its own units, and halves the worst piece until the bound is under 1e-11 of E|f(X)| or 4,000 pieces are
// in use. Jumps, kinks and integrable poles of f cost pieces, not accuracy. What quadrature cannot see, nor
// the bound, is a band of f so narrow that it falls between all points looked at: it holds less than 2 % of
// the density's probability. Give its place a component of its own with [Mix], or split the expectation there.
// f is asked only where p has mass, not where the density is below e^−1500; where it is below e^−600, an f that is
// not finite is taken to have overflowed, and left out.
//
// Where f(X) is infinite with positive probability, or its positive or negative part has an infinite mean, the
// value is +Inf or −Inf; where both parts do, NaN, as for the mean of a Cauchy. It is NaN too where f(X) is with
// positive probability. The bound is +Inf in all these cases.
//
// A pole inside is found by itself and followed from both sides.
//
// A tail is judged by the slope of ln|f(x)p(x)x| against ln|x|, over the last quarter of the way out to
// |x| = 1e150 or to where float64 no longer holds the product; falling slower than |x|^−0.01 it counts as
// divergent, and what lies beyond a convergent one is extrapolated, with an allowance in the bound. So the mean
// of a Pareto is right for α > 1.01 and +Inf below, though at α = 1.005 it is really 201; whether the likes of
// 1/(x ln²x) converge, float64 doesn't reach. Poles are judged alike by the distance from them, down to 1e-300 from
// 0 and to 4,096 roundings from other points; where the slope levels off on the way there, it is no pole. A slope that is
// below 0.01 as far as float64 reaches, but on its way above it, as a logarithm in f(x)p(x) makes it, is undecided: NaN. f that
// overflows while f·p still grows counts as infinite: E[exp(aX)] of N(0, 1) is right up to a = 23.
func (p Distribution) ExpectErr(f func(x float64) float64) (value, bound float64) {
	p.must()
	var e account
	e.atoms(p.atoms, f)
	at := func(at place) float64 { return at.of(f) }
	var others []bend
	if len(p.waves) > 1 {
		others = p.bends(shape.fine)
	}
	for _, w := range p.waves {
		e.density(w, at, split(w.fine(), others), 0)
	}
	return e.total()
}

// An account is an expectation, added up part by part.
type account struct {
	mean, errors sum
	infinite
}

// atoms adds the sum over atoms.
func (e *account) atoms(atoms []atom, f func(x float64) float64) {
	var size sum
	for _, a := range atoms {
		v := f(a.value)
		if !finite(v) {
			e.note(v)
			continue
		}
		e.mean.add(a.mass * v)
		size.add(math.Abs(a.mass * v))
	}
	e.errors.add(rounding * size.total())
}

// density adds the integral over a component of the density, which the spans lay out.
func (e *account) density(w wave, f func(at place) float64, spans []span, blur float64) {
	in := integrate(over(w.shape, f), spans, blur)
	e.merge(in.infinite)
	e.mean.add(w.weight * in.value)
	e.errors.add(w.weight * (in.bound + w.doubt()*in.abs))
}

// whole adds the integral over all of p's density at once, which the spans lay out.
func (e *account) whole(p Distribution, f func(at place) float64, spans []span) {
	doubt := 0.0
	for _, w := range p.waves {
		doubt = max(doubt, w.doubt())
	}
	in := integrate(over(&p, f), spans, 0)
	e.merge(in.infinite)
	e.mean.add(in.value)
	e.errors.add(in.bound + doubt*in.abs)
}

// total returns the expectation and a bound on its error.
func (e *account) total() (value, bound float64) {
	switch {
	case e.nan():
		return math.NaN(), math.Inf(1)
	case e.up:
		return math.Inf(1), math.Inf(1)
	case e.down:
		return math.Inf(-1), math.Inf(1)
	}
	return e.mean.total(), e.errors.total()
}

// trusted is the bound on the error of an entropy or a divergence, in nats, relative where that is more than 1. The errors
// themselves are a half of their bounds or less.
const trusted = 2e-9

// sure is the value where it is as good as trusted, else NaN.
func sure(value, bound float64) float64 {
	if finite(value) && !(bound <= trusted*(1+math.Abs(value))) {
		return math.NaN()
	}
	return value
}

// over is the integrand f(x)·p(x).
func over(p interface{ logAt(place) float64 }, f func(at place) float64) integrand {
	return func(c *chart, t float64) (float64, state) {
		d, jacobian := c.at(t)
		at := c.place(d)
		log := p.logAt(at)
		if log < vanished {
			return 0, gone
		}
		v := f(at)
		if log > faint {
			v *= math.Exp(log) * jacobian
		} else {
			// Density and f may each leave the range of float64 where their product does not.
			if !finite(v) {
				return 0, blind
			}
			v = math.Copysign(math.Exp(log+ln(math.Abs(v))+ln(jacobian)), v)
		}
		if !finite(v) {
			return v, wild
		}
		return v, plain
	}
}

// Log densities below faint need care in products, and below vanished no f brings them back.
const faint, vanished = -600, -1500

// Mean returns E[X]; NaN or ±Inf where that is, as [Distribution.ExpectErr] says.
func (p Distribution) Mean() float64 {
	p.must()
	mean, _ := p.moments()
	return mean
}

// Variance returns Var[X] = E[(X − E[X])²], in squared units of X. It is +Inf where the mean is finite and the
// squares' is not, NaN where the mean is not finite.
func (p Distribution) Variance() float64 {
	p.must()
	_, variance := p.moments()
	return variance
}

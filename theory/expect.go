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
// The sum is compensated. The integral is adaptive (Gauss–Kronrod, 21 points), split where the density
// bends, in its own units, and halved until the bound is under 1e-11 of E|f(X)| or 4,000 pieces are in
// use; jumps, kinks and integrable poles of f cost pieces, not accuracy. What no quadrature can see is a
// feature of f much narrower than the density that happens to lie between all points looked at; give it its
// own component with [Mix]. f is asked only where p has mass.
//
// Where f(X) is infinite with positive probability, or its positive or negative part has an infinite mean, the
// value is +Inf or −Inf; where both parts are infinite, NaN, as the mean of a Cauchy; the bound is then +Inf.
// A tail is judged by the slope of ln|f(x)p(x)x| against ln|x| over its far half, out to |x| = 1e150 or as far
// as float64 holds the product: falling slower than |x|^−0.01 counts as divergent. So Pareto's mean is
// finite for α ≥ 1.02, say, and +Inf for α = 1.005, where it is really 201; what decides below that, a
// logarithm for instance, float64 doesn't reach. The same rule, in the distance, judges a pole of f or of
// the density. The share of the integral beyond what was followed is extrapolated, and the bound allows for it.
//
// f(X) that is NaN with positive probability makes the value NaN.
func (p Distribution) ExpectErr(f func(x float64) float64) (value, bound float64) {
	p.must()
	if len(p.waves) == 1 {
		return p.expect(f, nil)
	}
	return p.expect(f, p.bends())
}

// expect is ExpectErr with other densities' bends at which to split the integral, for an f made of those
// densities.
func (p Distribution) expect(f func(x float64) float64, others []bend) (value, bound float64) {
	var mean, size, errors sum
	var inf infinite
	for _, a := range p.atoms {
		v := f(a.value)
		if !finite(v) {
			inf.note(v)
			continue
		}
		mean.add(a.mass * v)
		size.add(math.Abs(a.mass * v))
	}
	errors.add(rounding * size.total())
	for _, w := range p.waves {
		in := integrate(over(w.shape, f), split(w.spans(), others))
		inf.merge(in.infinite)
		mean.add(w.weight * in.value)
		errors.add(w.weight * (in.bound + w.doubt()*in.abs))
	}
	switch {
	case inf.nan():
		return math.NaN(), math.Inf(1)
	case inf.up:
		return math.Inf(1), math.Inf(1)
	case inf.down:
		return math.Inf(-1), math.Inf(1)
	}
	return mean.total(), errors.total()
}

// over is the integrand f(x)·p(x).
func over(p shape, f func(x float64) float64) integrand {
	return func(c *chart, t float64) (float64, state) {
		d, jacobian := c.at(t)
		at := c.place(d)
		log := p.logAt(c.origin, d, at)
		if log < vanished {
			return 0, gone
		}
		v := at.of(f)
		if log > faint {
			v *= math.Exp(log) * jacobian
		} else {
			// Density and f may each leave the range of float64 where their product does not.
			if !finite(v) {
				return 0, blind
			}
			v = math.Copysign(math.Exp(log+math.Log(math.Abs(v))+math.Log(jacobian)), v)
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

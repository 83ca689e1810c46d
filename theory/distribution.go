package theory

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"ganbook/theory/internal/float"
	"ganbook/theory/quad"
)

// A Distribution is a probability distribution on the line. It has mass at points (atoms), density
// between them, or both; together they have mass 1. Make one with [PMF], [Discrete], [Bernoulli],
// [Data], [Normal], [Uniform], [Exponential], [Laplace], [StudentT], [Cauchy], [Gamma],
// [LogNormal], [Continuous], [Density] or [Mix]. The zero Distribution has no mass; its methods
// panic, except String. A Distribution never changes, and several goroutines may use it at once.
type Distribution struct {
	atoms      []atom      // in ascending order, each value once, masses positive
	components []component // the components of the density, weights positive
	label      string      // what String returns; empty: the name of the only component
}

// An atom is mass at a point. The field below is the total mass of this atom and of those before
// it. The field above is the total mass of this atom and of those after it.
type atom struct {
	value, mass  float64
	below, above float64
}

// A component is a density of total mass 1 with its weight in the mixture.
type component struct {
	weight    float64
	logWeight float64 // the logarithm of weight
	density
}

// oneComponent returns the distribution whose only component is d. It has no atoms.
func oneComponent(d density) Distribution { return Distribution{components: []component{{1, 0, d}}} }

// A density has total mass 1.
type density interface {
	// logProbAt returns ln of the density at x. It uses the extra digits of the abscissa if the
	// formula can; otherwise it calls [quad.Abscissa.Apply].
	logProbAt(x quad.Abscissa) float64
	// cdf returns the mass below x and the mass above x. Both are returned because 1 − below loses
	// the digits of a small above. Each has its own relative precision where the formulas allow it.
	cdf(x float64) (below, above float64)
	// quantile returns the point with mass u below it and mass v = 1 − u above it, for 0 < u < 1.
	// Both are given because 1 − u loses the digits of a small v.
	quantile(u, v float64) float64
	// support returns the ends of the range outside of which the density is 0.
	support() (lo, hi float64)
	// intervals returns the intervals for an integrand that changes only where the density changes.
	intervals() []quad.Interval
	// fineIntervals returns the intervals for the expectation of any f. Every range that holds 2 %
	// of the mass contains a node of the quadrature.
	fineIntervals() []quad.Interval
	// massError returns an estimate of the relative error of the total mass.
	massError() float64
	// draw returns a random draw.
	draw(r *rand.Rand) float64
	// moments returns the mean and the variance. known is false if no formula gives them.
	moments() (mean, variance float64, known bool)
	// name returns what [Distribution.String] prints.
	name() string
}

// Atoms returns the points that have mass, in ascending order, and their masses. The masses sum to
// 1 less the weights of [Distribution.Densities].
func (p Distribution) Atoms() (values, masses []float64) {
	p.check()
	for _, a := range p.atoms {
		values = append(values, a.value)
		masses = append(masses, a.mass)
	}
	return values, masses
}

// Densities returns the components of the density and their weights. The weights sum to 1 less the
// masses of [Distribution.Atoms]. Each component is a Distribution of its own, of total mass 1. The
// components of nested mixtures come in one list.
func (p Distribution) Densities() (weights []float64, ds []Distribution) {
	p.check()
	for _, c := range p.components {
		weights = append(weights, c.weight)
		ds = append(ds, oneComponent(c.density))
	}
	return weights, ds
}

// Support returns the ends of the shortest interval that holds all mass; of a [Density] or a [Continuous],
// the ends that were given. They are [Distribution.Quantile] of 0 and of 1.
func (p Distribution) Support() (lo, hi float64) {
	p.check()
	lo, hi = math.Inf(1), math.Inf(-1)
	if n := len(p.atoms); n > 0 {
		lo, hi = p.atoms[0].value, p.atoms[n-1].value
	}
	for _, c := range p.components {
		l, h := c.support()
		lo, hi = min(lo, l), max(hi, h)
	}
	return lo, hi
}

// LogProb returns ln P(x), in nats. Where x is an atom, it is the logarithm of the mass. Elsewhere
// it is the logarithm of the density, which may be positive. Where there is neither, it is −Inf.
//
// Special cases are:
//
//	LogProb(NaN) = NaN
//	LogProb(±Inf) = −Inf
func (p Distribution) LogProb(x float64) float64 {
	p.check()
	if x != x {
		return x
	}
	if math.IsInf(x, 0) {
		return math.Inf(-1)
	}
	if _, ok := p.find(x); ok {
		return p.logMass(x)
	}
	return p.logDensity(x)
}

// logMass returns ln of the mass at x. It is −Inf where x is not an atom.
func (p Distribution) logMass(x float64) float64 {
	if i, ok := p.find(x); ok {
		return float.Log(p.atoms[i].mass)
	}
	return math.Inf(-1)
}

// logDensity returns ln of the density at x, whether there is an atom at x or not. It is −Inf where
// there is no density.
func (p Distribution) logDensity(x float64) float64 { return p.logDensityAt(quad.At(x)) }

// logDensityAt returns the same as logDensity, at an abscissa.
func (p *Distribution) logDensityAt(x quad.Abscissa) float64 {
	if len(p.components) == 1 {
		c := &p.components[0]
		return c.logWeight + c.logProbAt(x)
	}
	// ln Σ wᵢ pᵢ = top + ln sum. The largest term is factored out of the sum, so that the sum
	// does not underflow.
	const leastExponent = -40 // 1 + e^−40 rounds to 1
	top, sum := math.Inf(-1), 1.0
	for i := range p.components {
		c := &p.components[i]
		switch l := c.logWeight + c.logProbAt(x); {
		case l > top:
			if top-l > leastExponent {
				sum = sum*math.Exp(top-l) + 1
			} else {
				sum = 1
			}
			top = l
		case l == top:
			sum++
		case l-top > leastExponent:
			sum += math.Exp(l - top)
		}
	}
	if sum == 1 || math.IsInf(top, 0) {
		return top
	}
	return top + math.Log(sum)
}

// Prob returns P(x) = exp([Distribution.LogProb](x)). Where x is an atom, it is the mass. Elsewhere
// it is the density, which may exceed 1.
func (p Distribution) Prob(x float64) float64 { return math.Exp(p.LogProb(x)) }

// CDF returns P(X ≤ x), in [0, 1]. The mass of an atom at x is included.
//
// Special cases are:
//
//	CDF(NaN) = NaN
//	CDF(−Inf) = 0
//	CDF(+Inf) = 1
func (p Distribution) CDF(x float64) float64 {
	p.check()
	switch {
	case x != x:
		return x
	case math.IsInf(x, 1):
		return 1
	case math.IsInf(x, -1):
		return 0
	}
	below, above := p.belowAndAbove(x)
	if above < below {
		return max(0, 1-above)
	}
	return min(below, 1)
}

// belowAndAbove returns P(X ≤ x) and P(X > x).
func (p Distribution) belowAndAbove(x float64) (below, above float64) {
	i, ok := p.find(x)
	if ok {
		i++
	}
	if i > 0 {
		below = p.atoms[i-1].below
	}
	if i < len(p.atoms) {
		above = p.atoms[i].above
	}
	for _, c := range p.components {
		b, a := c.cdf(x)
		below += c.weight * b
		above += c.weight * a
	}
	return below, above
}

// breakPoints returns the ends of the intervals of all components. layout is [density.intervals] or
// [density.fineIntervals].
func (p Distribution) breakPoints(layout func(density) []quad.Interval) []quad.BreakPoint {
	var points []quad.BreakPoint
	for _, c := range p.components {
		lo, hi := c.support()
		points = append(points, quad.BreakPoints(layout(c.density), lo, hi)...)
	}
	return points
}

// find returns the index of the first atom that is not below x, and whether that atom lies at x.
func (p Distribution) find(x float64) (int, bool) {
	return slices.BinarySearchFunc(p.atoms, x, func(a atom, x float64) int { return cmp.Compare(a.value, x) })
}

// check panics on the zero Distribution.
func (p Distribution) check() {
	if len(p.atoms)+len(p.components) == 0 {
		panic("theory: the zero Distribution has no mass; make one with PMF, Normal, Density, Mix, …")
	}
}

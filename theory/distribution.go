package theory

import (
	"math"
	"math/rand/v2"
	"slices"

	"ganbook/theory/internal/float"
	"ganbook/theory/quad"
)

// A Distribution on the line is mass at points (atoms) and density between them, together 1. Make
// one with [PMF], [Discrete], [Bernoulli], [Data], [Normal], [Uniform], [Density] or [Mix]; the
// zero Distribution is none, and its methods panic. A Distribution never changes, and may be used
// by several goroutines at once.
type Distribution struct {
	atoms      []atom      // by value, each value once, masses positive
	components []component // the density's components, weights positive
	called     string      // a name that the parts don't tell
}

// An atom is mass at a point. below and above are the masses of the atoms up to it and from it on.
type atom struct {
	value, mass  float64
	below, above float64
}

// A component is a density of a given total mass.
type component struct {
	weight float64
	log    float64 // ln weight
	density
}

// whole is the distribution that has nothing but a density.
func whole(d density) Distribution { return Distribution{components: []component{{1, 0, d}}} }

// A density has total mass 1.
type density interface {
	logProb(x float64) float64
	// logProbAt is logProb at an abscissa, as far as the density has a use for its digits.
	logProbAt(x quad.Abscissa) float64
	// cdf returns the mass below x and the mass above, each to its own last digit.
	cdf(x float64) (below, above float64)
	// quantile returns the point with mass u below and v = 1 − u above, for 0 < u < 1.
	quantile(u, v float64) float64
	support() (lo, hi float64)
	// intervals are what the density needs for quadrature, as long as it is itself the only thing
	// that changes.
	intervals() []quad.Interval
	// fineIntervals are for the expectation of any f: no band of it that holds 2 % of the mass
	// falls between nodes.
	fineIntervals() []quad.Interval
	// massError bounds the relative error of the total mass.
	massError() float64
	draw(r *rand.Rand) float64
	// moments returns mean and variance where a formula gives them.
	moments() (mean, variance float64, known bool)
	name() string
}

// Atoms returns the points that have mass, in ascending order, and their masses, which sum to 1
// less the weights of [Distribution.Densities].
func (p Distribution) Atoms() (values, masses []float64) {
	p.check()
	for _, a := range p.atoms {
		values = append(values, a.value)
		masses = append(masses, a.mass)
	}
	return values, masses
}

// Densities returns the components of the density: their weights, which sum to 1 less the masses of
// [Distribution.Atoms], and each component as a Distribution of its own, of total mass 1. Mixtures
// of mixtures come out flat.
func (p Distribution) Densities() (weights []float64, ds []Distribution) {
	p.check()
	for _, c := range p.components {
		weights = append(weights, c.weight)
		ds = append(ds, whole(c.density))
	}
	return weights, ds
}

// Support returns the ends of the shortest interval that holds all mass: [Distribution.Quantile] of
// 0 and of 1.
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

// LogProb returns ln P(x), in nats: the log of the mass where x is an atom, else the log of the
// density, which may be positive. It is −Inf where there is neither.
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

// logMass is ln of the mass at x, −Inf where x is no atom.
func (p Distribution) logMass(x float64) float64 {
	if i, ok := p.find(x); ok {
		return float.Log(p.atoms[i].mass)
	}
	return math.Inf(-1)
}

// logDensity is ln of the density at x, whether there is an atom or not; −Inf where there is no
// density.
func (p Distribution) logDensity(x float64) float64 { return p.logDensityAt(quad.At(x)) }

// logDensityAt is logDensity at an abscissa.
func (p *Distribution) logDensityAt(x quad.Abscissa) float64 {
	if len(p.components) == 1 {
		c := &p.components[0]
		return c.log + c.logProbAt(x)
	}
	// ln Σ wᵢ pᵢ = top + ln sum, with the largest term taken out so that none underflows.
	const nothing = -40 // e^−40 beside 1 is less than half a rounding
	top, sum := math.Inf(-1), 1.0
	for i := range p.components {
		c := &p.components[i]
		switch l := c.log + c.logProbAt(x); {
		case l > top:
			if top-l > nothing {
				sum = sum*math.Exp(top-l) + 1
			} else {
				sum = 1
			}
			top = l
		case l == top:
			sum++
		case l-top > nothing:
			sum += math.Exp(l - top)
		}
	}
	if sum == 1 || math.IsInf(top, 0) {
		return top
	}
	return top + math.Log(sum)
}

// Prob returns P(x) = exp([Distribution.LogProb](x)): the mass where x is an atom, else the
// density, which may exceed 1.
func (p Distribution) Prob(x float64) float64 { return math.Exp(p.LogProb(x)) }

// CDF returns P(X ≤ x), in [0, 1], atoms at x included.
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

// breakPoints returns the ends of the intervals of all components, by [density.intervals] or
// [density.fineIntervals].
func (p Distribution) breakPoints(layout func(density) []quad.Interval) []quad.BreakPoint {
	var points []quad.BreakPoint
	for _, c := range p.components {
		lo, hi := c.support()
		points = append(points, quad.BreakPoints(layout(c.density), lo, hi)...)
	}
	return points
}

// find returns the index of the first atom that is not below x, and whether it is at x.
func (p Distribution) find(x float64) (int, bool) {
	return slices.BinarySearchFunc(p.atoms, x, func(a atom, x float64) int {
		switch {
		case a.value < x:
			return -1
		case a.value > x:
			return 1
		}
		return 0
	})
}

// check panics on the zero Distribution.
func (p Distribution) check() {
	if len(p.atoms)+len(p.components) == 0 {
		panic("theory: the zero Distribution has no mass; make one with PMF, Normal, Density, Mix, …")
	}
}

package theory

import (
	"math"
	"math/rand/v2"
	"slices"
)

// A Distribution on the line is mass at points (atoms) and density between them, together 1. Make one with
// [PMF], [Discrete], [Bernoulli], [Data], [Normal], [Uniform], [Density] or [Mix]; the zero Distribution is
// none, and its methods panic. A Distribution never changes, and may be used by several goroutines at once.
type Distribution struct {
	atoms  []atom // by value, each value once, masses positive
	waves  []wave // the density's components, weights positive
	called string // a name that the parts don't tell
}

// An atom is mass at a point. below and above are the masses of the atoms up to it and from it on.
type atom struct {
	value, mass  float64
	below, above float64
}

// A wave is a density of a given total mass.
type wave struct {
	weight float64
	log    float64 // ln weight
	shape
}

// whole is the distribution of which a density is all.
func whole(s shape) Distribution { return Distribution{waves: []wave{{1, 0, s}}} }

// A shape is a density of total mass 1.
type shape interface {
	logProb(x float64) float64
	// logAt is logProb at a place, as far as the shape has a use for its digits.
	logAt(at place) float64
	// cdf returns the mass below x and the mass above, each to its own last digit.
	cdf(x float64) (below, above float64)
	// quantile returns the point with mass u below and v = 1 − u above, for 0 < u < 1.
	quantile(u, v float64) float64
	support() (lo, hi float64)
	// spans lays the density out for quadrature, in units of its own, of an f whose bends are known.
	spans() []span
	// fine is the same for any f: no band of it that holds 2 % of the mass falls between nodes.
	fine() []span
	// doubt bounds the relative error of its total mass.
	doubt() float64
	draw(r *rand.Rand) float64
	// moments returns mean and variance where a formula gives them.
	moments() (mean, variance float64, known bool)
	name() string
}

// Atoms returns the points that have mass, in ascending order, and their masses, which sum to 1 less the
// weights of [Distribution.Densities].
func (p Distribution) Atoms() (values, masses []float64) {
	p.must()
	for _, a := range p.atoms {
		values = append(values, a.value)
		masses = append(masses, a.mass)
	}
	return values, masses
}

// Densities returns the components of the density: their weights, which sum to 1 less the masses of
// [Distribution.Atoms], and each component as a Distribution of its own, of total mass 1. Mixtures of mixtures
// come out flat.
func (p Distribution) Densities() (weights []float64, ds []Distribution) {
	p.must()
	for _, w := range p.waves {
		weights = append(weights, w.weight)
		ds = append(ds, whole(w.shape))
	}
	return weights, ds
}

// Support returns the ends of the shortest interval that holds all mass: [Distribution.Quantile] of 0 and of 1.
func (p Distribution) Support() (lo, hi float64) {
	p.must()
	lo, hi = math.Inf(1), math.Inf(-1)
	if n := len(p.atoms); n > 0 {
		lo, hi = p.atoms[0].value, p.atoms[n-1].value
	}
	for _, w := range p.waves {
		l, h := w.support()
		lo, hi = min(lo, l), max(hi, h)
	}
	return lo, hi
}

// LogProb returns ln P(x), in nats: the log of the mass where x is an atom, else the log of the density, which
// may be positive. It is −Inf where there is neither.
//
// Special cases are:
//
//	LogProb(NaN) = NaN
//	LogProb(±Inf) = −Inf
func (p Distribution) LogProb(x float64) float64 {
	p.must()
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
		return ln(p.atoms[i].mass)
	}
	return math.Inf(-1)
}

// logDensity is ln of the density at x, whether there is an atom or not; −Inf where there is no density.
func (p Distribution) logDensity(x float64) float64 { return p.logAt(exactly(x)) }

// logAt is logDensity at a place.
func (p *Distribution) logAt(at place) float64 {
	if len(p.waves) == 1 {
		w := &p.waves[0]
		return w.log + w.logAt(at)
	}
	// ln Σ wᵢ pᵢ = top + ln sum, with the largest term taken out so that none underflows.
	const nothing = -40 // e^−40 beside 1 is less than half a rounding
	top, sum := math.Inf(-1), 1.0
	for i := range p.waves {
		w := &p.waves[i]
		switch l := w.log + w.logAt(at); {
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

// Prob returns P(x) = exp([Distribution.LogProb](x)): the mass where x is an atom, else the density, which may
// exceed 1.
func (p Distribution) Prob(x float64) float64 { return math.Exp(p.LogProb(x)) }

// CDF returns P(X ≤ x), in [0, 1], atoms at x included.
//
// Special cases are:
//
//	CDF(NaN) = NaN
//	CDF(−Inf) = 0
//	CDF(+Inf) = 1
func (p Distribution) CDF(x float64) float64 {
	p.must()
	switch {
	case x != x:
		return x
	case math.IsInf(x, 1):
		return 1
	case math.IsInf(x, -1):
		return 0
	}
	below, above := p.split(x)
	if above < below {
		return max(0, 1-above)
	}
	return min(below, 1)
}

// split returns P(X ≤ x) and P(X > x).
func (p Distribution) split(x float64) (below, above float64) {
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
	for _, w := range p.waves {
		b, a := w.cdf(x)
		below += w.weight * b
		above += w.weight * a
	}
	return below, above
}

// bends returns where the components of the density bend, laid out by [shape.spans] or [shape.fine].
func (p Distribution) bends(layout func(shape) []span) []bend {
	var bs []bend
	for _, w := range p.waves {
		lo, hi := w.support()
		bs = append(bs, bends(layout(w.shape), lo, hi)...)
	}
	return bs
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

func (p Distribution) must() {
	if len(p.atoms)+len(p.waves) == 0 {
		panic("theory: the zero Distribution has no mass; make one with PMF, Normal, Density, Mix, …")
	}
}

package theory

import "math"

// A Discriminator distinguishes real data from fake data. For each x it returns the logit of D(x),
// where D(x) is the probability that x is real:
//
//	logit = ln(D(x)/(1 − D(x))).
//
// The logit is +Inf where x is certainly real, and −Inf where x is certainly fake. A Discriminator
// returns the logit because D(x) itself loses information: for a logit above 37, 1 − D(x) is 0 in
// float64, and its logarithm is −Inf.
type Discriminator func(x float64) (logit float64)

// D returns the probability that x is real, in [0, 1]: σ(logit) = 1/(1 + exp(−logit)). It panics if d is
// nil.
func (d Discriminator) D(x float64) float64 {
	if d == nil {
		panic("theory: Discriminator: D: the function is nil; give a function from x to a logit")
	}
	return sigmoid(d(x))
}

// Value returns the value of the minimax game at generator g and discriminator d, in nats:
//
//	V(D, G) = E_{x~p}[ln D(x)] + E_{x~g}[ln(1 − D(x))] ≤ 0.
//
// Here p is the distribution of the data, and g is the distribution of the generator's output G(z)
// (Goodfellow et al. 2014, equation 1). The discriminator maximises V, the generator minimises it.
// V is −Inf where d is certain and wrong with positive probability. For the constant discriminator
// D = ½ it is −ln 4. Value panics if d is nil.
//
// d is a function of float64s. The result is inaccurate if p or g is so narrow that it covers only
// some thousands of float64s, such as N(1, 1e-12). If p or g fits between two float64s, such as
// N(1, 1e-17), then d has no value inside it. [GeneratorCost] has no such limit. How accurate the
// result is depends on d: see [ValueErr].
func Value(p, g Distribution, d Discriminator) float64 {
	value, _ := ValueErr(p, g, d)
	return value
}

// ValueErr returns [Value] and an error estimate, as [Distribution.ExpectErr] does for an expectation.
// The limits on d are those on the f of ExpectErr.
func ValueErr(p, g Distribution, d Discriminator) (value, errorEstimate float64) {
	p.check()
	g.check()
	if d == nil {
		panic("theory: Value: the Discriminator is nil; give a function from x to a logit")
	}
	onReal, errorReal := p.expectBesideAtoms(g, func(x float64) float64 { return -softplus(-d(x)) })
	onFake, errorFake := g.expectBesideAtoms(p, func(x float64) float64 { return -softplus(d(x)) })
	return onReal + onFake, errorReal + errorFake
}

// OptimalD returns the best discriminator against generator g, the one with the highest [Value]:
//
//	D*(x) = p(x)/(p(x) + g(x)),   logit D*(x) = ln p(x) − ln g(x)
//
// (Goodfellow et al. 2014, proposition 1). If x is an atom of p or of g, masses are compared, else
// densities. Where neither p nor g has mass or density, all discriminators are equally good, and
// the logit is 0.
func OptimalD(p, g Distribution) Discriminator {
	p.check()
	g.check()
	return func(x float64) float64 {
		if x != x {
			return x
		}
		if a, b := p.logMass(x), g.logMass(x); !math.IsInf(max(a, b), -1) {
			return logRatio(a, b)
		}
		return logRatio(p.logDensity(x), g.logDensity(x))
	}
}

// GeneratorCost returns the cost that the generator minimises when the discriminator is optimal, in
// nats:
//
//	C(G) = max_D V(D, G) = V(D*, G) = −ln 4 + 2·JS(p, g)
//
// (Goodfellow et al. 2014, theorem 1). It lies in [−ln 4, 0], and is −ln 4 only where g = p. It is
// computed as the two expectations of [Value] at the logits of [OptimalD], and not from [JS]. So a
// comparison with JS verifies the theorem.
//
// The error estimate is at most 2e-9, or the result is NaN, as for [Entropy].
func GeneratorCost(p, g Distribution) float64 {
	p.check()
	g.check()
	// On real data, ln D* is logCorrect of ln(p/g). On fake data, ln(1 − D*) is logCorrect of ln(g/p).
	logCorrect := func(logRatio float64) float64 { return -softplus(-logRatio) }
	points := jointBreakPoints(p, g, density.intervals)
	onReal, errorReal := expectRatio(p, g, points, 0, logCorrect)
	onFake, errorFake := expectRatio(g, p, points, 0, logCorrect)
	return max(finite(accurateOrNaN(onReal+onFake, errorReal+errorFake)), -math.Log(4)) // below it only by rounding
}

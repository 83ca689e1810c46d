package theory

import "math"

// A Discriminator tells real from fake: for each x it returns the logit of D(x), the probability
// that x is real,
//
//	logit = ln(D(x)/(1 − D(x))),
//
// +Inf where x is real for certain, −Inf where it is fake. A logit, since D(x) itself loses the
// game's stakes: 1 − D(x) is 0 in float64 as soon as the logit passes 37, and its log with it.
type Discriminator func(x float64) (logit float64)

// D returns the probability that x is real, in [0, 1]: σ(logit) = 1/(1 + exp(−logit)).
func (d Discriminator) D(x float64) float64 { return sigmoid(d(x)) }

// Value returns the value of the minimax game at generator g and discriminator d, in nats,
//
//	V(D, G) = E_{x~p}[ln D(x)] + E_{x~g}[ln(1 − D(x))] ≤ 0,
//
// where p is the data's distribution and g the generator's, that of G(z) (Goodfellow et al. 2014,
// equation 1). The discriminator wants it high, the generator low. It is −Inf where d is certain
// and wrong with positive probability. A discriminator that never commits itself, D = ½, has −ln 4.
// Value panics where d is nil.
//
// d is a function of float64s. A party so narrow that it covers only some thousands of them, such
// as N(1, 1e-12), blurs, and nothing is known of d inside one that fits between two, such as N(1,
// 1e-17); [GeneratorCost] has no such limit.
func Value(p, g Distribution, d Discriminator) float64 {
	p.check()
	g.check()
	if d == nil {
		panic("theory: Value: the Discriminator is nil; give a function from x to a logit")
	}
	genuine := p.expectApart(g, func(x float64) float64 { return -softplus(-d(x)) })
	fake := g.expectApart(p, func(x float64) float64 { return -softplus(d(x)) })
	return genuine + fake
}

// OptimalD returns the best discriminator against generator g, the one of the highest [Value]:
//
//	D*(x) = p(x)/(p(x) + g(x)),   logit D*(x) = ln p(x) − ln g(x)
//
// (Goodfellow et al. 2014, proposition 1). Where an atom of either lies at x, masses are compared,
// elsewhere densities. Where neither has anything, no discriminator is better than another, and the
// logit is 0.
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

// GeneratorCost returns what is left for the generator to lower when the discriminator is at its
// best, in nats:
//
//	C(G) = max_D V(D, G) = V(D*, G) = −ln 4 + 2·JS(p, g)
//
// (Goodfellow et al. 2014, theorem 1). It lies in [−ln 4, 0] and is −ln 4 where g = p only. It is
// computed as the two expectations of [Value] at the logits of [OptimalD], so that comparing it
// with [JS] checks the theorem. It is right to 2e-9, or NaN as [Entropy] is.
func GeneratorCost(p, g Distribution) float64 {
	p.check()
	g.check()
	// The logit of D* on real, and minus the logit on fake, are ln(own/other).
	right := func(logRatio float64) float64 { return -softplus(-logRatio) }
	points := breakPoints(p, g, density.intervals)
	genuine, off := expectRatio(p, g, points, 0, right)
	fake, offFake := expectRatio(g, p, points, 0, right)
	return sure(genuine+fake, off+offFake)
}

// softplus is ln(1 + eˣ) = −ln(1 − σ(x)).
func softplus(x float64) float64 {
	if x > 0 {
		return x + math.Log1p(math.Exp(-x))
	}
	return math.Log1p(math.Exp(x))
}

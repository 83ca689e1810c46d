package theory

import (
	"math"
)

// RelativisticValue returns the value of the relativistic pairing game at critic c, in nats:
//
//	V(C) = E_{x~p, y~g}[ln σ(C(x) − C(y))] ≤ 0,
//
// for independent x and y (Jolicoeur-Martineau 2019; Huang et al. 2024, equation 2). The critic
// maximises V, so it learns to rate a real x above a fake y. A constant added to C changes nothing. For
// a constant critic V is −ln 2. The best critic is ln p − ln g, the logit of [OptimalD]; V is then
// [RelativisticJS] − ln 2.
//
// The error is about 1e-9 for a critic that is as smooth as p and g. RelativisticValue panics if c is nil.
func RelativisticValue(p, g Distribution, c Discriminator) float64 {
	p.check()
	g.check()
	if c == nil {
		panic("theory: RelativisticValue: the Discriminator is nil; give a function from x to a logit")
	}
	onReal := func(x float64) float64 {
		score := c(x)
		value, _ := g.expectBesideAtoms(p, func(y float64) float64 { return -softplus(logRatio(c(y), score)) })
		return value
	}
	value, _ := p.expectBesideAtoms(g, onReal)
	return value
}

// RelativisticJS returns the divergence that the best critic of the relativistic pairing game measures,
// in nats:
//
//	d(p, q) = ln 2 + max_C E_{x~p, y~q}[ln σ(C(x) − C(y))] = JS(p⊗q ‖ q⊗p).
//
// Here p⊗q is the law of a pair (x, y) with x ~ p and y ~ q, and q⊗p is that of the exchanged pair.
//
// Derivation. Let h(x, y) be any function with h(y, x) = −h(x, y), as a logit for "x is the real one of
// the pair". A discriminator h between p⊗q and q⊗p has the value E_{p⊗q}[ln σ(h)] + E_{q⊗p}[ln(1 − σ(h))].
// The second term equals the first, as the exchange of x and y shows. So the greatest E_{p⊗q}[ln σ(h)] is
// half of the minimax game's value, −ln 2 + JS(p⊗q ‖ q⊗p). The best h is the log ratio of the two laws:
//
//	h*(x, y) = ln (p(x)·q(y)/(q(x)·p(y))) = C*(x) − C*(y),   C*(x) = ln (p(x)/q(x)).
//
// It is a difference C(x) − C(y), so critics of one point lose nothing.
//
// JS(p, q) ≤ d ≤ ln 2, because a pair tells at least as much as its first point. It is 0 only where
// p = q. Near p = q it is 2·JS(p, q), because both points of the pair inform. It is ln 2 where p and q
// have nothing in common.
//
// It is computed as E_{x~p, y~q}[ln 2 − H(σ(h*))], where H is the binary entropy: the integrand of [JS] at
// the log ratio of the pair. So a small d is not the difference of large terms. Atoms are compared with
// atoms and density with density. The error estimate is at most 2e-9, or the result is NaN, as for
// [Entropy].
func RelativisticJS(p, q Distribution) float64 {
	p.check()
	q.check()
	const noise = 0x1p-50 // as in expectOverMixture
	points := jointBreakPoints(p, q, density.intervals)
	innerError := 0.0 // the greatest over x, which the mean over x does not exceed
	d, outerError := expectRatio(p, q, points, noise, func(atX float64) float64 {
		// The second log ratio is ln(q/p) at y.
		inner, errorEstimate := expectRatio(q, p, points, noise, func(atY float64) float64 {
			return jsIntegrand(atX + atY)
		})
		innerError = max(innerError, errorEstimate)
		return inner
	})
	return atMost(accurateOrNaN(d, outerError+innerError), math.Ln2)
}

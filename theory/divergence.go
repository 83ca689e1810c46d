package theory

import (
	"math"

	"ganbook/theory/quad"
)

// Entropy returns the entropy of p, its mean surprise, in nats:
//
//	H(p) = −E[ln p(X)] = −Σ pᵢ ln pᵢ − ∫ p(x) ln p(x) dx,
//
// the sum over the atoms, the integral over the density (Shannon 1948, sections 6 and 20; the
// integral is the differential entropy). A value of mass zero is no part of a distribution and adds
// nothing: 0·ln 0 = 0. Of atoms only, it lies in [0, ln n]; a density narrower than 1 may have a
// negative one.
//
// It is right to 2e-9, relative where it is more than 1, or NaN. Float64 is why it may be NaN: next
// to 1 its numbers are 1e-16 apart, and where a density has a pole there, the logpdf of a [Density]
// cannot be asked what it does nearer to the point. That concerns poles anywhere but at 0; of
// Beta(2, 0.1), a fortieth of the mass lies between 1 and the number before it. Give such a density
// the other way round, as that of 1 − X, so that the pole is at 0: the entropy is the same, and
// right. For a rough value, with the bound on its error, ask [Distribution.ExpectErr] for the mean
// of −LogProb.
func Entropy(p Distribution) float64 { return CrossEntropy(p, p) }

// CrossEntropy returns the mean surprise, in nats, of one who believes q while p is true:
//
//	H(p, q) = −E_p[ln q(X)] = H(p) + KL(p‖q).
//
// An atom of p is looked up in q by [Distribution.LogProb]: the mass of q's atom there, or else q's
// density. So of data against a density it is the mean negative log-likelihood, −[LogLikelihood];
// there, H(p) + KL, which is +Inf ([KL]), is something else: mass and density share no unit. p's
// density is compared with q's density.
//
// It is +Inf where p has mass and q has none. It is right to 2e-9, or NaN as [Entropy] is.
func CrossEntropy(p, q Distribution) float64 {
	p.check()
	q.check()
	if !q.covers(p) {
		return math.Inf(1)
	}
	var e account
	e.atoms(p.atoms, func(x float64) float64 { return -q.LogProb(x) })
	points := breakPoints(p, q, density.intervals)
	surprise := quad.Integrand{F: func(x quad.Abscissa) float64 { return -q.logDensityAt(x) }}
	if cover, ok := p.cover(); ok {
		e.density(p, surprise, quad.Split(cover, points))
	} else {
		for _, c := range p.components {
			e.component(c, surprise, quad.Split(c.intervals(), points))
		}
	}
	return sure(e.total())
}

// cover lays the whole density of a mixture out in one list of intervals; ok is false where each
// component needs its own.
func (p Distribution) cover() (intervals []quad.Interval, ok bool) {
	if len(p.components) < 2 {
		return nil, false
	}
	var lists [][]quad.Interval
	for _, c := range p.components {
		lists = append(lists, c.intervals())
	}
	return quad.Cover(lists...)
}

// KL returns the Kullback–Leibler divergence from p to q, in nats: what believing q costs while p
// is true,
//
//	KL(p‖q) = E_p[ln(p(X)/q(X))] ≥ 0,
//
// zero where p = q only, and not symmetric (Kullback and Leibler 1951). It is computed as
//
//	∫ (p ln(p/q) − p + q) dx,
//
// which is the same, since p and q both hold mass 1, and nowhere negative: Gibbs' inequality shows
// in the integrand, and a small divergence is not the difference of large terms.
//
// Atoms are compared with atoms and density with density. It is +Inf where q does not cover p: p
// has an atom where q has none, even if q has density there (data or a coin against a bell), or
// density where q has none. Supports are compared as such, so that no uncovered sliver is too thin;
// of a [Density] whose formula is −Inf inside its range, as far as Density found those places. It
// is +Inf, too, where the expectation diverges (a Cauchy against a bell). It is right to 2e-9, or
// NaN as [Entropy] is.
func KL(p, q Distribution) float64 {
	p.check()
	q.check()
	if !q.covers(p) {
		return math.Inf(1)
	}
	return overBoth(p, q, gibbs)
}

// JS returns the Jensen–Shannon divergence of p and q, in nats: with the even mixture m = ½(p + q),
//
//	JS(p, q) = ½ KL(p‖m) + ½ KL(q‖m) = H(m) − ½ H(p) − ½ H(q),
//
// symmetric, finite for all p and q, and in [0, ln 2] (Lin 1991). It is 0 where p = q only, and ln
// 2 where they have nothing in common: two that lie apart, or data and a density. It is computed as
// E_m[ln 2 − h(D)], with D = p/(p + q) the probability that a draw from m came from p, and h(D) its
// entropy in nats: what one draw tells about its source. It is right to 2e-9, or NaN as [Entropy]
// is.
func JS(p, q Distribution) float64 {
	p.check()
	q.check()
	// Quadrature weights may add up to 1 and a rounding.
	return min(overBoth(p, q, told), math.Ln2)
}

// Bits converts nats to bits: nats / ln 2.
func Bits(nats float64) float64 { return nats / math.Ln2 }

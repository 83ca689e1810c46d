package theory

import (
	"math"

	"ganbook/theory/quad"
)

// Entropy returns the entropy of p, its mean surprise, in nats:
//
//	H(p) = −E[ln p(X)] = −Σ pᵢ ln pᵢ − ∫ p(x) ln p(x) dx.
//
// The sum is over the atoms, the integral over the density (Shannon 1948, sections 6 and 20). The
// integral is the differential entropy. A value of mass zero is no part of a distribution and adds
// nothing: 0·ln 0 = 0. If p has only atoms, n of them, the entropy lies in [0, ln n]. The entropy
// of a density that is narrower than 1 may be negative.
//
// The error estimate is at most 2e-9, relative where the value is more than 1. If this accuracy cannot
// be reached, the result is NaN. This may happen for a [Density] that has a singularity at a point
// other than 0. The float64s next to 1, for example, are 1e-16 apart, and logpdf cannot be
// evaluated nearer to a singularity at 1. For example, a fortieth of the mass of Beta(2, 0.1) lies
// between 1 and the float64 before it.
//
// The remedy is to give Density the distribution of 1 − X instead, so that the singularity lies at
// 0. The entropy is the same, and it is accurate. For a rough value with an error estimate, use
// [Distribution.ExpectErr] for the mean of −LogProb.
func Entropy(p Distribution) float64 { return CrossEntropy(p, p) }

// CrossEntropy returns the mean surprise, in nats, of an observer who believes q while p is true:
//
//	H(p, q) = −E_p[ln q(X)] = H(p) + KL(p‖q).
//
// At an atom of p, CrossEntropy uses [Distribution.LogProb] of q: the mass of q's atom if q has one
// there, else q's density. So the cross-entropy of data and a density is the mean negative
// log-likelihood, which is minus [LogLikelihood]. In this case the second equation does not hold:
// H(p) + KL is +Inf ([KL]), because a mass and a density have no common unit. The density of p is
// compared with the density of q.
//
// The result is +Inf where p has mass and q has none. The error estimate is at most 2e-9, or the result
// is NaN, as for [Entropy].
func CrossEntropy(p, q Distribution) float64 {
	p.check()
	q.check()
	if !q.covers(p) {
		return math.Inf(1)
	}
	atAtom := func(x float64) float64 { return -q.LogProb(x) }
	surprise := quad.Integrand{F: func(x quad.Abscissa) float64 { return -q.logDensityAt(x) }}
	points := jointBreakPoints(p, q, density.intervals)
	merged, ok := p.mergedIntervals()
	if !ok {
		return accurateOrNaN(p.expect(atAtom, surprise, density.intervals, points))
	}
	var e expectation
	e.addAtoms(p.atoms, atAtom)
	e.addDensity(p, surprise, quad.Split(merged, points))
	return accurateOrNaN(e.total())
}

// mergedIntervals returns one list of intervals for the whole density of a mixture. ok is false if
// each component needs a list of its own.
func (p Distribution) mergedIntervals() (intervals []quad.Interval, ok bool) {
	if len(p.components) < 2 {
		return nil, false
	}
	var lists [][]quad.Interval
	for _, c := range p.components {
		lists = append(lists, c.intervals())
	}
	return quad.Cover(lists...)
}

// KL returns the Kullback–Leibler divergence from p to q, in nats. It is the additional surprise of
// an observer who believes q while p is true:
//
//	KL(p‖q) = E_p[ln(p(X)/q(X))] ≥ 0.
//
// It is zero only where p = q, and it is not symmetric (Kullback and Leibler 1951). It is computed as
//
//	∫ (p ln(p/q) − p + q) dx.
//
// This is the same, because p and q both have mass 1. The integrand is nowhere negative, because
// Gibbs' inequality holds at each point. So a small divergence is not the difference of large terms.
//
// KL compares atoms with atoms and density with density. It is +Inf where q does not cover p. This
// is so if p has an atom where q has none, even if q has density there (data or a coin against a
// normal distribution). It is also so if p has density where q has none. The supports themselves
// are compared, so a range without density is found however narrow it is. If the formula of a
// [Density] is −Inf inside its range, KL knows only those ranges that Density found. KL is also
// +Inf where the expectation diverges (a Cauchy distribution against a normal distribution).
//
// The error estimate is at most 2e-9, or the result is NaN, as for [Entropy].
func KL(p, q Distribution) float64 {
	p.check()
	q.check()
	if !q.covers(p) {
		return math.Inf(1)
	}
	return expectOverMixture(p, q, klIntegrand)
}

// JS returns the Jensen–Shannon divergence of p and q, in nats. With the even mixture m = ½(p + q)
// it is
//
//	JS(p, q) = ½ KL(p‖m) + ½ KL(q‖m) = H(m) − ½ H(p) − ½ H(q).
//
// It is symmetric, finite for all p and q, and lies in [0, ln 2] (Lin 1991). It is 0 only where p =
// q. It is ln 2 where p and q have nothing in common, such as distributions with disjoint supports,
// or data and a density.
//
// It is computed as E_m[ln 2 − h(D)]. Here D = p/(p + q) is the probability that a draw from m came
// from p, and h(D) is its binary entropy in nats. So JS is the information that one draw gives
// about its source.
//
// The error estimate is at most 2e-9, or the result is NaN, as for [Entropy].
func JS(p, q Distribution) float64 {
	p.check()
	q.check()
	return atMost(expectOverMixture(p, q, jsIntegrand), math.Ln2)
}

// Bits converts nats to bits: nats / ln 2.
func Bits(nats float64) float64 { return nats / math.Ln2 }

package theory

import (
	"math"

	"ganbook/theory/internal/float"
	"ganbook/theory/quad"
)

// SobolevDual2 returns the square of the dual (negative) Sobolev norm of p − q with the weight mu:
//
//	‖p − q‖² = sup_f (E_p[f(X)] − E_q[f(X)])²/E_mu[f′(X)²] = ∫ (F(x) − G(x))²/mu(x) dx,
//
// with F and G the cumulative distribution functions of p and q. It is what a linear game with a penalty
// on the critic's slope measures, such as the Wasserstein loss with R1 (mu = p) or R2 (mu = q):
//
//	sup_f E_p[f] − E_q[f] − (γ/2)·E_mu[f′²] = ‖p − q‖²/(2γ).
//
// Derivation. By parts, E_p[f] − E_q[f] = ∫ f′·(G − F) dx. At each x the best slope is
// f′ = (G − F)/(γ·mu).
//
// To first order, where p and q are near mu, it is W₂² ([Wp]), in the unit of x squared (Villani 2003,
// section 7.6). It is +Inf if F and G differ over a stretch on which mu has no density: there the penalty
// does not limit the critic's slope. Nor do atoms of mu, because a critic may be flat at a point.
//
// The error is about 1e-11 of the value for smooth p, q and mu. The result is NaN where the integral may
// diverge but F − G underflows before one could see it: for N(0, s) and N(0, 1) with mu = N(0, 1), that is
// from s = 1.41 on.
func SobolevDual2(p, q, mu Distribution) float64 {
	p.check()
	q.check()
	mu.check()
	lo, hi := p.Support()
	from, to := q.Support()
	lo, hi = min(lo, from), max(hi, to) // beyond, F = G
	points := append(p.cdfPoints(density.intervals), q.cdfPoints(density.intervals)...)
	for _, x := range mu.cdfPoints(density.intervals) {
		if lo <= x && x <= hi {
			points = append(points, x)
		}
	}
	integrand := func(x float64) float64 {
		d := math.Abs(cdfDifference(p, q, x))
		if d == 0 {
			return 0
		}
		// Far out, d² and the density underflow before their quotient does.
		return math.Exp(2*float.Log(d) - mu.logDensity(x))
	}
	value := quad.Integrate(integrand, lo, hi, points...).Value
	// Where F − G has underflowed, the integrand counts as 0. If it still matters just before, float64
	// cannot decide.
	for _, x := range underflowEnds(p, q, lo, hi) {
		if integrand(x)*math.Abs(x) > 1e-9*value {
			return math.NaN()
		}
	}
	return value
}

// underflowEnds returns the points between lo and hi at which the lower tails of both p and q, or both upper
// tails, are about to underflow. There are at most two.
func underflowEnds(p, q Distribution, lo, hi float64) (ends []float64) {
	const least = 0x1p-1022
	tails := func(x float64) (below, above float64) {
		b, a := p.belowAndAbove(x)
		c, d := q.belowAndAbove(x)
		return max(b, c), max(a, d)
	}
	left := float.Least(lo, hi, func(x float64) bool { below, _ := tails(x); return below >= least })
	if below, _ := tails(left); below < 2*least {
		ends = append(ends, left)
	}
	right := math.Nextafter(float.Least(lo, hi, func(x float64) bool { _, above := tails(x); return above < least }), math.Inf(-1))
	if _, above := tails(right); above < 2*least {
		ends = append(ends, right)
	}
	return ends
}

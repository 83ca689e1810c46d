package theory

import (
	"fmt"
	"math"

	"ganbook/theory/internal/float"
)

// An FDivergence is a divergence that a convex function f defines (Ali and Silvey 1966, Csiszár 1967):
//
//	D_f(p‖q) = E_q[f(p(X)/q(X))] = ∫ q·f(p/q) dx,   f(1) = 0.
//
// The seven of this package are [ForwardKL], [ReverseKL], [JensenShannon], [SquaredHellinger],
// [TotalVariation], [PearsonChi2] and [Triangular]. To define another one, write a literal with all exported
// fields. Do not change a field of a copy of one of the seven: their unexported formulas would stay.
//
// The functions f(t) and f(t) + c·(t − 1) define the same divergence, because p and q both have mass
// 1. The seven have f ≥ 0 and f′(1) = 0. So their integrand is nowhere negative, and their best critic
// is 0 where p = q. Some texts write KL with t·ln t, whose best critic is greater by 1.
type FDivergence struct {
	Name      string
	F         func(t float64) float64 // f(t) at the ratio t = p/q, for 0 < t < ∞
	Slope     func(t float64) float64 // f′(t), for 0 ≤ t ≤ ∞
	Conjugate func(u float64) float64 // f*(u) = sup_t (u·t − f(t)) over t ≥ 0, for −∞ ≤ u ≤ ∞; it may be +Inf

	AtZero     float64 // f(0), the contribution of each unit of q's mass where p = 0
	AtInfinity float64 // lim f(t)/t = f′(∞), the contribution of each unit of p's mass where q = 0

	// integrand is 2·f(t)/(1 + t) at the log ratio r = ln t, which is q·f(p/q) in units of the mixture
	// ½(p + q). It is nil unless F loses digits or overflows where this does not.
	integrand func(logRatio float64) float64
	// slope is f′ at the log ratio. It is nil unless Slope overflows where this does not.
	slope func(logRatio float64) float64
}

// Of returns D_f(p‖q). It lies in [0, AtZero + AtInfinity], is 0 where p = q, and reaches the upper end
// where p and q have nothing in common. For the divergences of this package that carry information
// (KL, reverse KL and JS) the unit is nats.
//
// Of compares atoms with atoms and density with density, as [KL] does. Where p has mass and q has
// none, that mass counts AtInfinity times. Where q has mass and p has none, it counts AtZero times.
// Where one of these factors is +Inf, the supports themselves are compared, with the limits of KL.
//
// A ratio p/q outside of float64's range (e^±709) counts as 0 or ∞. [ForwardKL], [ReverseKL] and
// [JensenShannon] do not have this limit. The error estimate is at most 2e-9, relative where the value
// is more than 1, or the result is NaN, as for [Entropy]. Of panics if F is nil, and unless AtZero +
// AtInfinity is above 0, as it is for each convex f with f(1) = 0 that is no straight line.
func (f FDivergence) Of(p, q Distribution) float64 {
	p.check()
	q.check()
	if f.F == nil {
		panic("theory: FDivergence: Of: F is nil; give a convex function f with f(1) = 0")
	}
	if !(f.AtZero+f.AtInfinity > 0) {
		panic(fmt.Sprintf("theory: FDivergence: Of: AtZero = %v and AtInfinity = %v; give f(0) and the limit of f(t)/t, whose sum is above 0", f.AtZero, f.AtInfinity))
	}
	if math.IsInf(f.AtInfinity, 1) && !q.covers(p) || math.IsInf(f.AtZero, 1) && !p.covers(q) {
		return math.Inf(1)
	}
	return atMost(expectOverMixture(p, q, f.overMixture), f.AtZero+f.AtInfinity)
}

// overMixture returns the integrand of D_f over the mixture m = ½(p + q) at the log ratio r =
// ln(p/q): q·f(p/q)/m = 2·f(t)/(1 + t) with t = eʳ.
func (f FDivergence) overMixture(r float64) float64 {
	if f.integrand != nil {
		return f.integrand(r)
	}
	switch t := math.Exp(r); {
	case t == 0:
		return 2 * f.AtZero
	case math.IsInf(t, 1):
		return 2 * f.AtInfinity
	default:
		return 2 * f.F(t) / (1 + t)
	}
}

// Bound returns what a critic T measures of D_f(p‖q):
//
//	E_p[T(X)] − E_q[f*(T(X))] ≤ D_f(p‖q).
//
// The discriminator of an f-GAN maximises it (Nowozin, Cseke and Tomioka 2016, equation 4; Nguyen,
// Wainwright and Jordan 2010). It holds because the tangent of the convex f at any t lies below f: with T = f′(t),
// f(p/q) ≥ T·p/q − f*(T). There is equality for the best critic, [FDivergence.Critic].
//
// The result is −Inf where f*(T) is infinite with positive probability under q: no tangent of f is
// that steep. It is NaN where both expectations are the same infinity. Its error is about 1e-11 of
// E_p|T| + E_q|f*(T)|. T is a function of float64s, with the limits that [Value] states. Bound panics
// if critic or Conjugate is nil.
func (f FDivergence) Bound(p, q Distribution, critic func(x float64) float64) float64 {
	p.check()
	q.check()
	if critic == nil {
		panic("theory: FDivergence: Bound: the critic is nil; give a function from x to T(x)")
	}
	if f.Conjugate == nil {
		panic("theory: FDivergence: Bound: Conjugate is nil; give the conjugate f*")
	}
	real, _ := p.expectBesideAtoms(q, critic)
	fake, _ := q.expectBesideAtoms(p, func(x float64) float64 { return f.Conjugate(critic(x)) })
	return real - fake
}

// Critic returns the best critic, for which [FDivergence.Bound] equals D_f(p‖q):
//
//	T*(x) = f′(p(x)/q(x)).
//
// It compares masses at atoms and densities elsewhere, as [OptimalD] does. Where neither p nor q has
// mass, T* is f′(1).
//
// The total variation has no derivative at p = q. There every T between −½ and ½ is best, and Critic
// returns 0. Elsewhere T* is ½ or −½.
//
// If f* is infinite at f′(∞), T* stays below f′(∞) by at least one rounding, because q may have mass
// where p/q is only very large.
//
// Critic panics if Slope or Conjugate is nil.
func (f FDivergence) Critic(p, q Distribution) func(x float64) float64 {
	if f.Slope == nil || f.Conjugate == nil {
		panic("theory: FDivergence: Critic: Slope or Conjugate is nil; give f′ and the conjugate f*")
	}
	logRatio := OptimalD(p, q)
	return func(x float64) float64 {
		if f.slope != nil {
			return f.slope(logRatio(x))
		}
		u := f.Slope(math.Exp(logRatio(x)))
		if float.Finite(u) && math.IsInf(f.Conjugate(u), 1) {
			u = math.Nextafter(u, math.Inf(-1))
		}
		return u
	}
}

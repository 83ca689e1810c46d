package theory

import (
	"fmt"
	"math"
	"slices"

	"ganbook/theory/internal/float"
	"ganbook/theory/quad"
)

// W1 returns the Wasserstein-1 distance of p and q, in units of x. It is the least mean distance over
// which mass must move to turn p into q. On the line it is the area between the two cumulative
// distribution functions F and G (Vallender 1974):
//
//	W₁(p, q) = min E|X − Y| = ∫ |F(x) − G(x)| dx,   X ~ p, Y ~ q.
//
// It is 0 only where p = q. It is +Inf where one of p and q has a finite mean and the other has not. It
// may be finite where neither has a mean: between two Cauchy distributions of the same scale it is the
// distance of their medians. Atoms and densities are compared without a difference between them, so
// data may be compared with a normal distribution. [W1Err] also returns an error estimate.
func W1(p, q Distribution) float64 {
	value, _ := W1Err(p, q)
	return value
}

// W1Err returns [W1] and an error estimate, an estimate of |value − W₁|. It is usually greater than the
// error, but it is no proven bound. It is about 1e-11 of W₁, and not less than some roundings of F and G
// over the length on which they differ. It takes F and G themselves as exact; those of a [Density] come
// from a table with 12 digits. It is +Inf where W₁ is +Inf.
func W1Err(p, q Distribution) (value, errorEstimate float64) {
	r := cdfIntegral(p, q, math.Abs)
	return r.Value, r.ErrorEstimate
}

// EnergyDistance returns the energy distance of p and q, in units of x (Székely and Rizzo 2013):
//
//	2·E|X − Y| − E|X − X′| − E|Y − Y′| = 2·∫ (F(x) − G(x))² dx,   X, X′ ~ p, Y, Y′ ~ q.
//
// It is the square of a metric, and the squared [MMD2] of the [EnergyKernel]. The integral is finite
// wherever that of |F − G| is, and so may be defined where the expectations are not. Its error is about
// 1e-11 of its value where p and q differ clearly.
func EnergyDistance(p, q Distribution) float64 {
	return 2 * cdfIntegral(p, q, square).Value
}

// cdfIntegral returns ∫ f(F(x) − G(x)) dx, for an f with f(0) = 0.
func cdfIntegral(p, q Distribution, f func(difference float64) float64) quad.Result {
	p.check()
	q.check()
	lo, hi := p.Support()
	from, to := q.Support()
	integrand := func(x float64) float64 { return f(cdfDifference(p, q, x)) }
	return quad.Integrate(integrand, min(lo, from), max(hi, to), append(p.cdfPoints(density.intervals), q.cdfPoints(density.intervals)...)...)
}

// cdfPoints returns the points between which the cumulative distribution function is smooth, without
// the infinite ends of the support.
func (p Distribution) cdfPoints(layout func(density) []quad.Interval) []float64 {
	var points []float64
	for _, b := range p.breakPoints(layout) {
		points = append(points, b.X)
	}
	for _, a := range p.atoms {
		points = append(points, a.value)
	}
	return points
}

// cdfDifference returns F(x) − G(x). In the upper tail it is the difference of the masses above x,
// which have the digits there.
func cdfDifference(p, q Distribution, x float64) float64 {
	belowP, aboveP := p.belowAndAbove(x)
	belowQ, aboveQ := q.belowAndAbove(x)
	if aboveP+aboveQ < belowP+belowQ {
		return aboveQ - aboveP
	}
	return belowP - belowQ
}

// W1Critic returns the critic of the dual problem of Kantorovich and Rubinstein (1958):
//
//	W₁(p, q) = max (E_p[f(X)] − E_q[f(X)])   over f with |f(x) − f(y)| ≤ |x − y|.
//
// On the line E_p[f] − E_q[f] = ∫ f′·(G − F) dx, so the best critic has the slope
//
//	f′(x) = sign(G(x) − F(x)).
//
// It rises where q has more mass below x than p. So it is high where p lies. The slope of the critic
// that is returned is 0 where F = G. Its height means nothing: it is 0 at the first of the points
// that are named below.
//
// W1Critic looks for the zeros of F − G between points with some 1/400 of the mass of p or q between
// them. It misses two zeros between two of these points. Beyond the first and the last of them the
// critic goes straight on.
func W1Critic(p, q Distribution) func(x float64) float64 {
	p.check()
	q.check()
	knots, slopes := signPieces(p, q)
	heights := make([]float64, len(knots))
	for i := 1; i < len(knots); i++ {
		heights[i] = heights[i-1] + slopes[i]*(knots[i]-knots[i-1])
	}
	return func(x float64) float64 {
		i, _ := slices.BinarySearch(knots, x)
		before := max(i-1, 0)
		return heights[before] + slopes[i]*(x-knots[before])
	}
}

// signPieces returns ascending knots and the sign of G − F between them: slopes[i] is the sign before
// knots[i], and the last of slopes is the sign beyond all knots.
func signPieces(p, q Distribution) (knots, slopes []float64) {
	const parts = 8 // of each interval, so that few zeros come in unseen pairs
	sign := func(x float64) float64 {
		d := cdfDifference(q, p, x)
		if d == 0 {
			return 0
		}
		return math.Copysign(1, d)
	}
	points := append(p.cdfPoints(density.fineIntervals), q.cdfPoints(density.fineIntervals)...)
	slices.Sort(points)
	points = slices.Compact(points)
	end := func(knot, slope float64) {
		knots = append(knots, knot)
		slopes = append(slopes, slope)
	}
	beyond := func(last, direction float64) float64 {
		if s := sign(pointBetween(min(last, direction), max(last, direction))); s != 0 {
			return s
		}
		return sign(math.Nextafter(last, direction)) // farther out F and G may have underflowed
	}
	end(points[0], beyond(points[0], math.Inf(-1)))
	for i := range len(points) - 1 {
		for k := range parts {
			a, b := points[i], points[i+1]
			a, b = a+(b-a)/parts*float64(k), a+(b-a)/parts*float64(k+1)
			// An atom at an end of the piece does not belong to the piece.
			first, last := sign(math.Nextafter(a, b)), sign(math.Nextafter(b, a))
			if first != last {
				end(float.Least(a, b, func(x float64) bool { return x > a && sign(x) != first }), first)
			}
			end(b, last)
		}
	}
	return knots, append(slopes, beyond(points[len(points)-1], math.Inf(1)))
}

// Wp returns the Wasserstein distance of order r ≥ 1 of p and q, in units of x. On the line the best
// plan moves quantiles to quantiles (Villani 2003, theorem 2.18):
//
//	W_r(p, q) = (min E|X − Y|ʳ)^(1/r) = (∫₀¹ |F⁻¹(u) − G⁻¹(u)|ʳ du)^(1/r).
//
// It grows with r, and W₁ is [W1]. Between N(μ, σ) and N(ν, τ), W₂² = (μ − ν)² + (σ − τ)². It is +Inf
// where the integral diverges.
//
// The error is about 1e-9 of the value for the named families, their mixtures and atoms. The quantiles
// of a mixture are searched, which takes a tenth of a second, and up to ten seconds with heavy tails.
// It panics unless 1 ≤ r < ∞.
func Wp(p, q Distribution, r float64) float64 {
	p.check()
	q.check()
	if !(r >= 1) || math.IsInf(r, 1) {
		panic(fmt.Sprintf("theory: Wp: the order %v is not in [1, ∞)", r))
	}
	// W_r ≥ W_s for r ≥ s, and in units of W_s with s near r the powers neither underflow nor overflow early.
	var unit float64
	if r > 8 {
		unit = Wp(p, q, r/8)
	} else {
		unit = W1(p, q)
	}
	if unit == 0 || math.IsInf(unit, 1) {
		return unit
	}
	// The two halves count from 0 and from 1, so that both tails have their digits.
	var lower, upper []float64
	for _, d := range []Distribution{p, q} {
		for _, x := range d.cdfPoints(density.intervals) {
			for _, x := range [...]float64{math.Nextafter(x, math.Inf(-1)), x} { // before an atom and after
				below, above := d.belowAndAbove(x)
				lower = append(lower, below)
				upper = append(upper, above)
			}
		}
	}
	half := func(points []float64, quantile func(d Distribution, u float64) float64) quad.Result {
		const apart = 1e-13 // steps nearer than this are one step with two roundings
		points = slices.DeleteFunc(points, func(u float64) bool { return u > 0.5 })
		slices.Sort(points)
		points = slices.CompactFunc(points, func(a, b float64) bool { return math.Abs(a-b) < apart*max(a, b) })
		moved := func(u float64) float64 { return math.Pow(math.Abs(quantile(p, u)-quantile(q, u))/unit, r) }
		return quad.Integrate(moved, 0, 0.5, points...)
	}
	below := half(lower, func(d Distribution, u float64) float64 { return d.quantileAt(u, 1-u) })
	above := half(upper, Distribution.upperQuantileAt)
	return unit * math.Pow(below.Value+above.Value, 1/r)
}

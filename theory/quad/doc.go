// Package quad integrates functions of one variable adaptively, with an error estimate. It applies the
// 21-point Gauss–Kronrod rule to subintervals, and halves the subinterval with the largest error
// estimate. QUADPACK's QAGS does the same (Piessens, de Doncker-Kapenga, Überhuber, Kahaner 1983).
//
//	r := quad.Integrate(math.Log, 0, 1)                 // −1, with an error estimate of about 1e-11
//	r = quad.Integrate(bell, math.Inf(-1), math.Inf(1)) // unbounded ranges
//	r = quad.Integrate(f, 0, 1, 0.3)                    // with a break point, as QAGP has
//
// A substitution turns powers into exponentials. It serves the tails of unbounded ranges, and the
// singularities at the ends of the range and at break points. A singularity elsewhere is found if
// float64 comes near enough to it. A divergent integral is ±Inf or NaN ([Divergence]).
//
// The error estimate is usually greater than the error, but it is no proven bound. The integration ends
// when it is below 1e-11 of ∫|f|, or below [Integrand].Tolerance.
//
// Limits:
//   - quad evaluates the integrand at points. It misses a feature that lies between them, and the error
//     estimate does not show this: the integral of a needle may be 0 with an error estimate of 0. A peak
//     narrower than a hundredth of the range needs a break point at it.
//   - A tail that falls more slowly than |x|^−1.01 counts as divergent. So does a singularity that is
//     steeper than 1/distance^0.99 at 0 or an end, or 1/distance^0.95 elsewhere.
//   - A convergent tail is extrapolated beyond |x| = 1e150, and a convergent singularity nearer than 4,096
//     roundings. The error estimate allows for this.
//   - A peak narrower than some 1e-10 of its distance from 0 looks like a singularity.
//   - There are no weights for oscillation or for Cauchy's principal value (QUADPACK's QAWO, QAWF, QAWC).
//     An integrand that oscillates gets up to 4,000 more subintervals. If they are not enough,
//     [Result].LimitReached is true.
//
// [Integrand] is the general form: a function times a weight that is given by its logarithm. It takes
// abscissas that have more digits than a float64. [Between], [Scaled] and [Parts] lay out intervals for
// it. [Locate] searches for the peaks of a weight and lays out intervals around them. [Split] cuts
// intervals at another integrand's break points, and [Cover] merges several lists.
// [Integrand.Cumulative] makes a table of the integral up to a point, with its inverse.
package quad

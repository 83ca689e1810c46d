// Package quad integrates functions of one variable, adaptively and with a bound on the error: by
// the 21-point Gauss–Kronrod rule on subintervals that are halved where the error estimate is
// largest, as QUADPACK's QAGS does (Piessens, de Doncker-Kapenga, Überhuber, Kahaner 1983).
//
//	r := quad.Integrate(math.Log, 0, 1)                            // −1, with a bound of about 1e-11
//	r = quad.Integrate(bell, math.Inf(-1), math.Inf(1))            // unbounded ranges
//	r = quad.Integrate(f, 0, 1, 0.3)                               // with a break point, as QAGP has
//
// Singularities at the ends of the range and at break points are approached by a substitution that
// makes powers exponentials, and so are the tails of unbounded ranges. A singularity elsewhere is
// found where float64 comes near enough to it. A divergent integral is ±Inf or NaN ([Divergence]).
//
// Limits:
//   - What lies between all points that are looked at is not seen, and the bound does not show it. A peak
//     narrower than a hundredth of the range needs a break point at it.
//   - A tail that falls slower than |x|^−1.01 counts as divergent, and so does a singularity steeper than
//     1/distance^0.99 at 0 or an end, or 1/distance^0.95 elsewhere. What is not seen of a convergent one,
//     beyond |x| = 1e150 or nearer than 4,096 roundings, is extrapolated, with an allowance in the bound.
//   - A peak narrower than some 1e-10 of its distance from 0 looks like a singularity.
//   - There are no weights for oscillation or for Cauchy's principal value (QUADPACK's QAWO, QAWF, QAWC): an
//     integrand that oscillates is followed for up to 4,000 subintervals.
//
// [Integrand] is the general form: a function times a weight given by its logarithm, at abscissas
// with more digits than a float64. [Between], [Scaled] and [Parts] lay out intervals for it.
// [Locate] searches for the peaks of a weight and lays out intervals around them. [Split] cuts
// intervals at another integrand's break points, and [Cover] merges several lists.
// [Integrand.Cumulative] tables the integral up to a point, and its inverse.
package quad

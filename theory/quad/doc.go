// Package quad integrates functions of one variable, adaptively and with a bound on the error: by
// the 21-point Gauss–Kronrod rule on subintervals that are halved where the error estimate is
// largest, as QUADPACK's QAGS does (Piessens, de Doncker-Kapenga, Überhuber, Kahaner 1983).
//
//	r := quad.Integrate(math.Log, 0, 1)                            // −1, with a bound of about 1e-11
//	r = quad.Integrate(bell, math.Inf(-1), math.Inf(1))            // unbounded ranges
//	r = quad.Integrate(f, 0, 1, 0.3)                               // with a break point, as QAGP has
//
// Singularities at the ends of the range, at break points and, if float64 comes near enough,
// elsewhere are found and approached by a substitution that makes powers exponentials; so are the
// tails of unbounded ranges. What diverges is told from what converges by the rate at which the
// integrand falls: see [Integrate] for the limits.
//
// [Integrand] is the general form: a function times a weight given by its logarithm, at abscissas
// with more digits than a float64. [Between], [Scaled] and [Parts] lay out intervals for it,
// [Split] cuts them at another integrand's break points, and [Cover] merges several layouts.
// [Integrand.Cumulative] tables the integral up to a point, and its inverse.
package quad

package theory

import "math"

// ForwardKL is [KL] as an f-divergence:
//
//	f(t) = t·ln t − t + 1,   f′(t) = ln t,   f*(u) = eᵘ − 1.
//
// It lies in [0, ∞], in nats. It is +Inf where p has mass and q has none.
var ForwardKL = FDivergence{
	Name:       "KL",
	F:          func(t float64) float64 { return t*math.Log(t) - t + 1 },
	Slope:      math.Log,
	Conjugate:  math.Expm1,
	AtZero:     1,
	AtInfinity: math.Inf(1),
	integrand:  klIntegrand,
	slope:      func(r float64) float64 { return r },
}

// ReverseKL is KL(q‖p) as an f-divergence of p and q:
//
//	f(t) = t − 1 − ln t,   f′(t) = 1 − 1/t,   f*(u) = −ln(1 − u) for u < 1.
//
// It lies in [0, ∞], in nats. It is +Inf where q has mass and p has none.
var ReverseKL = FDivergence{
	Name:  "reverse KL",
	F:     func(t float64) float64 { return t - 1 - math.Log(t) },
	Slope: func(t float64) float64 { return 1 - 1/t },
	Conjugate: func(u float64) float64 {
		if u >= 1 {
			return math.Inf(1)
		}
		return -math.Log1p(-u)
	},
	AtZero:     math.Inf(1),
	AtInfinity: 1,
	integrand:  func(r float64) float64 { return klIntegrand(-r) },
}

// JensenShannon is [JS] as an f-divergence:
//
//	f(t) = ½·(t·ln t − (t + 1)·ln((t + 1)/2)),   f′(t) = ½·ln(2t/(t + 1)),
//	f*(u) = −½·ln(2 − e²ᵘ) for u < ½·ln 2.
//
// It lies in [0, ln 2], in nats. T* = ½·ln(2·D*) for the discriminator D* of [OptimalD].
var JensenShannon = FDivergence{
	Name:  "JS",
	F:     func(t float64) float64 { return (t*math.Log(t) - (t+1)*math.Log((t+1)/2)) / 2 },
	Slope: func(t float64) float64 { return (math.Ln2 - math.Log1p(1/t)) / 2 },
	Conjugate: func(u float64) float64 {
		if 2*u >= math.Ln2 {
			return math.Inf(1)
		}
		if u < 0.25 {
			return -math.Log1p(-math.Expm1(2*u)) / 2
		}
		return -math.Log(-2*math.Expm1(2*u-math.Ln2)) / 2
	},
	AtZero:     math.Ln2 / 2,
	AtInfinity: math.Ln2 / 2,
	integrand:  jsIntegrand,
}

// SquaredHellinger is the squared Hellinger distance ½∫(√p − √q)² dx = 1 − ∫√(p·q) dx:
//
//	f(t) = ½·(√t − 1)²,   f′(t) = ½·(1 − 1/√t),   f*(u) = u/(1 − 2u) for u < ½.
//
// It lies in [0, 1]. Some texts leave out the factor ½.
var SquaredHellinger = FDivergence{
	Name:  "squared Hellinger",
	F:     func(t float64) float64 { return square(math.Sqrt(t)-1) / 2 },
	Slope: func(t float64) float64 { return (1 - 1/math.Sqrt(t)) / 2 },
	Conjugate: func(u float64) float64 {
		if u >= 0.5 {
			return math.Inf(1)
		}
		if u < -1 {
			return (1/(1-2*u) - 1) / 2 // the formula above is NaN at −Inf
		}
		return u / (1 - 2*u)
	},
	AtZero:     0.5,
	AtInfinity: 0.5,
}

// TotalVariation is the total variation distance ½∫|p − q| dx, the largest difference between the
// probabilities that p and q give to one event:
//
//	f(t) = ½·|t − 1|,   f′(t) = ½ for t > 1 and −½ for t < 1,
//	f*(u) = u for −½ ≤ u ≤ ½ and −½ below.
//
// It lies in [0, 1]. f has a kink at t = 1: every number from −½ to ½ is the slope of a tangent there.
// Slope returns the middle one, 0.
var TotalVariation = FDivergence{
	Name: "total variation",
	F:    func(t float64) float64 { return math.Abs(t-1) / 2 },
	Slope: func(t float64) float64 {
		if t == 1 {
			return 0
		}
		return math.Copysign(0.5, t-1)
	},
	Conjugate: func(u float64) float64 {
		if u > 0.5 {
			return math.Inf(1)
		}
		return max(u, -0.5)
	},
	AtZero:     0.5,
	AtInfinity: 0.5,
}

// PearsonChi2 is Pearson's χ² divergence ∫(p − q)²/q dx:
//
//	f(t) = (t − 1)²,   f′(t) = 2·(t − 1),   f*(u) = u + u²/4 for u ≥ −2 and −1 below.
//
// It lies in [0, ∞]. It is +Inf where p has mass and q has none, and +Inf or NaN where the integral lies
// at ratios beyond e^709, as for normals some 20 standard deviations apart. Neyman's χ² divergence of p and q is
// Pearson's of q and p.
var PearsonChi2 = FDivergence{
	Name:  "Pearson χ²",
	F:     func(t float64) float64 { return square(t - 1) },
	Slope: func(t float64) float64 { return 2 * (t - 1) },
	Conjugate: func(u float64) float64 {
		u = max(u, -2)
		return u + u*u/4
	},
	AtZero:     1,
	AtInfinity: math.Inf(1),
	// (t − 1)² overflows where (t − 1)²/(1 + t) does not.
	integrand: func(r float64) float64 { return 2 * math.Expm1(r) * math.Tanh(r/2) },
}

// Triangular is the triangular discrimination ∫(p − q)²/(p + q) dx (Topsøe 2000):
//
//	f(t) = (t − 1)²/(t + 1),   f′(t) = 1 − 4/(t + 1)²,
//	f*(u) = 4 − u − 4·√(1 − u) for −3 ≤ u ≤ 1 and −1 below.
//
// It lies in [0, 2]. A quarter of it is at most [JS], which is at most ½·ln 2 of it.
var Triangular = FDivergence{
	Name:  "triangular",
	F:     func(t float64) float64 { return (t - 1) / (t + 1) * (t - 1) },
	Slope: func(t float64) float64 { return 1 - square(2/(t+1)) },
	Conjugate: func(u float64) float64 {
		if u > 1 {
			return math.Inf(1)
		}
		u = max(u, -3)
		root := math.Sqrt(1 - u)
		return u * (3 - root) / (1 + root) // the formula above cancels near 0
	},
	AtZero:     1,
	AtInfinity: 1,
}

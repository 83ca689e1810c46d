package series

import (
	"math"

	"ganbook/theory"
)

func init() {
	die := theory.Data(1, 2, 3, 4, 5, 6)

	answers["01.1"] = func() float64 {
		return die.Expect(func(a float64) float64 {
			return die.Expect(func(b float64) float64 { return max(a, b) })
		})
	}

	// The least n whose bound is small enough for each θ of a grid.
	answers["01.2"] = func() float64 {
		const off, probability = 0.05, 0.05
		for n := 1.0; ; n++ {
			worst := 0.0
			for theta := 0.01; theta < 1; theta += 0.01 {
				worst = max(worst, theory.Bernoulli(theta).Variance()/(n*off*off))
			}
			if worst <= probability*(1+1e-9) {
				return n
			}
		}
	}

	// The slope of P(√z ≤ x) for uniform z.
	answers["01.3"] = func() float64 {
		const h = 1e-4
		noise := theory.Uniform(0, 1)
		cdf := func(x float64) float64 { return noise.CDF(x * x) }
		return (cdf(0.8+h) - cdf(0.8-h)) / (2 * h)
	}

	// A difference quotient over σ of the fakes N(1, σ).
	answers["01.4"] = func() float64 {
		const h = 1e-3
		cost := func(sigma float64) float64 {
			return theory.Normal(1, sigma).Expect(func(x float64) float64 { return -math.Log1p(math.Exp(2 - 2*x)) })
		}
		return (cost(1+h) - cost(1-h)) / (2 * h)
	}

	answers["01.5"] = func() float64 {
		return theory.Normal(0, 1).Expect(func(x float64) float64 { return math.Exp(2 * x) })
	}

	// The payments as a distribution: beyond 20 throws the bank pays all it has.
	answers["01.6"] = func() float64 {
		const all = 1 << 20
		var payments, probabilities []float64
		for k := 1; k <= 20; k++ {
			payments = append(payments, math.Pow(2, float64(k)))
			probabilities = append(probabilities, math.Pow(2, -float64(k)))
		}
		payments = append(payments, all)
		probabilities = append(probabilities, math.Pow(2, -20))
		return theory.Discrete(payments, probabilities).Mean()
	}
}

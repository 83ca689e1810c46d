package series

import (
	"math"

	"ganbook/theory"
)

func init() {
	// The distribution of the number of cards in their own place: choose them, and no other card may be
	// in its own.
	answers["01.1"] = func() float64 {
		const cards = 52
		none := []float64{1, 0} // none[n] is the share of the orders of n cards with no card in its own place
		for n := 2.0; n <= cards; n++ {
			none = append(none, (none[int(n)-1]*(n-1)+none[int(n)-2])/n)
		}
		probabilities, factorial := make([]float64, cards+1), 1.0
		for k := range probabilities {
			factorial *= max(1, float64(k))
			probabilities[k] = none[cards-k] / factorial
		}
		return theory.PMF(probabilities...).Mean()
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

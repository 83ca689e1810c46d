package series

import (
	"math"

	"ganbook/theory"
)

func init() {
	answers["06.1"] = func() float64 {
		stubborn := func(float64) float64 { return math.Log(0.6 / 0.4) }
		return theory.Value(theory.Normal(0, 1), theory.Normal(0, 1), stubborn)
	}
	answers["06.2"] = jsAtLoss
	answers["06.3"] = func() float64 {
		bump := func(mu float64) theory.Distribution { return theory.Normal(mu, 0.5) }
		three := theory.Mix([]float64{1. / 3, 1. / 3, 1. / 3}, bump(-4), bump(0), bump(4))
		least := lowest(-1, 1, func(theta float64) float64 { return theory.GeneratorCost(three, bump(theta)) })
		return theory.GeneratorCost(three, bump(least))
	}
	answers["06.4"] = func() float64 {
		data, fakes := theory.Uniform(0, 1), theory.Uniform(0, 2)
		loss := func(y float64) float64 { // of a D that is y on (0, 1) and 0 on (1, 2)
			return data.Expect(func(float64) float64 { return (y - 1) * (y - 1) }) + y*y*fakes.CDF(1)
		}
		return loss(lowest(0, 1, loss))
	}
	answers["06.5"] = func() float64 {
		cost := func(sigma float64) float64 {
			return theory.GeneratorCost(theory.Normal(0, 1), theory.Normal(0, sigma))
		}
		return (cost(3+1e-4) - cost(3-1e-4)) / 2e-4
	}
	answers["06.6"] = func() float64 { // Pg = Pdata: the best constant D
		loss := func(y float64) float64 { return -math.Log(y)/4 - 3*math.Log(1-y)/4 }
		return -loss(lowest(0.01, 0.99, loss))
	}
}

// jsAtLoss returns the JS of two bells whose best discriminator has a mean loss of 0.45 a sample.
func jsAtLoss() float64 {
	data := theory.Normal(0, 1)
	mu := lowest(0, 5, func(mu float64) float64 {
		fakes := theory.Normal(mu, 1)
		loss := -theory.Value(data, fakes, theory.OptimalD(data, fakes)) / 2
		return math.Abs(loss - 0.45)
	})
	return theory.JS(data, theory.Normal(mu, 1))
}

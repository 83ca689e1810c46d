package series

import (
	"math"

	"ganbook/theory"
)

func init() {
	half, one := theory.Normal(0, 1), theory.Normal(1, 1)
	constant := func(d float64) theory.Discriminator {
		return func(float64) float64 { return math.Log(d / (1 - d)) }
	}

	// The two halves as expectations of constants.
	answers["07.1"] = func() float64 {
		real := theory.Value(half, one, constant(0.9)) - math.Log(0.1) // without the half of the fakes
		fake := theory.Value(half, one, constant(0.2)) - math.Log(0.2) // without the half of the data
		return -(real + fake) / 2
	}

	// Both moves by difference quotients.
	answers["07.2"] = func() float64 {
		const h = 1e-5
		sigmoid := func(l float64) float64 { return 1 / (1 + math.Exp(-l)) }
		logit := func(d [3]float64, x float64) float64 { return d[0] + d[1]*x + d[2]*x*x }
		value := func(d [3]float64) float64 {
			return math.Log(sigmoid(logit(d, 1))) + math.Log(1-sigmoid(logit(d, -1)))
		}
		var moved [3]float64
		for i := range moved {
			above, below := [3]float64{}, [3]float64{}
			above[i], below[i] = h, -h
			moved[i] = 0.5 * (value(above) - value(below)) / (2 * h)
		}
		praise := func(mu float64) float64 { return math.Log(sigmoid(logit(moved, mu))) }
		return -1 + 0.1*(praise(-1+h)-praise(-1-h))/(2*h)
	}

	// The bells whose best D has the loss 1: their JS.
	answers["07.3"] = func() float64 {
		near, far := 0.0, 10.0
		for range 60 {
			mu := (near + far) / 2
			if theory.GeneratorCost(half, theory.Normal(mu, 1)) < -1 {
				near = mu
			} else {
				far = mu
			}
		}
		return theory.JS(half, theory.Normal(near, 1))
	}

	// Both losses with D* held still, by difference quotients.
	answers["07.4"] = func() float64 {
		const h = 1e-4
		star := theory.OptimalD(half, theory.Normal(0, 2))
		loss := func(sigma float64) float64 {
			return theory.Normal(0, sigma).Expect(func(x float64) float64 { return -star(x) })
		}
		return (loss(2+h) - loss(2-h)) / (2 * h)
	}
}

package series

import (
	"math"

	"ganbook/theory"
)

func init() {
	short, long := theory.Uniform(0, 1), theory.Uniform(0, 4)
	answers["11.1"] = func() float64 { return theory.SquaredHellinger.Of(short, long) }
	answers["11.2"] = func() float64 { return theory.W1(short, long) }

	answers["11.3"] = func() float64 {
		quarter := []float64{0.25, 0.25, 0.25, 0.25}
		cost := make([][]float64, 4)
		for i := range cost {
			for j := range 4 {
				cost[i] = append(cost[i], math.Sqrt(math.Abs(float64(i-j-1))))
			}
		}
		_, mean, err := theory.Transport(quarter, quarter, cost)
		if err != nil {
			panic(err)
		}
		return mean
	}

	// Adam by its formula, on a gradient that never changes.
	answers["11.4"] = func() float64 {
		const rate, beta1, beta2, g = 0.01, 0.5, 0.99, 1e-3
		m, v, moved := 0.0, 0.0, 0.0
		for t := 1.0; t <= 1000; t++ {
			m, v = beta1*m+(1-beta1)*g, beta2*v+(1-beta2)*g*g
			moved += rate * m / (1 - math.Pow(beta1, t)) / (math.Sqrt(v/(1-math.Pow(beta2, t))) + 1e-8)
		}
		return moved
	}

	// The expectation under Q = U(0, 2), by its definition.
	answers["11.5"] = func() float64 {
		p, q := theory.Uniform(0, 1), theory.Uniform(0, 2)
		d := theory.OptimalD(p, q)
		return q.Expect(func(x float64) float64 { return (d.D(x) - 1) * (d.D(x) - 1) / 2 })
	}

	// The steepest of many widths, by difference quotients of the package's MMD².
	answers["11.6"] = func() float64 {
		best, most := 0.0, 0.0
		p, near, far := theory.Normal(0, 1), theory.Normal(3.99, 1), theory.Normal(4.01, 1)
		for k := range 9 {
			width := 2.66 + 0.01*float64(k)
			kernel := theory.GaussianKernel(width)
			if slope := theory.MMD2(p, far, kernel) - theory.MMD2(p, near, kernel); slope > most {
				best, most = width, slope
			}
		}
		return best
	}
}

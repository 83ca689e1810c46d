package series

import "ganbook/theory"

func init() {
	answers["10.1"] = func() float64 { // each pixel has its own factor
		window := theory.Normal(0, 0.2)
		return 784 * (window.LogProb(0) - window.LogProb(0.1))
	}
	answers["10.2"] = func() float64 { // the coordinates of (1 − t)·a and t·b
		return 10 * (theory.Normal(0, 0.75).Variance() + theory.Normal(0, 0.25).Variance())
	}
	answers["10.3"] = func() float64 { // the heights of two windows, one of the widths ten times the other
		return 784 * (theory.Normal(0, 0.1).LogProb(0) - theory.Normal(0, 1).LogProb(0)) / 9
	}
}

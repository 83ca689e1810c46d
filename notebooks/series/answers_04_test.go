package series

import (
	"math"

	"ganbook/theory"
)

func init() {
	answers["04.1"] = func() float64 {
		return math.Sqrt(theory.Mix([]float64{0.75, 0.25}, theory.Normal(0, 1), theory.Normal(4, 1)).Variance())
	}
	answers["04.2"] = func() float64 { return theory.JS(theory.Uniform(0, 1), theory.Uniform(0, 4)) }
	answers["04.3"] = reverseFitJumps
	answers["04.4"] = func() float64 {
		// The slope itself, as a difference quotient of JS, and not the notebook's formula for it.
		slope := func(tau float64) float64 {
			r := math.Sqrt(1 + tau*tau)
			js := func(d float64) float64 { return theory.JS(theory.Normal(0, r), theory.Normal(d, r)) }
			return js(8.01) - js(7.99)
		}
		at, _ := least(func(tau float64) float64 { return -slope(tau) }, 0, 20)
		return at
	}
	answers["04.5"] = func() float64 {
		return math.Log(100) / theory.KL(theory.Bernoulli(0.5), theory.Bernoulli(0.51))
	}
}

// reverseFitJumps returns the a at which the bell with the least reverse KL to ½N(−a, 1) + ½N(a, 1)
// jumps from the middle to one of the bumps.
func reverseFitJumps() float64 {
	lo, hi := 2.5, 3.2
	for hi-lo > 1e-3 {
		a := (lo + hi) / 2
		p := theory.Mix([]float64{0.5, 0.5}, theory.Normal(-a, 1), theory.Normal(a, 1))
		profile := func(mu float64) float64 {
			_, kl := least(func(sigma float64) float64 { return theory.KL(theory.Normal(mu, sigma), p) }, 0.5, 6)
			return kl
		}
		if _, side := least(profile, 0.9*a, 1.1*a); side < profile(0) {
			hi = a
		} else {
			lo = a
		}
	}
	return (lo + hi) / 2
}

// least returns where f, which falls and then rises between lo and hi, is least, and how much it is there.
func least(f func(float64) float64, lo, hi float64) (at, value float64) {
	for hi-lo > 1e-3 {
		third := (hi - lo) / 3
		if f(lo+third) < f(hi-third) {
			hi -= third
		} else {
			lo += third
		}
	}
	at = (lo + hi) / 2
	return at, f(at)
}

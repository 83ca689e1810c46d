package series

import (
	"math"
	"slices"

	"ganbook/theory"
)

func init() {
	even := func(n int) theory.Distribution { return theory.PMF(slices.Repeat([]float64{1 / float64(n)}, n)...) }
	thousand := even(1000)
	answers["12.1"] = func() float64 { return theory.KL(even(900), thousand) }

	answers["12.2"] = func() float64 {
		same := make([]float64, 1000) // the probability of each triple
		for digit := range 10 {
			same[111*digit] = 0.1
		}
		return theory.KL(theory.PMF(same...), thousand)
	}

	// The expectation by a recursion: each draw finds a new kind with the probability of those that are missing.
	answers["12.3"] = func() float64 {
		missing := 1000.0
		for range 5000 {
			missing -= missing / 1000
		}
		return missing
	}

	// By D_f of JS, not by theory.JS.
	answers["12.6"] = func() float64 {
		return 2*theory.JensenShannon.Of(theory.Uniform(0, 1), theory.Uniform(0, 2)) - math.Log(4)
	}

	// The pairs as places on a line.
	answers["12.7"] = func() float64 {
		third := []float64{1. / 3, 1. / 3, 1. / 3}
		bell := theory.Normal
		data := theory.Mix(third, bell(-3, 1), bell(1000, 1), bell(2003, 1))
		fakes := theory.Mix(third, bell(0, 1), bell(997, 1), bell(2003, 1))
		return theory.JS(data, fakes)
	}

	// Two small shares, and a straight line through them to s = 0.
	answers["12.8"] = func() float64 {
		own, other := theory.Normal(0, 1), theory.Normal(1, 1)
		at := func(s float64) float64 {
			return theory.JS(own, theory.Mix([]float64{1 - s, s}, own, other)) / (s * s)
		}
		return 2*at(1e-3) - at(2e-3)
	}

	// Of many p below ½, the one at which dots at 0 or 3 and dots at 1 or 4 differ least.
	answers["12.5"] = func() float64 {
		moved := func(p float64, dots ...int) theory.Distribution {
			law := make([]float64, 6)
			for _, dot := range dots {
				law[dot] += p / 2
				law[(dot+1)%6] += (1 - p) / 4
				law[(dot+5)%6] += (1 - p) / 4
			}
			return theory.PMF(law...)
		}
		best, least := 0.0, math.Inf(1)
		for k := range 481 {
			p := float64(k) / 1200
			if js := theory.JS(moved(p, 0, 3), moved(p, 1, 4)); js < least {
				best, least = p, js
			}
		}
		return best
	}
}

package series

import (
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
}

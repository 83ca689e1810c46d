package series

import (
	"math"

	"ganbook/theory"
)

func init() {
	answers["03.1"] = func() float64 {
		counts := make([]float64, 13)
		for a := 1; a <= 6; a++ {
			for b := 1; b <= 6; b++ {
				counts[a+b] += 1. / 36
			}
		}
		return theory.Bits(theory.Entropy(theory.PMF(counts...)))
	}
	answers["03.2"] = fewestQuestionsForPairs
	answers["03.3"] = func() float64 {
		clue := func(genuine, fake float64) float64 { // the least share of the loss where the clue comes so often
			at := func(d float64) float64 { return -genuine/2*math.Log(d) - fake/2*math.Log(1-d) }
			return at(lowest(1e-9, 1-1e-9, at))
		}
		return clue(0.9, 0.2) + clue(0.1, 0.8)
	}
	answers["03.4"] = func() float64 {
		data, fakes := theory.Normal(0, 2), theory.Normal(2, 2)
		return lowest(0, 5, func(a float64) float64 {
			return -theory.Value(data, fakes, func(x float64) float64 { return a * (1 - x) })
		})
	}
	data, fakes := theory.Normal(0, 1), theory.Normal(2, 1)
	answers["03.5"] = func() float64 {
		return lowest(1e-9, 1-1e-9, func(d float64) float64 {
			return -0.8*data.Prob(2)*math.Log(d) - 0.2*fakes.Prob(2)*math.Log(1-d)
		})
	}
	answers["03.6"] = func() float64 {
		return lowest(1e-9, 1-1e-9, func(d float64) float64 {
			genuine := -0.9*math.Log(d) - 0.1*math.Log(1-d)
			return data.Prob(0)*genuine - fakes.Prob(0)*math.Log(1-d)
		})
	}
}

// fewestQuestionsForPairs tries all numbers of questions that a tree can have (Kraft's inequality).
func fewestQuestionsForPairs() float64 {
	best := math.Inf(1)
	for i := range 81 {
		n := []float64{float64(1 + i%3), float64(1 + i/3%3), float64(1 + i/9%3), float64(1 + i/27)}
		room := 0.0
		for _, depth := range n {
			room += math.Exp2(-depth)
		}
		if room <= 1 {
			best = min(best, 0.81*n[0]+0.09*n[1]+0.09*n[2]+0.01*n[3])
		}
	}
	return best / 2
}

// lowest returns where a function with one valley is least on [lo, hi], by thirds.
func lowest(lo, hi float64, f func(float64) float64) float64 {
	for range 100 {
		left, right := lo+(hi-lo)/3, hi-(hi-lo)/3
		if f(left) < f(right) {
			hi = right
		} else {
			lo = left
		}
	}
	return (lo + hi) / 2
}

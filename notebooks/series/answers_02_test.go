package series

import (
	"math"
	"math/bits"

	"ganbook/theory"
)

func init() {
	// The geometric distribution, cut where nothing is left, by the package's search.
	answers["02.1"] = func() float64 {
		untilRed := func(theta []float64) theory.Distribution {
			p := make([]float64, 3001)
			for m := 1; m < len(p); m++ {
				p[m] = math.Pow(theta[0], float64(m-1)) * (1 - theta[0])
			}
			return theory.PMF(p...)
		}
		fit, err := theory.MLE(untilRed, []float64{4, 1, 6, 2, 7}, []float64{0.5}, [2]float64{0.01, 0.99})
		if err != nil {
			return math.NaN()
		}
		return fit.Theta[0]
	}

	// The greatest variance over a grid of bags.
	answers["02.2"] = func() float64 {
		worst := 0.0
		for i := range 1001 {
			worst = max(worst, theory.Bernoulli(float64(i)/1000).Variance())
		}
		return worst / (0.01 * 0.01)
	}

	// Both peaks by the package's search.
	answers["02.3"] = func() float64 {
		waits := []float64{1, 2, 9}
		exponential := func(lambda []float64) theory.Distribution { return theory.Exponential(lambda[0]) }
		bell := func(at []float64) theory.Distribution { return theory.Normal(at[0], at[1]) }
		one, err1 := theory.MLE(exponential, waits, []float64{1}, [2]float64{0.01, 10})
		two, err2 := theory.MLE(bell, waits, []float64{3, 3}, [2]float64{-10, 20}, [2]float64{0.1, 20})
		if err1 != nil || err2 != nil {
			return math.NaN()
		}
		return math.Exp(3 * (one.LogLikelihood - two.LogLikelihood))
	}

	// All 1,024 series of ten draws.
	answers["02.4"] = func() float64 {
		covered := 0.0
		for series := range uint(1024) {
			white := bits.OnesCount(series)
			hat := float64(white) / 10
			if math.Abs(hat-0.7) <= 2*math.Sqrt(0.7*0.3/10) {
				covered += math.Pow(0.7, float64(white)) * math.Pow(0.3, float64(10-white))
			}
		}
		return covered
	}

	// The standard error that the package measures by differences.
	answers["02.5"] = func() float64 {
		poisson := func(lambda []float64) theory.Distribution {
			p := make([]float64, 101)
			p[0] = math.Exp(-lambda[0])
			for x := 1; x < len(p); x++ {
				p[x] = p[x-1] * lambda[0] / float64(x)
			}
			return theory.PMF(p...)
		}
		fit, err := theory.MLE(poisson, []float64{3, 5, 4, 2, 6, 4, 5, 3, 4}, []float64{3}, [2]float64{1, 10})
		if err != nil {
			return math.NaN()
		}
		return fit.SE[0]
	}

	// Five draws from −½ and ½, which have variance ¼: all 32 cases.
	answers["02.6"] = func() float64 {
		sum := 0.0
		for series := range 32 {
			var xs []float64
			for i := range 5 {
				xs = append(xs, float64(series>>i&1)-0.5)
			}
			sum += theory.Data(xs...).Variance()
		}
		return sum / 32
	}
}

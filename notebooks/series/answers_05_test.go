package series

import (
	"math"
	"slices"

	"ganbook/theory"
)

func init() {
	answers["05.1"] = func() float64 {
		v, _, _, _ := theory.Game{{4, 1}, {2, 3}}.Solve()
		return v
	}

	// Bisection: paper's share rises with the prize.
	answers["05.2"] = func() float64 {
		lo, hi := 1.0, 100.0
		for range 40 {
			w := (lo + hi) / 2
			_, rows, _, _ := theory.Game{{0, -1, w}, {1, 0, -1}, {-w, 1, 0}}.Solve()
			if rows[1] < 0.9 {
				lo = w
			} else {
				hi = w
			}
		}
		return lo
	}

	// From small piles up: a pile is won if some move leaves a lost one.
	answers["05.3"] = func() float64 {
		won, lost := make([]bool, 31), 0.0
		for n := 1; n <= 30; n++ {
			for _, k := range []int{1, 3, 4} {
				won[n] = won[n] || k <= n && !won[n-k]
			}
			if !won[n] {
				lost++
			}
		}
		return lost
	}

	// Each round's winning move against what the learner will play.
	answers["05.4"] = func() float64 {
		g := theory.Game{{0, -1, 3}, {1, 0, -1}, {-3, 1, 0}}
		loss, score := make([]float64, 3), 0.0
		for range 12 {
			theirs := slices.Index(loss, slices.Min(loss))
			yours := (theirs + 1) % 3
			score += g[yours][theirs]
			for j := range loss {
				loss[j] += g[yours][j]
			}
		}
		return score
	}

	// The share of all orders of four payoffs.
	answers["05.5"] = func() float64 {
		orders, saddles := 0.0, 0.0
		for k := range 256 {
			a := []float64{float64(k % 4), float64(k / 4 % 4), float64(k / 16 % 4), float64(k / 64)}
			sorted := slices.Sorted(slices.Values(a))
			if !slices.Equal(sorted, []float64{0, 1, 2, 3}) {
				continue
			}
			orders++
			if _, _, ok := (theory.Game{a[:2], a[2:]}).Saddle(); ok {
				saddles++
			}
		}
		return saddles / orders
	}

	// The matrix game of 41 places each.
	answers["05.6"] = func() float64 {
		g := make(theory.Game, 41)
		for i := range g {
			for j := range 41 {
				g[i] = append(g[i], math.Pow(float64(i-j)/10, 2))
			}
		}
		v, _, _, err := g.Solve()
		if err != nil {
			return math.NaN()
		}
		return v
	}

	// min max from the costs of both generators; max min from a grid of discriminators.
	answers["05.7"] = func() float64 {
		coin := theory.Bernoulli(0.8)
		minMax := min(theory.GeneratorCost(coin, theory.Bernoulli(0)), theory.GeneratorCost(coin, theory.Bernoulli(1)))
		maxMin := math.Inf(-1)
		for i := 1; i < 100; i++ {
			for j := 1; j < 100; j++ {
				d := [2]float64{float64(i) / 100, float64(j) / 100}
				real := 0.2*math.Log(d[0]) + 0.8*math.Log(d[1])
				maxMin = max(maxMin, real+min(math.Log(1-d[0]), math.Log(1-d[1])))
			}
		}
		return minMax - maxMin
	}
}

package metric

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"ganbook/gan/dataset"
	"ganbook/theory/seed"
)

// repeat returns n copies of a sample.
func repeat(n int, x ...float32) [][]float32 { return slices.Repeat([][]float32{x}, n) }

// square has four modes at (±1, ±1) with σ = 0.1, in the order (−1, −1), (−1, 1), (1, −1), (1, 1).
var square = dataset.Grid(2, 2, 0.1)

var nan, inf = float32(math.NaN()), float32(math.Inf(1))

func TestModesOfCountedSamples(t *testing.T) {
	for _, c := range []struct {
		name    string
		samples [][]float32
		want    ModeReport
	}{
		{"one on each", [][]float32{{-1, -1}, {-1, 1}, {1, -1}, {1, 1}},
			ModeReport{4, 4, 0, 1, 0, []int{1, 1, 1, 1}}},
		{"all on one", repeat(50, 1, -1),
			ModeReport{4, 1, 1, 1, math.Log(4), []int{0, 0, 50, 0}}},
		{"19 is not 20", slices.Concat(repeat(19, -1, 1), repeat(20, 1, 1)),
			ModeReport{4, 2, 1, 1, 19.0/39*math.Log(19.0/39*4) + 20.0/39*math.Log(20.0/39*4), []int{0, 19, 0, 20}}},
		{"half of them astray", slices.Concat(repeat(2, 1, 1), repeat(2, -1, -1), repeat(4, 0.1, 0)),
			ModeReport{4, 2, 0, 0.5, math.Log(2), []int{2, 0, 0, 2}}},
		{"a little within and beyond 3σ, along the diagonal", [][]float32{{1 + 0.212, 1 + 0.212}, {1 + 0.213, 1 + 0.213}},
			ModeReport{4, 1, 0, 0.5, math.Log(4), []int{0, 0, 0, 1}}},
		{"none near", repeat(3, 5, 5),
			ModeReport{4, 0, 0, 0, math.Inf(1), []int{0, 0, 0, 0}}},
		{"not finite", [][]float32{{nan, 1}, {inf, 1}, {-inf, nan}, {1, 1}},
			ModeReport{4, 1, 0, 0.25, math.Log(4), []int{0, 0, 0, 1}}},
	} {
		got := Modes(c.samples, square)
		if got.Of != c.want.Of || got.Covered != c.want.Covered || got.Populated != c.want.Populated || !slices.Equal(got.Counts, c.want.Counts) {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
		near(t, c.name+": quality", got.Quality, c.want.Quality, 1e-15)
		near(t, c.name+": reverse KL", got.ReverseKL, c.want.ReverseKL, 1e-14)
	}
}

// If modes have no width, only samples at the centres are of high quality.
func TestModesOfPoints(t *testing.T) {
	got := Modes([][]float32{{-1}, {1}, {1.0001}}, dataset.Gaussians("two points", [][]float64{{-1}, {1}}, 0))
	if !slices.Equal(got.Counts, []int{1, 1}) {
		t.Errorf("counts %v, want one on each", got.Counts)
	}
}

// The test checks the scores of the true distribution for PacGAN's 2,500 draws. A sample is within
// 3σ with probability q = 1 − e^−4.5. For n such samples, 2n·KL(P̂‖uniform) is a likelihood ratio:
// χ² with K − 1 degrees of freedom, up to O(1/n). Its mean is K − 1, and its 99 % quantile is 42.98
// for 24 degrees of freedom.
func TestModesOfTheTrueDistribution(t *testing.T) {
	const draws, sets = 2500, 2000
	q := 1 - math.Exp(-4.5)
	for _, c := range []struct {
		data    *dataset.Mixture
		chi     float64 // the 99 % quantile of χ² with K − 1 degrees of freedom
		density float64 // the density of χ² there
	}{{dataset.Grid(5, 2, 0.05), 42.98, 0.002627}, {dataset.Ring(8, 1, 0.01), 18.48, 0.003790}} {
		r := seed.Rand(1, 2)
		k := float64(len(c.data.Centres()))
		var quality, kl []float64
		for range sets {
			report := Modes(drawMixture(r, c.data, draws), c.data)
			if report.Covered != report.Of || report.Populated != report.Of {
				t.Errorf("%s: %v", c.data.Name(), report)
			}
			quality, kl = append(quality, report.Quality), append(kl, report.ReverseKL)
		}
		meanQuality, _ := meanAndError(quality)
		drawn(t, c.data.Name()+": mean quality", meanQuality, q, math.Sqrt(q*(1-q)/(draws*sets)))
		// The mean of 2n·KL is K − 1 + (K² − 1)/6n, where the second term is the next one in the
		// expansion of the likelihood ratio at equal shares. Its variance is 2(K − 1).
		n := q * draws
		meanKL, _ := meanAndError(kl)
		want := (k - 1 + (k*k-1)/(6*n)) / (2 * n)
		drawn(t, c.data.Name()+": mean reverse KL", meanKL, want, math.Sqrt(2*(k-1)/sets)/(2*n))
		// The standard error of a quantile at p is √(p(1 − p)/sets), divided by the density. χ²
		// itself is off by one part in n.
		slices.Sort(kl)
		top := 2 * n * kl[sets*99/100]
		drawn(t, c.data.Name()+": 99 % of the reverse KLs", top, c.chi*(1+(k+1)/(6*n)), math.Sqrt(0.99*0.01/sets)/c.density)
		t.Logf("%s at %d draws: quality %.4f, reverse KL %.5f, 99 %% below %.5f", c.data.Name(), draws, meanQuality, meanKL, top/(2*n))
	}
}

func drawMixture(r *rand.Rand, m *dataset.Mixture, n int) [][]float32 {
	xs, centres := make([][]float32, n), m.Centres()
	for i := range xs {
		for _, c := range centres[r.IntN(len(centres))] {
			xs[i] = append(xs[i], float32(c+m.Sigma()*r.NormFloat64()))
		}
	}
	return xs
}

func TestModesPanicsOnBadInput(t *testing.T) {
	panics(t, func() { Modes(nil, square) }, "no samples")
	panics(t, func() { Modes([][]float32{{1, 1}, {1}}, square) }, "sample 1 has 1 coordinates", "has 2")
	panics(t, func() { Modes([][]float32{{1, 1, 1}}, square) }, "sample 0 has 3 coordinates", "grid of 2 × 2")
}

// The draws of a mixture of points are its centres in float32.
func TestModesOfRoundedPoints(t *testing.T) {
	points := dataset.Ring(8, 1, 0)
	var draws [][]float32
	for _, c := range points.Centres() {
		draws = append(draws, []float32{float32(c[0]), float32(c[1])})
	}
	if got := Modes(draws, points); got.Quality != 1 || got.Covered != 8 || got.ReverseKL != 0 {
		t.Errorf("the points themselves: %v; want all of high quality", got)
	}
}

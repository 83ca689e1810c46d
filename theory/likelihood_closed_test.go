package theory

import (
	"fmt"
	"math"
	"testing"

	"ganbook/theory/seed"
)

// closedForms are exponential families with one parameter. ℓ̄ has one maximum, which a formula
// gives. It may lie inside or outside the box. info is −∂²ℓ̄/∂θ² at the maximum.
var closedForms = []struct {
	name   string
	family func(theta float64) Distribution
	draw   func(theta float64, n int, seed uint64) []float64
	best   func(mean, meanSquare float64) float64
	info   func(theta float64) float64
	heavy  bool // each θ makes a Density, which is slow
}{
	{
		"exponential, rate θ",
		func(theta float64) Distribution {
			return Density(func(x float64) float64 { return math.Log(theta) - theta*x }, 0, inf)
		},
		func(theta float64, n int, seed uint64) []float64 {
			return scaled(1/theta, exponentialDensity().Sample(n, seed))
		},
		func(mean, _ float64) float64 { return 1 / mean },
		func(theta float64) float64 { return 1 / (theta * theta) },
		true,
	},
	{
		"N(0, √(1/θ))",
		func(theta float64) Distribution { return Normal(0, math.Sqrt(1/theta)) },
		func(theta float64, n int, seed uint64) []float64 {
			return Normal(0, math.Sqrt(1/theta)).Sample(n, seed)
		},
		func(_, meanSquare float64) float64 { return 1 / meanSquare },
		func(theta float64) float64 { return 1 / (2 * theta * theta) },
		false,
	},
	{
		"N(0, θ)",
		func(theta float64) Distribution { return Normal(0, theta) },
		func(theta float64, n int, seed uint64) []float64 { return Normal(0, theta).Sample(n, seed) },
		func(_, meanSquare float64) float64 { return math.Sqrt(meanSquare) },
		func(theta float64) float64 { return 2 / (theta * theta) },
		false,
	},
	{
		// One atom at −1 holds the mass of all values above 400. No draw is that large.
		"Poisson(θ)",
		func(theta float64) Distribution {
			const most = 400
			values, masses := make([]float64, most+2), make([]float64, most+2)
			p, rest := math.Exp(-theta), 1.0
			for k := range most + 1 {
				values[k], masses[k] = float64(k), p
				rest -= p
				p *= theta / float64(k+1)
			}
			values[most+1], masses[most+1] = -1, max(rest, 0)
			return Discrete(values, masses)
		},
		func(theta float64, n int, s uint64) []float64 {
			xs, r := make([]float64, n), seed.Rand(s, 3)
			for i := range xs {
				for t := r.ExpFloat64(); t < theta; t += r.ExpFloat64() {
					xs[i]++
				}
			}
			return xs
		},
		func(mean, _ float64) float64 { return mean },
		func(theta float64) float64 { return 1 / theta },
		false,
	},
}

func scaled(by float64, xs []float64) []float64 {
	for i := range xs {
		xs[i] *= by
	}
	return xs
}

// θ̂ is the value of the formula, or the end of the box nearest to it. This holds for every start,
// and however wide the box is compared with the maximum.
func TestMLEInClosedForm(t *testing.T) {
	boxes := [][2]float64{{1e-6, 10}, {1e-9, 1e6}, {1e-3, inf}, {0.2, 0.7}, {1e-4, 0.01}}
	for f, c := range closedForms {
		for i, truth := range []float64{1e-5, 1. / 300 / 300, 1. / 32, 0.5, 3, 40} {
			if c.name == "Poisson(θ)" && truth < 0.1 {
				continue // no events
			}
			n := 27
			data := c.draw(truth, n, uint64(10*f+i))
			d := Data(data...)
			free := c.best(d.Mean(), d.Expect(square))
			for _, box := range boxes {
				if c.name == "Poisson(θ)" && box[1] > 100 {
					box[1] = 100
				}
				starts := []float64{math.Sqrt(box[0] * min(box[1], 1e3)), min(1, box[1]), box[0]}
				if c.heavy {
					starts = starts[1:2]
				}
				for _, start := range starts {
					start = min(max(start, box[0]), box[1])
					name := fmt.Sprintf("%s, truth %v in %v from %v", c.name, truth, box, start)
					family := func(v []float64) Distribution { return c.family(v[0]) }
					if math.IsInf(LogLikelihood(c.family(start), data), -1) {
						continue // at 1e-6 the density of some draw underflows
					}
					fit := mustMLE(t, family, data, []float64{start}, box)
					switch {
					case free <= box[0]:
						exact(t, name+" θ̂", fit.Theta[0], box[0])
						standing(t, name, fit, AtLower)
					case free >= box[1]:
						exact(t, name+" θ̂", fit.Theta[0], box[1])
						standing(t, name, fit, AtUpper)
					default:
						// The accuracy is 1e-9 of the length over which ℓ̄ falls by ½.
						unit := 1 / math.Sqrt(c.info(free))
						numerical(t, name+" θ̂", fit.Theta[0], free, 1e-9*unit)
						numerical(t, name+" se", fit.SE[0], unit/math.Sqrt(float64(n)), 1e-6*unit)
						standing(t, name, fit, Interior)
					}
				}
			}
		}
	}
}

// The test takes every possible number of heads, with boxes that contain the share of heads and
// boxes that do not.
func TestMLEOfCoinsInBoxes(t *testing.T) {
	const n = 12
	for k := range n + 1 {
		data := make([]float64, n)
		for i := range k {
			data[i] = 1
		}
		for _, box := range [][2]float64{{0, 1}, {1e-9, 1 - 1e-9}, {0.3, 0.6}, {0.01, 0.02}, {0.9, 0.95}} {
			for _, part := range []float64{0.1, 0.5, 0.9} {
				start := box[0] + part*(box[1]-box[0])
				name := fmt.Sprintf("%d of %d in %v from %v", k, n, box, start)
				fit := mustMLE(t, bernoulli, data, []float64{start}, box)
				switch share := float64(k) / n; {
				case share <= box[0]:
					exact(t, name, fit.Theta[0], box[0])
					standing(t, name, fit, AtLower)
				case share >= box[1]:
					exact(t, name, fit.Theta[0], box[1])
					standing(t, name, fit, AtUpper)
				default:
					numerical(t, name, fit.Theta[0], share, 1e-9)
					standing(t, name, fit, Interior)
				}
			}
		}
	}
}

// The mean and the precision are estimated together, in a box that is thousands of times too wide
// for both.
func TestMLEOfMeanAndPrecision(t *testing.T) {
	family := func(v []float64) Distribution { return Normal(v[0], 1/math.Sqrt(v[1])) }
	for i, sigma := range []float64{300, 17, 1, 0.02} {
		data := Normal(5, sigma).Sample(50, uint64(i))
		d := Data(data...)
		fit := mustMLE(t, family, data, []float64{0, 1}, [2]float64{-1e4, 1e4}, [2]float64{1e-8, 1e4})
		v := d.Variance()
		name := fmt.Sprintf("σ = %v", sigma)
		standing(t, name, fit, Interior, Interior)
		numerical(t, name+" μ̂", fit.Theta[0], d.Mean(), 1e-8*sigma)
		numerical(t, name+" precision", fit.Theta[1], 1/v, 1e-8/v)
		numerical(t, name+" se of the precision", fit.SE[1], math.Sqrt2/v/math.Sqrt(50), 1e-6/v)
	}
}

// If the family panics, the caller of MLE can recover, whatever call of the family it is.
func TestMLEPanicsWhereItIsCalled(t *testing.T) {
	calls := 0
	if _, err := MLE(func(v []float64) Distribution { calls++; return Bernoulli(v[0]) }, bagOfBalls, []float64{0.5}, [2]float64{0, 1}); err != nil {
		t.Fatal(err)
	}
	for last := range calls {
		left := last
		panics(t, fmt.Sprint("call ", last), func() {
			MLE(func(v []float64) Distribution {
				if left == 0 {
					panic("theory: test: enough")
				}
				left--
				return Bernoulli(v[0])
			}, bagOfBalls, []float64{0.5}, [2]float64{0, 1})
		}, "enough")
	}
}

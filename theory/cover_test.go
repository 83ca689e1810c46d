package theory

import (
	"fmt"
	"math"
	"testing"

	"ganbook/theory/seed"

	"ganbook/theory/quad"
)

// normalsAndUniforms returns a mixture of n normal distributions. If uniforms is true, about half
// of them are uniform distributions instead. The widths extend over four decades.
func normalsAndUniforms(n int, uniforms bool, stream uint64) Distribution {
	r := seed.Rand(17, stream)
	weights, ds := make([]float64, n), make([]Distribution, n)
	for i := range ds {
		weights[i] = 1 / float64(n)
		width := math.Pow(10, 4*r.Float64()-3)
		at := 20 * r.NormFloat64()
		if uniforms && r.IntN(2) == 0 {
			ds[i] = Uniform(at, at+width)
		} else {
			ds[i] = Normal(at, width)
		}
	}
	return Mix(weights, ds...)
}

// The entropy computed as one integral equals the entropy computed as one integral per component.
// The merged intervals cover all mass exactly once.
func TestCover(t *testing.T) {
	for k := range 40 {
		p := normalsAndUniforms(2+k%7, k%2 == 0, uint64(k))
		name := fmt.Sprint("case ", k, ", ", p)
		intervals, ok := p.mergedIntervals()
		if !ok {
			t.Fatalf("%s: refused", name)
		}
		var mass expectation
		one := quad.Integrand{F: func(quad.Abscissa) float64 { return 1 }}
		mass.addDensity(p, one, quad.Split(intervals, p.breakPoints(density.intervals)))
		got, bound := mass.total()
		// Besides the bound, allow for the rounding of the points where two intervals meet.
		numerical(t, name+" mass", got, 1, bound+1e-10)
		parts, bound := p.ExpectErr(func(x float64) float64 { return -p.LogProb(x) })
		numerical(t, name+" entropy", Entropy(p), parts, bound+1e-9)
	}
}

// If a component is so narrow that rounding shows at its ends, each component keeps an integral of
// its own. The entropy of mixtures with singularities is right.
func TestCoverIsRefused(t *testing.T) {
	half := []float64{0.5, 0.5}
	narrow := []Distribution{Mix(half, Normal(1e6, 1e-7), Normal(1e6, 1)), Mix(half, Uniform(1, 1+1e-9), Normal(1, 1))}
	for _, p := range narrow {
		if _, ok := p.mergedIntervals(); ok {
			t.Errorf("%v has one cover", p)
		}
	}
	singular := []Distribution{
		Mix(half, Density(func(x float64) float64 { return -0.9*math.Log(x) - math.Log(10) }, 0, 1), Normal(0, 1)),
		Mix(half, Density(func(x float64) float64 { return -math.Log(math.Abs(x))/2 - math.Log(4) }, -1, 1), Normal(0, 1)),
		Mix(half, exponentialDensity(), cauchyDensity()),
	}
	for _, p := range append(narrow, singular...) {
		parts, bound := p.ExpectErr(func(x float64) float64 { return -p.LogProb(x) })
		numerical(t, fmt.Sprintf("entropy of %v", p), Entropy(p), parts, bound+1e-9)
	}
}

// For these mixtures of many components, a formula gives the entropy. The number of intervals grows
// in proportion to the number of components.
func TestEntropyOfLargeMixtures(t *testing.T) {
	const n = 250
	weights, apart, tiles, copies := make([]float64, n), make([]Distribution, n), make([]Distribution, n), make([]Distribution, n)
	for i := range n {
		weights[i] = 1. / n
		apart[i] = Normal(100*float64(i), 1)
		tiles[i] = Uniform(float64(i), float64(i+1))
		copies[i] = Normal(3, 2)
	}
	bell := 0.5 + halfLog2Pi
	for _, c := range []struct {
		name  string
		parts []Distribution
		want  float64
	}{
		{"normals far apart", apart, bell + math.Log(n)},
		{"tiles", tiles, math.Log(n)},
		{"copies", copies, bell + math.Ln2},
	} {
		p := Mix(weights, c.parts...)
		numerical(t, c.name, Entropy(p), c.want, 2e-9*c.want)
	}
	p := normalsAndUniforms(n, true, 99)
	intervals, _ := p.mergedIntervals()
	if k := len(quad.Split(intervals, p.breakPoints(density.intervals))); k > 30*n {
		t.Errorf("%d components make %d intervals", n, k)
	}
}

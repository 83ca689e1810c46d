package metric

import (
	"math"
	"testing"

	"ganbook/gan/dataset"
	"ganbook/theory/seed"
)

var twoModes = dataset.Gaussians("two modes", [][]float64{{-10, 0}, {10, 0}}, 2)

func TestBinnedJSOfKnownShares(t *testing.T) {
	inside := 1 - math.Exp(-4.5)
	bin := inside / 32
	js := halfTerms
	at := func(x, y float32) []float32 { return []float32{x, y} }
	for _, test := range []struct {
		name    string
		samples [][]float32
		want    float64
	}{
		{"all outside", [][]float32{at(0, 0), at(0, 50)}, js(1-inside, 1) + 32*js(bin, 0)},
		{"all in one bin", [][]float32{at(10.1, 0.1), at(10.2, 0.3)}, js(1-inside, 0) + js(bin, 1) + 31*js(bin, 0)},
		{"two quadrants of one mode", [][]float32{at(10.1, 0.1), at(9.9, 0.1)}, js(1-inside, 0) + 2*js(bin, 0.5) + 30*js(bin, 0)},
		{"two modes", [][]float32{at(10.1, 0.1), at(-9.9, 0.1)}, js(1-inside, 0) + 2*js(bin, 0.5) + 30*js(bin, 0)},
		{"two rings", [][]float32{at(10.1, 0.1), at(14, 4)}, js(1-inside, 0) + 2*js(bin, 0.5) + 30*js(bin, 0)},
		{"half outside", [][]float32{at(10.1, 0.1), at(0, 0)}, js(1-inside, 0.5) + js(bin, 0.5) + 31*js(bin, 0)},
	} {
		if got := BinnedJS(test.samples, twoModes); math.Abs(got-test.want) > 1e-12 {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

// The samples of the mixture itself fall into the bins by their probabilities: then 8n·JS is nearly χ²
// with as many degrees of freedom as there are bins less one. Statistical: the cube root of a χ² by its
// degrees of freedom is nearly normal (Wilson and Hilferty 1931), with the mean and the standard error
// below. The false alarm rate of six of them is below 1e-8.
func TestBinnedJSOfTheMixtureItself(t *testing.T) {
	const n, degrees = 40_000, 32.0
	got := 8 * n * BinnedJS(drawMixture(seed.Rand(1, 1), twoModes, n), twoModes)
	mean, se := 1-2/(9*degrees), math.Sqrt(2/(9*degrees))
	if root := math.Cbrt(got / degrees); !(math.Abs(root-mean) <= 6*se) {
		t.Errorf("8n·JS = %.1f, %.0f degrees of freedom, %.1f standard errors off", got, degrees, (root-mean)/se)
	}
}

// Statistical: with 20,000 samples each fault is at least twenty standard errors above the bound.
func TestBinnedJSSeesEachFault(t *testing.T) {
	const n = 20_000
	good := drawMixture(seed.Rand(2, 2), twoModes, n)
	floor := BinnedJS(good, twoModes)
	changed := func(change func(x []float32)) float64 {
		var all [][]float32
		for _, x := range good {
			y := []float32{x[0], x[1]}
			change(y)
			all = append(all, y)
		}
		return BinnedJS(all, twoModes)
	}
	centre := func(x []float32) float32 {
		if x[0] < 0 {
			return -10
		}
		return 10
	}
	for name, js := range map[string]float64{
		"narrow":    changed(func(x []float32) { x[0], x[1] = centre(x)+0.7*(x[0]-centre(x)), 0.7*x[1] }),
		"wide":      changed(func(x []float32) { x[0], x[1] = centre(x)+1.3*(x[0]-centre(x)), 1.3*x[1] }),
		"off":       changed(func(x []float32) { x[1] += 1 }),
		"uneven":    BinnedJS(onlySome(good), twoModes),
		"line":      changed(func(x []float32) { x[0] = centre(x) }),
		"elsewhere": changed(func(x []float32) { x[0] = 0 }),
	} {
		if js < floor+0.01 {
			t.Errorf("%s: %.4f, hardly above the mixture's own %.4f", name, js, floor)
		}
	}
}

// onlySome leaves out two thirds of the samples with x₁ < 0.
func onlySome(samples [][]float32) (some [][]float32) {
	for i, x := range samples {
		if x[0] >= 0 || i%3 == 0 {
			some = append(some, x)
		}
	}
	return some
}

func TestBinnedJSRefuses(t *testing.T) {
	space := dataset.Gaussians("space", [][]float64{{0, 0, 0}}, 1)
	panics(t, func() { BinnedJS([][]float32{{0, 0, 0}}, space) }, "space", "3 coordinates")
	points := dataset.Gaussians("points", [][]float64{{0, 0}}, 0)
	panics(t, func() { BinnedJS([][]float32{{0, 0}}, points) }, "points", "σ = 0")
	panics(t, func() { BinnedJS(nil, twoModes) }, "no samples")
	BinnedJS([][]float32{{0, 0}}, dataset.Grid(2, 0.6, 0.1)) // exactly 6 σ apart
	near := dataset.Gaussians("near", [][]float64{{0, 0}, {9, 0}, {9, 0.59}}, 0.1)
	panics(t, func() { BinnedJS([][]float32{{0, 0}}, near) }, "near", "centres 1 and 2 are 5.9 σ apart; 6 σ or more")
}

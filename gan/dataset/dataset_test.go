package dataset_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	_ "github.com/gomlx/compute/gobackend"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"ganbook/gan/dataset"
	"ganbook/theory"
	"ganbook/theory/seed"
)

// draw takes n samples on the pure-Go backend, which needs no set-up. The tests of gan draw from
// the same data sets on XLA.
func draw(t *testing.T, d dataset.Dataset, n int) [][]float32 {
	t.Helper()
	backend, err := compute.NewWithConfig("go")
	if err != nil {
		t.Fatal(err)
	}
	store := model.NewStore()
	if err := store.SetRNGStateFromSeed(int64(seed.Shifted(1))); err != nil {
		t.Fatal(err)
	}
	inputs := []any{float32(0)}
	for _, table := range d.Tables() {
		inputs = append(inputs, table)
	}
	exec := model.MustNewExec(backend, store, func(scope *model.Scope, nodes []*Node) *Node {
		return d.Draw(scope, nodes[0].Graph(), nodes[1:], n)
	})
	return exec.MustCall(inputs...)[0].Value().([][]float32)
}

// withClass draws samples with their class as one more number.
type withClass struct{ dataset.Labelled }

func (d withClass) Draw(scope *model.Scope, g *Graph, tables []*Node, n int) *Node {
	x, class := d.DrawLabelled(scope, g, tables, n)
	return Concatenate([]*Node{x, ExpandAxes(ConvertDType(class, dtypes.Float32), -1)}, -1)
}

const n = 200_000

// sampling is the tolerance for the largest distance between the distribution function of n draws
// and the true one. By the Dvoretzky–Kiefer–Wolfowitz inequality the distance exceeds √(ln(2/α)/2n)
// with probability at most α. α = 2·10⁻⁹ is the probability of six standard errors. This check is
// statistical, and so is share.
var sampling = math.Sqrt(math.Log(2/2e-9) / (2 * n))

// share fails unless count of n draws is within six standard errors of the share p.
func share(t *testing.T, what string, count int, p float64) {
	t.Helper()
	if se := math.Sqrt(p * (1 - p) / n); !(math.Abs(float64(count)/n-p) <= 6*se) {
		t.Errorf("%s: %.5f of the draws, want %.5f ± %.5f", what, float64(count)/n, p, 6*se)
	}
}

// For each distribution, the distribution function of the draws must be close to that of p.
func TestLineDrawsItsDistribution(t *testing.T) {
	cauchy := theory.Density(func(x float64) float64 { return -math.Log(math.Pi * (1 + x*x)) }, math.Inf(-1), math.Inf(1))
	for _, p := range []theory.Distribution{
		theory.Normal(3, 0.25),
		theory.Uniform(-1, 5),
		cauchy,
		theory.Bernoulli(0.3),
		theory.PMF(0.1, 0, 0.2, 0.3, 0.4),
		theory.Data(1, 1, 2, 3, 5, 8),
		theory.Mix([]float64{0.3, 0.7}, theory.Normal(-2, 0.5), theory.Normal(2, 0.25)),
		theory.Mix([]float64{0.5, 0.5}, theory.Uniform(0, 1), theory.Uniform(2, 3)),
		theory.Mix([]float64{0.25, 0.5, 0.25}, theory.Bernoulli(0.5), theory.Normal(0, 1), theory.Uniform(4, 5)),
	} {
		d := dataset.From(p)
		if d.Name() != p.String() || d.Dim() != 1 || d.Distribution().String() != p.String() {
			t.Errorf("From(%v) has name %q, dim %d", p, d.Name(), d.Dim())
		}
		var xs []float64
		for _, x := range draw(t, d, n) {
			xs = append(xs, float64(x[0]))
		}
		if far := distance(xs, p); !(far <= sampling) {
			t.Errorf("%v: distribution functions differ by %.5f, want %.5f at most", p, far, sampling)
		}
	}
}

// distance returns sup |F_n(x) − F(x)|, taken on both sides of each draw. Draws are float32, so
// both sides are a little away from the draw, to allow for rounding. Draws that are not further
// apart than that, such as one of an atom and one of a density, are taken together.
func distance(xs []float64, p theory.Distribution) float64 {
	slices.Sort(xs)
	far := 0.0
	for i := 0; i < len(xs); {
		eps := 1e-6 * max(1, math.Abs(xs[i]))
		j := i + 1
		for j < len(xs) && xs[j]-xs[j-1] <= 2*eps {
			j++
		}
		far = max(far, math.Abs(float64(j)/float64(len(xs))-p.CDF(xs[j-1]+eps)))
		far = max(far, math.Abs(float64(i)/float64(len(xs))-p.CDF(xs[i]-eps)))
		i = j
	}
	return far
}

// Nothing may be drawn where there is no mass. A single table for a whole mixture would draw
// between its parts.
func TestLineDrawsOnlyOnTheSupport(t *testing.T) {
	p := theory.Mix([]float64{0.5, 0.25, 0.25}, theory.Uniform(0, 1), theory.Uniform(2, 3), theory.Discrete([]float64{1.5}, []float64{1}))
	for _, x := range draw(t, dataset.From(p), n) {
		if v := float64(x[0]); p.LogProb(v) == math.Inf(-1) {
			t.Fatalf("%v drew %v, off its support", p, v)
		}
	}
}

func TestMixturesOfGaussians(t *testing.T) {
	for _, c := range []struct {
		data  *dataset.Mixture
		modes int
		name  string
	}{
		{dataset.Ring(8, 1, 0.01), 8, "ring of 8"},
		{dataset.Grid(5, 2, 0.05), 25, "grid of 5 × 5"},
	} {
		if len(c.data.Centres()) != c.modes || c.data.Dim() != 2 || c.data.Name() != c.name {
			t.Errorf("%s has %d centres of %d coordinates", c.data.Name(), len(c.data.Centres()), c.data.Dim())
		}
		counts, within := make([]int, c.modes), 0
		for _, x := range draw(t, c.data, n) {
			best, at := math.Inf(1), 0
			for i, centre := range c.data.Centres() {
				if d := math.Hypot(float64(x[0])-centre[0], float64(x[1])-centre[1]); d < best {
					best, at = d, i
				}
			}
			counts[at]++
			if best < 3*c.data.Sigma() {
				within++
			}
		}
		// A Gaussian in the plane is within 3σ with probability 1 − e^−4.5 = 0.98889.
		want := 1 - math.Exp(-4.5)
		share(t, c.name+", within 3σ", within, want)
		for i, count := range counts {
			share(t, fmt.Sprintf("%s, mode %d", c.name, i), count, 1/float64(c.modes))
		}
	}
	given := [][]float64{{1, 2}}
	own := dataset.Gaussians("own", given, 1)
	given[0][0] = 7
	if own.Centres()[0][0] != 1 {
		t.Error("the centres were not copied")
	}
	// The centres of a ring of K start on the x axis and are 1/K of a turn apart, up to rounding.
	for i, c := range dataset.Ring(12, 2, 0.05).Centres() {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / 12)
		if !(math.Hypot(c[0]-2*cos, c[1]-2*sin) < 1e-14) {
			t.Errorf("centre %d of a ring of 12 is %v, want %v turned by %d·30°", i, c, 2, i)
		}
	}
	grid := dataset.Grid(5, 2, 0.05).Centres()
	if first, last := grid[0], grid[24]; !slices.Equal(first, []float64{-4, -4}) || !slices.Equal(last, []float64{4, 4}) {
		t.Errorf("the grid runs from %v to %v, want (−4, −4) to (4, 4)", first, last)
	}
}

// Without noise every sample lies on an arm: its angle follows from its radius.
func TestSpiralsLieOnTheirArms(t *testing.T) {
	const arms, turns = 3, 1.5
	d := dataset.Spirals(arms, turns, 0)
	if d.Name() != "3-armed spiral" || d.Dim() != 2 {
		t.Errorf("the spiral is %q of %d coordinates", d.Name(), d.Dim())
	}
	var counts [arms]int
	var areas []float64
	for _, x := range draw(t, d, n) {
		r, angle := math.Hypot(float64(x[0]), float64(x[1])), math.Atan2(float64(x[1]), float64(x[0]))
		arm := math.Mod((angle/(2*math.Pi)-turns*r)*arms+10*arms, arms)
		whole := math.Round(arm)
		// The error of an angle is about that of float32 rounding, divided by the radius.
		if !(math.Abs(arm-whole)*r < 1e-5) {
			t.Fatalf("%v is %.6f of the way from one arm to the next", x, arm-math.Floor(arm))
		}
		counts[int(whole)%arms]++
		areas = append(areas, r*r)
	}
	for i, count := range counts {
		share(t, fmt.Sprintf("arm %d", i), count, 1.0/arms)
	}
	if far := distance(areas, theory.Uniform(0, 1)); !(far <= sampling) {
		t.Errorf("r² differs from uniform by %.5f, want %.5f at most", far, sampling)
	}
}

// One arm without turns lies on the x axis, so the second coordinate is the noise.
func TestSpiralsNoise(t *testing.T) {
	const sigma = 0.05
	var ys []float64
	for _, x := range draw(t, dataset.Spirals(1, 0, sigma), n) {
		ys = append(ys, float64(x[1]))
	}
	if far := distance(ys, theory.Normal(0, sigma)); !(far <= sampling) {
		t.Errorf("the noise differs from N(0, σ²) by %.5f, want %.5f at most", far, sampling)
	}
}

// Each row comes with its own class, and all rows come equally often.
func TestLabelledRows(t *testing.T) {
	xs := [][]float32{{0, 1}, {1, 1}, {2, 1}, {3, 1}}
	labels := []int{2, 0, 1, 2}
	four := dataset.LabelledRows("four", xs, labels, 3)
	if four.Classes() != 3 || four.Dim() != 2 || four.Name() != "four" {
		t.Errorf("%d classes, %d coordinates, name %q", four.Classes(), four.Dim(), four.Name())
	}
	seen := map[int]int{}
	for _, row := range draw(t, withClass{four}, n) {
		if row[2] != float32(labels[int(row[0])]) || row[1] != 1 {
			t.Fatalf("row %v", row)
		}
		seen[int(row[0])]++
	}
	for i := range xs {
		share(t, fmt.Sprint("row ", i), seen[i], 0.25)
	}
	for what, make := range map[string]func(){
		"3 labels for 4 rows": func() { dataset.LabelledRows("x", xs, labels[:3], 3) },
		"the class 2":         func() { dataset.LabelledRows("x", xs, labels, 2) },
		"the class -1":        func() { dataset.LabelledRows("x", xs, []int{0, 0, 0, -1}, 2) },
	} {
		func() {
			defer func() {
				if said := fmt.Sprint(recover()); !strings.Contains(said, what) {
					t.Errorf("panic %q, want one that says %q", said, what)
				}
			}()
			make()
		}()
	}
}

func TestRowsDrawsRowsEvenly(t *testing.T) {
	rows := [][]float32{{1, -1, 0.5}, {2, 0, 3}, {1, -1, 0.25}, {7, 8, 9}, {1, -1, 0.5}}
	d := dataset.Rows("five", rows)
	rows[0][0] = 100 // the rows must have been copied
	if d.Name() != "five" || d.Dim() != 3 {
		t.Errorf("the rows are %q of %d coordinates", d.Name(), d.Dim())
	}
	counts := map[[3]float32]int{}
	for _, x := range draw(t, d, n) {
		counts[[3]float32(x)]++
	}
	for row, p := range map[[3]float32]float64{{1, -1, 0.5}: 0.4, {2, 0, 3}: 0.2, {1, -1, 0.25}: 0.2, {7, 8, 9}: 0.2} {
		share(t, fmt.Sprint("row ", row), counts[row], p)
	}
	if len(counts) != 4 {
		t.Errorf("%d different rows were drawn, want the 4 there are", len(counts))
	}
}

func TestMisusePanicsWithTheValue(t *testing.T) {
	for says, f := range map[string]func(){
		"σ = -1":             func() { dataset.Ring(8, 1, -1) },
		"0 modes":            func() { dataset.Ring(0, 1, 0.1) },
		"-2 × -2":            func() { dataset.Grid(-2, 1, 0.1) },
		"without centres":    func() { dataset.Gaussians("none", nil, 1) },
		"centre 1 has 1":     func() { dataset.Gaussians("ragged", [][]float64{{0, 0}, {1}}, 1) },
		"NaN":                func() { dataset.Gaussians("lost", [][]float64{{math.NaN()}}, 1) },
		"centre 0 is [1e+39": func() { dataset.Ring(8, 1e39, 0.1) },
		"centre 0 is [NaN":   func() { dataset.Ring(8, math.NaN(), 0.1) },
		"σ = 1e+39":          func() { dataset.Grid(2, 1, 1e39) },
		"σ = +Inf":           func() { dataset.Gaussians("wide", [][]float64{{0}}, math.Inf(1)) },
		"1e+39 turns":        func() { dataset.Spirals(2, 1e39, 0.1) },
		"zero Distribution":  func() { dataset.From(theory.Distribution{}) },
		"0 arms":             func() { dataset.Spirals(0, 1, 0.1) },
		"+Inf turns":         func() { dataset.Spirals(2, math.Inf(1), 0.1) },
		"σ = NaN":            func() { dataset.Spirals(2, 1, math.NaN()) },
		"without numbers":    func() { dataset.Rows("none", nil) },
		"\"hollow\" with":    func() { dataset.Rows("hollow", [][]float32{{}}) },
		"row 1 has 1 num":    func() { dataset.Rows("ragged", [][]float32{{0, 0}, {1}}) },
		"row 1 has -Inf":     func() { dataset.Rows("lost", [][]float32{{0, 0}, {1, float32(math.Inf(-1))}}) },
		"float32":            func() { dataset.From(theory.Normal(1e39, 1)) },
	} {
		func() {
			defer func() {
				if said, ok := recover().(string); !ok || !strings.Contains(said, says) {
					t.Errorf("panic %q, want %q in it", said, says)
				}
			}()
			f()
		}()
	}
}

func TestStandardised(t *testing.T) {
	for _, m := range []*dataset.Mixture{dataset.Ring(8, 1, 0.01), dataset.Grid(5, 2, 0.05)} {
		scaled := m.Standardised()
		sum := 0.0
		for i, c := range scaled.Centres() {
			for j, v := range c {
				sum += v * v / float64(2*len(scaled.Centres()))
				if ratio := m.Centres()[i][j] * scaled.Sigma(); math.Abs(ratio-v*m.Sigma()) > 1e-12 {
					t.Errorf("%s: centre %d is %v, not in proportion to %v as σ is", m.Name(), i, c, m.Centres()[i])
				}
			}
		}
		if math.Abs(sum-1) > 1e-12 || scaled.Name() != m.Name() {
			t.Errorf("%s: mean square %v of %q, want 1", m.Name(), sum, scaled.Name())
		}
	}
	if origin := dataset.Gaussians("origin", [][]float64{{0, 0}}, 1); origin.Standardised() != origin {
		t.Error("a mixture at the origin was scaled")
	}
}

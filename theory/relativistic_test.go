package theory

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"ganbook/theory/seed"
)

func TestRelativisticJS(t *testing.T) {
	p := Normal(0, 1)
	// The pairs of N(0, 1) and N(d, 1) are normal in the plane, √2·d apart. Only this direction matters.
	for _, d := range []float64{1e-6, 0.1, 1, 3, 8, 40} {
		want := JS(p, Normal(math.Sqrt2*d, 1))
		numerical(t, fmt.Sprint("normals at d = ", d), RelativisticJS(p, Normal(d, 1)), want, 1e-9*want)
	}
	// Of two coins there are four pairs.
	a, b := [2]float64{0.5, 0.5}, [2]float64{0.2, 0.8}
	want := JS(PMF(a[0]*b[0], a[0]*b[1], a[1]*b[0], a[1]*b[1]), PMF(b[0]*a[0], b[0]*a[1], b[1]*a[0], b[1]*a[1]))
	numerical(t, "coins", RelativisticJS(PMF(a[:]...), PMF(b[:]...)), want, 1e-14)
	// Of U(0, 2) and U(1, 4), the pair (x, y) has equal chances under both laws only if both points lie in
	// (1, 2): with probability ½·⅓. Otherwise the order is certain.
	numerical(t, "uniforms", RelativisticJS(Uniform(0, 2), Uniform(1, 4)), math.Ln2*5/6, 1e-12)
	exact(t, "equal", RelativisticJS(Mix([]float64{0.5, 0.5}, p, Data(1)), Mix([]float64{0.5, 0.5}, Data(1), p)), 0)
	exact(t, "apart", RelativisticJS(Data(1, 2), p), math.Ln2)
	exact(t, "lines apart", RelativisticJS(Data(0), Data(1)), math.Ln2)
	near := Normal(0.01, 1)
	numerical(t, "near p = q", RelativisticJS(p, near)/JS(p, near), 2, 1e-4)
}

// As the entropy, d is NaN where a singularity at a point other than 0 costs too much accuracy.
func TestRelativisticJSMisses(t *testing.T) {
	p := Density(distuv.Beta{Alpha: 2, Beta: 0.1}.LogProb, 0, 1)
	half := Mix([]float64{0.5, 0.5}, p, Data(3)) // d would be ½·ln 2
	exact(t, "the integral over x", RelativisticJS(p, half), math.NaN())
	exact(t, "the integral over y", RelativisticJS(half, p), math.NaN())
	// The quadrature takes the singularity at 1 for a divergence here.
	exact(t, "a divergence", RelativisticJS(arcsine(), Uniform(0.9, 1)), math.NaN())
}

// JS ≤ d ≤ ln 2, d is symmetric, and the best critic reaches it in the game. Other critics do not.
func TestRelativisticValue(t *testing.T) {
	half := []float64{0.5, 0.5}
	pairs := [][2]Distribution{
		{Normal(0, 1), Normal(3, 2)}, {Bernoulli(0.5), Bernoulli(0.8)}, {Uniform(0, 1), Uniform(0.5, 2)},
		{Normal(0, 1), Mix(half, Normal(0, 1), Bernoulli(0.7))},
	}
	r := seed.Rand(16, 8)
	for range 2 {
		pairs = append(pairs, [2]Distribution{random(r), random(r)})
	}
	for _, c := range pairs {
		p, q := c[0], c[1]
		name := fmt.Sprintf("(%v, %v)", p, q)
		d := RelativisticJS(p, q)
		if js := JS(p, q); !(js <= d+1e-9 && d <= math.Ln2) {
			t.Errorf("d%s = %v is not between JS = %v and ln 2", name, d, js)
		}
		numerical(t, "d back"+name, RelativisticJS(q, p), d, 1e-9)
		numerical(t, "V + ln 2"+name, RelativisticValue(p, q, OptimalD(p, q))+math.Ln2, d, 1e-9)
	}
	p, q := Normal(0, 1), Normal(3, 2)
	d := RelativisticJS(p, q)
	if v := RelativisticValue(p, q, func(x float64) float64 { return -x / 2 }) + math.Ln2; !(v <= d) {
		t.Errorf("a critic reaches %v > %v", v, d)
	}
	numerical(t, "constant critic", RelativisticValue(p, q, func(float64) float64 { return 7 }), -math.Ln2, 1e-12)
	best := OptimalD(p, q)
	const n = 100_000
	xs, ys := p.Sample(n, 1), q.Sample(n, 2)
	sum, squares := 0.0, 0.0
	for i := range n {
		v := -softplus(best(ys[i]) - best(xs[i]))
		sum += v / n
		squares += v * v / n
	}
	statistical(t, "V from pairs", sum, d-math.Ln2, math.Sqrt((squares-sum*sum)/n))
	panics(t, "nil critic", func() { RelativisticValue(p, q, nil) }, "RelativisticValue", "nil")
}

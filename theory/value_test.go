package theory

import (
	"fmt"
	"math"
	"testing"

	"ganbook/theory/seed"
)

var log4 = math.Log(4)

// C(G) = −ln 4 + 2·JS. The two sides are computed from different integrands and formulas.
func TestGeneratorCost(t *testing.T) {
	p := Normal(0, 1)
	for d := 0.0; d <= 40; d += 0.5 {
		g := Normal(d, 1)
		numerical(t, fmt.Sprint("C at d = ", d), GeneratorCost(p, g), 2*JS(p, g)-log4, 1e-9)
	}
	for _, c := range [][2]Distribution{
		{p, Normal(0, 1e-4)}, {p, Normal(30, 1e-4)}, {p, Uniform(0, 1)}, {cauchyDensity(), p}, {p, Bernoulli(0.5)},
		{Bernoulli(0.7), Bernoulli(0.2)}, {Uniform(0, 1), Uniform(0, 1-1e-6)}, {Data(1, 2, 2), Data(2, 3)}, {allKinds(), allKinds()},
		{Normal(1e6, 1e-3), Normal(1e6+0.002, 1e-3)}, {Normal(5, 1), Uniform(0, 1e10)}, {Normal(1, 1e-8), Uniform(0, 1)},
		// Here nodes round to the atom. The integral over the density must not use the value of f
		// there.
		{Normal(1e6, 1e-3), Mix([]float64{0.5, 0.5}, Normal(1e6, 1e-3), Data(1e6))},
		{Normal(0, 1), Mix([]float64{0.5, 0.5}, Normal(0, 1), Data(0.25))}, {Mix([]float64{0.5, 0.5}, Normal(0, 1), Data(0.25)), Normal(0, 1)},
	} {
		cost := 2*JS(c[0], c[1]) - log4
		numerical(t, fmt.Sprintf("C(%v, %v)", c[0], c[1]), GeneratorCost(c[0], c[1]), cost, 1e-9)
		numerical(t, fmt.Sprintf("V(%v, %v)", c[0], c[1]), Value(c[0], c[1], OptimalD(c[0], c[1])), cost, 1e-9)
	}
	r := seed.Rand(2, 14)
	for range 60 {
		p, g := random(r), random(r)
		cost := 2*JS(p, g) - log4
		numerical(t, fmt.Sprintf("C(%v, %v)", p, g), GeneratorCost(p, g), cost, 1e-9)
		numerical(t, fmt.Sprintf("V(%v, %v)", p, g), Value(p, g, OptimalD(p, g)), cost, 1e-9)
	}
}

// A narrow component lies at the end of a broad support, or in the middle of one. Its location does
// not change the result, even if the float64s there are farther apart than the component is wide.
func TestGeneratorCostOfANeedle(t *testing.T) {
	const within = 1e-9
	for _, b := range []float64{1e-4, 1e-6, 1e-8, 1e-10, 1e-11, 1e-12, 1e-14, 1e-16, 1e-20, 1e-40} {
		for _, a := range []float64{0, 1, 3e5} {
			p := Normal(a, b)
			for i, g := range []Distribution{Uniform(a, a+1), Normal(a, 1)} {
				name := fmt.Sprintf("C(%v, %v)", p, g)
				cost := GeneratorCost(p, g)
				numerical(t, name, cost, 2*JS(p, g)-log4, within)
				home := []Distribution{Uniform(0, 1), Normal(0, 1)}[i]
				numerical(t, name, cost, GeneratorCost(Normal(0, b), home), within)
				numerical(t, name+" back", GeneratorCost(g, p), cost, within)
			}
		}
	}
}

// The side of a narrow peak rises towards the point around which quadrature looks for a
// singularity, but it is not a singularity.
func TestValueAtANeedle(t *testing.T) {
	for _, c := range [][2]Distribution{
		{Normal(1, 1e-10), Uniform(1, 2)}, {Normal(1, 1e-11), Uniform(1, 2)}, {Normal(1, 1e-12), Uniform(1, 2)}, {Normal(1, 1e-11), Normal(1, 1)},
		{Normal(1, 1e-11), Uniform(1+1e-11, 2)}, {Normal(1, 1e-12), Uniform(1+1e-11, 2)}, {Normal(3e5, 1e-8), Uniform(3e5, 300001)},
	} {
		p, g := c[0], c[1]
		numerical(t, fmt.Sprintf("V(%v, %v)", p, g), Value(p, g, OptimalD(p, g)), GeneratorCost(p, g), 1e-9)
	}
}

// No discriminator has a higher value than D*. A small change of D* in any direction lowers the value.
func TestOptimalDIsBest(t *testing.T) {
	r := seed.Rand(8, 1)
	for range 30 {
		p, g := random(r), random(r)
		best, star := GeneratorCost(p, g), OptimalD(p, g)
		a, b, c := r.NormFloat64(), r.NormFloat64(), 3*r.NormFloat64()
		other := func(x float64) float64 { return min(max(star(x), -30), 30) + a*math.Sin(b*x+c) }
		if v := Value(p, g, other); !(v < best) {
			t.Errorf("V of another D for (%v, %v) is %v, not below V* = %v", p, g, v, best)
		}
	}
}

func TestOptimalD(t *testing.T) {
	half := []float64{0.5, 0.5}
	cases := []struct {
		name  string
		p, g  Distribution
		x     float64
		logit float64
	}{
		// ln N(x; 0, 1) − ln N(x; d, 1) = d²/2 − d·x.
		{"normals", Normal(0, 1), Normal(2, 1), 0.25, 1.5},
		{"normals, far out", Normal(0, 1), Normal(40, 1), -100, 4800},
		{"coins", Bernoulli(0.75), Bernoulli(0.25), 1, math.Log(3)},
		{"certainly real", Uniform(0, 1), Uniform(2, 3), 0.5, inf},
		{"certainly fake", Uniform(0, 1), Uniform(2, 3), 2.5, -inf},
		{"neither", Uniform(0, 1), Uniform(2, 3), 1.5, 0},
		{"an atom in a density", Normal(0, 1), Mix(half, Normal(0, 1), Data(0)), 0, -inf},
		{"beside it", Normal(0, 1), Mix(half, Normal(0, 1), Data(0)), 1e-9, math.Ln2},
		{"not a number", Normal(0, 1), Normal(1, 1), math.NaN(), math.NaN()},
	}
	for _, c := range cases {
		d := OptimalD(c.p, c.g)
		numerical(t, c.name, d(c.x), c.logit, 1e-9)
		numerical(t, c.name+", D", d.D(c.x), 1/(1+math.Exp(-c.logit)), 1e-12)
	}
}

func TestValue(t *testing.T) {
	always := func(logit float64) Discriminator { return func(float64) float64 { return logit } }
	p, g := Normal(0, 1), Data(1, 2, 5)
	cases := []struct {
		name string
		d    Discriminator
		want float64
	}{
		{"undecided", always(0), -log4},
		{"D = 0.9", always(math.Log(9)), math.Log(0.9) + math.Log(0.1)},
		{"sure that all is real", always(inf), -inf},
		{"sure that all is fake", always(-inf), -inf},
		{"logit 1000", always(1000), -1000},
		{"not a number", always(math.NaN()), math.NaN()},
		{"right for certain", OptimalD(p, g), 0},
	}
	for _, c := range cases {
		numerical(t, c.name, Value(p, g, c.d), c.want, 1e-9)
	}
	// An average over draws gives the same value, here for an arbitrary D.
	d := func(x float64) float64 { return 1 - x/2 }
	mean, se := MonteCarlo(p, func(x float64) float64 { return -math.Log1p(math.Exp(-d(x))) }, 100_000, 1)
	want := mean - (math.Log1p(math.Exp(0.5))+math.Log1p(math.Exp(0))+math.Log1p(math.Exp(-1.5)))/3
	statistical(t, "by draws", Value(p, g, d), want, se)
}

func TestDiscriminatorKeepsItsDigits(t *testing.T) {
	// Here 1 − D(x) is e^−50, so D(x) rounds to 1. The logit keeps the information.
	d := OptimalD(Normal(0, 1), Normal(10, 1))
	exact(t, "D", d.D(0), 1)
	numerical(t, "logit", d(0), 50, 1e-12)
}

// The bound holds where D jumps and where it has a singularity. With the step D = σ(±a) about c, V
// is a sum of four masses; with the logit ln|x − c|, both expectations are those of integrable
// logarithms.
func TestValueErrHolds(t *testing.T) {
	p, g := Uniform(0, 1), Uniform(0, 2)
	for _, c := range []float64{0.1, 1. / 3, 0.5, 0.777} {
		const a = 3.0
		step := func(x float64) float64 {
			if x < c {
				return a
			}
			return -a
		}
		ln := func(z float64) float64 { return -math.Log1p(math.Exp(-z)) }
		got, bound := ValueErr(p, g, step)
		bounded(t, fmt.Sprint("a step at ", c), got, bound, c*ln(a)+(1-c)*ln(-a)+c/2*ln(-a)+(1-c/2)*ln(a))
		numerical(t, "its bound", bound, 0, 1e-8)
		// ln D = ln|x − c| − ln(1 + |x − c|) and ln(1 − D) = −ln(1 + |x − c|).
		primitive := func(r float64) float64 { return r*math.Log(r) - r }
		near := func(r float64) float64 { return (1+r)*math.Log1p(r) - r }
		got, bound = ValueErr(p, g, func(x float64) float64 { return math.Log(math.Abs(x - c)) })
		want := primitive(c) + primitive(1-c) - near(c) - near(1-c) - (near(c)+near(2-c))/2
		bounded(t, fmt.Sprint("a logarithm at ", c), got, bound+1e-15, want)
		numerical(t, "its bound", bound, 0, 1e-7)
	}
}

func TestValueMisuse(t *testing.T) {
	p, zero := Normal(0, 1), Distribution{}
	panics(t, "nil", func() { Value(p, p, nil) }, "Value", "nil")
	panics(t, "zero p", func() { GeneratorCost(zero, p) }, "zero Distribution")
	panics(t, "zero g", func() { OptimalD(p, zero) }, "zero Distribution")
	panics(t, "zero g in Value", func() { Value(p, zero, OptimalD(p, p)) }, "zero Distribution")
}

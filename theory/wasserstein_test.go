package theory

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"ganbook/theory/seed"
)

func TestW1(t *testing.T) {
	half := []float64{0.5, 0.5}
	normal := Normal(0, 1)
	cases := []struct {
		name   string
		p, q   Distribution
		want   float64
		within float64
	}{
		{"shifted normals", normal, Normal(3, 1), 3, 1e-11},
		{"densities without formulas", normalDensity(0, 1), normalDensity(1, 1), 1, 1e-10},
		{"far normals", Normal(-1e6, 1), Normal(1e6, 1), 2e6, 1e-4},
		{"near normals", normal, Normal(1e-9, 1), 1e-9, 1e-16},
		{"normals of two widths", normal, Normal(0, 4), 3 * math.Sqrt(2/math.Pi), 1e-10}, // |σ − τ|·E|Z|
		// |δ + s·Z| is a folded normal.
		{"shifted and wider", normal, Normal(1, 3), 2*math.Sqrt(2/math.Pi)*math.Exp(-1./8) + math.Erf(1/math.Sqrt(8)), 1e-10},
		{"uniforms", Uniform(0, 1), Uniform(0, 3), 1, 1e-12}, // the means differ by 1, and F ≥ G
		{"two sliding lines", Data(0), Data(0.7), 0.7, 0},
		{"one line", Data(2), Data(2), 0, 0},
		{"coins", Bernoulli(0.2), Bernoulli(0.7), 0.5, 1e-15},
		{"data", Data(0, 1, 3), Data(5, 6, 8), 5, 1e-14},
		{"a point and a normal", Data(0), normal, math.Sqrt(2 / math.Pi), 1e-11}, // E|Z|
		{"a coin and a uniform", Bernoulli(0.5), Uniform(0, 1), 0.25, 1e-12},
		{"both kinds", Mix(half, normal, Data(0)), normal, math.Sqrt(2/math.Pi) / 2, 1e-11},
		{"exponentials", Exponential(1), Exponential(0.5), 1, 1e-10},
		{"a density", exponentialDensity(), Exponential(1), 0, 1e-11},
		{"Cauchys", Cauchy(0, 1), Cauchy(2, 1), 2, 1e-9},
		{"Cauchys of two widths", Cauchy(0, 1), Cauchy(0, 2), inf, 0},
		{"Cauchy and normal", Cauchy(0, 1), normal, inf, 0},
		{"no second moment", StudentT(1.5, 0, 1), StudentT(1.5, 1, 1), 1, 1e-9},
		// mpmath 1.4.1, with the zero of F − G at −1.4862815 as a break point.
		{"normal and Laplace", normal, Laplace(0.5, 1), 0.5767335543872980, 1e-10},
	}
	for _, c := range cases {
		value, bound := W1Err(c.p, c.q)
		numerical(t, "W₁ of "+c.name, value, c.want, c.within)
		bounded(t, "W₁ with its bound of "+c.name, value, bound, c.want)
		if !math.IsInf(c.want, 1) && !(bound <= 10*c.within+1e-9*c.want) {
			t.Errorf("W₁ of %s has the bound %v", c.name, bound)
		}
		numerical(t, "W₁ back of "+c.name, W1(c.q, c.p), c.want, c.within)
	}
	panics(t, "zero", func() { W1(normal, Distribution{}) }, "zero Distribution")
}

// W₁ by the quantiles, of sorted samples, and by the critic is the same.
func TestW1ThreeWays(t *testing.T) {
	r := seed.Rand(16, 3)
	for range 15 {
		p, q := random(r), random(r)
		name := fmt.Sprintf("(%v, %v)", p, q)
		w := W1(p, q)
		critic := W1Critic(p, q)
		numerical(t, "Kantorovich–Rubinstein"+name, p.Expect(critic)-q.Expect(critic), w, 1e-8*(1+w))
		x := 6*r.Float64() - 3
		for range 20 {
			y := 6*r.Float64() - 3
			if !(math.Abs(critic(x)-critic(y)) <= math.Abs(x-y)*(1+1e-12)+1e-12) {
				t.Errorf("%s: the critic is %v at %v and %v at %v", name, critic(x), x, critic(y), y)
			}
		}
	}
	for range 4 {
		p, q := random(r), random(r)
		w := W1(p, q)
		numerical(t, fmt.Sprintf("quantiles(%v, %v)", p, q), Wp(p, q, 1), w, 1e-8*(1+w))
	}
	n := 50
	xs, ys := Normal(0, 1).Sample(n, 1), Cauchy(1, 1).Sample(n, 2)
	p, q := Data(xs...), Data(ys...)
	slices.Sort(xs)
	slices.Sort(ys)
	for _, order := range []float64{1, 1.5, 2, 3} {
		sum := 0.0
		for i := range xs {
			sum += math.Pow(math.Abs(xs[i]-ys[i]), order) / float64(n)
		}
		want := math.Pow(sum, 1/order)
		numerical(t, fmt.Sprint("sorted samples, order ", order), Wp(p, q, order), want, 1e-9*want)
		if order == 1 {
			numerical(t, "W₁ of sorted samples", W1(p, q), want, 1e-12*want)
		}
	}
}

// The quantiles of atoms jump, and each jump is a break point of the integral: also one of a small mass,
// and one close to another.
func TestWpAtAtoms(t *testing.T) {
	three := Discrete([]float64{0, 1, 2}, []float64{0.3, 0.001, 0.699})
	two := Discrete([]float64{0, 2}, []float64{0.3, 0.7})
	for _, c := range []struct {
		name  string
		p, q  Distribution
		order float64
		want  float64
	}{
		{"coins that differ by 0.01", Bernoulli(0.4), Bernoulli(0.41), 1, 0.01},
		{"coins that differ by 0.01", Bernoulli(0.4), Bernoulli(0.41), 2, 0.1},
		{"coins that differ by 1e-9", Bernoulli(0.4), Bernoulli(0.4 + 1e-9), 2, math.Sqrt(1e-9)},
		{"an atom of mass 1e-3", three, two, 1, 1e-3},
		{"an atom of mass 1e-3", three, two, 2, math.Sqrt(1e-3)},
		{"an atom of mass 1e-3", three, two, 3, math.Cbrt(1e-3)},
		{"an atom beside a density", Mix([]float64{0.999, 0.001}, Uniform(0, 1), Data(5)), Uniform(0, 1), 1,
			0.001 * 4.5},
	} {
		// A step of 1e-9 in the probabilities 0.4 and 0.4 + 1e-9 has 7 digits.
		numerical(t, fmt.Sprintf("W%v of %s", c.order, c.name), Wp(c.p, c.q, c.order), c.want, 1e-6*c.want)
		numerical(t, fmt.Sprintf("W%v of %s, back", c.order, c.name), Wp(c.q, c.p, c.order), c.want, 1e-6*c.want)
	}
	r := seed.Rand(16, 5)
	for range 12 {
		p, q := random(r), random(r)
		w := W1(p, q)
		numerical(t, fmt.Sprintf("quantiles(%v, %v)", p, q), Wp(p, q, 1), w, 1e-8*(1+w))
	}
}

func TestW1Critic(t *testing.T) {
	rising := W1Critic(Normal(3, 1), Normal(0, 1)) // p lies above q, so the critic rises
	numerical(t, "slope", rising(2)-rising(1), 1, 1e-12)
	tent := W1Critic(Normal(0, 1), Normal(0, 3))
	numerical(t, "top of the tent", tent(0)-tent(1), 1, 1e-9)
	numerical(t, "the other side", tent(0)-tent(-1), 1, 1e-9)
	flat := W1Critic(Data(0, 5), Data(1, 5)) // F = G between 1 and 5
	numerical(t, "between the points", flat(1)-flat(0), -1, 1e-12)
	numerical(t, "where F = G", flat(4)-flat(2), 0, 1e-12)
}

func TestWp(t *testing.T) {
	cases := []struct {
		name   string
		p, q   Distribution
		r      float64
		want   float64
		within float64
	}{
		{"W₂ of normals", Normal(1, 2), Normal(-2, 6), 2, 5, 1e-9}, // √(3² + 4²)
		{"W₂ of shifted normals", Normal(0, 1), Normal(3, 1), 2, 3, 1e-10},
		{"W₃ of shifted normals", Normal(0, 1), Normal(3, 1), 3, 3, 1e-10},
		{"W₄ of normals of two widths", Normal(0, 1), Normal(0, 2), 4, math.Pow(3, 0.25), 1e-9}, // E Z⁴ = 3
		{"W₂ of uniforms", Uniform(0, 1), Uniform(0, 3), 2, math.Sqrt(4. / 3), 1e-10},           // ∫(2u)² du
		{"W₂ of a point and a normal", Data(2), Normal(0, 1), 2, math.Sqrt(5), 1e-10},           // √E(Z − 2)²
		{"W₂ of coins", Bernoulli(0.2), Bernoulli(0.7), 2, math.Sqrt(0.5), 1e-12},               // half of the mass moves by 1
		{"W₂ of exponentials", Exponential(1), Exponential(0.5), 2, math.Sqrt2, 1e-10},          // √E X²
		{"W₂ of a mixture", Mix([]float64{0.5, 0.5}, Normal(-9, 1), Normal(9, 1)), Mix([]float64{0.5, 0.5}, Normal(-8, 1), Normal(8, 1)), 2, 1, 1e-9},
		{"W₂ without a second moment", StudentT(1.5, 0, 1), Normal(0, 1), 2, inf, 0},
		{"equal", Normal(0, 1), Normal(0, 1), 2, 0, 0},
	}
	for _, c := range cases {
		numerical(t, c.name, Wp(c.p, c.q, c.r), c.want, c.within)
		numerical(t, c.name+", back", Wp(c.q, c.p, c.r), c.want, c.within)
	}
	panics(t, "order", func() { Wp(Normal(0, 1), Normal(0, 1), 0.5) }, "Wp", "0.5")
	panics(t, "NaN", func() { Wp(Normal(0, 1), Normal(0, 1), math.NaN()) }, "Wp", "NaN")
}

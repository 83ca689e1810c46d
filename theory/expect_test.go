package theory

import (
	"math"
	"testing"

	"ganbook/theory/seed"

	"ganbook/theory/internal/float"
)

func TestExpect(t *testing.T) {
	normal, uniform := Normal(0, 1), Uniform(0, 1)
	above := func(s float64) func(float64) float64 {
		return func(x float64) float64 {
			if x > s {
				return 1
			}
			return 0
		}
	}
	tail := func(s float64) float64 { return math.Erfc(s/math.Sqrt2) / 2 }
	power := func(a float64) func(float64) float64 { return func(x float64) float64 { return math.Pow(x, a) } }
	cases := []struct {
		name   string
		p      Distribution
		f      func(x float64) float64
		want   float64
		within float64 // the greatest bound allowed, relative to want, or absolute where want is 0
	}{
		// Moments and the moment generating function of N(0, 1).
		{"N 1", normal, one, 1, 1e-10},
		{"N x", normal, identity, 0, 1e-10},
		{"N x²", normal, square, 1, 1e-10},
		{"N x⁸", normal, power(8), 105, 1e-10},
		{"N exp x", normal, math.Exp, math.Exp(0.5), 1e-10},
		{"N exp 10x", normal, func(x float64) float64 { return math.Exp(10 * x) }, math.Exp(50), 1e-10},
		{"N exp 20x", normal, func(x float64) float64 { return math.Exp(20 * x) }, math.Exp(200), 1e-10},
		{"N exp 0.4x²", normal, func(x float64) float64 { return math.Exp(0.4 * x * x) }, math.Sqrt(5), 1e-10},
		// Here exp overflows while the integrand is still e^−14. The rest is extrapolated, and the
		// bound allows for that.
		{"N exp 0.49x²", normal, func(x float64) float64 { return math.Exp(0.49 * x * x) }, math.Sqrt(50), 1e-6},
		// E[cos tX] = exp(−t²/2).
		{"N cos 3x", normal, func(x float64) float64 { return math.Cos(3 * x) }, math.Exp(-4.5), 1e-9},
		{"N cos 50x", normal, func(x float64) float64 { return math.Cos(50 * x) }, math.Exp(-1250), 1e-10},
		// Kinks, jumps and singularities. The values are the half-normal mean, normal tails, and
		// −(γ + ln 2)/2.
		{"N |x|", normal, math.Abs, math.Sqrt(2 / math.Pi), 1e-10},
		{"N x > 0.003", normal, above(0.003), tail(0.003), 1e-10},
		{"N x > 10", normal, above(10), tail(10), 1e-10},
		{"N x > 30", normal, above(30), tail(30), 1e-10},
		{"N ln|x|", normal, func(x float64) float64 { return math.Log(math.Abs(x)) }, -(math.Ln2 + 0.57721566490153286061) / 2, 1e-10},
		{"U ln x", uniform, math.Log, -1, 1e-10},
		{"U x^−½", uniform, power(-0.5), 2, 1e-10},
		{"U x^−0.98", uniform, power(-0.98), 50, 1e-10},
		{"U (1−x)^−½", uniform, func(x float64) float64 { return 1 / math.Sqrt(1-x) }, 2, 1e-10},
		{"U sin(x)/x", Uniform(-1, 1), func(x float64) float64 { return math.Sin(x) / x }, 0.94608307036718301494, 1e-10}, // Si(1)
		// Narrow distributions far from 0, made by Normal and by Density.
		{"N(1000, 1)", Normal(1000, 1), func(x float64) float64 { return square(x - 1000) }, 1, 1e-10},
		{"N(1e6, 1e-3)", Normal(1e6, 1e-3), func(x float64) float64 { return square(x - 1e6) }, 1e-6, 1e-10},
		{"normal(1e6, 1e-3)", normalDensity(1e6, 1e-3), func(x float64) float64 { return square(x - 1e6) }, 1e-6, 1e-10},
		{"N(1e6, 1e-3) above", Normal(1e6, 1e-3), above(1e6 + 0.0005), tail(0.5), 1e-5},
		{"normal(−3e8, 0.01)", normalDensity(-3e8, 0.01), identity, -3e8, 1e-10},
		// Heavy tails: E√|X| = √2 for Cauchy, the mean α/(α − 1) for Pareto, variance 3 for
		// Student's t₃.
		{"Cauchy √|x|", cauchyDensity(), func(x float64) float64 { return math.Sqrt(math.Abs(x)) }, math.Sqrt2, 1e-10},
		{"Cauchy x > 1e6", cauchyDensity(), above(1e6), math.Atan(1e-6) / math.Pi, 1e-10},
		{"Cauchy cos x", cauchyDensity(), math.Cos, math.Exp(-1), 1e-3},
		{"Pareto(1.5) x", pareto(1.5), identity, 3, 1e-10},
		{"Pareto(1.02) x", pareto(1.02), identity, 51, 1e-9},
		{"t₃ x²", student3(), square, 3, 1e-10},
		{"lognormal x", lognormalDensity(), identity, math.Exp(0.5), 1e-10},
		{"lognormal x²", lognormalDensity(), square, math.Exp(2), 1e-10},
		// Densities with a singularity, and the exponential.
		{"arcsine x", arcsine(), identity, 0.5, 1e-10},
		{"arcsine ln x", arcsine(), math.Log, -2 * math.Ln2, 1e-10},
		{"exponential x⁵", exponentialDensity(), power(5), 120, 1e-10},
		// Atoms only, then atoms and density.
		{"die", PMF(0, 1./6, 1./6, 1./6, 1./6, 1./6, 1./6), identity, 3.5, 1e-14},
		{"data", Data(1.2, 0.7, 2.9), square, (1.44 + 0.49 + 8.41) / 3, 1e-14},
		{"bag", allKinds(), identity, 0.2*0.75 - 0.1*2 + 0.3 + 0.4, 1e-10},
	}
	for _, c := range cases {
		got, bound := c.p.ExpectErr(c.f)
		// Allow for the rounding of want itself.
		if e := math.Abs(got - c.want); !(e <= bound+4*float.ULP(c.want)) {
			t.Errorf("%s: %v is off %v by %v, more than its bound %v", c.name, got, c.want, e, bound)
		}
		size := math.Abs(c.want)
		if size == 0 {
			size = 1
		}
		if !(bound <= c.within*size) {
			t.Errorf("%s: bound %v is above %v of %v", c.name, bound, c.within, c.want)
		}
		if same := c.p.Expect(c.f); same != got {
			t.Errorf("%s: Expect gives %v, ExpectErr %v", c.name, same, got)
		}
	}
}

// The bound holds wherever a kink, a jump or a singularity lies, and for any exponent.
func TestExpectBoundHolds(t *testing.T) {
	normal, uniform, exponential, cauchy := Normal(0, 1), Uniform(0, 1), exponentialDensity(), cauchyDensity()
	phi := func(x float64) float64 { return math.Exp(-x*x/2) / math.Sqrt(2*math.Pi) }
	tail := func(x float64) float64 { return math.Erfc(x/math.Sqrt2) / 2 }
	check := func(name string, at float64, p Distribution, want float64, f func(x float64) float64) {
		t.Helper()
		got, bound := p.ExpectErr(f)
		if e := math.Abs(got - want); !(e <= bound+4*float.ULP(want)) {
			t.Errorf("%s at %v: %v is off %v by %v, more than its bound %v", name, at, got, want, e, bound)
		}
	}
	step := func(s float64) func(x float64) float64 {
		return func(x float64) float64 {
			if x > s {
				return 1
			}
			return 0
		}
	}
	r := seed.Rand(7, 7)
	for range 250 {
		s := 6 * (2*r.Float64() - 1)
		check("|x − s|", s, normal, 2*phi(s)+s*(1-2*tail(s)), func(x float64) float64 { return math.Abs(x - s) })
		check("x > s", s, normal, tail(s), step(s))
		check("(x − s)₊", s, normal, phi(s)-s*tail(s), func(x float64) float64 { return max(x-s, 0) })
		check("exp sx", s, normal, math.Exp(s*s/2), func(x float64) float64 { return math.Exp(s * x) })
		check("cos sx", s, normal, math.Exp(-s*s/2), func(x float64) float64 { return math.Cos(s * x) })
		check("Cauchy x > s", s, cauchy, 0.5-math.Atan(s)/math.Pi, step(s))
		a := r.Float64()
		b := 1 - a
		check("x > a", a, uniform, b, step(a))
		check("ln|x − a|", a, uniform, a*math.Log(a)+b*math.Log(b)-1, func(x float64) float64 { return math.Log(math.Abs(x - a)) })
		check("|x − a|^−½", a, uniform, 2*(math.Sqrt(a)+math.Sqrt(b)), func(x float64) float64 { return 1 / math.Sqrt(math.Abs(x-a)) })
		check("x^(3a−0.9)", a, uniform, 1/(3*a+0.1), func(x float64) float64 { return math.Pow(x, 3*a-0.9) })
		check("exponential x > a", a, exponential, math.Exp(-a), step(a))
	}
}

// A band of 2 % of the probability is always found, wherever it lies.
func TestExpectSeesBands(t *testing.T) {
	for _, p := range []Distribution{Normal(0, 1), Uniform(0, 1), exponentialDensity(), cauchyDensity(), pareto(1.5), arcsine(), normalDensity(5, 2)} {
		seesBands(t, p, 1e-10)
	}
}

// seesBands fails unless each band of 2 % of p's probability has that expectation, within tolerance.
func seesBands(t *testing.T, p Distribution, tolerance float64) {
	t.Helper()
	const width = 0.02
	for u := 0.0; u+width < 1; u += 0.007 {
		a, b := p.Quantile(u), p.Quantile(u+width)
		got := p.Expect(func(x float64) float64 {
			if x > a && x < b {
				return 1
			}
			return 0
		})
		numerical(t, p.String()+" band", got, width, tolerance)
	}
}

func TestExpectNotFinite(t *testing.T) {
	normal := Normal(0, 1)
	inverse := func(x float64) float64 { return 1 / x }
	cases := []struct {
		name string
		p    Distribution
		f    func(x float64) float64
		want float64
	}{
		{"Cauchy x", cauchyDensity(), identity, math.NaN()},
		{"Cauchy |x|", cauchyDensity(), math.Abs, inf},
		{"Cauchy x²", cauchyDensity(), square, inf},
		{"Cauchy −|x|", cauchyDensity(), func(x float64) float64 { return -math.Abs(x) }, -inf},
		{"Cauchy x₊", cauchyDensity(), func(x float64) float64 { return max(x, 0) }, inf},
		{"Cauchy x sin x", cauchyDensity(), func(x float64) float64 { return x * math.Sin(x) }, math.NaN()},
		{"Pareto(1) x", pareto(1), identity, inf},
		{"Pareto(1.5) x²", pareto(1.5), square, inf},
		{"t₃ |x|³", student3(), func(x float64) float64 { return math.Abs(x * x * x) }, inf},
		{"N 1/x", normal, inverse, math.NaN()},
		{"N 1/|x|", normal, func(x float64) float64 { return 1 / math.Abs(x) }, inf},
		{"N 1/|x − 0.3|", normal, func(x float64) float64 { return 1 / math.Abs(x-0.3) }, inf},
		{"N 1/(x − 0.3)", normal, func(x float64) float64 { return 1 / (x - 0.3) }, math.NaN()},
		{"N exp x²", normal, func(x float64) float64 { return math.Exp(x * x) }, inf},
		{"N exp x²/2", normal, func(x float64) float64 { return math.Exp(x * x / 2) }, inf},
		{"N ln x", normal, math.Log, math.NaN()},
		{"U 1/x", Uniform(0, 1), inverse, inf},
		{"U −1/x", Uniform(0, 1), func(x float64) float64 { return -1 / x }, -inf},
		{"U +Inf above ½", Uniform(0, 1), func(x float64) float64 { return 1 / max(0.5-x, 0) }, inf},
		{"atom +Inf", PMF(0.5, 0.5), inverse, inf},
		{"atoms ±Inf", PMF(0.5, 0.5), func(x float64) float64 { return math.Inf(1 - 2*int(x)) }, math.NaN()},
		{"atom −Inf, density +Inf", Mix([]float64{0.5, 0.5}, PMF(1), cauchyDensity()), func(x float64) float64 {
			if x == 0 {
				return -inf
			}
			return math.Abs(x)
		}, math.NaN()},
		{"atom NaN", PMF(0.5, 0.5), func(x float64) float64 { return math.Sqrt(x - 0.5) }, math.NaN()},
		// f is infinite with probability 0 only.
		{"U ∞ at ½ only", Uniform(0, 1), func(x float64) float64 {
			if x == 0.5 {
				return inf
			}
			return 1
		}, 1},
		{"atom of no mass", PMF(0, 1), inverse, 1},
	}
	for _, c := range cases {
		got, bound := c.p.ExpectErr(c.f)
		numerical(t, c.name, got, c.want, 1e-10)
		if float.Finite(got) != float.Finite(bound) || bound != bound || bound < 0 {
			t.Errorf("%s: value %v with bound %v", c.name, got, bound)
		}
	}
}

// f is called only where there is mass.
func TestExpectAsksWithinSupport(t *testing.T) {
	for _, p := range []Distribution{exponentialDensity(), arcsine(), pareto(3), Uniform(2, 5), Bernoulli(1)} {
		lo, hi := p.Support()
		p.Expect(func(x float64) float64 {
			if x < lo || x > hi {
				t.Errorf("%v: f asked at %v, outside [%v, %v]", p, x, lo, hi)
			}
			return x
		})
	}
}

// Expectation is linear. The expectation over a mixture is the mixture of the expectations.
func TestExpectIdentities(t *testing.T) {
	f := func(x float64) float64 { return math.Exp(-math.Abs(x)) }
	g := func(x float64) float64 { return math.Cos(x) }
	parts := []Distribution{Normal(0, 1), exponentialDensity(), Uniform(-2, 3), Data(1, 2, 2, 9), student3()}
	for _, p := range parts {
		both := p.Expect(func(x float64) float64 { return 2*f(x) - 3*g(x) })
		numerical(t, p.String()+" linear", both, 2*p.Expect(f)-3*p.Expect(g), 1e-10)
	}
	weights := []float64{0.1, 0.2, 0.3, 0.15, 0.25}
	want := 0.0
	for i, p := range parts {
		want += weights[i] * p.Expect(f)
	}
	numerical(t, "mixture", Mix(weights, parts...).Expect(f), want, 1e-10)
}

// A narrow component lies beside a broad one, and they hardly overlap. Then −E[ln p] is the mean of
// the two entropies plus ln 2.
func TestExpectOfOwnLogProb(t *testing.T) {
	p := Mix([]float64{0.5, 0.5}, Normal(0, 1), Normal(30, 1e-4))
	got, bound := p.ExpectErr(func(x float64) float64 { return -p.LogProb(x) })
	want := (0.5+halfLog2Pi)*1 + math.Log(1e-4)/2 + math.Ln2
	numerical(t, "entropy", got, want, bound)
	numerical(t, "bound", bound, 0, 1e-9)
}

func TestMoments(t *testing.T) {
	cases := []struct {
		name           string
		p              Distribution
		mean, variance float64
	}{
		{"N(3, 2)", Normal(3, 2), 3, 4},
		{"U(−1, 5)", Uniform(-1, 5), 2, 3},
		{"Bernoulli(0.3)", Bernoulli(0.3), 0.3, 0.21},
		{"die", PMF(0, 1./6, 1./6, 1./6, 1./6, 1./6, 1./6), 3.5, 35. / 12},
		{"data", Data(1e9+4, 1e9+7, 1e9+13, 1e9+16), 1e9 + 10, 22.5},
		{"exponential", exponentialDensity(), 1, 1},
		{"arcsine", arcsine(), 0.5, 0.125},
		{"lognormal", lognormalDensity(), math.Exp(0.5), math.E * (math.E - 1)},
		{"t₃", student3(), 0, 3},
		{"normal(1e6, 1e-3)", normalDensity(1e6, 1e-3), 1e6, 1e-6},
		{"Pareto(1.5)", pareto(1.5), 3, inf},
		{"Pareto(0.9)", pareto(0.9), inf, math.NaN()},
		{"Cauchy", cauchyDensity(), math.NaN(), math.NaN()},
		{"two components", Mix([]float64{0.25, 0.75}, Normal(-2, 0.5), Normal(2, 1)), 1, 0.25*(0.25+9) + 0.75*(1+1)},
		{"density and atoms", Mix([]float64{0.5, 0.5}, Normal(0, 1), Data(4)), 2, 4.5},
	}
	for _, c := range cases {
		numerical(t, c.name+" mean", c.p.Mean(), c.mean, 1e-10*max(1, math.Abs(c.mean)))
		numerical(t, c.name+" variance", c.p.Variance(), c.variance, 1e-10*c.variance)
	}
}

func BenchmarkExpect(b *testing.B) {
	for _, c := range []struct {
		name string
		p    Distribution
		f    func(x float64) float64
	}{
		{"normal", Normal(0, 1), square},
		{"jump", Normal(0, 1), func(x float64) float64 {
			if x > 0.7 {
				return 1
			}
			return 0
		}},
		{"cauchy", cauchyDensity(), math.Cbrt},
		{"mixture", Mix([]float64{0.5, 0.5}, Normal(-2, 0.5), Normal(2, 0.5)), square},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				c.p.Expect(c.f)
			}
		})
	}
}

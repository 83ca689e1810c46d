package theory

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

func TestMisuse(t *testing.T) {
	nan := math.NaN()
	normal := Normal(0, 1)
	flat := func(float64) float64 { return 0 }
	panics(t, "PMF of nothing", func() { PMF() }, "PMF", "no mass")
	panics(t, "PMF sum", func() { PMF(0.5, 0.4) }, "PMF", "0.9", "not 1")
	panics(t, "PMF just off", func() { PMF(0.5, 0.5+2e-9) }, "PMF", "not 1")
	panics(t, "PMF negative", func() { PMF(1.5, -0.5) }, "PMF", "mass 1", "-0.5")
	panics(t, "PMF NaN", func() { PMF(1, nan) }, "PMF", "NaN")
	panics(t, "PMF +Inf", func() { PMF(inf) }, "PMF", "+Inf")
	panics(t, "Discrete lengths", func() { Discrete([]float64{1, 2}, []float64{1}) }, "Discrete", "2 values", "1 mass")
	panics(t, "Discrete NaN", func() { Discrete([]float64{nan}, []float64{1}) }, "Discrete", "value 0", "NaN")
	panics(t, "Discrete Inf", func() { Discrete([]float64{inf}, []float64{1}) }, "Discrete", "+Inf")
	panics(t, "Bernoulli above", func() { Bernoulli(1.1) }, "Bernoulli", "1.1", "[0, 1]")
	panics(t, "Bernoulli below", func() { Bernoulli(-0.1) }, "Bernoulli", "-0.1")
	panics(t, "Bernoulli NaN", func() { Bernoulli(nan) }, "Bernoulli", "NaN")
	panics(t, "Data of nothing", func() { Data() }, "Data", "no draws")
	panics(t, "Data NaN", func() { Data(1, nan) }, "Data", "draw 1", "NaN")
	panics(t, "Normal σ = 0", func() { Normal(0, 0) }, "Normal", "σ = 0", "positive")
	panics(t, "Normal σ < 0", func() { Normal(0, -1) }, "Normal", "σ = -1")
	panics(t, "Normal σ NaN", func() { Normal(0, nan) }, "Normal", "σ = NaN")
	panics(t, "Normal σ Inf", func() { Normal(0, inf) }, "Normal", "σ = +Inf")
	panics(t, "Normal μ Inf", func() { Normal(inf, 1) }, "Normal", "μ = +Inf")
	panics(t, "Normal μ NaN", func() { Normal(nan, 1) }, "Normal", "μ = NaN")
	panics(t, "Uniform empty", func() { Uniform(1, 1) }, "Uniform", "[1, 1]", "a < b")
	panics(t, "Uniform backwards", func() { Uniform(2, 1) }, "Uniform", "[2, 1]")
	panics(t, "Uniform infinite", func() { Uniform(0, inf) }, "Uniform", "+Inf")
	panics(t, "Uniform NaN", func() { Uniform(nan, 1) }, "Uniform", "NaN")
	panics(t, "Density mass", func() { Density(flat, 0, 2) }, "Density", "mass 2", "(0, 2)", "not 1")
	panics(t, "Density infinite mass", func() { Density(flat, 0, inf) }, "Density", "mass +Inf")
	panics(t, "Density no mass", func() { Density(func(float64) float64 { return -inf }, 0, 1) }, "Density", "mass 0")
	panics(t, "Density slightly off", func() { Density(func(float64) float64 { return 2e-6 }, 0, 1) }, "Density", "1.000002")
	panics(t, "Density NaN", func() { Density(func(float64) float64 { return nan }, 0, 1) }, "Density", "logpdf", "NaN")
	panics(t, "Density backwards", func() { Density(flat, 1, 0) }, "Density", "(1, 0)", "lo < hi")
	panics(t, "Density ends NaN", func() { Density(flat, nan, 0) }, "Density", "NaN")
	panics(t, "Mix lengths", func() { Mix([]float64{1}, normal, normal) }, "Mix", "1 weight", "2 distributions")
	panics(t, "Mix sum", func() { Mix([]float64{0.5, 0.6}, normal, normal) }, "Mix", "1.1", "not 1")
	panics(t, "Mix negative", func() { Mix([]float64{-1, 2}, normal, normal) }, "Mix", "weight 0", "-1")
	panics(t, "Mix NaN", func() { Mix([]float64{nan}, normal) }, "Mix", "NaN")
	panics(t, "Mix of nothing", func() { Mix(nil) }, "Mix", "no weight")
	panics(t, "Mix of zero", func() { Mix([]float64{1}, Distribution{}) }, "zero Distribution")
	panics(t, "Quantile above", func() { normal.Quantile(1.5) }, "Quantile", "1.5", "[0, 1]")
	panics(t, "Quantile NaN", func() { normal.Quantile(nan) }, "Quantile", "NaN")
	panics(t, "Sample", func() { normal.Sample(-1, 0) }, "Sample", "-1")
	panics(t, "MonteCarlo", func() { MonteCarlo(normal, identity, 0, 0) }, "MonteCarlo", "n = 0")
	kernel, loss, f := Kernel(nil), MarginLoss{}, FDivergence{}
	panics(t, "Density nil", func() { Density(nil, 0, 1) }, "Density", "logpdf is nil")
	panics(t, "Expect nil", func() { normal.Expect(nil) }, "Expect", "f is nil")
	panics(t, "ExpectErr nil", func() { Data(1).ExpectErr(nil) }, "Expect", "f is nil")
	panics(t, "MonteCarlo nil", func() { MonteCarlo(normal, nil, 1, 0) }, "MonteCarlo", "f is nil")
	panics(t, "MMD2 nil", func() { MMD2(normal, normal, kernel) }, "MMD2", "the kernel is nil")
	panics(t, "Witness nil", func() { Witness(normal, normal, kernel) }, "Witness", "the kernel is nil")
	panics(t, "RiskDrop of no loss", func() { RiskDrop(loss, normal, normal) }, "RiskDrop", "BestRisk", "nil")
	panics(t, "Of no f", func() { f.Of(normal, normal) }, "FDivergence: Of", "F is nil")
	half := FDivergence{F: func(t float64) float64 { return (math.Sqrt(t) - 1) * (math.Sqrt(t) - 1) / 2 }}
	panics(t, "Of half an f", func() { half.Of(normal, normal) }, "FDivergence: Of", "AtZero = 0 and AtInfinity = 0")
	panics(t, "Bound of no f", func() { f.Bound(normal, normal, identity) }, "Bound", "Conjugate is nil")
	panics(t, "Critic of no f", func() { f.Critic(normal, normal) }, "FDivergence: Critic", "nil")
	panics(t, "D nil", func() { Discriminator(nil).D(0) }, "Discriminator: D", "nil")
}

func TestZeroDistribution(t *testing.T) {
	var zero Distribution
	for name, f := range map[string]func(){
		"Expect":     func() { zero.Expect(identity) },
		"ExpectErr":  func() { zero.ExpectErr(identity) },
		"LogProb":    func() { zero.LogProb(0) },
		"Prob":       func() { zero.Prob(0) },
		"CDF":        func() { zero.CDF(0) },
		"Quantile":   func() { zero.Quantile(0.5) },
		"Sample":     func() { zero.Sample(1, 1) },
		"Mean":       func() { zero.Mean() },
		"Variance":   func() { zero.Variance() },
		"Support":    func() { zero.Support() },
		"Atoms":      func() { zero.Atoms() },
		"Densities":  func() { zero.Densities() },
		"MonteCarlo": func() { MonteCarlo(zero, identity, 1, 1) },
	} {
		panics(t, name, f, "zero Distribution")
	}
	if got := zero.String(); got != "zero Distribution" {
		t.Errorf("String() = %q", got) // printing must not panic
	}
}

func TestAtoms(t *testing.T) {
	cases := []struct {
		name           string
		p              Distribution
		values, masses []float64
	}{
		{"equal values add", Discrete([]float64{3, 1, 3}, []float64{0.25, 0.5, 0.25}), []float64{1, 3}, []float64{0.5, 0.5}},
		{"no mass, no atom", PMF(0.5, 0, 0.5), []float64{0, 2}, []float64{0.5, 0.5}},
		{"certain", Bernoulli(1), []float64{1}, []float64{1}},
		{"impossible", Bernoulli(0), []float64{0}, []float64{1}},
		{"data", Data(2, 1, 2, 5), []float64{1, 2, 5}, []float64{0.25, 0.5, 0.25}},
		{"mixture", Mix([]float64{0.5, 0.5}, Bernoulli(0.5), Data(1, 7)), []float64{0, 1, 7}, []float64{0.25, 0.5, 0.25}},
		{"weight 0", Mix([]float64{0, 1}, Normal(0, 1), Data(1)), []float64{1}, []float64{1}},
		{"minus zero", Discrete([]float64{0, math.Copysign(0, -1)}, []float64{0.5, 0.5}), []float64{0}, []float64{1}},
	}
	for _, c := range cases {
		values, masses := c.p.Atoms()
		if !slices.Equal(values, c.values) || !slices.Equal(masses, c.masses) {
			t.Errorf("%s: atoms %v of masses %v, want %v of %v", c.name, values, masses, c.values, c.masses)
		}
		if weights, ds := c.p.Densities(); len(weights)+len(ds) > 0 {
			t.Errorf("%s: densities %v, want none", c.name, ds)
		}
	}
	// Masses whose sum is within 1e-9 of 1 are divided by the sum.
	_, masses := PMF(0.5, 0.5+9e-10).Atoms()
	numerical(t, "accepted sum", masses[0]+masses[1], 1, 2e-16)
	numerical(t, "first of them", masses[0], 0.5/(1+9e-10), 1e-16)
}

func TestDensities(t *testing.T) {
	inner := Mix([]float64{0.25, 0.75}, Normal(-2, 1), PMF(1))
	p := Mix([]float64{0.5, 0.5}, inner, Mix([]float64{0.5, 0.5}, Uniform(0, 1), exponentialDensity()))
	weights, ds := p.Densities()
	want := []string{"N(−2, 1)", "U(0, 1)", "density on (0, ∞)"}
	if len(ds) != len(want) {
		t.Fatalf("densities %v, want %v", ds, want)
	}
	total := 0.0
	for i, d := range ds {
		exact(t, want[i]+" weight", weights[i], []float64{0.125, 0.25, 0.25}[i])
		if d.String() != want[i] {
			t.Errorf("density %d is %v, want %s", i, d, want[i])
		}
		numerical(t, want[i]+" mass", d.Expect(one), 1, 1e-11)
		total += weights[i]
	}
	_, masses := p.Atoms()
	numerical(t, "masses and weights", total+masses[0], 1, 1e-15)
}

func TestSupport(t *testing.T) {
	for _, c := range []struct {
		p      Distribution
		lo, hi float64
	}{
		{Normal(0, 1), -inf, inf},
		{Uniform(-1, 2), -1, 2},
		{PMF(0, 0.5, 0.5), 1, 2},
		{exponentialDensity(), 0, inf},
		{Mix([]float64{0.5, 0.5}, Uniform(0, 1), Data(5)), 0, 5},
	} {
		lo, hi := c.p.Support()
		exact(t, c.p.String()+" lo", lo, c.lo)
		exact(t, c.p.String()+" hi", hi, c.hi)
		exact(t, c.p.String()+" Quantile(0)", c.p.Quantile(0), c.lo)
		exact(t, c.p.String()+" Quantile(1)", c.p.Quantile(1), c.hi)
	}
}

func TestLogProb(t *testing.T) {
	mixture := Mix([]float64{0.5, 0.5}, Normal(0, 1), Data(1))
	cases := []struct {
		name    string
		p       Distribution
		x, want float64
	}{
		{"N(0, 1) at 0", Normal(0, 1), 0, -0.91893853320467274178},
		{"N(0, 1) at 40", Normal(0, 1), 40, -800.91893853320467274178},
		{"N(1e6, 1e-3)", Normal(1e6, 1e-3), 1e6, 3*math.Ln10 - 0.91893853320467274178},
		{"U inside", Uniform(0, 4), 1, -math.Log(4)},
		{"U at its end", Uniform(0, 4), 4, -math.Log(4)},
		{"U outside", Uniform(0, 4), 5, -inf},
		{"mass", PMF(0.25, 0.75), 1, math.Log(0.75)},
		{"no mass", PMF(0.25, 0.75), 0.5, -inf},
		{"exponential", exponentialDensity(), 3, -3},
		{"exponential below 0", exponentialDensity(), -1, -inf},
		{"atom on a density", mixture, 1, -math.Ln2},
		{"beside the atom", mixture, 0, -math.Ln2 - 0.91893853320467274178},
		{"two normals, far out", Mix([]float64{0.5, 0.5}, Normal(-50, 1), Normal(50, 1)), 0, -1250.91893853320467274178},
		{"+Inf", mixture, inf, -inf},
		{"−Inf", mixture, -inf, -inf},
		{"NaN", mixture, math.NaN(), math.NaN()},
	}
	for _, c := range cases {
		numerical(t, c.name, c.p.LogProb(c.x), c.want, 1e-12)
		numerical(t, c.name+" Prob", c.p.Prob(c.x), math.Exp(c.want), 1e-12)
	}
}

func TestString(t *testing.T) {
	half := []float64{0.5, 0.5}
	many := make([]float64, 8)
	ring := make([]Distribution, 8)
	for i := range many {
		many[i], ring[i] = 1./8, Normal(float64(i), 1)
	}
	cases := []struct {
		p    fmt.Stringer
		want string
	}{
		{Normal(0, 1), "N(0, 1)"},
		{Normal(-2, 0.5), "N(−2, 0.5)"},
		{Normal(1e6, 1e-3), "N(1e6, 0.001)"},
		{Normal(1./3, 1), "N(0.3333, 1)"},
		{Normal(-1e-9, 1e-12), "N(−1e−9, 1e−12)"},
		{Uniform(-1, 1), "U(−1, 1)"},
		{Bernoulli(0.7), "Bernoulli(0.7)"},
		{PMF(0, 1./6, 1./6, 1./6, 1./6, 1./6, 1./6), "PMF of 6 values"},
		{PMF(1), "PMF of 1 value"},
		{Discrete([]float64{1, 5}, half), "discrete on 2 values"},
		{Data(1, 1, 3), "data of 3 draws"},
		{exponentialDensity(), "density on (0, ∞)"},
		{cauchyDensity(), "density on (−∞, ∞)"},
		{Mix(half, Normal(-2, 0.5), Normal(2, 0.5)), "½·N(−2, 0.5) + ½·N(2, 0.5)"},
		{Mix([]float64{0.9, 0.1}, Normal(0, 1), Data(3)), "0.9·N(0, 1) + 0.1·data of 1 draw"},
		{Mix(half, Mix(half, Normal(0, 1), Normal(1, 1)), Uniform(0, 1)), "½·(½·N(0, 1) + ½·N(1, 1)) + ½·U(0, 1)"},
		{Mix([]float64{1, 0}, Normal(0, 1), Data(3)), "N(0, 1)"},
		{Mix(many, ring...), "mixture of 8"},
	}
	for _, c := range cases {
		if got := c.p.String(); got != c.want {
			t.Errorf("String() = %q, want %q", got, c.want)
		}
	}
}

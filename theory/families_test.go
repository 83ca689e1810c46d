package theory

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// Formulas give the moments, the entropy and the quantiles of each family.
func TestFamilies(t *testing.T) {
	none := math.NaN()
	cases := []struct {
		p                      Distribution
		mean, variance, h      float64
		lower, median, upper   float64 // the quantiles of 1e-12, ½ and 1 − 1e-12; the last is computed from the mass above
		lowerWithin, upperWith float64 // relative
	}{
		{Exponential(1), 1, 1, 1, 1e-12, math.Ln2, 12 * math.Ln10, 1e-11, 1e-12},
		{Exponential(1e6), 1e-6, 1e-12, 1 - 6*math.Ln10, 1e-18, 1e-6 * math.Ln2, 12e-6 * math.Ln10, 1e-11, 1e-12},
		{Laplace(7.3, 0.01), 7.3, 2e-4, 1 + math.Log(0.02), 7.3 + 0.01*math.Log(2e-12), 7.3, 7.3 - 0.01*math.Log(2e-12), 1e-12, 1e-12},
		{Laplace(0, 1), 0, 2, 1 + math.Ln2, math.Log(2e-12), 0, -math.Log(2e-12), 1e-12, 1e-12},
		{Cauchy(0, 1), none, none, math.Log(4 * math.Pi), -1e12 / math.Pi, 0, 1e12 / math.Pi, 1e-11, 1e-11},
		{Cauchy(-3, 1e-4), none, none, math.Log(4e-4 * math.Pi), -1e8 / math.Pi, -3, 1e8 / math.Pi, 1e-7, 1e-7},
		// The entropy of t₃ is 1.7734775786, by the formula of Lazo and Rathie (1978).
		{StudentT(3, 0, 1), 0, 3, studentEntropy(3), none, 0, none, 0, 0},
		{StudentT(2.5, 4, 0.1), 4, 0.05, studentEntropy(2.5) + math.Log(0.1), none, 4, none, 0, 0},
		{StudentT(2, 0, 1), 0, inf, studentEntropy(2), none, 0, none, 0, 0},
		{StudentT(1e4, 0, 1), 0, 1e4 / (1e4 - 2), studentEntropy(1e4), none, 0, none, 0, 0},
		{Gamma(2, 3), 2. / 3, 2. / 9, gammaEntropy(2) - math.Log(3), none, none, none, 0, 0},
		{Gamma(1, 1), 1, 1, 1, 1e-12, math.Ln2, 12 * math.Ln10, 1e-11, 1e-11},
		{Gamma(0.1, 1), 0.1, 0.1, gammaEntropy(0.1), none, none, none, 0, 0},
		{Gamma(1000, 1e-3), 1e6, 1e9, gammaEntropy(1000) + 3*math.Ln10, none, none, none, 0, 0},
		{LogNormal(0, 1), math.Exp(0.5), math.E * (math.E - 1), 0.5 + halfLog2Pi, none, 1, none, 0, 0},
		{LogNormal(5, 0.01), math.Exp(5 + 5e-5), math.Expm1(1e-4) * math.Exp(10+1e-4), 5 + 0.5 + halfLog2Pi + math.Log(0.01), none, math.Exp(5), none, 0, 0},
		{LogNormal(0, 3), math.Exp(4.5), math.Expm1(9) * math.Exp(9), 0.5 + halfLog2Pi + math.Log(3), none, 1, none, 0, 0},
	}
	for _, c := range cases {
		name := c.p.String()
		numerical(t, name+" mass", c.p.Expect(one), 1, 1e-10)
		numerical(t, name+" mean", c.p.Mean(), c.mean, 1e-10*(math.Abs(c.mean)+math.Sqrt(c.variance)))
		numerical(t, name+" variance", c.p.Variance(), c.variance, 1e-9*c.variance)
		numerical(t, name+" entropy", Entropy(c.p), c.h, 2e-9*(1+math.Abs(c.h)))
		quantiles := []struct{ got, want, within float64 }{
			{c.p.Quantile(1e-12), c.lower, c.lowerWithin},
			{c.p.Quantile(0.5), c.median, 1e-9},
			{c.p.components[0].quantile(1-1e-12, 1e-12), c.upper, c.upperWith},
		}
		for _, q := range quantiles {
			if q.want == q.want {
				numerical(t, name+" quantile", q.got, q.want, q.within*(math.Abs(q.want)+1e-300))
			}
		}
		for _, u := range []float64{1e-6, 0.01, 0.3, 0.5, 0.9, 0.999} {
			numerical(t, name+" CDF at Quantile", c.p.CDF(c.p.Quantile(u)), u, 1e-9)
		}
	}
}

// studentEntropy returns the entropy of Student's t: (ν + 1)/2·(ψ((ν + 1)/2) − ψ(ν/2)) +
// ln(√ν·B(ν/2, ½)).
func studentEntropy(nu float64) float64 {
	a, _ := math.Lgamma(nu / 2)
	b, _ := math.Lgamma((nu + 1) / 2)
	return (nu+1)/2*(digamma((nu+1)/2)-digamma(nu/2)) + math.Log(nu)/2 + a + math.Log(math.Pi)/2 - b
}

// gammaEntropy returns the entropy of Gamma(a, 1): a + ln Γ(a) + (1 − a)ψ(a).
func gammaEntropy(a float64) float64 {
	l, _ := math.Lgamma(a)
	return a + l + (1-a)*digamma(a)
}

// digamma returns ψ(x), by its recurrence and its asymptotic series.
func digamma(x float64) float64 {
	s := 0.0
	for ; x < 20; x++ {
		s -= 1 / x
	}
	y := 1 / (x * x)
	return s + math.Log(x) - 1/(2*x) - y*(1./12-y*(1./120-y*(1./252-y*(1./240-y/132))))
}

// Formulas give the KL within a family. The formula for Cauchy distributions is that of Chyzak and
// Nielsen (2019).
func TestKLOfFamilies(t *testing.T) {
	gamma := func(a, b, c, d float64) float64 { // KL of Gamma(a, b) from Gamma(c, d)
		la, _ := math.Lgamma(a)
		lc, _ := math.Lgamma(c)
		return (a-c)*digamma(a) - la + lc + c*math.Log(b/d) + a*(d-b)/b
	}
	cases := []struct {
		p, q Distribution
		want float64
	}{
		{Exponential(1), Exponential(3), 3 - 1 - math.Log(3)},
		{Exponential(1e3), Exponential(1e-3), math.Log(1e6) + 1e-6 - 1},
		{Laplace(0, 1), Laplace(2, 1), math.Exp(-2) + 2 - 1},
		{Laplace(0, 1), Laplace(0, 3), math.Log(3) + 1./3 - 1},
		{Cauchy(0, 1), Cauchy(2, 1), math.Log((4 + 4) / 4.)},
		{Cauchy(0, 1e-3), Cauchy(5, 100), math.Log((100.001*100.001 + 25) / 0.4)},
		{Gamma(2, 3), Gamma(1.5, 1), gamma(2, 3, 1.5, 1)},
		{Gamma(0.3, 1), Gamma(0.2, 2), gamma(0.3, 1, 0.2, 2)},
		{LogNormal(0, 1), LogNormal(1, 2), normalKL(0, 1, 1, 2)},
		{Normal(0, 1), Cauchy(0, 1), -(0.5 + halfLog2Pi) + math.Log(math.Pi) + Normal(0, 1).Expect(func(x float64) float64 { return math.Log1p(x * x) })},
		{Cauchy(0, 1), Normal(0, 1), inf},
		{Exponential(1), Normal(0, 1), halfLog2Pi + 1 - 1},
		{Normal(0, 1), Exponential(1), inf},
		{Gamma(2, 1), LogNormal(0, 1), KL(Density(distuv.Gamma{Alpha: 2, Beta: 1}.LogProb, 0, inf), lognormalDensity())},
	}
	for _, c := range cases {
		numerical(t, fmt.Sprintf("KL(%v‖%v)", c.p, c.q), KL(c.p, c.q), c.want, 1e-9*(1+c.want))
	}
}

// A band of 2 % of the probability is always found. Random draws follow the law.
func TestFamiliesSeeBandsAndDraw(t *testing.T) {
	const n = 10_000
	for _, p := range []Distribution{Exponential(3), Laplace(1, 2), StudentT(2.5, 0, 1), Cauchy(5, 1e-3), Gamma(0.3, 1), Gamma(50, 1), LogNormal(0, 2)} {
		seesBands(t, p, 1e-8) // the quantiles are gonum's
		below := 0.0
		for _, x := range p.Sample(n, 3) {
			if x <= p.Quantile(0.3) {
				below++
			}
		}
		if off := math.Abs(below/n - 0.3); off > 6*math.Sqrt(0.3*0.7/n) {
			t.Errorf("%v: %v of %d draws lie below the 0.3 quantile", p, below, n)
		}
	}
}

// Continuous accepts any law of gonum, and other types with the same methods.
func TestContinuous(t *testing.T) {
	w := distuv.Weibull{K: 0.5, Lambda: 2}
	p := Continuous(w, 0, inf)
	numerical(t, "a Weibull's mean", p.Mean(), w.Mean(), 1e-10*w.Mean())
	numerical(t, "its entropy", Entropy(p), w.Entropy(), 1e-9)
	if p.String() != "law" {
		t.Errorf("it is called %q", p)
	}
	tri := Continuous(triangle{}, 0, 1, 0.25)
	numerical(t, "the triangle's mean", tri.Mean(), (0.25+1)/3, 1e-11)
	numerical(t, "its mass above ½", 1-tri.CDF(0.5), 1./3, 1e-15)
	if tri.String() != "triangle" {
		t.Errorf("the triangle is called %q", tri)
	}
	half := Mix([]float64{0.5, 0.5}, tri, Data(0.5))
	numerical(t, "with an atom", half.Mean(), 0.25+1.25/6, 1e-11)
}

// triangle is the triangular density on (0, 1) with its peak at ¼.
type triangle struct{}

func (triangle) String() string { return "triangle" }

func (triangle) LogProb(x float64) float64 {
	switch {
	case x <= 0 || x >= 1:
		return -inf
	case x < 0.25:
		return math.Log(8 * x)
	}
	return math.Log(8. / 3 * (1 - x))
}

func (triangle) CDF(x float64) float64 {
	switch {
	case x <= 0:
		return 0
	case x < 0.25:
		return 4 * x * x
	case x < 1:
		return 1 - 4./3*(1-x)*(1-x)
	}
	return 1
}

func (triangle) Quantile(u float64) float64 {
	if u < 0.25 {
		return math.Sqrt(u / 4)
	}
	return 1 - math.Sqrt((1-u)*3/4)
}

// At the end of the range, beyond it, and far out, laws of a half-line keep to what they are.
func TestFamiliesAtTheEndsOfTheirRange(t *testing.T) {
	for _, p := range []Distribution{Exponential(2), Gamma(0.5, 1), Gamma(3, 1), LogNormal(0, 1), Continuous(distuv.Weibull{K: 2, Lambda: 1}, 0, inf)} {
		name := p.String()
		exact(t, name+" LogProb below", p.LogProb(-1), -inf)
		exact(t, name+" CDF below", p.CDF(-1), 0)
		exact(t, name+" CDF at 0", p.CDF(0), 0)
		if l := p.LogProb(0); l != l {
			t.Errorf("%s: LogProb(0) is NaN", name)
		}
		half := Mix([]float64{0.5, 0.5}, p, Normal(-5, 0.1))
		numerical(t, name+" beside a bell, its quarter", half.Quantile(0.25), -5, 1e-12)
		numerical(t, name+" beside a bell, P(X ≤ −5)", half.CDF(-5), 0.25, 1e-15)
	}
	_, above := LogNormal(0, 1).components[0].cdf(math.Exp(9))
	numerical(t, "LogNormal's mass above 9σ", above, math.Erfc(9/math.Sqrt2)/2, 1e-30)
	panics(t, "NaN inside", func() { Continuous(holed{}, 0, 1).Mean() }, "LogProb", "NaN at")
	panics(t, "a break point outside", func() { Continuous(triangle{}, 0, 1, 2) }, "break point 2 lies outside")
}

// holed has no density between ½ and ¾, and says so wrongly.
type holed struct{ triangle }

func (h holed) LogProb(x float64) float64 {
	if x > 0.5 && x < 0.75 {
		return math.NaN()
	}
	return h.triangle.LogProb(x)
}

// The distributions of package distuv that the documentation of Law names.
var _ = []Law{
	distuv.Beta{}, distuv.Chi{}, distuv.ChiSquared{}, distuv.Exponential{}, distuv.F{}, distuv.Gamma{},
	distuv.GumbelRight{}, distuv.InverseGamma{}, distuv.Laplace{}, distuv.Logistic{}, distuv.LogNormal{},
	distuv.NoncentralT{}, distuv.Normal{}, distuv.Pareto{}, distuv.StudentsT{}, distuv.Triangle{},
	distuv.Uniform{}, distuv.Weibull{},
}

func TestFamiliesRefuse(t *testing.T) {
	for want, make := range map[string]func() Distribution{
		"Exponential: rate = 0":    func() Distribution { return Exponential(0) },
		"Laplace: b = -1":          func() Distribution { return Laplace(0, -1) },
		"Laplace: μ = NaN":         func() Distribution { return Laplace(math.NaN(), 1) },
		"StudentT: ν = 0":          func() Distribution { return StudentT(0, 0, 1) },
		"StudentT: s = +Inf":       func() Distribution { return StudentT(3, 0, inf) },
		"Cauchy: γ = 0":            func() Distribution { return Cauchy(0, 0) },
		"Gamma: shape = 1e+07":     func() Distribution { return Gamma(1e7, 1) },
		"Gamma: rate = NaN":        func() Distribution { return Gamma(1, math.NaN()) },
		"LogNormal: σ = 11":        func() Distribution { return LogNormal(0, 11) },
		"LogNormal: μ = -101":      func() Distribution { return LogNormal(-101, 1) },
		"the law is nil":           func() Distribution { return Continuous(nil, 0, 1) },
		"not an interval":          func() Distribution { return Continuous(triangle{}, 1, 0) },
		"which do not ascend":      func() Distribution { return Continuous(distuv.Normal{Sigma: 1}, 0, 1) },
		"outside the range (0, 1)": func() Distribution { return Density(func(float64) float64 { return 0 }, 0, 1, 2) },
	} {
		panics(t, want, func() { make() }, want)
	}
}

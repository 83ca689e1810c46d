package theory

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"ganbook/theory/seed"
)

// promised says whether a value keeps the promise of 2e-9, relative above 1, or is NaN.
func promised(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.IsNaN(got) {
		return
	}
	if !(math.Abs(got-want) <= 2e-9*max(1, math.Abs(want))) {
		t.Errorf("%s: %v, want %v or NaN", what, got, want)
	}
}

// near says whether a value is right to a relative error.
func near(t *testing.T, what string, got, want, relative float64) {
	t.Helper()
	if !(math.Abs(got-want) <= relative*math.Abs(want)) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// The end of an interval is computed, as a + (b − a), and may be another float64 than b.
func TestEndsThatRoundingMoves(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ a, b float64 }{{-1, 0.3}, {-0.3, 0.1}, {-1, 0.1}, {-0.1, 0.2}} {
		near(t, "W₁ of a box from 0: E|X|", W1(Uniform(c.a, c.b), Data(0)), (c.a*c.a+c.b*c.b)/2/(c.b-c.a), 1e-9)
	}
	r := seed.Rand(2, 0)
	for range 300 {
		a, b := r.Float64()-1, r.Float64()
		p, q := Uniform(a, a+1), Uniform(b, b+1)
		near(t, "W₁ of a box and a shifted one", W1(p, q), b-a, 1e-9)
		EnergyDistance(p, q)
		SobolevDual2(p, q, Uniform(-2, 3))
	}
}

// Far in the lower tail gonum's inverse panics or fails.
func TestGammaFarInItsTails(t *testing.T) {
	t.Parallel()
	for _, shape := range []float64{0.5, 3.27, 8.5, 13, 14, 18.5, 40} {
		g := Gamma(shape, 1)
		for _, u := range []float64{1e-300, 1e-100, 1e-23, 1e-17, 1e-15, 0.5} {
			if x := g.Quantile(u); x > 0 { // else it underflows
				near(t, "CDF of a quantile", g.CDF(x), u, 1e-9)
			}
		}
		near(t, "W_1 by quantiles and by distribution functions", Wp(g, Normal(0, 1), 1), W1(g, Normal(0, 1)), 1e-8)
	}
}

// mixed is a law that is a mixture, which Continuous does not know.
type mixed struct{ Distribution }

// A law of a reader's may be narrow at a place between any fixed quantiles.
func TestANarrowPartOfALaw(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ weight, at, width float64 }{{0.2, -0.5, 1e-6}, {0.05, 0.1, 1e-6}, {0.01, 0.1, 1e-6}, {0.3, 2, 1e-9}} {
		mix := Mix([]float64{1 - c.weight, c.weight}, Normal(0, 1), Normal(c.at, c.width))
		law := Continuous(mixed{mix}, math.Inf(-1), math.Inf(1))
		promised(t, "H", Entropy(law), Entropy(mix))
		promised(t, "KL", KL(law, Normal(0, 1)), KL(mix, Normal(0, 1)))
		near(t, "the mass", law.Expect(func(float64) float64 { return 1 }), 1, 1e-9)
	}
}

// Upper quantiles of laws without a method for them: their Survival, else the greatest below 1.
func TestUpperTailOfALaw(t *testing.T) {
	t.Parallel()
	inf := math.Inf(1)
	near(t, "W₂ of N(1, 2) and N(0, 1)", Wp(Continuous(distuv.Normal{Mu: 1, Sigma: 2}, -inf, inf), Normal(0, 1), 2), math.Sqrt2, 1e-9)
	for name, law := range map[string]Law{
		"logistic": distuv.Logistic{Mu: 0, S: 1}, "Gumbel": distuv.GumbelRight{Mu: 0, Beta: 1},
		"Weibull": distuv.Weibull{K: 1.5, Lambda: 1},
	} {
		lo := -inf
		if name == "Weibull" {
			lo = 0
		}
		p := Continuous(law, lo, inf)
		near(t, name, Wp(p, Normal(0, 1), 1), W1(p, Normal(0, 1)), 1e-8)
	}
}

// The witness has the shape of the kernel at an atom, however narrow that is.
func TestMMDBesideAtoms(t *testing.T) {
	t.Parallel()
	for _, width := range []float64{1, 0.1, 0.005, 0.001} {
		v := width * width
		onQ := width / math.Sqrt(2+v)                                 // E k(Y, Y′)
		between := width / math.Sqrt(1+v) * math.Exp(-0.09/(2*(1+v))) // E k(0.3, Y)
		near(t, "MMD² of an atom and N(0, 1)", MMD2(Data(0.3), Normal(0, 1), GaussianKernel(width)), 1+onQ-2*between, 1e-10)
	}
}

// Far from 0 a distribution covers few float64s, and its tail has few samples.
func TestHeavyTailsFarFromZero(t *testing.T) {
	t.Parallel()
	atZero, kl := Entropy(StudentT(3, 0, 1)), KL(StudentT(3, 0, 1), StudentT(3, 0, 2))
	for _, at := range []float64{1.235e7, 1e8, 1.7e9, 1e12} {
		for _, scale := range []float64{1e-4, 0.01, 1} {
			promised(t, "H far from 0", Entropy(StudentT(3, at, scale)), atZero+math.Log(scale))
			promised(t, "KL far from 0", KL(StudentT(3, at, scale), StudentT(3, at, 2*scale)), kl)
		}
	}
}

// A component may be 10¹⁵⁰ times narrower than another one. Where both hardly meet, H is the mean of their
// entropies and ln 2.
func TestEntropyOfNestedMixtures(t *testing.T) {
	t.Parallel()
	half := []float64{0.5, 0.5}
	for _, c := range []struct{ narrow, wide Distribution }{
		{Exponential(1e16), Exponential(1)}, {Exponential(1e150), Exponential(1)}, {StudentT(3, 0, 1e-60), Normal(0, 1)},
	} {
		want := (Entropy(c.narrow)+Entropy(c.wide))/2 + math.Ln2
		if got := Entropy(Mix(half, c.narrow, c.wide)); !math.IsNaN(got) && math.Abs(got-want) > 1e-8*math.Abs(want) {
			t.Errorf("H of %v and %v: %v, want %v", c.narrow, c.wide, got, want)
		}
	}
}

// Where the integrand of KL changes its sign far in, nothing diverges.
func TestKLBetweenNormalsOfAnyScale(t *testing.T) {
	t.Parallel()
	kl := func(mu, sigma, nu, tau float64) float64 {
		return math.Log(tau/sigma) + (sigma*sigma+(mu-nu)*(mu-nu))/(2*tau*tau) - 0.5
	}
	promised(t, "KL", KL(Normal(9.561e5, 2.097e-4), Normal(0, 4.185e12)), kl(9.561e5, 2.097e-4, 0, 4.185e12))
	r := seed.Rand(3, 0)
	for range 300 {
		mu, sigma, tau := math.Exp(40*r.Float64()-10), math.Exp(20*r.Float64()-15), math.Exp(40*r.Float64()-5)
		want := kl(mu, sigma, 0, tau)
		if want > 1e6 {
			continue
		}
		promised(t, "KL", KL(Normal(mu, sigma), Normal(0, tau)), want)
	}
}

// With the exponential loss the drop is the squared Hellinger distance, here 1 − √w.
func TestRiskDropOfNearlySeparateLaws(t *testing.T) {
	t.Parallel()
	for _, e := range []float64{10, 20, 30, 37.5} {
		w := math.Exp(-e)
		q := Mix([]float64{w, 1 - w}, Uniform(0, 1), Uniform(5, 6))
		promised(t, "the drop", RiskDrop(ExponentialLoss, Uniform(0, 1), q), 1-math.Sqrt(w))
	}
}

// C(G) lies between −ln 4 and 0, whatever the scales are.
func TestGeneratorCostIsFinite(t *testing.T) {
	t.Parallel()
	third := 1. / 3
	p := StudentT(1, 0, 1e-84)
	g := Mix([]float64{third, third, third}, p, StudentT(16.43, 0, 1), Laplace(-5e57, 1.6e58))
	if c := GeneratorCost(p, g); c < -math.Log(4) || c > 0 {
		t.Errorf("C(G) = %v", c)
	}
}

// A density's quantiles in a steep tail.
func TestQuantilesInASteepTail(t *testing.T) {
	t.Parallel()
	known := Gamma(13.04, 1)
	d := Density(known.LogProb, 0, math.Inf(1))
	for _, u := range []float64{1e-12, 1e-10, 1e-8, 1e-5, 0.01} {
		near(t, "a quantile", d.Quantile(u), known.Quantile(u), 1e-8)
	}
}

// twoHumps is (x − c)²·N(c, 1) on (lo, hi): its density is 0 at c alone.
func twoHumps(c, lo, hi float64) Distribution {
	return Density(func(x float64) float64 {
		x -= c
		return 2*math.Log(math.Abs(x)) - x*x/2 - halfLog2Pi
	}, lo, hi)
}

func TestKLWhereTheDensityIsZeroAtAPoint(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []float64{1, 10, 3, -0.1, 0} {
		near(t, "KL on the line", KL(Normal(c, 1), twoHumps(c, -inf, inf)), math.Ln2+0.5772156649015329, 1e-9)
		near(t, "KL on a range", KL(Uniform(c-1, c+1), twoHumps(c, c-20, c+20)), -math.Ln2+halfLog2Pi+2+1./6, 1e-9)
		near(t, "cross-entropy", CrossEntropy(Normal(c, 1), twoHumps(c, -inf, inf)), 0.5+halfLog2Pi+math.Ln2+0.5772156649015329, 1e-9)
	}
	near(t, "KL from |x|", KL(Uniform(-1, 1), Density(func(x float64) float64 { return math.Log(math.Abs(x)) }, -1, 1)), 1-math.Ln2, 1e-9)
}

func TestDensityWithASingularityInTheTail(t *testing.T) {
	inf := math.Inf(1)
	const c, w = 53.1, 5
	p := Density(func(x float64) float64 {
		l := math.Log(0.9/2) - math.Abs(x)
		if d := math.Abs(x - c); d < w {
			s := math.Log(0.1 / (4 * math.Sqrt(d*w))) // mass 1/10
			if math.IsInf(s, 1) {
				return s
			}
			l = max(l, s) + math.Log1p(math.Exp(-math.Abs(l-s)))
		}
		return l
	}, -inf, inf)
	near(t, "E[1]", p.Expect(one), 1, 1e-7)
	near(t, "E[X]", p.Mean(), 0.1*c, 1e-7)
}

func TestWpOfASmallMassFarOut(t *testing.T) {
	for _, m := range []float64{1e-10, 1e-12, 1e-14, 1e-17, 1e-20} {
		for _, side := range []float64{-1, 1} {
			p := Discrete([]float64{side * 1e10, 0}, []float64{m, 1 - m})
			near(t, "W1", Wp(p, Data(0), 1), m*1e10, 1e-9)
			near(t, "W2", Wp(p, Data(0), 2), math.Sqrt(m)*1e10, 1e-9)
		}
	}
}

func TestWpOfAHighOrder(t *testing.T) {
	p := Discrete([]float64{0, 1}, []float64{1 - 1e-4, 1e-4})
	for _, r := range []float64{2, 80, 300, 1000} {
		near(t, "Wr", Wp(p, Data(0), r), math.Pow(1e-4, 1/r), 1e-9)
	}
}

func TestW1CriticGoesOnAtAnyScale(t *testing.T) {
	for _, d := range []struct{ mu, sigma float64 }{{0, 1}, {0, 0.01}, {100, 1}, {1e6, 1}} {
		f := W1Critic(Normal(d.mu, d.sigma), Normal(d.mu+d.sigma, d.sigma))
		for _, z := range []float64{-20, 20} {
			x := d.mu + z*d.sigma
			near(t, "slope", (f(x+d.sigma)-f(x))/d.sigma, -1, 1e-6)
		}
	}
}

func TestMonteCarloOfAnInfiniteValue(t *testing.T) {
	if mean, _ := MonteCarlo(Bernoulli(0.5), func(x float64) float64 { return 1 / x }, 100, 1); !math.IsInf(mean, 1) {
		t.Errorf("the mean of draws with +Inf among them is %v, want +Inf", mean)
	}
}

func TestStudentTFarOut(t *testing.T) {
	c, s := Cauchy(0, 1), StudentT(1, 0, 1)
	for _, u := range []float64{1e-120, 1e-200, 1e-300} {
		near(t, "quantile", s.Quantile(u), c.Quantile(u), 1e-9)
		near(t, "CDF", s.CDF(c.Quantile(u)), u, 1e-9)
	}
	near(t, "quantile at 1e-16 from that at 1e-14", StudentT(0.1, 0, 1).Quantile(1e-16), 1e20*StudentT(0.1, 0, 1).Quantile(1e-14), 1e-9)
}

func TestGammaOfALargeShape(t *testing.T) {
	for _, rate := range []float64{1e-150, 1, 1e150} {
		near(t, "E[1]", Gamma(1e4, rate).Expect(one), 1, 5e-11)
	}
}

func TestBoundOfASmallCritic(t *testing.T) {
	// To first order Bound is E_p[T] − E_q[T].
	p, q := Normal(1, 1), Normal(0, 1)
	for _, f := range []FDivergence{SquaredHellinger, Triangular, JensenShannon} {
		near(t, f.Name, f.Bound(p, q, func(x float64) float64 { return 1e-12 * math.Tanh(x) })/1e-12, p.Expect(math.Tanh), 1e-10)
	}
}

func TestForwardKLCriticBeyondTheRangeOfFloat64(t *testing.T) {
	p, q := Normal(0, 2), Normal(0, 1) // p/q overflows at |x| = 43
	near(t, "bound", ForwardKL.Bound(p, q, ForwardKL.Critic(p, q)), 1.5-math.Ln2, 1e-9)
	near(t, "T*", ForwardKL.Critic(p, q)(100), 3750-math.Ln2, 1e-12)
}

func TestMLEOfARareEvent(t *testing.T) {
	xs := make([]float64, 100000)
	xs[0] = 1
	fit := mustMLE(t, bernoulli, xs, []float64{0.5}, [2]float64{0, 1})
	standing(t, "rare", fit, Interior)
	near(t, "SE", fit.SE[0], 1e-5, 1e-4)
}

// Far out the logarithms of a Gamma density lie beyond float64's range, and the density is 0.
func TestGammaBeyondTheRangeOfFloat64(t *testing.T) {
	for _, p := range []Distribution{Gamma(2, 10), Gamma(1, 2), Gamma(0.5, 1e10)} {
		if l := p.LogProb(1e308); !math.IsInf(l, -1) && !(l < -1e307) {
			t.Errorf("%v: ln of the density at 1e308 is %v", p, l)
		}
	}
}

// A density that is 0 between two bumps needs no mass of another distribution there.
func TestKLBetweenBumps(t *testing.T) {
	bumps := func(x float64) float64 { // U(0.1, 0.3) and U(0.7, 0.9), half each
		if x > 0.1 && x < 0.3 || x > 0.7 && x < 0.9 {
			return math.Log(2.5)
		}
		return math.Inf(-1)
	}
	p := Density(bumps, math.Inf(-1), math.Inf(1), 0.1, 0.3, 0.7, 0.9)
	q := Mix([]float64{0.5, 0.5}, Uniform(0.1, 0.3), Uniform(0.7, 0.9))
	numerical(t, "KL of equals", KL(p, q), 0, 1e-9)
}

package theory

import (
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"ganbook/theory/internal/float"
)

func bernoulli(theta []float64) Distribution { return Bernoulli(theta[0]) }

func gaussian(theta []float64) Distribution { return Normal(theta[0], theta[1]) }

// bagOfBalls holds ten draws with replacement: seven white balls and three red ones.
var bagOfBalls = []float64{1, 1, 0, 1, 1, 0, 1, 0, 1, 1}

func mustMLE(t *testing.T, family Family, data, start []float64, box ...[2]float64) Fit {
	t.Helper()
	fit, err := MLE(family, data, start, box...)
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range fit.Standing {
		if (s == Interior) != (fit.SE[i] > 0) || (s != Interior) != (fit.SE[i] != fit.SE[i]) {
			t.Errorf("parameter %d is %v, with standard error %v", i, s, fit.SE[i])
		}
	}
	numerical(t, "ℓ̄ at θ̂", fit.LogLikelihood, LogLikelihood(family(fit.Theta), data), 1e-12)
	return fit
}

func TestStandingString(t *testing.T) {
	for s, want := range map[Standing]string{0: "interior", 4: "jagged", 5: "Standing(5)", 255: "Standing(255)"} {
		if got := s.String(); got != want {
			t.Errorf("%d: %q, want %q", uint8(s), got, want)
		}
	}
}

func standing(t *testing.T, name string, fit Fit, want ...Standing) {
	t.Helper()
	for i, w := range want {
		if fit.Standing[i] != w {
			t.Errorf("%s: parameter %d of %v is %v, want %v", name, i, fit.Theta, fit.Standing[i], w)
		}
	}
}

func TestLogLikelihood(t *testing.T) {
	numerical(t, "bag", 10*LogLikelihood(Bernoulli(0.7), bagOfBalls), -6.108643020548935, 1e-12)
	numerical(t, "bag, H(0.7)", -LogLikelihood(Bernoulli(0.7), bagOfBalls), Entropy(Bernoulli(0.7)), 1e-15)
	numerical(t, "a density", LogLikelihood(Normal(0, 1), []float64{-1, 3}), -halfLog2Pi-2.5, 1e-15)
	exact(t, "an impossible draw", LogLikelihood(Bernoulli(1), bagOfBalls), -inf)
	numerical(t, "is minus cross-entropy", LogLikelihood(Normal(0, 1), bagOfBalls), -CrossEntropy(Data(bagOfBalls...), Normal(0, 1)), 1e-15)
	panics(t, "no data", func() { LogLikelihood(Normal(0, 1), nil) }, "no draws")
	panics(t, "zero", func() { LogLikelihood(Distribution{}, bagOfBalls) }, "zero Distribution")
}

func TestMLEOfTheBag(t *testing.T) {
	for _, start := range []float64{0.5, 0.01, 0.999} {
		fit := mustMLE(t, bernoulli, bagOfBalls, []float64{start}, [2]float64{0, 1})
		numerical(t, "θ̂", fit.Theta[0], 0.7, 1e-9)
		numerical(t, "10·ℓ̄", 10*fit.LogLikelihood, -6.108643020548935, 1e-9)
		numerical(t, "se", fit.SE[0], math.Sqrt(0.7*0.3/10), 1e-7)
		standing(t, "fit", fit, Interior)
	}
	// For any share of white balls other than 0 and 1, the closed form is k/n.
	for k := 1; k < 40; k++ {
		data := make([]float64, 40)
		for i := range k {
			data[i] = 1
		}
		fit := mustMLE(t, bernoulli, data, []float64{0.5}, [2]float64{0, 1})
		want := float64(k) / 40
		numerical(t, "k/n", fit.Theta[0], want, 1e-9)
		numerical(t, "se of k/n", fit.SE[0], math.Sqrt(want*(1-want)/40), 1e-7)
	}
}

func TestMLEAtTheEnds(t *testing.T) {
	fit := mustMLE(t, bernoulli, []float64{1, 1, 1}, []float64{0.5}, [2]float64{0, 1})
	exact(t, "all white", fit.Theta[0], 1)
	exact(t, "all white, ℓ̄", fit.LogLikelihood, 0)
	standing(t, "fit", fit, AtUpper)
	fit = mustMLE(t, bernoulli, []float64{0, 0}, []float64{0.5}, [2]float64{0, 1})
	exact(t, "all red", fit.Theta[0], 0)
	standing(t, "fit", fit, AtLower)
	fit = mustMLE(t, bernoulli, bagOfBalls, []float64{0.5}, [2]float64{0.1, 0.6})
	exact(t, "out of reach", fit.Theta[0], 0.6)
	standing(t, "fit", fit, AtUpper)
	// The box limits σ from below. μ still has a standard error, for that σ.
	fit = mustMLE(t, gaussian, []float64{1, 2, 4, 5}, []float64{0, 10}, [2]float64{-inf, inf}, [2]float64{4, 20})
	numerical(t, "μ̂", fit.Theta[0], 3, 1e-9)
	exact(t, "σ̂", fit.Theta[1], 4)
	numerical(t, "se of μ̂", fit.SE[0], 4/math.Sqrt(4), 1e-7)
	standing(t, "fit", fit, Interior, AtLower)
}

// The closed forms are μ̂ = mean and σ̂ = √(mean of squared deviations), with the standard errors
// σ/√n and σ/√(2n).
func TestMLEOfAGaussian(t *testing.T) {
	for _, c := range []struct{ mu, sigma float64 }{{0, 1}, {3, 0.01}, {1000, 25}, {-1e6, 1}} {
		p := Normal(c.mu, c.sigma)
		data := p.Sample(200, 5)
		d := Data(data...)
		mean, sd := d.Mean(), math.Sqrt(d.Variance())
		fit := mustMLE(t, gaussian, data, []float64{c.mu + 3*c.sigma, 2 * c.sigma},
			[2]float64{c.mu - 100*c.sigma, c.mu + 100*c.sigma}, [2]float64{c.sigma / 100, c.sigma * 100})
		numerical(t, p.String()+" μ̂", fit.Theta[0], mean, 1e-9*c.sigma+4*float.ULP(c.mu))
		numerical(t, p.String()+" σ̂", fit.Theta[1], sd, 1e-8*c.sigma)
		numerical(t, p.String()+" se μ", fit.SE[0], sd/math.Sqrt(200), 1e-6*c.sigma)
		numerical(t, p.String()+" se σ", fit.SE[1], sd/math.Sqrt(400), 1e-6*c.sigma)
		numerical(t, p.String()+" ℓ̄", fit.LogLikelihood, -0.5-halfLog2Pi-math.Log(sd), 1e-12)
	}
	fit := mustMLE(t, gaussian, []float64{1, 2, 4, 5}, []float64{0, 1}, [2]float64{-inf, inf}, [2]float64{1e-3, inf})
	numerical(t, "μ̂ in an endless box", fit.Theta[0], 3, 1e-9)
	numerical(t, "σ̂ in an endless box", fit.Theta[1], math.Sqrt(2.5), 1e-8)
}

// The parameters are correlated. They are the slope and the intercept of a line through points, and
// their standard errors are those of least squares.
func TestMLEOfCorrelatedParameters(t *testing.T) {
	// Two normal components with equal known weights lie at −50 + a + b and 50 + a + 2b. They do
	// not overlap.
	family := func(v []float64) Distribution {
		return Mix([]float64{0.5, 0.5}, Normal(-50+v[0]+v[1], 1), Normal(50+v[0]+2*v[1], 1))
	}
	data := []float64{-51, -49, -48, 50, 52, 54}
	fit := mustMLE(t, family, data, []float64{0, 0}, [2]float64{-9, 9}, [2]float64{-9, 9})
	u, v := (-1.+1+2)/3, 2.
	numerical(t, "b", fit.Theta[1], v-u, 1e-9)
	numerical(t, "a", fit.Theta[0], 2*u-v, 1e-9)
	// a = 2u − v and b = v − u, where u and v have variance ⅓ each.
	numerical(t, "se a", fit.SE[0], math.Sqrt(5./3), 1e-6)
	numerical(t, "se b", fit.SE[1], math.Sqrt(2./3), 1e-6)
}

func TestMLENotIdentified(t *testing.T) {
	data := []float64{1, 2, 4, 5}
	wide := [2]float64{-20, 20}
	fit := mustMLE(t, func(v []float64) Distribution { return Normal(v[0]+v[1], v[2]) }, data,
		[]float64{0, 1, 1}, wide, wide, [2]float64{0.01, 20})
	numerical(t, "the sum", fit.Theta[0]+fit.Theta[1], 3, 1e-8)
	numerical(t, "σ̂", fit.Theta[2], math.Sqrt(2.5), 1e-8)
	numerical(t, "se of σ̂", fit.SE[2], math.Sqrt(2.5/8), 1e-6)
	standing(t, "fit", fit, Flat, Flat, Interior)

	fit = mustMLE(t, func(v []float64) Distribution { return Normal(v[0], 1) }, data, []float64{0, 1}, wide, wide)
	numerical(t, "μ̂ beside an unused parameter", fit.Theta[0], 3, 1e-9)
	standing(t, "fit", fit, Interior, Flat)

	fit = mustMLE(t, func(v []float64) Distribution { return Normal(0, 1) }, data, []float64{0}, wide)
	standing(t, "fit", fit, Flat)
	// The supremum of the likelihood lies at infinity.
	fit = mustMLE(t, func(v []float64) Distribution { return Bernoulli(v[0] / (1 + v[0])) }, []float64{1}, []float64{1}, [2]float64{0, inf})
	numerical(t, "ℓ̄ far out", fit.LogLikelihood, 0, 1e-10)
	standing(t, "fit", fit, Flat)
}

func TestMLEJagged(t *testing.T) {
	// For U(0, b), b̂ = max xᵢ. There the likelihood jumps from 0.
	fit := mustMLE(t, func(v []float64) Distribution { return Uniform(0, v[0]) }, []float64{0.3, 1.7, 0.9}, []float64{5}, [2]float64{0.1, 10})
	numerical(t, "b̂", fit.Theta[0], 1.7, 1e-6)
	standing(t, "fit", fit, Jagged)
	// For the Laplace distribution, m̂ is the median. There the likelihood has a kink.
	laplace := func(v []float64) Distribution {
		m := v[0]
		return Density(func(x float64) float64 { return -math.Abs(x-m) - math.Ln2 }, -inf, inf)
	}
	fit = mustMLE(t, laplace, []float64{0, 1, 5}, []float64{3}, [2]float64{-10, 10})
	numerical(t, "m̂", fit.Theta[0], 1, 1e-5)
	standing(t, "fit", fit, Jagged)
}

func TestMLEOfAMixture(t *testing.T) {
	family := func(v []float64) Distribution {
		return Mix([]float64{v[0], 1 - v[0]}, Normal(v[1], 0.5), Normal(v[2], 0.5))
	}
	truth := []float64{0.3, -2, 2}
	data := family(truth).Sample(400, 9)
	wide := [2]float64{-10, 10}
	fit := mustMLE(t, family, data, []float64{0.5, -1, 1}, [2]float64{0, 1}, wide, wide)
	standing(t, "fit", fit, Interior, Interior, Interior)
	for i, want := range truth {
		statistical(t, "θ of the mixture", fit.Theta[i], want, fit.SE[i])
	}
	// The components overlap by 3e-5. Apart from that, the standard errors are those of each
	// component's own draws.
	share := fit.Theta[0]
	numerical(t, "se of the share", fit.SE[0], math.Sqrt(share*(1-share)/400), 0.01*fit.SE[0])
	numerical(t, "se of the left mean", fit.SE[1], 0.5/math.Sqrt(400*share), 0.01*fit.SE[1])
	numerical(t, "se of the right mean", fit.SE[2], 0.5/math.Sqrt(400*(1-share)), 0.01*fit.SE[2])
	// A small step in any direction lowers ℓ̄.
	for i := range truth {
		for _, d := range []float64{-1e-4, 1e-4} {
			x := append([]float64(nil), fit.Theta...)
			x[i] += d
			if l := LogLikelihood(family(x), data); !(l < fit.LogLikelihood) {
				t.Errorf("ℓ̄ at parameter %d off by %v is %v, not below %v", i, d, l, fit.LogLikelihood)
			}
		}
	}
	// If σ is free, one component can shrink onto a draw. The likelihood then rises down to the
	// lower end of the box.
	spike := func(v []float64) Distribution {
		return Mix([]float64{0.5, 0.5}, Normal(data[0], v[0]), Normal(0, 3))
	}
	last := math.Inf(-1)
	for _, least := range []float64{1e-6, 1e-9, 1e-12} {
		fit = mustMLE(t, spike, data[:3], []float64{least * 10}, [2]float64{least, least * 100})
		standing(t, "fit", fit, AtLower)
		if !(fit.LogLikelihood > last+1) {
			t.Errorf("σ down to %v: ℓ̄ = %v, not above %v", least, fit.LogLikelihood, last)
		}
		last = fit.LogLikelihood
	}
}

// About nine in ten intervals of ±1.645 se contain the true μ. The exact share follows from
// Student's t distribution of (μ̂ − μ)/se, because se divides by n where t divides by n − 1.
func TestMLEStandardErrorCovers(t *testing.T) {
	const repeats, n, wide = 600, 100, 1.645
	covered := 0.0
	for seed := range uint64(repeats) {
		fit := mustMLE(t, gaussian, Normal(1, 2).Sample(n, seed), []float64{0, 1}, [2]float64{-10, 10}, [2]float64{0.1, 10})
		if math.Abs(fit.Theta[0]-1) < wide*fit.SE[0] {
			covered++
		}
	}
	student := distuv.StudentsT{Sigma: 1, Nu: n - 1}
	share := 2*student.CDF(wide*math.Sqrt((n-1.)/n)) - 1
	statistical(t, "coverage", covered/repeats, share, math.Sqrt(share*(1-share)/repeats))
}

func TestMLEErrors(t *testing.T) {
	unit := [2]float64{0, 1}
	cases := []struct {
		name   string
		family Family
		data   []float64
		start  float64
		box    [2]float64
		says   string
	}{
		{"impossible", bernoulli, bagOfBalls, 1, unit, "start, θ = [1]"},
		{"no maximum", func(v []float64) Distribution {
			return Density(func(x float64) float64 {
				if x == 0.5 {
					return inf
				}
				return 0
			}, 0, 1)
		}, []float64{0.5}, 0.5, unit, "+Inf"},
		{"not a number", func(v []float64) Distribution {
			return Density(func(x float64) float64 {
				if x == 0.5 {
					return inf
				}
				return 0
			}, 0, 1)
		}, []float64{0.5, 2}, 0.5, unit, "NaN"},
		{"ever rising", func(v []float64) Distribution { return Bernoulli(1 - 1/(2+math.Log1p(v[0]))) }, []float64{1, 1}, 1, [2]float64{0, inf}, "still rises"},
	}
	for _, c := range cases {
		_, err := MLE(c.family, c.data, []float64{c.start}, c.box)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: error %v does not say %q", c.name, err, c.says)
		}
	}
}

func TestMLEMisuse(t *testing.T) {
	unit, half := [2]float64{0, 1}, []float64{0.5}
	nan := math.NaN()
	panics(t, "nil family", func() { MLE(nil, bagOfBalls, half, unit) }, "MLE", "nil")
	panics(t, "zero family", func() { MLE(func([]float64) Distribution { return Distribution{} }, bagOfBalls, half, unit) }, "MLE", "zero Distribution", "0.5")
	panics(t, "no data", func() { MLE(bernoulli, nil, half, unit) }, "no draws")
	panics(t, "NaN data", func() { MLE(bernoulli, []float64{nan}, half, unit) }, "NaN")
	panics(t, "no start", func() { MLE(bernoulli, bagOfBalls, nil) }, "start is empty")
	panics(t, "no box", func() { MLE(bernoulli, bagOfBalls, half) }, "1 parameter", "0 ranges")
	panics(t, "outside", func() { MLE(bernoulli, bagOfBalls, []float64{1.5}, unit) }, "1.5", "[0, 1]")
	panics(t, "NaN start", func() { MLE(bernoulli, bagOfBalls, []float64{nan}, unit) }, "NaN")
	panics(t, "backwards", func() { MLE(bernoulli, bagOfBalls, half, [2]float64{1, 0}) }, "[1, 0]", "lower < upper")
	panics(t, "NaN box", func() { MLE(bernoulli, bagOfBalls, half, [2]float64{0, nan}) }, "NaN")
	// The panics of the family itself reach the caller.
	panics(t, "σ = 0", func() { MLE(gaussian, bagOfBalls, []float64{0, 1}, [2]float64{-1, 1}, [2]float64{0, 1}) }, "Normal", "σ = 0")
}

// A panic of the family at any of its calls reaches the caller, who can recover from it.
func TestMLEPassesAPanicOn(t *testing.T) {
	data := []float64{0.3, 1.2, -0.7, 2.1}
	box := [][2]float64{{-10, 10}, {0.01, 10}}
	calls := 0
	normal := func(theta []float64) Distribution { calls++; return Normal(theta[0], theta[1]) }
	if _, err := MLE(normal, data, []float64{0, 1}, box...); err != nil {
		t.Fatal(err)
	}
	for at := 1; at < calls; at += 1 + calls/200 {
		left := at
		func() {
			defer func() {
				if r := recover(); r != "the family's own" {
					t.Errorf("a panic at call %d of %d comes out as %v", at, calls, r)
				}
			}()
			MLE(func(theta []float64) Distribution {
				if left--; left == 0 {
					panic("the family's own")
				}
				return Normal(theta[0], theta[1])
			}, data, []float64{0, 1}, box...)
		}()
	}
}

// The box is a hundred thousand times as wide as the mixture. The first simplex of each round has to
// fit the likelihood and not the box.
func TestMLEOfAMixtureInAWideBox(t *testing.T) {
	family := func(v []float64) Distribution {
		return Mix([]float64{v[0], 1 - v[0]}, Normal(v[1], v[2]), Normal(v[3], v[4]))
	}
	where, width := [2]float64{-1e5, 1e5}, [2]float64{0.1, 1e5}
	for seed := range uint64(4) {
		data := family([]float64{0.3, -1, 0.7, 1, 0.5}).Sample(100, seed+100)
		fit := mustMLE(t, family, data, []float64{0.5, -2, 1, 2, 1}, [2]float64{0, 1}, where, width, where, width)
		standing(t, "fit", fit, Interior, Interior, Interior, Interior, Interior)
	}
}

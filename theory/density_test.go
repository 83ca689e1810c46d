package theory

import (
	"fmt"
	"math"
	"testing"

	"ganbook/theory/seed"
	"gonum.org/v1/gonum/stat/distuv"
)

// gonum's distributions are the reference for densities that are given as functions. gonum has
// formulas for their moments and CDFs; Density has only the log density.
func TestDensityAgainstGonum(t *testing.T) {
	cases := []struct {
		name string
		oracle
		lo, hi float64
	}{
		{"gamma, singularity at 0", distuv.Gamma{Alpha: 0.1, Beta: 1}, 0, inf},
		{"gamma, wide", distuv.Gamma{Alpha: 0.5, Beta: 1e-6}, 0, inf},
		{"gamma", distuv.Gamma{Alpha: 2, Beta: 1}, 0, inf},
		{"gamma, far from 0", distuv.Gamma{Alpha: 100, Beta: 1e3}, 0, inf},
		{"beta, singularity at 0", distuv.Beta{Alpha: 0.5, Beta: 3}, 0, 1},
		{"beta, at 1", distuv.Beta{Alpha: 5, Beta: 1}, 0, 1},
		{"beta, narrow", distuv.Beta{Alpha: 500, Beta: 3000}, 0, 1},
		{"lognormal, eight decades", distuv.LogNormal{Sigma: 3}, 0, inf},
		{"lognormal, narrow", distuv.LogNormal{Mu: 5, Sigma: 0.01}, 0, inf},
		{"weibull, singularity at 0", distuv.Weibull{K: 0.3, Lambda: 1}, 0, inf},
		{"weibull, zero at 0", distuv.Weibull{K: 5, Lambda: 2}, 0, inf},
		{"gumbel", distuv.GumbelRight{Mu: 3, Beta: 2}, -inf, inf},
		{"laplace, kink", distuv.Laplace{Mu: 7.3, Scale: 0.01}, -inf, inf},
		{"student", distuv.StudentsT{Sigma: 1, Nu: 2.5}, -inf, inf},
		{"pareto", distuv.Pareto{Xm: 1, Alpha: 2.5}, 1, inf},
		{"pareto, edge to be found", distuv.Pareto{Xm: 3.7, Alpha: 2.5}, -inf, inf},
		{"χ²", distuv.ChiSquared{K: 1}, 0, inf},
		{"inverse gamma", distuv.InverseGamma{Alpha: 3, Beta: 1}, 0, inf},
		{"triangle, edges to be found", distuv.NewTriangle(0, 1, 0.3, nil), -inf, inf},
		{"F", distuv.F{D1: 3, D2: 10}, 0, inf},
		{"exponential, wide", distuv.Exponential{Rate: 1e-6}, 0, inf},
		{"normal, narrow near 0", distuv.Normal{Mu: -1e-5, Sigma: 1e-9}, -inf, inf},
		{"normal in an enormous range", distuv.Normal{Mu: 1e10, Sigma: 1e9}, -1e30, 1e30},
		{"uniform in a wider range", distuv.Uniform{Min: 1000, Max: 1000.5}, 900, 1100},
		{"uniform, edges to be found", distuv.Uniform{Min: -0.2, Max: 17.3}, -inf, inf},
	}
	for _, c := range cases {
		p := Density(c.LogProb, c.lo, c.hi)
		numerical(t, c.name+" mean", p.Mean(), c.Mean(), 1e-10*math.Abs(c.Mean())+1e-10*math.Sqrt(c.Variance()))
		numerical(t, c.name+" variance", p.Variance(), c.Variance(), 1e-10*c.Variance())
		last := math.Inf(-1)
		for _, u := range []float64{1e-9, 1e-4, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1 - 1e-4, 1 - 1e-9} {
			x := p.Quantile(u)
			if !(x > last) {
				t.Errorf("%s: Quantile(%v) = %v is not above %v", c.name, u, x, last)
			}
			last = x
			numerical(t, c.name+" gonum's CDF at Quantile", c.CDF(x), u, 1e-11*min(u, 1)+1e-12)
			numerical(t, c.name+" CDF at Quantile", p.CDF(x), u, 1e-11*min(u, 1)+1e-13)
		}
	}
}

type oracle interface {
	LogProb(x float64) float64
	CDF(x float64) float64
	Mean() float64
	Variance() float64
}

// The density has several peaks. Density finds each by climbing from the points around it.
func TestDensityOfBumps(t *testing.T) {
	mixed := Mix([]float64{0.3, 0.5, 0.2}, Normal(-1000, 0.01), Normal(0.02, 1e-3), Normal(5e4, 30))
	p := Density(mixed.LogProb, -inf, inf)
	numerical(t, "mean", p.Mean(), mixed.Mean(), 1e-10*mixed.Mean())
	numerical(t, "variance", p.Variance(), mixed.Variance(), 1e-10*mixed.Variance())
	for u := 0.05; u < 1; u += 0.1 {
		numerical(t, "quantile", p.Quantile(u), mixed.Quantile(u), 1e-9)
	}
}

// A single peak is found wherever it lies and however narrow it is. The mean of the standardised
// variable is 0 within the bound.
func TestDensityFindsOneBump(t *testing.T) {
	shapes := map[string]func(z float64) float64{
		"bell":     func(z float64) float64 { return -z*z/2 - halfLog2Pi },
		"laplace":  func(z float64) float64 { return -math.Abs(z) - math.Ln2 },
		"logistic": func(z float64) float64 { return -math.Abs(z) - 2*math.Log1p(math.Exp(-math.Abs(z))) },
		"t₅":       func(z float64) float64 { return math.Log(8/(3*math.Pi*math.Sqrt(5))) - 3*math.Log1p(z*z/5) },
	}
	r := seed.Rand(1, 2)
	for range 60 {
		mu := math.Pow(10, -6+18*r.Float64()) * float64(1-2*r.IntN(2))
		sigma := math.Abs(mu) * math.Pow(10, -9+12*r.Float64())
		for name, density := range shapes {
			name = fmt.Sprintf("%s(%v, %v)", name, mu, sigma)
			p := Density(func(x float64) float64 { return density((x-mu)/sigma) - math.Log(sigma) }, -inf, inf)
			got, bound := p.ExpectErr(func(x float64) float64 { return (x - mu) / sigma })
			numerical(t, name+" mean", got, 0, bound)
			numerical(t, name+" bound", bound, 0, 1e-5)
			numerical(t, name+" mass", p.Expect(one), 1, 1e-10)
		}
	}
}

// A density whose integral is not exactly 1, but within the tolerance, is divided by its integral
// everywhere.
func TestDensityNormalises(t *testing.T) {
	p := Density(func(x float64) float64 { return 5e-7 - x }, 0, inf)
	numerical(t, "mass", p.Expect(one), 1, 1e-11)
	numerical(t, "LogProb", p.LogProb(2), -2, 1e-11)
	numerical(t, "CDF", p.CDF(2), 1-math.Exp(-2), 1e-11)
}

// Near a singularity at 1, the quantiles are as accurate as the float64s there.
func TestDensityPoleAwayFromZero(t *testing.T) {
	p := arcsine()
	for _, u := range []float64{1e-20, 1e-6, 0.3, 0.9, 1 - 1e-6} {
		want := square(math.Sin(math.Pi * u / 2))
		numerical(t, "arcsine quantile", p.Quantile(u), want, 1e-12*want+2e-16)
	}
}

func BenchmarkDensity(b *testing.B) {
	for b.Loop() {
		cauchyDensity()
	}
}

// Density misses a narrow peak between the points at which it looks. The missing mass shows this.
// Break points at the peak help to find it.
func TestDensityMissesANeedleWithoutBreakPoints(t *testing.T) {
	const at, width = 12.34567, 1e-7
	two := Mix([]float64{0.5, 0.5}, Normal(0, 10), Normal(at, width))
	panics(t, "a narrow peak on a broad one", func() { Density(two.LogProb, -inf, inf) }, "found mass 0.5", "not 1")
	found := Density(two.LogProb, -inf, inf, at-width, at, at+width)
	numerical(t, "mean", found.Mean(), at/2, 1e-9)
	numerical(t, "entropy", Entropy(found), Entropy(two), 1e-8)
}

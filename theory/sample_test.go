package theory

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"ganbook/theory/internal/float"
)

func TestSampleRepeats(t *testing.T) {
	for _, p := range []Distribution{Normal(0, 1), Uniform(0, 1), PMF(0.5, 0.5), exponentialDensity(), allKinds()} {
		a := p.Sample(100, 7)
		if !slices.Equal(a, p.Sample(100, 7)) {
			t.Errorf("%v: the same seed gives other draws", p)
		}
		if !slices.Equal(a[:10], p.Sample(10, 7)) {
			t.Errorf("%v: a shorter sample is not the beginning of a longer one", p)
		}
		if slices.Equal(a, p.Sample(100, 8)) {
			t.Errorf("%v: another seed gives the same draws", p)
		}
		if xs := p.Sample(0, 7); xs == nil || len(xs) != 0 {
			t.Errorf("%v: Sample(0) = %v, want an empty slice", p, xs)
		}
	}
}

// The empirical CDF of n draws differs from the true CDF by more than c/√n with probability at most
// 2·exp(−2c²) (Massart 1990). For c = 3.22 that is 2 in 1,000 million.
func TestSampleFollowsCDF(t *testing.T) {
	const n, c = 50_000, 3.22
	for _, p := range []Distribution{
		Normal(-3, 2), Uniform(5, 6), PMF(0.1, 0.2, 0.7), Data(3, 1, 4, 1, 5), exponentialDensity(), cauchyDensity(), arcsine(), allKinds(),
		Mix([]float64{0.9, 0.1}, Normal(0, 1), Normal(9, 1)),
	} {
		xs := p.Sample(n, 3)
		slices.Sort(xs)
		worst := 0.0
		for i, x := range xs {
			if i+1 < n && xs[i+1] == x {
				continue // at an atom, only the last of the equal draws has the full empirical CDF
			}
			worst = max(worst, math.Abs(p.CDF(x)-float64(i+1)/n))
		}
		if !(worst < c/math.Sqrt(n)) {
			t.Errorf("%v: the sample's CDF is off by %v", p, worst)
		}
	}
}

// Expectations by sums and quadrature agree with averages of draws, and so do the standard errors.
// The standard error of a standard error s of n draws is ½·s·√((κ − 1)/n), with κ = E[(f − E
// f)⁴]/Var[f]².
func TestMonteCarlo(t *testing.T) {
	const n = 100_000
	f := func(x float64) float64 { return math.Exp(-x*x/8) + x/100 }
	for _, p := range []Distribution{Normal(0, 1), Uniform(-2, 2), PMF(0.2, 0.8), exponentialDensity(), allKinds()} {
		mean, se := MonteCarlo(p, f, n, 5)
		want, bound := p.ExpectErr(f)
		numerical(t, p.String()+" bound", bound, 0, 1e-10)
		statistical(t, p.String(), mean, want, se)
		spread := p.Expect(func(x float64) float64 { return square(f(x) - want) })
		fourth := p.Expect(func(x float64) float64 { return square(square(f(x) - want)) })
		truth := math.Sqrt(spread / n)
		statistical(t, p.String()+" standard error", se, truth, truth/2*math.Sqrt((fourth/square(spread)-1)/n))
	}
}

// MonteCarlo is the average of f over the draws of Sample. The interval of two standard errors
// contains the true mean as often as it should.
func TestMonteCarloIsAverageOfSample(t *testing.T) {
	p := Normal(1, 2)
	mean, se := MonteCarlo(p, square, 50, 9)
	var sum, squares float64
	for _, x := range p.Sample(50, 9) {
		sum += x * x
		squares += x * x * x * x
	}
	numerical(t, "mean", mean, sum/50, 1e-12)
	numerical(t, "standard error", se, math.Sqrt((squares/50-square(sum/50))/49), 1e-12)

	if mean, se := MonteCarlo(p, square, 1, 9); !float.Finite(mean) || se == se {
		t.Errorf("of one draw: %v ± %v, want a mean and no standard error", mean, se)
	}

	const runs, n = 1000, 400
	inside := 0.0
	for seed := range uint64(runs) {
		mean, se := MonteCarlo(p, identity, n, seed)
		if math.Abs(mean-1) < 2*se {
			inside++
		}
	}
	// For normal draws, (mean − μ)/se follows Student's t distribution.
	student := distuv.StudentsT{Sigma: 1, Nu: n - 1}
	share := student.CDF(2) - student.CDF(-2) // 95.4 %
	statistical(t, "runs within two standard errors", inside/runs, share, math.Sqrt(share*(1-share)/runs))
}

func BenchmarkSample(b *testing.B) {
	for _, c := range []struct {
		name string
		p    Distribution
	}{{"normal", Normal(0, 1)}, {"density", cauchyDensity()}, {"mixture", Mix([]float64{0.5, 0.5}, Normal(-2, 0.5), Normal(2, 0.5))}} {
		b.Run(c.name, func(b *testing.B) {
			c.p.Sample(1, 1) // makes the table of the density
			b.ResetTimer()
			c.p.Sample(b.N, 1)
		})
	}
}

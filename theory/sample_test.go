package theory

import (
	"math"
	"slices"
	"testing"
)

func TestSampleRepeats(t *testing.T) {
	for _, p := range []Distribution{Normal(0, 1), Uniform(0, 1), PMF(0.5, 0.5), exponential(), bag()} {
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

// The empirical CDF of n draws is within 1.95/√n of the true one in 999 of 1,000 samples (Kolmogorov).
func TestSampleFollowsCDF(t *testing.T) {
	const n = 20_000
	for _, p := range []Distribution{
		Normal(-3, 2), Uniform(5, 6), PMF(0.1, 0.2, 0.7), Data(3, 1, 4, 1, 5), exponential(), cauchy(), arcsine(), bag(),
		Mix([]float64{0.9, 0.1}, Normal(0, 1), Normal(9, 1)),
	} {
		xs := p.Sample(n, 3)
		slices.Sort(xs)
		worst := 0.0
		for i, x := range xs {
			if i+1 < n && xs[i+1] == x {
				continue // at an atom the empirical CDF counts all of it
			}
			worst = max(worst, math.Abs(p.CDF(x)-float64(i+1)/n))
		}
		if !(worst < 1.95/math.Sqrt(n)) {
			t.Errorf("%v: the sample's CDF is off by %v", p, worst)
		}
	}
}

// Sums, quadrature and averages of draws agree: within 4 standard errors, 1 in 16,000 would not.
func TestMonteCarlo(t *testing.T) {
	f := func(x float64) float64 { return math.Exp(-x*x/8) + x/100 }
	for _, p := range []Distribution{Normal(0, 1), Uniform(-2, 2), PMF(0.2, 0.8), exponential(), bag()} {
		mean, se := MonteCarlo(p, f, 100_000, 5)
		want, bound := p.ExpectErr(f)
		near(t, p.String(), mean, want, 4*se+bound)
		spread := p.Expect(func(x float64) float64 { return square(f(x) - want) })
		near(t, p.String()+" standard error", se, math.Sqrt(spread/100_000), 0.05*se)
	}
}

// MonteCarlo is the average of f over Sample's draws, and its standard error covers the truth as often as it says.
func TestMonteCarloIsAverageOfSample(t *testing.T) {
	p := Normal(1, 2)
	mean, se := MonteCarlo(p, square, 50, 9)
	var sum, squares float64
	for _, x := range p.Sample(50, 9) {
		sum += x * x
		squares += x * x * x * x
	}
	near(t, "mean", mean, sum/50, 1e-12)
	near(t, "standard error", se, math.Sqrt((squares/50-square(sum/50))/49), 1e-12)

	if mean, se := MonteCarlo(p, square, 1, 9); !finite(mean) || se == se {
		t.Errorf("of one draw: %v ± %v, want a mean and no standard error", mean, se)
	}

	inside := 0
	for seed := range uint64(1000) {
		mean, se := MonteCarlo(p, identity, 400, seed)
		if math.Abs(mean-1) < 2*se {
			inside++
		}
	}
	// 95.4 % expected, ± 0.7 %.
	if inside < 930 || inside > 980 {
		t.Errorf("the mean was within two standard errors in %d of 1000 runs", inside)
	}
}

func BenchmarkSample(b *testing.B) {
	for _, c := range []struct {
		name string
		p    Distribution
	}{{"normal", Normal(0, 1)}, {"density", cauchy()}, {"mixture", Mix([]float64{0.5, 0.5}, Normal(-2, 0.5), Normal(2, 0.5))}} {
		b.Run(c.name, func(b *testing.B) {
			c.p.Sample(1, 1) // makes the density's table
			b.ResetTimer()
			c.p.Sample(b.N, 1)
		})
	}
}

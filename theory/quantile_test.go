package theory

import (
	"math"
	"sync"
	"testing"
)

func TestQuantile(t *testing.T) {
	die := PMF(0, 1./6, 1./6, 1./6, 1./6, 1./6, 1./6)
	gap := Mix([]float64{0.5, 0.5}, Uniform(0, 1), Uniform(2, 3))
	bells := Mix([]float64{0.5, 0.5}, Normal(-20, 1), Normal(20, 1))
	step := Mix([]float64{0.25, 0.5, 0.25}, Uniform(0, 1), Data(1.5), Uniform(2, 3))
	cases := []struct {
		name    string
		p       Distribution
		u, want float64
	}{
		// Φ⁻¹ is from the tables of the NIST handbook, and for 1e-20 from Wichura, Applied
		// Statistics 37 (1988).
		{"N 0.975", Normal(0, 1), 0.975, 1.9599639845400542},
		{"N 1e-20", Normal(0, 1), 1e-20, -9.262340089798408},
		{"N(3, 2) median", Normal(3, 2), 0.5, 3},
		{"U", Uniform(2, 4), 0.25, 2.5},
		{"die at a step", die, 0.5, 3},
		{"die just above it", die, 0.5 + 1e-12, 4},
		{"die 5/6", die, 5. / 6, 5},
		{"die 1e-300", die, 1e-300, 1},
		{"coin 0.3", Bernoulli(0.7), 0.3, 0},
		{"coin above 0.3", Bernoulli(0.7), 0.3 + 1e-12, 1},
		{"data median", Data(4, 8, 1), 0.5, 4},
		{"exponential", exponentialDensity(), 1 - math.Exp(-2), 2},
		{"exponential near 0", exponentialDensity(), 1e-12, 1e-12 + 5e-25},
		{"Cauchy", cauchyDensity(), 0.75, 1},
		{"Cauchy far out", cauchyDensity(), 1e-10, -1 / math.Tan(math.Pi*1e-10)},
		{"left end of a gap", gap, 0.5, 1},
		{"below an atom", step, 0.125, 0.5},
		{"on an atom", step, 0.5, 1.5},
		{"end of an atom", step, 0.75, 1.5},
		{"above an atom", step, 0.875, 2.5},
	}
	for _, c := range cases {
		numerical(t, c.name, c.p.Quantile(c.u), c.want, 1e-12*math.Abs(c.want))
	}
	// The point 0 lies twenty standard deviations from both components. There the CDF is flat to 1e-88.
	numerical(t, "between far normals", bells.Quantile(0.5), 0, 1e-12)
}

// The quantile of k/n is the k-th of n values, whatever the rounding of the sums of masses.
func TestQuantileOnSteps(t *testing.T) {
	for n := 1; n <= 200; n++ {
		xs := make([]float64, n)
		for i := range xs {
			xs[i] = float64(i + 1)
		}
		p := Data(xs...)
		for k := 1; k <= n; k++ {
			exact(t, "k-th of n", p.Quantile(float64(k)/float64(n)), float64(k))
		}
	}
}

// The quantile of u is the smallest x with CDF(x) ≥ u, and it is nondecreasing in u.
func TestQuantileInvertsCDF(t *testing.T) {
	for _, p := range []Distribution{
		Normal(2, 3), Uniform(-1, 1), PMF(0.2, 0.3, 0.5), exponentialDensity(), lognormalDensity(), student3(), arcsine(), allKinds(),
		Mix([]float64{0.5, 0.5}, Normal(-2, 0.5), Normal(2, 0.5)),
	} {
		last := math.Inf(-1)
		for u := 0.001; u < 1; u += 0.013 {
			x := p.Quantile(u)
			if !(x >= last) {
				t.Errorf("%v: Quantile(%v) = %v falls below %v", p, u, x, last)
			}
			last = x
			if c := p.CDF(x); !(c >= u-1e-12) {
				t.Errorf("%v: CDF(Quantile(%v)) = %v", p, u, c)
			}
			before := x - 1e-9*(1+math.Abs(x))
			if c := p.CDF(before); !(c < u) {
				t.Errorf("%v: CDF is %v ≥ %v already at %v, before its quantile %v", p, c, u, before, x)
			}
		}
	}
}

func TestCDF(t *testing.T) {
	cases := []struct {
		name    string
		p       Distribution
		x, want float64
	}{
		{"N at 0", Normal(0, 1), 0, 0.5},
		{"N far below", Normal(0, 1), -30, math.Erfc(30/math.Sqrt2) / 2},
		{"U", Uniform(0, 4), 1, 0.25},
		{"U above", Uniform(0, 4), 5, 1},
		{"U below", Uniform(0, 4), -5, 0},
		{"atom counts", PMF(0.25, 0.75), 0, 0.25},
		{"between atoms", PMF(0.25, 0.75), 0.5, 0.25},
		{"exponential", exponentialDensity(), 1, 1 - 1/math.E},
		{"exponential below", exponentialDensity(), -1, 0},
		{"Cauchy", cauchyDensity(), -1, 0.25},
		{"both", Mix([]float64{0.5, 0.5}, Normal(0, 1), Data(0)), 0, 0.75},
		{"+Inf", allKinds(), inf, 1},
		{"−Inf", allKinds(), -inf, 0},
		{"NaN", allKinds(), math.NaN(), math.NaN()},
	}
	for _, c := range cases {
		numerical(t, c.name, c.p.CDF(c.x), c.want, 1e-12*c.want)
	}
}

// The table of a density is made once, by the goroutine that asks first.
func TestQuantileAtOnce(t *testing.T) {
	p := exponentialDensity()
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			numerical(t, "median", p.Quantile(0.5), math.Ln2, 1e-12)
		})
	}
	wait.Wait()
}

func BenchmarkQuantile(b *testing.B) {
	for _, c := range []struct {
		name string
		p    Distribution
	}{{"normal", Normal(0, 1)}, {"density", cauchyDensity()}, {"mixture", Mix([]float64{0.5, 0.5}, Normal(-2, 0.5), Normal(2, 0.5))}} {
		b.Run(c.name, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				c.p.Quantile((float64(i%1000) + 0.5) / 1000)
			}
		})
	}
}

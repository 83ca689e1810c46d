package theory

import (
	"math"
	"testing"
)

// Any distribution that a maker accepts has mass 1, a mean that MonteCarlo could have found, quantiles that
// rise within the support, and no NaN. What it refuses, it refuses with a message.
func FuzzMakers(f *testing.F) {
	f.Add(0.0, 1.0, 0.5, 2.0)
	f.Add(1e6, 1e-3, 0.3, 1e-9)
	f.Add(-1e100, 1e90, 0.999, 1e12)
	f.Add(1e-140, 1e-149, 1e-300, 5.0)
	f.Add(3.0, math.NaN(), 2.0, -1.0)
	f.Fuzz(func(t *testing.T, a, b, w, c float64) {
		for _, make := range []func() Distribution{
			func() Distribution { return Normal(a, b) },
			func() Distribution { return Uniform(a, b) },
			func() Distribution { return Bernoulli(w) },
			func() Distribution { return Data(a, b, c) },
			func() Distribution { return Discrete([]float64{a, b}, []float64{w, 1 - w}) },
			func() Distribution { return Mix([]float64{w, 1 - w}, Normal(a, b), Normal(c, b)) },
			func() Distribution { return Mix([]float64{w, 1 - w}, Uniform(a, b), Data(a, c)) },
			func() Distribution { return Density(Normal(a, b).LogProb, -inf, inf) },
		} {
			if p, ok := made(t, make); ok {
				check(t, p)
			}
		}
	})
}

// made returns what a maker makes, unless it panics with a message of ours.
func made(t *testing.T, make func() Distribution) (p Distribution, ok bool) {
	defer func() {
		if e := recover(); e != nil {
			message, _ := e.(string)
			if len(message) < 8 || message[:8] != "theory: " {
				t.Errorf("panic %v", e)
			}
		}
	}()
	return make(), true
}

func check(t *testing.T, p Distribution) {
	t.Helper()
	near(t, p.String()+" mass", p.Expect(one), 1, 1e-9)
	lo, hi := p.Support()
	if !(lo <= hi) {
		t.Errorf("%v: support [%v, %v]", p, lo, hi)
	}
	if m := p.Mean(); !(m >= lo-1e-12*math.Abs(m) && m <= hi+1e-12*math.Abs(m)) {
		t.Errorf("%v: mean %v outside [%v, %v]", p, m, lo, hi)
	}
	if v := p.Variance(); !(v >= 0) {
		t.Errorf("%v: variance %v", p, v)
	}
	last := lo
	for _, u := range []float64{0, 1e-12, 0.1, 0.5, 0.9, 1 - 1e-12, 1} {
		x := p.Quantile(u)
		if !(x >= last && x <= hi) {
			t.Errorf("%v: Quantile(%v) = %v, after %v and up to %v", p, u, x, last, hi)
		}
		last = x
		// x is rounded: the CDF has passed u one float64 on, at the latest.
		if c := p.CDF(math.Nextafter(x, math.Inf(1))); !(c >= u*(1-1e-12) && c <= 1) {
			t.Errorf("%v: CDF after Quantile(%v) = %v is %v", p, u, x, c)
		}
		if l := p.LogProb(x); l != l || math.IsInf(l, 1) {
			t.Errorf("%v: LogProb(%v) = %v", p, x, l)
		}
	}
	for _, x := range p.Sample(5, 1) {
		if !(x >= lo && x <= hi) {
			t.Errorf("%v: draw %v outside [%v, %v]", p, x, lo, hi)
		}
	}
}

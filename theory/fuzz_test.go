package theory

import (
	"math"
	"testing"

	"ganbook/theory/internal/float"
)

// A distribution that a maker accepts has mass 1, a mean within its support, quantiles that rise
// within the support, and no NaN. If a maker refuses its arguments, it panics with a message of
// this package.
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
				checkDistribution(t, p)
			}
		}
	})
}

// made returns the distribution that make returns. ok is false if make panics; the panic must have
// a message of this package.
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

func checkDistribution(t *testing.T, p Distribution) {
	t.Helper()
	numerical(t, p.String()+" mass", p.Expect(one), 1, 1e-9)
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
		// x is rounded, so the CDF may reach u only at the next float64.
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

// The entropies and divergences of any two accepted distributions are not NaN, and satisfy their
// inequalities.
func FuzzDivergences(f *testing.F) {
	f.Add(0.0, 1.0, 0.5, 2.0, 0.3)
	f.Add(0.0, 1.0, 0.0, 1e-4, 0.5)
	f.Add(1e6, 1e-3, 1e6, 1e3, 1e-9)
	f.Add(-1e100, 1e90, 3.0, 1e-12, 0.999)
	f.Add(1e-140, 1e-149, 1e150, 1e150, 1e-300)
	f.Fuzz(func(t *testing.T, a, b, c, d, w float64) {
		var ds []Distribution
		for _, make := range []func() Distribution{
			func() Distribution { return Normal(a, b) },
			func() Distribution { return Normal(c, d) },
			func() Distribution { return Uniform(a, c) },
			func() Distribution { return Mix([]float64{w, 1 - w}, Normal(a, b), Data(a, c)) },
			func() Distribution { return Mix([]float64{w, 1 - w}, Normal(c, d), Uniform(a, c)) },
			func() Distribution { return Discrete([]float64{a, c}, []float64{w, 1 - w}) },
		} {
			if p, ok := made(t, make); ok {
				ds = append(ds, p)
			}
		}
		for _, p := range ds {
			if h := Entropy(p); !float.Finite(h) {
				t.Errorf("H(%v) = %v", p, h)
			}
			for _, q := range ds {
				checkDivergences(t, p, q)
				numerical(t, "C("+p.String()+", "+q.String()+")", GeneratorCost(p, q), 2*JS(p, q)-math.Log(4), 1e-9)
			}
		}
	})
}

func checkDivergences(t *testing.T, p, q Distribution) {
	t.Helper()
	name := "(" + p.String() + ", " + q.String() + ")"
	kl, js, cross := KL(p, q), JS(p, q), CrossEntropy(p, q)
	if !(kl >= 0) {
		t.Errorf("KL%s = %v", name, kl)
	}
	if !(js >= 0 && js <= math.Ln2) {
		t.Errorf("JS%s = %v", name, js)
	}
	if cross != cross || math.IsInf(cross, -1) {
		t.Errorf("CrossEntropy%s = %v", name, cross)
	}
	// KL is convex: KL(p‖½(p + q)) ≤ ½ KL(p‖q), and likewise with p and q exchanged.
	if both := kl + KL(q, p); !(4*js <= both*(1+1e-9)) {
		t.Errorf("4·JS%s = %v, more than both KL, %v", name, 4*js, both)
	}
}

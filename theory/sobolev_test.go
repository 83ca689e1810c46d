package theory

import (
	"fmt"
	"math"
	"testing"
)

func TestSobolevDual2(t *testing.T) {
	box := Uniform(0, 1)
	for _, c := range []struct {
		name     string
		p, q, mu Distribution
		want     float64
	}{
		{"points in a box", Data(0.2), Data(0.7), box, 0.5},                // ∫ 1 dx from 0.2 to 0.7
		{"points in a longer box", Data(0.2), Data(0.7), Uniform(0, 4), 2}, // the density is ¼
		{"boxes", box, Uniform(0, 2), Uniform(0, 2), 1. / 3},               // 2·(∫₀¹ x²/4 + ∫₁² (1 − x/2)²)
		{"equal", box, box, Normal(0, 1), 0},
		{"no density between", Data(0.2), Data(2), box, math.Inf(1)},
		{"atoms hold no slope", Data(0.2), Data(0.7), Data(0.4), math.Inf(1)},
		// The trapezoid rule for (Φ(x) − Φ(x − 1))²/φ(x) with steps of 0.01 and of 0.005, in Python.
		{"normals", Normal(0, 1), Normal(1, 1), Normal(0, 1), 1.3179021514544},
	} {
		numerical(t, c.name, SobolevDual2(c.p, c.q, c.mu), c.want, 1e-9*(1+c.want))
	}
}

// The norm is the supremum over critics. The best critic's slope is (G − F)/mu, and any other gains less.
func TestSobolevDual2IsASupremum(t *testing.T) {
	p, q, mu := Normal(0, 1), Normal(0.7, 1.4), Normal(0, 2)
	want := SobolevDual2(p, q, mu)
	ratio := func(slope func(x float64) float64) float64 { // (E_p[f] − E_q[f])²/E_mu[f′²], in slices
		gain, energy := 0.0, 0.0
		const dx = 0.005
		for x := -14 + dx/2; x < 14; x += dx {
			gain += slope(x) * (q.CDF(x) - p.CDF(x)) * dx
			energy += slope(x) * slope(x) * mu.Prob(x) * dx
		}
		return gain * gain / energy
	}
	numerical(t, "at the best critic", ratio(func(x float64) float64 { return (q.CDF(x) - p.CDF(x)) / mu.Prob(x) }), want, 1e-5)
	for k := range 8 {
		slope := func(x float64) float64 { return math.Sin(float64(k)*x/2) - math.Cos(x*float64(k)/3) }
		if r := ratio(slope); !(r <= want) {
			t.Errorf("critic %d has %v, more than %v", k, r, want)
		}
	}
}

// Near p = q it is W₂².
func TestSobolevDual2NearW2(t *testing.T) {
	for _, q := range []Distribution{Normal(1e-3, 1), Normal(0, 1.001), Normal(1e-3, 0.999)} {
		p := Normal(0, 1)
		w2 := square(Wp(p, q, 2))
		numerical(t, fmt.Sprint("near ", q), SobolevDual2(p, q, p)/w2, 1, 5e-3)
	}
}

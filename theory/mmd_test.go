package theory

import (
	"fmt"
	"math"
	"testing"

	"ganbook/theory/seed"
)

// gaussianMean returns E[exp(−(X − Y)²/2)] for X − Y ~ N(d, √v).
func gaussianMean(d, v float64) float64 { return math.Exp(-d*d/(2*(1+v))) / math.Sqrt(1+v) }

// laplaceMean returns E[exp(−|X − Y|)] for X − Y ~ N(d, √v).
func laplaceMean(d, v float64) float64 {
	side := func(d float64) float64 {
		return math.Exp(v/2-d) * math.Erfc((v-d)/math.Sqrt(2*v)) / 2
	}
	return side(d) + side(-d)
}

func TestMMD(t *testing.T) {
	p, q := Normal(0, 1), Normal(3, 2)
	for _, c := range []struct {
		name string
		p, q Distribution
		k    Kernel
		want float64
	}{
		{"Gaussian", p, q, GaussianKernel(1), gaussianMean(0, 2) + gaussianMean(0, 8) - 2*gaussianMean(3, 5)},
		{"Gaussian of width 10", Normal(0, 10), Normal(30, 20), GaussianKernel(10), gaussianMean(0, 2) + gaussianMean(0, 8) - 2*gaussianMean(3, 5)},
		{"Gaussian of near normals", p, Normal(1e-3, 1), GaussianKernel(1), 2 * (gaussianMean(0, 2) - gaussianMean(1e-3, 2))},
		{"Laplace", p, q, LaplaceKernel(1), laplaceMean(0, 2) + laplaceMean(0, 8) - 2*laplaceMean(3, 5)},
		{"Laplace of width 10", Normal(0, 10), Normal(30, 20), LaplaceKernel(10), laplaceMean(0, 2) + laplaceMean(0, 8) - 2*laplaceMean(3, 5)},
		{"narrow Gaussian", Normal(0, 100), Normal(300, 200), GaussianKernel(1), gaussianMean(0, 2e4) + gaussianMean(0, 8e4) - 2*gaussianMean(300, 5e4)},
		{"a point and a normal", Data(3), p, GaussianKernel(1), 1 + gaussianMean(0, 2) - 2*gaussianMean(3, 1)},
		{"two points", Data(0), Data(0.7), LaplaceKernel(2), 2 - 2*math.Exp(-0.35)},
		{"two far points", Data(0), Data(1e9), GaussianKernel(1), 2},
		{"energy of two points", Data(0), Data(0.7), EnergyKernel, 1.4},
		{"energy of uniforms", Uniform(0, 1), Uniform(0.5, 1.5), EnergyKernel, 5. / 12}, // 2∫(F − G)²
		{"equal", p, p, GaussianKernel(1), 0},
	} {
		numerical(t, "MMD² "+c.name, MMD2(c.p, c.q, c.k), c.want, 1e-10)
	}
	numerical(t, "MMD² back", MMD2(Uniform(0.5, 1.5), Uniform(0, 1), EnergyKernel), 5./12, 1e-12)
	exact(t, "Cauchy has no mean", MMD2(Cauchy(0, 1), p, EnergyKernel), math.NaN())
	panics(t, "width", func() { GaussianKernel(0) }, "GaussianKernel", "width = 0")
	panics(t, "width", func() { LaplaceKernel(inf) }, "LaplaceKernel", "+Inf")
}

// The energy distance is 2·∫(F − G)² and the MMD² of −|x − y|.
func TestEnergyDistance(t *testing.T) {
	r := seed.Rand(16, 7)
	for range 3 {
		p, q := random(r), random(r)
		name := fmt.Sprintf("energy distance (%v, %v)", p, q)
		e := EnergyDistance(p, q)
		numerical(t, name, MMD2(p, q, EnergyKernel), e, 1e-8*(1+e))
		// (F − G)² ≤ |F − G|.
		if w := W1(p, q); !(e <= 2*w+1e-12) {
			t.Errorf("%s: %v exceeds 2·W₁ = %v", name, e, 2*w)
		}
	}
	// 2E|X − Y| − E|X − X′| − E|Y − Y′| of normals with the same width; E|N(d, √2)| is a folded normal.
	folded := func(d float64) float64 { return 2/math.Sqrt(math.Pi)*math.Exp(-d*d/4) + d*math.Erf(d/2) }
	numerical(t, "of normals", EnergyDistance(Normal(0, 1), Normal(3, 1)), 2*(folded(3)-folded(0)), 1e-11)
	numerical(t, "of a normal and a Laplace", EnergyDistance(Normal(0, 1), Laplace(0.5, 1)), 0.14308374240037123, 1e-11) // mpmath
	numerical(t, "of Cauchys", EnergyDistance(Cauchy(0, 1), Cauchy(0, 1)), 0, 0)
}

// The witness is high where p lies. MMD² is E_p[w] − E_q[w], and a Monte Carlo estimate from pairs of
// draws agrees.
func TestWitness(t *testing.T) {
	p, q, k := Normal(0, 1), Normal(3, 2), GaussianKernel(1)
	w := Witness(p, q, k)
	for _, x := range []float64{-5, 0, 1.5, 3, 40} {
		numerical(t, fmt.Sprint("witness at ", x), w(x), gaussianMean(x, 1)-gaussianMean(x-3, 4), 1e-11)
	}
	const n = 100_000
	a, b, c, d := p.Sample(n, 1), p.Sample(n, 2), q.Sample(n, 3), q.Sample(n, 4)
	sum, squares := 0.0, 0.0
	for i := range n {
		h := k(a[i], b[i]) + k(c[i], d[i]) - k(a[i], d[i]) - k(b[i], c[i])
		sum += h / n
		squares += h * h / n
	}
	statistical(t, "MMD² from pairs", sum, MMD2(p, q, k), math.Sqrt((squares-sum*sum)/n))
}

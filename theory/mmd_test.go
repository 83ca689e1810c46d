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

func TestMMD2Unbiased(t *testing.T) {
	xs, ys := []float64{0, 1, 3}, []float64{2, 4}
	// By hand: the distances are 1, 3, 2 within xs, 2 within ys, and 2, 4, 1, 3, 1, 1 between them.
	numerical(t, "energy by hand", MMD2Unbiased(xs, ys, EnergyKernel), -2-2+2*12./6, 1e-15)
	exact(t, "in another order", MMD2Unbiased([]float64{3, 0, 1}, []float64{4, 2}, EnergyKernel), MMD2Unbiased(xs, ys, EnergyKernel))
	exact(t, "NaN", MMD2Unbiased([]float64{0, math.NaN()}, ys, GaussianKernel(1)), math.NaN())

	// MMD2 of the data counts the pairs i = j, for which a Gaussian kernel is 1.
	a, b := Normal(0, 1).Sample(40, 1), Normal(1, 1).Sample(30, 2)
	k := GaussianKernel(0.7)
	within := func(n, mean float64) float64 { return ((n-1)*mean + 1) / n }
	all := within(40, meanOfPairs(a, k)) + within(30, meanOfPairs(b, k))
	cross := (meanOfPairs(a, k) + meanOfPairs(b, k) - MMD2Unbiased(a, b, k)) / 2
	numerical(t, "with the pairs i = j", MMD2(Data(a...), Data(b...), k), all-2*cross, 1e-12)

	panics(t, "one draw", func() { MMD2Unbiased([]float64{1}, ys, k) }, "MMD2Unbiased", "1 draw of p", "2 draws of q")
	panics(t, "no kernel", func() { MMD2Unbiased(xs, ys, nil) }, "MMD2Unbiased", "nil")
}

// The estimate is MMD² on average. Its variance is the exact one for draws of one distribution, and
// nearly the one of first order for draws of two.
func TestMMD2UnbiasedScatter(t *testing.T) {
	const repeats, n, m = 4000, 20, 30
	k, p := GaussianKernel(1), Normal(0, 1)
	// E[k(X, X′)·k(X, X″)] = E_X[near(X)²], where near(x) = E[k(x, X′)].
	near := func(x float64) float64 { return gaussianMean(x, 1) }
	meanOfSquare := 1 / math.Sqrt(5) // k² is the kernel of width 1/√2: E[exp(−(X − X′)²)]
	v2 := meanOfSquare + square(gaussianMean(0, 2)) - 2*p.Expect(func(x float64) float64 { return square(near(x)) })
	for _, q := range []Distribution{p, Normal(1, 1)} {
		sum, squares, fourths := 0.0, 0.0, 0.0
		truth := MMD2(p, q, k)
		for i := range uint64(repeats) {
			d := MMD2Unbiased(p.Sample(n, 2*i), q.Sample(m, 2*i+1), k) - truth
			sum += d / repeats
			squares += d * d / repeats
			fourths += d * d * d * d / repeats
		}
		name := fmt.Sprintf("MMD²(%v, %v)", p, q)
		statistical(t, name+": mean of the error", sum, 0, math.Sqrt(squares/repeats))
		if q.Mean() == 0 {
			want := v2 * (2./(n*(n-1)) + 2./(m*(m-1)) + 4./(n*m))
			statistical(t, name+": variance", squares, want, math.Sqrt((fourths-squares*squares)/repeats))
			continue
		}
		w := Witness(p, q, k)
		spread := func(d Distribution) float64 {
			mean := d.Expect(w)
			return d.Expect(func(x float64) float64 { return square(w(x) - mean) })
		}
		first := 4*spread(p)/n + 4*spread(q)/m
		if ratio := squares / first; !(ratio > 0.9 && ratio < 1.3) {
			t.Errorf("%s: the variance is %v of that of first order", name, ratio)
		}
	}
}

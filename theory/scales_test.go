package theory

import (
	"fmt"
	"math"
	"testing"
	"time"

	"ganbook/theory/seed"
)

// What is true of a distribution is true of it in every unit of x.
func TestAtEveryScale(t *testing.T) {
	root := func(x float64) float64 { return math.Sqrt(math.Abs(x)) }
	rootOfNormal := math.Pow(2, 0.25) * math.Gamma(0.75) / math.Sqrt(math.Pi)
	for _, s := range []float64{1e-150, 1e-149, 1e-100, 1e-11, 1, 1e9, 1e11, 1e20, 1e100, 1e147, 1e149, 1e150} {
		of := func(what string) string { return fmt.Sprintf("scale %g: %s", s, what) }
		numerical(t, of("entropy of Cauchy"), Entropy(Cauchy(0, s))-math.Log(s), math.Log(4*math.Pi), 1e-8)
		other := 2 * s
		if s > 1 { // the greatest scale is 1e150
			other = s / 2
		}
		numerical(t, of("KL of Cauchy"), KL(Cauchy(0, other), Cauchy(0, s)), math.Log(9./8), 1e-8)
		numerical(t, of("mean of Exponential"), Exponential(1/s).Mean()/s, 1, 1e-9)
		numerical(t, of("E√X of Uniform"), Uniform(0, s).Expect(root)/math.Sqrt(s), 2./3, 1e-9)
		numerical(t, of("E√|X| of Normal"), Normal(0, s).Expect(root)/math.Sqrt(s), rootOfNormal, 1e-9)
		if s >= 1e-100 && s <= 1e149 { // else the square is outside of float64's range, or nearly
			numerical(t, of("variance of Student's t"), StudentT(3, 0, s).Variance()/s/s, 3, 1e-7)
		}
		if m := Cauchy(0, s).Mean(); m == m {
			t.Errorf("scale %g: the mean of Cauchy is %v, want NaN", s, m)
		}
	}
	// Two units at once: ln 4 + ln(s/4) in the limit, by the formula ln((1 + s)²/(4s)).
	for _, s := range []float64{1e10, 1e20, 1e100} {
		numerical(t, fmt.Sprintf("KL of Cauchy of scale %g and 1", s), KL(Cauchy(0, s), Cauchy(0, 1)), math.Log(s/4), 1e-7)
	}
}

// The CDF takes each quantile back to its mass, however small that is.
func TestCDFTakesQuantilesBack(t *testing.T) {
	for _, p := range []Distribution{
		Normal(0, 1), Exponential(1), Laplace(0, 1), Cauchy(0, 1), LogNormal(0, 1), LogNormal(100, 1e-3),
		StudentT(0.5, 0, 1), StudentT(3, 0, 1), StudentT(100, 0, 1), StudentT(1000, 0, 1), StudentT(1e4, 0, 1),
		Gamma(0.1, 1), Gamma(1, 1), Gamma(5, 1), Gamma(20, 1), Gamma(50, 1), Gamma(1e4, 1),
	} {
		for _, u := range []float64{1e-300, 1e-200, 1e-100, 1e-50, 1e-17, 1e-14, 1e-9, 1e-3, 0.3, 0.5} {
			x := p.Quantile(u)
			if math.Abs(x) > 1e100 || x == 0 { // beyond that, the CDF itself has no digits
				continue
			}
			below := p.CDF(math.Nextafter(x, math.Inf(-1)))
			if got := p.CDF(x); !(got >= u*(1-1e-9) && below <= u*(1+1e-9) || math.Abs(got-u) <= 1e-9*u) {
				t.Errorf("%v: the quantile of %g is %v, whose CDF is %g", p, u, x, got)
			}
		}
	}
	for _, nu := range []float64{1000, 1e4} {
		want := math.Sqrt(nu / (nu - 2)) // W₂ of two scales of one law is the difference of the scales times its deviation
		numerical(t, fmt.Sprintf("W₂ of t with ν = %g", nu), Wp(StudentT(nu, 0, 1), StudentT(nu, 0, 2), 2), want, 1e-7)
	}
}

// Powers of a distance neither overflow nor underflow before the distance does.
func TestWpOfAnyOrderAndUnit(t *testing.T) {
	for _, c := range []struct {
		p, q        Distribution
		order, want float64
	}{
		{Normal(0, 1), Normal(1000, 1), 300, 1000},
		{Normal(0, 1), Normal(1e-3, 1), 200, 1e-3},
		{Data(0), Data(1e120), 3, 1e120},
		{Data(0), Data(1e-120), 3, 1e-120},
		{Data(1), Data(1), 7, 0},
	} {
		numerical(t, fmt.Sprintf("W of order %g of %v and %v", c.order, c.p, c.q), Wp(c.p, c.q, c.order), c.want, 1e-9*c.want)
	}
}

// Far out F − G underflows. The square of its logarithm must not be taken for the logarithm of its square.
func TestSobolevDual2FarOut(t *testing.T) {
	near := SobolevDual2(Normal(0, 1.3), Normal(0, 1), Normal(0, 1))
	far := SobolevDual2(Normal(0, 1.4), Normal(0, 1), Normal(0, 1))
	if !(far > near && far < 1) {
		t.Errorf("s = 1.3: %v, s = 1.4: %v; want more, and below 1", near, far)
	}
	for _, s := range []float64{1.45, 1.6, 3} { // the integral diverges
		if v := SobolevDual2(Normal(0, s), Normal(0, 1), Normal(0, 1)); v == v && !math.IsInf(v, 1) {
			t.Errorf("s = %v: %v, want NaN or +Inf", s, v)
		}
	}
}

// The best plan does not depend on the unit of the costs. On the line the mean cost is W₁.
func TestTransportInEveryUnit(t *testing.T) {
	r := seed.Rand(71, 1)
	masses := func(n int) []float64 {
		list, sum := make([]float64, n), 0.
		for i := range list {
			list[i] = 0.1 + r.Float64()
			sum += list[i]
		}
		for i := range list {
			list[i] /= sum
		}
		return list
	}
	began := time.Now()
	for trial := range 300 {
		m, n := 1+r.IntN(8), 1+r.IntN(8)
		unit := math.Pow(10, float64(r.IntN(601)-300))
		p, q, xs, ys := masses(m), masses(n), make([]float64, m), make([]float64, n)
		cost := make([][]float64, m)
		for j := range ys {
			ys[j] = r.NormFloat64()
		}
		for i := range xs {
			xs[i] = r.NormFloat64()
			for j := range ys {
				cost[i] = append(cost[i], unit*math.Abs(xs[i]-ys[j]))
			}
		}
		plan, mean, err := Transport(p, q, cost)
		if err != nil {
			t.Fatalf("trial %d, %d by %d, unit %g: %v", trial, m, n, unit, err)
		}
		numerical(t, fmt.Sprintf("%d by %d, unit %g", m, n, unit), mean/unit, W1(Discrete(xs, p), Discrete(ys, q)), 1e-9)
		for _, row := range plan {
			for _, mass := range row {
				if !(mass >= 0) {
					t.Fatalf("a mass of %v moves", mass)
				}
			}
		}
	}
	if took := time.Since(began); took > time.Minute {
		t.Errorf("300 small plans took %v", took)
	}
	// With these costs the simplex method went round for ever where its tolerance was absolute.
	fifths := []float64{0.2, 0.2, 0.2, 0.2, 0.2}
	if _, _, err := Transport(fifths, fifths, [][]float64{
		{17100, 13100, 12600, 11099.999999999998, 7600},
		{3400.000000000001, 599.9999999999994, 26300, 2599.999999999999, 6099.999999999999},
		{9500, 13500, 39200, 15499.999999999998, 19000},
		{2600, 1400.0000000000002, 27100, 3399.9999999999995, 6899.999999999999},
		{14600, 10600, 15100, 8600, 5100},
	}); err != nil {
		t.Error(err)
	}
}

// Payoffs of very different sizes leave the value between what pure strategies secure.
func TestSolveOfWidePayoffs(t *testing.T) {
	g := Game{{0, 0}, {409, 9.0080038025e10}, {0, 16295}, {0, 1e15}, {0, 0}}
	v, rows, _, err := g.Solve()
	if err != nil || v != 409 || rows[1] != 1 {
		t.Errorf("value %v, rows %v, error %v; want the saddle point 409 in row 1", v, rows, err)
	}
	r := seed.Rand(72, 1)
	for range 500 {
		g := make(Game, 1+r.IntN(4))
		columns := 1 + r.IntN(4)
		for i := range g {
			for range columns {
				g[i] = append(g[i], r.NormFloat64())
			}
		}
		gain, _ := g.Maximin()
		loss, _ := g.Minimax()
		if v, _, _, err := g.Solve(); err != nil || v < gain || v > loss {
			t.Errorf("%v: value %v, error %v; want from %v to %v", g, v, err, gain, loss)
		}
	}
}

// ln x − μ has no digits near the median of a narrow LogNormal.
func TestNarrowLogNormal(t *testing.T) {
	for _, mu := range []float64{-100, 100} {
		numerical(t, "entropy", Entropy(LogNormal(mu, 1e-6)), mu+0.5+halfLog2Pi+math.Log(1e-6), 1e-9)
	}
	numerical(t, "KL", KL(LogNormal(100-1e-6, 1e-6), LogNormal(100, 1e-6)), 0.5, 1e-6) // 100 − 1e-6 is rounded
}

// A weight that underflows leaves nothing behind.
func TestMixOfTinyWeights(t *testing.T) {
	tiny := Mix([]float64{1e-200, 1}, Data(7), Cauchy(0, 1))
	p := Mix([]float64{1e-200, 1}, tiny, Normal(0, 1))
	if values, masses := p.Atoms(); len(values) != 0 {
		t.Errorf("atoms at %v with masses %v", values, masses)
	}
	numerical(t, "entropy", Entropy(p), 0.5+halfLog2Pi, 1e-9)
}

package theory

import (
	"fmt"
	"math"
	"testing"

	"ganbook/theory/seed"
)

var fDivergences = []FDivergence{ForwardKL, ReverseKL, JensenShannon, SquaredHellinger, TotalVariation, PearsonChi2, Triangular}

// f is convex with f(1) = 0 = f′(1), Slope is its derivative, and Conjugate its convex conjugate. The
// limits are those of f(t) and f(t)/t.
func TestFDivergenceFunctions(t *testing.T) {
	for _, f := range fDivergences {
		exact(t, f.Name+": f(1)", f.F(1), 0)
		exact(t, f.Name+": f′(1)", f.Slope(1), 0)
		for _, x := range []float64{1e-6, 0.01, 0.3, 0.9, 1.2, 3, 40, 1e5} {
			h := 1e-5 * x
			numerical(t, fmt.Sprintf("%s: f′(%v)", f.Name, x), f.Slope(x), (f.F(x+h)-f.F(x-h))/(2*h), 1e-6*(1+math.Abs(f.Slope(x))))
			// The tangent at x touches f at x, and its height at 0 is −f*(f′(x)).
			u := f.Slope(x)
			numerical(t, fmt.Sprintf("%s: f*(f′(%v))", f.Name, x), f.Conjugate(u), u*x-f.F(x), 1e-9*(1+x))
			for _, y := range []float64{0.002, 0.5, 1, 1.7, 9, 300} {
				if !(u*y-f.F(y) <= f.Conjugate(u)+1e-9*(1+y)) {
					t.Errorf("%s: u·t − f(t) = %v at t = %v exceeds f*(%v) = %v", f.Name, u*y-f.F(y), y, u, f.Conjugate(u))
				}
			}
			numerical(t, fmt.Sprintf("%s: integrand at %v", f.Name, x), f.overMixture(math.Log(x)), 2*f.F(x)/(1+x), 1e-10)
		}
		exact(t, f.Name+": integrand at p = 0", f.overMixture(-inf), 2*f.AtZero)
		exact(t, f.Name+": integrand at q = 0", f.overMixture(inf), 2*f.AtInfinity)
		exact(t, f.Name+": f*(f′(0))", f.Conjugate(f.Slope(0)), -f.AtZero)
		if f.Slope(0) > -inf { // a tangent less steep than all others touches f at 0
			exact(t, f.Name+": f* below f′(0)", f.Conjugate(f.Slope(0)-3), -f.AtZero)
		}
		exact(t, f.Name+": f′(∞)", f.Slope(inf), f.AtInfinity)
		const small, large = 1e-12, 1e12
		if !math.IsInf(f.AtZero, 1) {
			numerical(t, f.Name+": f(0)", f.F(small), f.AtZero, 1e-5)
		}
		if !math.IsInf(f.AtInfinity, 1) {
			numerical(t, f.Name+": f(t)/t", f.F(large)/large, f.AtInfinity, 1e-5)
			exact(t, f.Name+": f* beyond f′(∞)", f.Conjugate(f.AtInfinity+0.1), inf)
		}
	}
}

func TestFDivergenceValues(t *testing.T) {
	normalBC := func(d, s float64) float64 { // ∫√(p·q) of N(0, 1) and N(d, s)
		return math.Sqrt(2*s/(1+s*s)) * math.Exp(-d*d/(4*(1+s*s)))
	}
	p, near, laplace := Normal(0, 1), Normal(1, 1), Laplace(0.5, 1)
	coin, bent := Bernoulli(0.5), Bernoulli(0.8)
	cases := []struct {
		f    FDivergence
		p, q Distribution
		want float64
	}{
		{ForwardKL, p, near, 0.5},
		{ForwardKL, p, Normal(40, 1), 800},
		{ReverseKL, Normal(1, 2), p, normalKL(0, 1, 1, 2)},
		{JensenShannon, p, near, JS(p, near)},
		{SquaredHellinger, p, near, 1 - math.Exp(-1./8)},
		{SquaredHellinger, p, Normal(3, 0.5), 1 - normalBC(3, 0.5)},
		{SquaredHellinger, Uniform(0, 2), Uniform(0, 4), 1 - math.Sqrt(0.5)},
		{TotalVariation, p, near, math.Erf(0.5 / math.Sqrt2)}, // 2Φ(½) − 1
		{TotalVariation, Uniform(0, 2), Uniform(1, 4), 2. / 3},
		{PearsonChi2, p, near, math.E - 1},
		{PearsonChi2, Normal(5, 1), p, math.Expm1(25)},
		{PearsonChi2, Normal(0, 2), Normal(0, 1), inf},
		{PearsonChi2, Normal(0, 1), Normal(0, 2), 4/math.Sqrt(7) - 1}, // σ²/√(2σ² − 1) − 1
		// By hand: the masses are ½, ½ and 0.2, 0.8.
		{ForwardKL, coin, bent, math.Log(1.25)},
		{ReverseKL, coin, bent, 0.2*math.Log(0.4) + 0.8*math.Log(1.6)},
		{SquaredHellinger, coin, bent, 1 - math.Sqrt(0.1) - math.Sqrt(0.4)},
		{TotalVariation, coin, bent, 0.3},
		{PearsonChi2, coin, bent, 0.09/0.2 + 0.09/0.8},
		{Triangular, coin, bent, 0.09/0.7 + 0.09/1.3},
		// By mpmath 1.4.1 with 25 digits.
		{ForwardKL, p, laplace, 0.1698017621578846},
		{ReverseKL, p, laplace, 0.3507913526447274},
		{JensenShannon, p, laplace, 0.04578971692351365},
		{SquaredHellinger, p, laplace, 0.05014107969450019},
		{TotalVariation, p, laplace, 0.2290537283856871},
		{PearsonChi2, p, laplace, 0.3201467530359992},
		{Triangular, p, laplace, 0.16568774645374028},
	}
	for _, c := range cases {
		numerical(t, fmt.Sprintf("%s(%v, %v)", c.f.Name, c.p, c.q), c.f.Of(c.p, c.q), c.want, 1e-10*(1+math.Abs(c.want)))
	}
}

// Neyman's χ² divergence ∫(p − q)²/p is Pearson's of q and p. A user may define it without an integrand
// over the mixture.
func TestFDivergenceOfOnesOwn(t *testing.T) {
	neyman := FDivergence{
		Name:       "Neyman χ²",
		F:          func(t float64) float64 { return square(t-1) / t },
		Slope:      func(t float64) float64 { return 1 - 1/(t*t) },
		Conjugate:  func(u float64) float64 { return 2 - 2*math.Sqrt(1-u) },
		AtZero:     inf,
		AtInfinity: 1,
	}
	for _, c := range [][2]Distribution{
		{Normal(0, 1), Normal(1, 1)}, {Uniform(0, 4), Uniform(1, 2)}, {Uniform(1, 2), Uniform(0, 4)}, {PMF(0.2, 0.3, 0.5), PMF(0.4, 0.6)},
		{Mix([]float64{0.5, 0.5}, Normal(0, 1), Data(1)), Normal(0, 1)},
	} {
		p, q := c[0], c[1]
		want := PearsonChi2.Of(q, p)
		numerical(t, fmt.Sprintf("Neyman χ²(%v, %v)", p, q), neyman.Of(p, q), want, 1e-9*want)
		numerical(t, fmt.Sprintf("its bound (%v, %v)", p, q), neyman.Bound(p, q, neyman.Critic(p, q)), want, 1e-9*want)
	}
}

// Where p and q have nothing in common, each divergence is f(0) + f′(∞). Where they have half in
// common, each missing half counts.
func TestFDivergenceOfWhatIsApart(t *testing.T) {
	coin, normal := Bernoulli(0.7), Normal(0, 1)
	half := Mix([]float64{0.5, 0.5}, normal, coin)
	for _, f := range fDivergences {
		for _, c := range [][2]Distribution{
			{coin, normal}, {normal, coin}, {Uniform(0, 1), Uniform(1, 2)}, {Data(1, 2), Data(3)}, {Data(0.5, 1), Uniform(0, 2)},
		} {
			exact(t, fmt.Sprintf("%s(%v, %v)", f.Name, c[0], c[1]), f.Of(c[0], c[1]), f.AtZero+f.AtInfinity)
		}
		// q = ½p on p's support, so the ratio is 2 there; the other half of q counts f(0).
		numerical(t, f.Name+" of a half", f.Of(normal, half), f.F(2)/2+f.AtZero/2, 1e-12)
		numerical(t, f.Name+" of twice a half", f.Of(half, normal), f.F(0.5)+f.AtInfinity/2, 1e-12)
		// A gap too thin for the quadrature still is infinite where it must be.
		short := Uniform(0, 1-0x1p-53)
		numerical(t, f.Name+" over a thin gap", f.Of(Uniform(0, 1), short), 0x1p-53*f.AtInfinity, 1e-15)
		numerical(t, f.Name+" under a thin gap", f.Of(short, Uniform(0, 1)), 0x1p-53*f.AtZero, 1e-15)
		exact(t, f.Name+" of equal", f.Of(half, half), 0)
	}
}

// KL and JS are two of the seven. Total variation bounds the others.
func TestFDivergenceIdentities(t *testing.T) {
	r := seed.Rand(16, 1)
	for range 40 {
		p, q := random(r), random(r)
		name := fmt.Sprintf("(%v, %v)", p, q)
		exact(t, "KL"+name, ForwardKL.Of(p, q), KL(p, q))
		exact(t, "reverse KL"+name, ReverseKL.Of(p, q), KL(q, p))
		exact(t, "JS"+name, JensenShannon.Of(p, q), JS(p, q))
		h, tv, js, tri := SquaredHellinger.Of(p, q), TotalVariation.Of(p, q), JS(p, q), Triangular.Of(p, q)
		for _, c := range []struct {
			what     string
			low, top float64
		}{
			{"H² ≤ TV", h, tv},
			{"TV ≤ √(H²·(2 − H²))", tv, math.Sqrt(h * (2 - h))},
			{"Pinsker", 2 * tv * tv, KL(p, q)},
			{"KL ≤ ln(1 + χ²)", KL(p, q), math.Log1p(PearsonChi2.Of(p, q))},
			{"Δ/4 ≤ JS", tri / 4, js},
			{"JS ≤ ½ ln 2·Δ", js, math.Ln2 / 2 * tri},
			{"2·TV² ≤ Δ", 2 * tv * tv, tri},
			{"Δ ≤ 2·TV", tri, 2 * tv},
		} {
			if !(c.low <= c.top+1e-9*(1+math.Abs(c.low))) {
				t.Errorf("%s %s: %v > %v", c.what, name, c.low, c.top)
			}
		}
	}
	// Near p = q every D_f is ½·f″(1)·I·δ² for a shift by δ, with Fisher information I = 1.
	const d = 1e-3
	for i, curvature := range []float64{1, 1, 0.25, 0.25, math.NaN(), 2, 1} {
		if f := fDivergences[i]; curvature == curvature {
			numerical(t, f.Name+" of near normals", f.Of(Normal(0, 1), Normal(d, 1))/(d*d), curvature/2, 1e-5)
		}
	}
}

// The best critic reaches the divergence, and no other exceeds it.
func TestFDivergenceBound(t *testing.T) {
	half := []float64{0.5, 0.5}
	for _, c := range [][2]Distribution{
		{Normal(0, 1), Normal(1, 1)}, {Normal(0, 1), Normal(8, 1)}, {Normal(0, 1), Laplace(0.5, 1)}, {Uniform(0, 2), Uniform(1, 4)},
		{Bernoulli(0.5), Bernoulli(0.8)}, {Bernoulli(0.7), Normal(0, 1)}, {Normal(0, 1), Mix(half, Normal(0, 1), Bernoulli(0.7))},
	} {
		p, q := c[0], c[1]
		for _, f := range fDivergences {
			name := fmt.Sprintf("%s(%v, %v)", f.Name, p, q)
			want := f.Of(p, q)
			best := f.Critic(p, q)
			numerical(t, name+": bound at T*", f.Bound(p, q, best), want, 1e-9*(1+math.Abs(want)))
			if math.IsInf(want, 1) {
				continue // no bound to exceed
			}
			for _, other := range []func(x float64) float64{
				func(x float64) float64 { return 0 },
				func(x float64) float64 { return 0.9 * best(x) },
				func(x float64) float64 { return math.Atan(x) / 8 },
				func(x float64) float64 { return best(x + 0.1) },
			} {
				if got := f.Bound(p, q, other); !(got <= want+1e-9*(1+math.Abs(want))) {
					t.Errorf("%s: a critic has the bound %v > %v", name, got, want)
				}
			}
		}
	}
	exact(t, "a critic too steep for TV", TotalVariation.Bound(Normal(0, 1), Normal(1, 1), func(float64) float64 { return 0.6 }), -inf)
	panics(t, "nil critic", func() { ForwardKL.Bound(Normal(0, 1), Normal(1, 1), nil) }, "Bound", "nil")
	panics(t, "zero", func() { Triangular.Of(Normal(0, 1), Distribution{}) }, "zero Distribution")
}

func TestFDivergenceCritic(t *testing.T) {
	p, q := Normal(0, 1), Normal(2, 1) // ln p/q = 2 − 2x
	numerical(t, "KL", ForwardKL.Critic(p, q)(3), -4, 1e-12)
	numerical(t, "JS", JensenShannon.Critic(p, q)(0), math.Log(2*sigmoid(2))/2, 1e-12)
	exact(t, "TV where p > q", TotalVariation.Critic(p, q)(0), 0.5)
	exact(t, "TV where p < q", TotalVariation.Critic(p, q)(2), -0.5)
	exact(t, "TV where p = q", TotalVariation.Critic(p, q)(1), 0)
}

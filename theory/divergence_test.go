package theory

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"ganbook/theory/quad"

	"ganbook/theory/seed"
	"gonum.org/v1/gonum/stat/distuv"

	"ganbook/theory/internal/float"
)

// normalKL returns KL(N(a, s)‖N(b, u)) in closed form.
func normalKL(a, s, b, u float64) float64 {
	d := (a - b) / u
	return math.Log(u/s) + ((s/u-1)*(s/u+1)+d*d)/2
}

func TestEntropy(t *testing.T) {
	const euler = 0.57721566490153286061
	cases := []struct {
		name string
		p    Distribution
		want float64
	}{
		{"coin", Bernoulli(0.5), math.Ln2},
		{"bag of balls", Bernoulli(0.7), 0.6108643020548935},
		{"sure", Bernoulli(1), 0},
		{"die", PMF(0, 1./6, 1./6, 1./6, 1./6, 1./6, 1./6), math.Log(6)},
		{"zero mass", PMF(0.5, 0, 0.5), math.Ln2},
		{"data", Data(1, 1, 2, 4), 1.5 * math.Ln2},
		{"N(3, 2)", Normal(3, 2), 0.5 + halfLog2Pi + math.Ln2},
		{"N(1e6, 1e-3)", Normal(1e6, 1e-3), 0.5 + halfLog2Pi + math.Log(1e-3)},
		{"U(0, 0.1)", Uniform(0, 0.1), math.Log(0.1)},
		{"exponential", exponentialDensity(), 1},
		{"Cauchy", cauchyDensity(), math.Log(4 * math.Pi)},
		{"lognormal", lognormalDensity(), 0.5 + halfLog2Pi},
		{"Pareto(1.5)", pareto(1.5), math.Log(1/1.5) + 1/1.5 + 1},
		{"Gumbel", Density(func(x float64) float64 { return -x - math.Exp(-x) }, -inf, inf), euler + 1},
		{"two apart", Mix([]float64{0.5, 0.5}, Normal(-50, 1), Normal(50, 1)), 0.5 + halfLog2Pi + math.Ln2},
		// The atom contributes −½ ln ½. The rest is the integral over ½·density, although the atom
		// lies at a node of the quadrature.
		{"half an atom", Mix([]float64{0.5, 0.5}, Normal(0, 1), Data(0)), math.Ln2 + (0.5+halfLog2Pi)/2},
	}
	for _, c := range cases {
		numerical(t, "H of "+c.name, Entropy(c.p), c.want, 1e-9)
	}
	// The formula cannot be evaluated nearer to the singularity at 1 than one rounding. The mass nearer
	// than that is the square root of a rounding, which is too much.
	exact(t, "H of arcsine", Entropy(arcsine()), math.NaN())
	p := arcsine()
	h, bound := p.ExpectErr(func(x float64) float64 { return -p.LogProb(x) })
	bounded(t, "H of arcsine, roughly", h, bound, math.Log(math.Pi/4))
	numerical(t, "its bound", bound, 0, 3e-6)
}

// Near a singularity at 1 the quadrature may take a bounded divergence for +Inf. That must not come out
// as the upper end, which would be wrong without a word.
func TestBoundedDivergencesNearASingularity(t *testing.T) {
	const e = 1e-5 // p is uniform in the last bit of the interval, of length e
	q, p := arcsine(), Uniform(1-e, 1)
	// With s = 1 − x the singularity lies at 0, where the quadrature has all digits.
	inside := quad.Integrate(func(s float64) float64 {
		a, b := 1/e, 1/(math.Pi*math.Sqrt(s*(1-s)))
		return (a*math.Log(2*a/(a+b)) + b*math.Log(2*b/(a+b))) / 2
	}, 0, e)
	js := inside.Value + math.Ln2/2*(1-2/math.Pi*math.Asin(math.Sqrt(e)))
	half := Mix([]float64{0.5, 0.5}, Uniform(0, 1), p)
	for name, test := range map[string]struct{ got, want float64 }{
		"JS(p, q)": {JS(p, q), js}, "JS(q, p)": {JS(q, p), js},
		"logistic drop":             {RiskDrop(LogisticLoss, p, q), js},
		"JS(q, half)":               {JS(q, half), -1}, // not known: NaN is the only right answer here
		"squared Hellinger of them": {SquaredHellinger.Of(q, half), -1},
	} {
		if !math.IsNaN(test.got) && !(math.Abs(test.got-test.want) <= 4e-9) {
			t.Errorf("%s = %v, want %v or NaN", name, test.got, test.want)
		}
	}
}

// Where a singularity at the upper end costs accuracy, entropies and divergences are NaN, but never
// wrong. For the mirrored distribution they are right.
func TestEntropyWithAPoleAtTheUpperEnd(t *testing.T) {
	const allowed = 2e-9
	for _, a := range []float64{0.3, 1, 2, 7} {
		for _, b := range []float64{0.03, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1, 1.5} {
			law := distuv.Beta{Alpha: a, Beta: b}
			mirrored := distuv.Beta{Alpha: b, Beta: a}
			// A singularity at the lower end must stay at 0.
			upper, ok := made(t, func() Distribution { return Density(law.LogProb, 0, 1) })
			h := law.Entropy() // by digamma functions, to some 1e-10
			unit := Uniform(0, 1)
			if ok {
				for name, got := range map[string]float64{
					"H": Entropy(upper), "−KL from U(0, 1)": -KL(upper, unit), "H + KL from N(0, 1)": CrossEntropy(upper, Normal(0, 1)) - KL(upper, Normal(0, 1)),
				} {
					if got == got {
						numerical(t, fmt.Sprintf("%s of Beta(%v, %v)", name, a, b), got, h, 2*allowed*(1+math.Abs(h))+1e-9)
					}
				}
				exact(t, fmt.Sprintf("cross-entropy of Beta(%v, %v) against U(0, 1)", a, b), CrossEntropy(upper, unit), 0)
				got, bound := upper.ExpectErr(func(x float64) float64 { return -upper.LogProb(x) })
				if got == got {
					bounded(t, fmt.Sprintf("rough H of Beta(%v, %v)", a, b), got, bound+1e-9, h)
				}
			} else if b > 0.04 {
				t.Errorf("Beta(%v, %v) is refused", a, b)
			}
			if a >= 1 {
				lower := Density(mirrored.LogProb, 0, 1)
				numerical(t, fmt.Sprintf("H of Beta(%v, %v)", b, a), Entropy(lower), h, allowed*(1+math.Abs(h))+1e-9)
				numerical(t, fmt.Sprintf("−KL of Beta(%v, %v) from U(0, 1)", b, a), -KL(lower, unit), h, allowed*(1+math.Abs(h))+1e-9)
			}
		}
	}
}

func TestNormalsInClosedForm(t *testing.T) {
	for _, s := range []float64{1, 0.5, 3, 1e-4, 1e4} {
		for _, d := range []float64{0, 1e-9, 1e-3, 1, 2, 8, 20, 40} {
			name := fmt.Sprintf("N(0, 1)‖N(%v, %v)", d, s)
			p, q := Normal(0, 1), Normal(d, s)
			forward, reverse := normalKL(0, 1, d, s), normalKL(d, s, 0, 1)
			numerical(t, "KL "+name, KL(p, q), forward, 1e-11*forward+1e-22)
			numerical(t, "KL back "+name, KL(q, p), reverse, 1e-11*reverse+1e-22)
			h := 0.5 + halfLog2Pi
			numerical(t, "cross-entropy "+name, CrossEntropy(p, q), h+forward, 1e-11*(h+forward))
		}
	}
	// Narrow distributions far from 0, and a mean far out in standard deviations.
	a := 1e6
	b := a + 1e-3
	numerical(t, "KL at 1e6", KL(Normal(a, 1e-3), Normal(b, 2e-3)), normalKL(a, 1e-3, b, 2e-3), 1e-9)
	numerical(t, "KL over 1000σ", KL(Normal(0, 1), Normal(1000, 1)), 5e5, 1e-5)
}

// Where p and q agree up to rounding, their log ratio is rounding noise. Smaller subintervals do
// not reduce it, so the integration must stop early.
func TestNearlyEqualIsQuick(t *testing.T) {
	asked := 0
	p := Density(func(x float64) float64 {
		asked++
		return -x*x/2 - halfLog2Pi
	}, -inf, inf)
	for _, q := range []Distribution{Mix([]float64{1. / 3, 2. / 3}, p, p), Normal(1e-5, 1), Normal(1e-9, 1), Normal(0, 1+1e-7)} {
		asked = 0
		kl, js := KL(p, q), JS(p, q)
		if asked > 50_000 {
			t.Errorf("KL and JS of %v and %v look %d times", p, q, asked)
		}
		numerical(t, fmt.Sprintf("JS with %v", q), js, kl/4, 1e-6*kl+1e-30)
	}
}

// trapezoid integrates an analytic f over the line by the substitution x = scale·sinh t. The
// trapezoidal rule with even steps of t converges faster than any power of the step.
func trapezoid(scale float64, f func(x float64) float64) float64 {
	const step = 1. / 64
	var s float.Sum
	for t := -16.0; t <= 16; t += step {
		s.Add(f(scale*math.Sinh(t)) * scale * math.Cosh(t) * step)
	}
	return s.Total()
}

// jsByHand computes JS by the integral of its definition, with nodes of its own. scale is the width
// of the narrower distribution.
func jsByHand(p, q Distribution, scale float64) float64 {
	return trapezoid(scale, func(x float64) float64 {
		a, b := p.Prob(x), q.Prob(x)
		half := 0.0
		if a > 0 {
			half += a * math.Log(2*a/(a+b))
		}
		if b > 0 {
			half += b * math.Log(2*b/(a+b))
		}
		return half / 2
	})
}

func TestJSOfNormals(t *testing.T) {
	p := Normal(0, 1)
	cases := []struct {
		name   string
		p, q   Distribution
		want   float64
		within float64
	}{
		// Published to six digits.
		{"d = 1", p, Normal(1, 1), 0.111421, 5e-7},
		{"d = 2", p, Normal(2, 1), 0.336831, 5e-7},
		{"d = 8", p, Normal(8, 1), 0.693054, 5e-7},
		{"narrow", p, Normal(0, 1e-4), 0.691901, 5e-7},
		{"d = 1 by hand", p, Normal(1, 1), jsByHand(p, Normal(1, 1), 1), 1e-11},
		{"d = 2 by hand", p, Normal(2, 1), jsByHand(p, Normal(2, 1), 1), 1e-11},
		{"d = 8 by hand", p, Normal(8, 1), jsByHand(p, Normal(8, 1), 1), 1e-11},
		{"narrow by hand", p, Normal(0, 1e-4), jsByHand(p, Normal(0, 1e-4), 1e-4), 1e-11},
		{"wide by hand", p, Normal(1, 30), jsByHand(p, Normal(1, 30), 1), 1e-11},
		{"d = 40", p, Normal(40, 1), math.Ln2, 1e-15},
		{"equal", p, p, 0, 0},
	}
	for _, c := range cases {
		numerical(t, "JS "+c.name, JS(c.p, c.q), c.want, c.within)
	}
	// For a small shift δ, JS → δ²/8, because the Fisher information is 1. No digits cancel there.
	for _, d := range []float64{1e-3, 1e-5, 1e-7} {
		numerical(t, fmt.Sprint("JS at δ = ", d), JS(Normal(0, 1), Normal(d, 1))/(d*d/8), 1, 1e-6)
	}
}

// JS equals the combination of three entropies of its definition. In these pairs the entropies do
// not cancel.
func TestJSFromEntropies(t *testing.T) {
	for _, c := range [][2]Distribution{
		{Normal(0, 1), Normal(0, 1e-4)}, {Normal(0, 1), Normal(3, 0.5)}, {Normal(0, 1), Normal(40, 1)},
		{cauchyDensity(), Normal(0, 1)}, {Uniform(0, 1), Uniform(0.25, 3)}, {Bernoulli(0.7), Bernoulli(0.2)}, {exponentialDensity(), lognormalDensity()},
	} {
		p, q := c[0], c[1]
		m := Mix([]float64{0.5, 0.5}, p, q)
		numerical(t, fmt.Sprintf("JS(%v, %v)", p, q), JS(p, q), Entropy(m)-Entropy(p)/2-Entropy(q)/2, 1e-9)
	}
}

func TestDivergencesThatAreInfinite(t *testing.T) {
	gap := Density(func(x float64) float64 {
		if x > 0.5 && x < 0.6 {
			return -inf
		}
		return -math.Log(0.9)
	}, 0, 1)
	coin, normal := Bernoulli(0.7), Normal(0, 1)
	half := []float64{0.5, 0.5}
	cases := []struct {
		name  string
		p, q  Distribution
		kl    float64
		cross float64
	}{
		{"a gap of 1e-6", Uniform(0, 1), Uniform(0, 1-1e-6), inf, inf},
		{"a gap of one rounding", Uniform(0, 1), Uniform(0, 1-0x1p-53), inf, inf},
		{"covered", Uniform(0, 1-1e-6), Uniform(0, 1), -math.Log1p(-1e-6), 0},
		{"apart", Uniform(0, 1), Uniform(2, 3), inf, inf},
		{"touching", Uniform(0, 1), Uniform(1, 2), inf, inf},
		{"a tail e^−5000 thin", normal, Uniform(-100, 100), inf, inf},
		{"a tail e^−5e19 thin", normal, Uniform(-1e10, 1e10), inf, inf},
		{"a normal on a half-line", normal, exponentialDensity(), inf, inf},
		{"a half-line under a normal", exponentialDensity(), normal, halfLog2Pi, halfLog2Pi + 1},
		{"a gap inside", Uniform(0, 1), gap, inf, inf},
		{"covered by two", Uniform(0, 1), Mix(half, Uniform(0, 0.5), Uniform(0.5, 1)), 0, 0},
		{"a gap between two", Uniform(0, 1), Mix(half, Uniform(0, 0.5), Uniform(0.5+1e-9, 1)), inf, inf},
		{"Cauchy under a normal", cauchyDensity(), normal, inf, inf},
		{"a value that q lacks", Bernoulli(0.5), Bernoulli(1), inf, inf},
		{"a value that p lacks", Bernoulli(1), Bernoulli(0.5), math.Ln2, math.Ln2},
		// One distribution has atoms, the other has density.
		{"coin, normal", coin, normal, inf, halfLog2Pi + 0.35},
		{"normal, coin", normal, coin, inf, inf},
		{"data, normal", Data(-1, 1), normal, inf, halfLog2Pi + 0.5},
		{"data, normal and another coin", Data(0.5), Mix(half, normal, coin), inf, halfLog2Pi + 0.125 + math.Ln2},
		{"normal, normal and coin", normal, Mix(half, normal, coin), math.Ln2, 0.5 + halfLog2Pi + math.Ln2},
		{"normal and coin, normal", Mix(half, normal, coin), normal, inf, math.NaN()},
		{"coin, normal and coin", coin, Mix(half, normal, coin), math.Ln2, Entropy(coin) + math.Ln2},
	}
	for _, c := range cases {
		numerical(t, "KL of "+c.name, KL(c.p, c.q), c.kl, 1e-10)
		if c.cross == c.cross {
			numerical(t, "cross-entropy of "+c.name, CrossEntropy(c.p, c.q), c.cross, 1e-10)
		}
	}
	for _, c := range [][2]Distribution{
		{coin, normal}, {Data(0, 1), normal}, {Uniform(0, 1), Uniform(1, 2)}, {Data(1, 2), Data(3)}, {normal, Data(normal.Sample(100, 1)...)},
	} {
		numerical(t, fmt.Sprintf("JS(%v, %v)", c[0], c[1]), JS(c[0], c[1]), math.Ln2, 1e-15)
	}
}

// random returns a distribution of up to three parts. The atoms lie at small integers, so that two
// distributions often share atoms.
func random(r *rand.Rand) Distribution {
	n := 1 + r.IntN(3)
	weights, ds := make([]float64, n), make([]Distribution, n)
	total := 0.0
	for i := range n {
		weights[i] = 0.05 + r.Float64()
		total += weights[i]
		switch r.IntN(4) {
		case 0:
			u := r.Float64()
			ds[i] = PMF(u/2, u/2, 1-u)
		case 1:
			a := 4*r.Float64() - 2
			ds[i] = Uniform(a, a+math.Exp(4*r.Float64()-2))
		case 2:
			ds[i] = Data(float64(r.IntN(3)), float64(r.IntN(3)), float64(r.IntN(3)))
		default:
			ds[i] = Normal(6*r.Float64()-3, math.Exp(6*r.Float64()-4))
		}
	}
	for i := range weights {
		weights[i] /= total
	}
	return Mix(weights, ds...)
}

// covering returns a distribution that covers p: a mixture of p and another distribution.
func covering(r *rand.Rand, p Distribution) Distribution {
	w := 0.1 + 0.8*r.Float64()
	return Mix([]float64{w, 1 - w}, p, random(r))
}

func TestDivergenceIdentities(t *testing.T) {
	r := seed.Rand(11, 4)
	finites := 0
	for range 120 {
		p, q := random(r), random(r)
		if r.IntN(2) == 0 {
			q = covering(r, p)
		}
		name := fmt.Sprintf("(%v, %v)", p, q)
		js := JS(p, q)
		if !(js >= 0 && js <= math.Ln2) {
			t.Errorf("JS%s = %v, outside [0, ln 2]", name, js)
		}
		if back := JS(q, p); back != js {
			t.Errorf("JS%s = %v, the other way %v", name, js, back)
		}
		m := Mix([]float64{0.5, 0.5}, p, q)
		numerical(t, "½KL + ½KL of "+name, (KL(p, m)+KL(q, m))/2, js, 1e-9)
		numerical(t, "JS"+name+" from entropies", Entropy(m)-Entropy(p)/2-Entropy(q)/2, js, 1e-9)
		kl := KL(p, q)
		if !(kl >= 0) {
			t.Errorf("KL%s = %v, negative", name, kl)
		}
		if kl < inf {
			finites++
			numerical(t, "H + KL of "+name, Entropy(p)+kl, CrossEntropy(p, q), 1e-9*(1+kl))
		}
		exact(t, "KL(p, p) of "+name, KL(p, p), 0)
		exact(t, "JS(p, p) of "+name, JS(p, p), 0)
	}
	// About half of the pairs have a finite divergence by construction: 60 ± 5.5.
	if finites < 60-allowedStandardErrors*5.5 {
		t.Errorf("only %d pairs of finite divergence: the identities are hardly tested", finites)
	}
}

// Averages of random draws estimate the same KL as quadrature.
func TestDivergencesByMonteCarlo(t *testing.T) {
	p := Mix([]float64{0.5, 0.5}, Normal(-2, 0.5), Normal(2, 0.5))
	q := Normal(0, 2)
	mean, se := MonteCarlo(p, func(x float64) float64 { return p.LogProb(x) - q.LogProb(x) }, 100_000, 1)
	statistical(t, "KL", KL(p, q), mean, se)
	mean, se = MonteCarlo(q, func(x float64) float64 { return q.LogProb(x) - p.LogProb(x) }, 100_000, 1)
	statistical(t, "reverse KL", KL(q, p), mean, se)
}

// The cross-entropy of data against a density is the mean negative log-likelihood.
func TestCrossEntropyOfData(t *testing.T) {
	q := Normal(1, 2)
	xs := Normal(0, 3).Sample(1000, 2)
	want := 0.0
	for _, x := range xs {
		want -= q.LogProb(x) / float64(len(xs))
	}
	numerical(t, "mean NLL", CrossEntropy(Data(xs...), q), want, 1e-12)
}

func TestDivergencesOfNothing(t *testing.T) {
	p, zero := Normal(0, 1), Distribution{}
	for name, f := range map[string]func(p, q Distribution) float64{"CrossEntropy": CrossEntropy, "KL": KL, "JS": JS} {
		panics(t, name, func() { f(p, zero) }, "zero Distribution")
		panics(t, name, func() { f(zero, p) }, "zero Distribution")
	}
	panics(t, "Entropy", func() { Entropy(zero) }, "zero Distribution")
}

func BenchmarkJS(b *testing.B) {
	p, q := Normal(0, 1), Mix([]float64{0.5, 0.5}, Normal(-2, 0.5), Normal(2, 0.5))
	for b.Loop() {
		JS(p, q)
	}
}

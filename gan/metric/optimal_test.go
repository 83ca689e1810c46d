package metric

import (
	"math"
	"testing"

	"ganbook/theory"
)

// asD turns a function of x into a function such as a run's Logits.
func asD(f func(x float64) float64) func([][]float32) []float32 {
	return func(xs [][]float32) []float32 {
		ls := make([]float32, len(xs))
		for i, x := range xs {
			ls[i] = float32(f(float64(x[0])))
		}
		return ls
	}
}

// pairs are of different kinds: shifted; of unequal width; two bumps with a valley in which the
// logit changes by 30 nats; far apart; densities with bounded support; atoms; far from 0 with small
// widths.
var pairs = []struct{ p, g theory.Distribution }{
	{theory.Normal(0, 1), theory.Normal(1, 1)},
	{theory.Normal(0, 1), theory.Normal(0, 1.4)},
	{theory.Mix([]float64{0.5, 0.5}, theory.Normal(-2, 0.5), theory.Normal(2, 0.5)), theory.Normal(0, 1.5)},
	{theory.Normal(0, 1), theory.Normal(5, 1)},
	{theory.Uniform(0, 1), theory.Density(func(x float64) float64 { return math.Log(2 * x) }, 0, 1)},
	{theory.PMF(0.5, 0.3, 0.2), theory.PMF(0.2, 0.3, 0.5)},
	{theory.Normal(30, 0.5), theory.Normal(30.25, 0.25)},
}

// The D under test is D* plus a known function of x. The reference integrates that function over x
// by theory's adaptive quadrature.
func TestAgreementOfAKnownError(t *testing.T) {
	for _, pair := range pairs {
		best := theory.OptimalD(pair.p, pair.g)
		x := theory.Mix([]float64{0.5, 0.5}, pair.p, pair.g)
		middle := x.Quantile(0.5)
		cov := func(a, b func(float64) float64) float64 {
			meanA, meanB := x.Expect(a), x.Expect(b)
			return x.Expect(func(x float64) float64 { return (a(x) - meanA) * (b(x) - meanB) })
		}
		for _, off := range []struct {
			name string
			by   func(x float64) float64
		}{
			{"nothing", func(x float64) float64 { return 0 }},
			{"a constant", func(x float64) float64 { return 0.25 }},
			{"a wave", func(x float64) float64 { return 0.03 * math.Sin(3*x) }},
			{"a kink", func(x float64) float64 { return 0.1 * max(x-pair.p.Quantile(0.4), 0) }},
		} {
			d := func(x float64) float64 {
				if math.IsInf(best(x), 0) { // rounding to float32 has moved x to an end of the support
					x = math.Nextafter(x, middle)
				}
				return best(x) + off.by(x)
			}
			got := AgainstOptimalD(asD(d), pair.p, pair.g)
			what := pair.p.String() + " against " + pair.g.String() + ", off by " + off.name
			near(t, what+": mean error", got.MeanError, x.Expect(func(x float64) float64 { return math.Abs(off.by(x)) }), 5e-6)
			near(t, what+": shortfall", got.Shortfall, theory.GeneratorCost(pair.p, pair.g)-theory.Value(pair.p, pair.g, d), 2e-7)
			near(t, what+": correlation", got.Correlation, cov(d, best)/math.Sqrt(cov(d, d)*cov(best, best)), 1e-7)
			if !(got.Shortfall >= 0) {
				t.Errorf("%s: shortfall %g below 0", what, got.Shortfall)
			}
		}
	}
}

// For N(0, 1) against N(1, 1), logit D* = ½ − x. Its variance under ½(p + g) is 1 + ¼, and
// E|½ − X| = E|N(½, 1)|.
func TestAgreementInClosedForm(t *testing.T) {
	p, g := theory.Normal(0, 1), theory.Normal(1, 1)
	meanAbs := math.Sqrt(2/math.Pi)*math.Exp(-0.125) + 0.5*math.Erf(0.5/math.Sqrt2)

	undecided := AgainstOptimalD(asD(func(x float64) float64 { return 0 }), p, g)
	near(t, "D = ½: mean error", undecided.MeanError, meanAbs, 1e-6)
	near(t, "D = ½: shortfall", undecided.Shortfall, 2*0.1114210, 1e-6) // V* − (−ln 4) = 2·JS
	if !math.IsNaN(undecided.Correlation) {
		t.Errorf("D = ½: correlation %v, want NaN", undecided.Correlation)
	}
	twice := AgainstOptimalD(asD(func(x float64) float64 { return 1 - 2*x }), p, g)
	near(t, "twice the logit: correlation", twice.Correlation, 1, 1e-9)
	near(t, "twice the logit: mean error", twice.MeanError, meanAbs, 1e-6)
	wrong := AgainstOptimalD(asD(func(x float64) float64 { return x - 0.5 }), p, g)
	near(t, "the wrong sign: correlation", wrong.Correlation, -1, 1e-9)
	near(t, "the wrong sign: mean error", wrong.MeanError, 2*meanAbs, 1e-6)
	// The logit is ½ − x + b(X − ½)². The last term is even about ½ and therefore uncorrelated with
	// ½ − X. The correlation is √(v/(v + b²·Var[(X − ½)²])) with v = 5/4. X − ½ is ±½ + N(0, 1),
	// and the variance of its square is 2 + 4·¼.
	bent := AgainstOptimalD(asD(func(x float64) float64 { return 0.5 - x + 0.4*(x-0.5)*(x-0.5) }), p, g)
	near(t, "a bend: correlation", bent.Correlation, math.Sqrt(1.25/(1.25+0.16*3)), 1e-5)
}

func TestAgreementSpecialCases(t *testing.T) {
	apart := AgainstOptimalD(asD(func(x float64) float64 { return 0 }), theory.Uniform(0, 1), theory.Uniform(0.5, 1.5))
	if !math.IsInf(apart.MeanError, 1) || !math.IsNaN(apart.Correlation) {
		t.Errorf("D* certain on half the line: %+v, want MeanError +Inf and Correlation NaN", apart)
	}
	near(t, "D* certain on half the line: shortfall", apart.Shortfall, 2*theory.JS(theory.Uniform(0, 1), theory.Uniform(0.5, 1.5)), 3e-4)

	left, right := theory.Uniform(0, 1), theory.Uniform(0.5, 1.5)
	if best := AgainstOptimalD(asD(theory.OptimalD(left, right)), left, right); best.MeanError != 0 {
		t.Errorf("D = D*, infinite on half the line: %+v, want MeanError 0", best)
	}

	// A node of the densities would lie on the atom at 0.
	half := []float64{0.5, 0.5}
	p, g := theory.Mix(half, theory.Normal(0, 1), theory.Data(0)), theory.Mix(half, theory.Normal(1, 1), theory.Data(0))
	atom := AgainstOptimalD(asD(func(x float64) float64 { return 0 }), p, g)
	meanAbs := math.Sqrt(2/math.Pi)*math.Exp(-0.125) + 0.5*math.Erf(0.5/math.Sqrt2)
	near(t, "an atom in common: mean error", atom.MeanError, meanAbs/2, 1e-6)

	same := AgainstOptimalD(asD(func(x float64) float64 { return 0.1 * x }), theory.Normal(0, 1), theory.Normal(0, 1))
	if !math.IsNaN(same.Correlation) {
		t.Errorf("Pg = Pdata: correlation %v, want NaN", same.Correlation)
	}
	near(t, "Pg = Pdata: mean error", same.MeanError, 0.1*math.Sqrt(2/math.Pi), 1e-6)

	lost := AgainstOptimalD(asD(func(x float64) float64 { return math.NaN() }), theory.Normal(0, 1), theory.Normal(1, 1))
	if !math.IsNaN(lost.Correlation) || !math.IsNaN(lost.MeanError) || !math.IsNaN(lost.Shortfall) {
		t.Errorf("D = NaN: %+v, want NaN throughout", lost)
	}
	// A certain D pays without bound, however sure D* is.
	certain := AgainstOptimalD(func(rows [][]float32) (logits []float32) {
		for _, row := range rows {
			logits = append(logits, row[0]*float32(math.Inf(1)))
		}
		return logits
	}, theory.Normal(6, 1), theory.Normal(-6, 1))
	if !math.IsInf(certain.Shortfall, 1) || !math.IsInf(certain.MeanError, 1) || !math.IsNaN(certain.Correlation) {
		t.Errorf("a certain D: %+v", certain)
	}
	// Where D* is very sure, its rare errors still count.
	near(t, "KL at logits 40 and 60", coinKL(40, 60)/math.Exp(-40), 20-1+math.Exp(-20), 1e-9)
	near(t, "KL at logits −40 and −60", coinKL(-40, -60)/math.Exp(-40), 20-1+math.Exp(-20), 1e-9)
	panics(t, func() { AgainstOptimalD(nil, theory.Normal(0, 1), theory.Normal(1, 1)) }, "nil")
	short := func(xs [][]float32) []float32 { return make([]float32, len(xs)-1) }
	panics(t, func() { AgainstOptimalD(short, theory.Normal(0, 1), theory.Normal(1, 1)) }, "one for each")
}

// A constant D has no correlation, whatever the constant is.
func TestAgreementOfAConstant(t *testing.T) {
	for _, c := range []float64{0, 0.1, 1, -2.7, math.Inf(1)} {
		got := AgainstOptimalD(asD(func(float64) float64 { return c }), theory.Normal(0, 1), theory.Normal(1, 1))
		if !math.IsNaN(got.Correlation) {
			t.Errorf("logit %v everywhere: correlation %v, want NaN", c, got.Correlation)
		}
	}
}

func TestCorrelationIsAtMostOne(t *testing.T) {
	p, g := theory.PMF(0.5, 0.3, 0.2), theory.PMF(0.2, 0.3, 0.5)
	best := theory.OptimalD(p, g)
	for _, sign := range []float64{1, -1} {
		got := AgainstOptimalD(asD(func(x float64) float64 { return 3 * sign * best(x) }), p, g)
		if !(math.Abs(got.Correlation) <= 1) {
			t.Errorf("correlation %v, want %v", got.Correlation, sign)
		}
	}
}

// A certain D pays without bound where D* is finite, also where its probability is below float64's range.
func TestCertainWhereDIsAlmost(t *testing.T) {
	for _, sign := range []float64{1, -1} {
		if kl := coinKL(sign*720, math.Inf(int(sign))); !math.IsInf(kl, 1) {
			t.Errorf("KL at the logits %v and %v: %v, want +Inf", sign*720, sign*math.Inf(1), kl)
		}
		if kl := coinKL(math.Inf(int(sign)), math.Inf(int(sign))); kl != 0 {
			t.Errorf("both certain: %v", kl)
		}
	}
}

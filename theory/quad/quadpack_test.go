package quad

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

var inf = math.Inf(1)

// holds fails unless the value is as near to want as the error estimate says, and that is at most
// within·|want|. A rounding of want is its own.
func holds(t *testing.T, what string, r Result, want, within float64) {
	t.Helper()
	if off := math.Abs(r.Value - want); !(off <= r.ErrorEstimate+0x1p-48*math.Abs(want)) {
		t.Errorf("%s = %v, want %v: off by %v, and the error estimate is %v",
			what, r.Value, want, off, r.ErrorEstimate)
	}
	if !(r.ErrorEstimate <= within*math.Abs(want)) {
		t.Errorf("%s = %v: the error estimate %v is above %v of it", what, r.Value, r.ErrorEstimate, within)
	}
}

// The families of integrals by which QUADPACK was tested (Piessens, de Doncker-Kapenga, Überhuber,
// Kahaner 1983, chapter 4), those with the weights of QAWC, QAWF, QAWO and QAWS apart.
func TestQUADPACKFamilies(t *testing.T) {
	const precise, rough = 1e-10, 1e-7
	families := []struct {
		name        string
		from, to, d float64 // of the parameter
		f           func(a, x float64) float64
		lo, hi      float64
		want        func(a float64) float64
		within      float64
	}{
		{"∫₀¹ x^a ln(1/x)", -0.9, 2.6, 0.1, func(a, x float64) float64 { return math.Pow(x, a) * math.Log(1/x) }, 0, 1,
			func(a float64) float64 { return 1 / (a + 1) / (a + 1) }, rough},
		{"∫₀¹ 4^−a/((x − π/4)² + 16^−a)", 0, 17, 1, func(a, x float64) float64 {
			return math.Pow(4, -a) / ((x-math.Pi/4)*(x-math.Pi/4) + math.Pow(16, -a))
		}, 0, 1, func(a float64) float64 {
			return math.Atan((4-math.Pi)*math.Pow(4, a-1)) + math.Atan(math.Pi*math.Pow(4, a-1))
		}, 1e-6},
		{"∫₀^π cos(2^a sin x)", 0, 10, 1, func(a, x float64) float64 { return math.Cos(math.Exp2(a) * math.Sin(x)) }, 0, math.Pi,
			func(a float64) float64 { return math.Pi * math.J0(math.Exp2(a)) }, 1e-8},
		{"∫₀¹ |x − 1/3|^a", -0.8, 2.1, 0.1, func(a, x float64) float64 { return math.Pow(math.Abs(x-1./3), a) }, 0, 1,
			func(a float64) float64 { return (math.Pow(2./3, a+1) + math.Pow(1./3, a+1)) / (a + 1) }, rough},
		{"∫₀¹ |x − π/4|^a", -0.8, 2.1, 0.1, func(a, x float64) float64 { return math.Pow(math.Abs(x-math.Pi/4), a) }, 0, 1,
			func(a float64) float64 { return (math.Pow(1-math.Pi/4, a+1) + math.Pow(math.Pi/4, a+1)) / (a + 1) }, rough},
		{"∫₋₁¹ 1/√(1 − x²)/(1 + x + 2^−a)", 1, 18, 1, func(a, x float64) float64 {
			return 1 / math.Sqrt((1-x)*(1+x)) / (1 + x + math.Exp2(-a))
		}, -1, 1, func(a float64) float64 {
			b := math.Exp2(-a)
			return math.Pi / math.Sqrt(b*(2+b))
		}, 1e-5},
		{"∫₀^π/2 sin(x)^(a−1)", 0.1, 2, 0.1, func(a, x float64) float64 { return math.Pow(math.Sin(x), a-1) }, 0, math.Pi / 2,
			func(a float64) float64 { return math.Exp2(a-2) * math.Pow(math.Gamma(a/2), 2) / math.Gamma(a) }, precise},
		{"∫₀¹ ln(1/x)^(a−1)", 0.1, 2, 0.1, func(a, x float64) float64 { return math.Pow(math.Log(1/x), a-1) }, 0, 1, math.Gamma, 1},
		{"∫₀¹ e^20(x−1) sin(2^a x)", 0, 9, 1, func(a, x float64) float64 { return math.Exp(20*(x-1)) * math.Sin(math.Exp2(a)*x) }, 0, 1,
			func(a float64) float64 {
				w := math.Exp2(a)
				return (20*math.Sin(w) - w*math.Cos(w) + w*math.Exp(-20)) / (400 + w*w)
			}, 1e-8},
		{"∫₀¹ cos(2^a x)/√(x(1 − x))", 0, 8, 1, func(a, x float64) float64 { return math.Cos(math.Exp2(a)*x) / math.Sqrt(x*(1-x)) }, 0, 1,
			func(a float64) float64 {
				return math.Pi * math.Cos(math.Exp2(a-1)) * math.J0(math.Exp2(a-1))
			}, 1e-4},
		{"∫₀^∞ e^(−x/2^a) cos(x)/√x", -2, 6, 1, func(a, x float64) float64 { return math.Exp(-x*math.Exp2(-a)) * math.Cos(x) / math.Sqrt(x) }, 0, inf,
			func(a float64) float64 {
				return math.Sqrt(math.Pi) * math.Pow(1+math.Pow(4, -a), -0.25) * math.Cos(math.Atan(math.Exp2(a))/2)
			}, 1e-8},
		{"∫₀^∞ x² e^(−x/2^a)", 0, 5, 1, func(a, x float64) float64 { return x * x * math.Exp(-x*math.Exp2(-a)) }, 0, inf,
			func(a float64) float64 { return math.Exp2(3*a + 1) }, precise},
		{"∫₀^∞ x^(a−1)/(1 + 10x)²", 0.1, 1.9, 0.2, func(a, x float64) float64 { return math.Pow(x, a-1) / (1 + 10*x) / (1 + 10*x) }, 0, inf,
			func(a float64) float64 { return (1 - a) * math.Pi / (math.Pow(10, a) * math.Sin(math.Pi*a)) }, 1e-8},
	}
	for _, c := range families {
		for a := c.from; a < c.to+c.d/2; a += c.d {
			r := Integrate(func(x float64) float64 { return c.f(a, x) }, c.lo, c.hi)
			holds(t, fmt.Sprintf("%s, a = %.1f", c.name, a), r, c.want(a), c.within)
		}
	}
}

// Single integrals of the book's examples, and others of its kinds.
func TestIntegrate(t *testing.T) {
	cases := []struct {
		name   string
		f      func(x float64) float64
		a, b   float64
		breaks []float64
		want   float64
		within float64
	}{
		{"QAGP: ∫₀³ x³ ln|(x² − 1)(x² − 2)|", func(x float64) float64 { return x * x * x * math.Log(math.Abs((x*x-1)*(x*x-2))) }, 0, 3,
			[]float64{1, math.Sqrt2}, 61*math.Ln2 + 77./4*math.Log(7) - 27, 1e-10},
		{"QAGI: ∫₀^∞ ln x/(1 + 100x²)", func(x float64) float64 { return math.Log(x) / (1 + 100*x*x) }, 0, inf, nil, -math.Pi * math.Ln10 / 20, 1e-10},
		{"∫ e^(−x − x²) over the line", func(x float64) float64 { return math.Exp(-x - x*x) }, -inf, inf, nil, math.Sqrt(math.Pi) * math.Exp(0.25), 1e-10},
		{"∫ 1/(1 + x²) over the line", func(x float64) float64 { return 1 / (1 + x*x) }, -inf, inf, nil, math.Pi, 1e-10},
		{"∫ of a far bell, with its place given", func(x float64) float64 { return math.Exp(-(x - 1e6) * (x - 1e6) / 2) }, -inf, inf,
			[]float64{1e6 - 5, 1e6, 1e6 + 5}, math.Sqrt(2 * math.Pi), 1e-10},
		{"a polynomial", func(x float64) float64 { return 5 * x * x * x * x }, 0, 2, nil, 32, 1e-12},
		{"a step", func(x float64) float64 { return math.Floor(x) }, 0, 4, nil, 6, 1e-10},
		{"a step, given", func(x float64) float64 { return math.Floor(x) }, 0, 4, []float64{1, 2, 3}, 6, 1e-13},
		{"∫₁^∞ x^−1.02", func(x float64) float64 { return math.Pow(x, -1.02) }, 1, inf, nil, 50, 1e-8},
	}
	for _, c := range cases {
		r := Integrate(c.f, c.a, c.b, c.breaks...)
		holds(t, c.name, r, c.want, c.within)
		back := Integrate(c.f, c.b, c.a, c.breaks...)
		if back.Value != -r.Value || back.ErrorEstimate != r.ErrorEstimate {
			t.Errorf("%s, backwards: %v ± %v, forwards %v ± %v",
				c.name, back.Value, back.ErrorEstimate, r.Value, r.ErrorEstimate)
		}
	}
	if r := Integrate(math.Exp, 3, 3); r.Value != 0 || r.ErrorEstimate != 0 || len(r.Intervals()) != 0 {
		t.Errorf("from 3 to 3: %v ± %v over %v", r.Value, r.ErrorEstimate, r.Intervals())
	}
}

func TestDivergent(t *testing.T) {
	cases := []struct {
		name string
		f    func(x float64) float64
		a, b float64
		want float64
	}{
		{"1/x to 0", func(x float64) float64 { return 1 / x }, 0, 1, inf},
		{"−1/x to 0", func(x float64) float64 { return -1 / x }, 0, 1, -inf},
		{"1/x around 0", func(x float64) float64 { return 1 / x }, -1, 1, math.NaN()},
		{"1/|x − 0.3|", func(x float64) float64 { return 1 / math.Abs(x-0.3) }, 0, 1, inf},
		{"1 to ∞", func(float64) float64 { return 1 }, 0, inf, inf},
		{"x over the line", func(x float64) float64 { return x }, -inf, inf, math.NaN()},
		{"√ of negative numbers", math.Sqrt, -1, 1, math.NaN()},
	}
	for _, c := range cases {
		r := Integrate(c.f, c.a, c.b)
		same := r.Value == c.want || r.Value != r.Value && c.want != c.want
		if !same || !math.IsInf(r.ErrorEstimate, 1) || !r.Any() {
			t.Errorf("%s = %v ± %v, want %v ± ∞", c.name, r.Value, r.ErrorEstimate, c.want)
		}
		if back := Integrate(c.f, c.b, c.a); back.Value != -c.want && c.want == c.want {
			t.Errorf("%s, backwards, = %v, want %v", c.name, back.Value, -c.want)
		}
	}
}

// The limit of subintervals is reported, and only where it ended the integral.
func TestLimitReached(t *testing.T) {
	for _, c := range []struct {
		name string
		f    func(x float64) float64
		want bool
	}{
		{"sin(1e5·x)", func(x float64) float64 { return math.Sin(1e5 * x) }, true},
		{"sin(1e3·x)", func(x float64) float64 { return math.Sin(1e3 * x) }, false},
		{"ln x", math.Log, false},
		{"|x − 0.3|^−½", func(x float64) float64 { return 1 / math.Sqrt(math.Abs(x-0.3)) }, false},
		{"1/x", func(x float64) float64 { return 1 / x }, false},
	} {
		for _, r := range []Result{Integrate(c.f, 0, 1), Integrate(c.f, 1, 0)} {
			if r.LimitReached != c.want {
				t.Errorf("∫%s = %v ± %v: LimitReached = %v", c.name, r.Value, r.ErrorEstimate, r.LimitReached)
			}
		}
	}
}

// An integrand that is 0 everywhere has an empty table.
func TestZeroIntegrand(t *testing.T) {
	zero := Integrand{F: func(Abscissa) float64 { return 0 }}
	r := zero.Over(Between(0, 0, 1))
	if all := r.Intervals(); len(all) != 0 {
		t.Errorf("the intervals of 0 are %v", all)
	}
	c := zero.Cumulative(Between(0, 0, 1), 0, 1)
	for _, x := range []float64{-1, 0, 0.5, 1, 2} {
		if below, above := c.At(x); below != 0 || above != 0 {
			t.Errorf("∫0 below and above %v: %v and %v", x, below, above)
		}
	}
	if x := c.Inverse(0, 0); x == x {
		t.Errorf("the inverse of ∫0 is %v, want NaN", x)
	}
	if all := (Result{}).Intervals(); all != nil {
		t.Errorf("the intervals of the zero Result are %v", all)
	}
}

func TestMisuse(t *testing.T) {
	for name, call := range map[string]func(){
		"no function":         func() { Integrate(nil, 0, 1) },
		"no function, 0 wide": func() { Integrate(nil, 1, 1) },
		"no F":                func() { Integrand{}.Over(Between(0, 0, 1)) },
		"a share below 0":     func() { Integrand{F: Abscissa.Float64, Tolerance: -1}.Over(Between(0, 0, 1)) },
		"a share of 1":        func() { Integrand{F: Abscissa.Float64, Tolerance: 1}.Over(Between(0, 0, 1)) },
		"a share that is NaN": func() { Integrand{F: Abscissa.Float64, Tolerance: math.NaN()}.Over(Between(0, 0, 1)) },
		"no F to tabulate":    func() { Integrand{}.Cumulative(Between(0, 0, 1), 0, 1) },
		"no weight":           func() { Locate(nil, 0, 1) },
		"NaN":                 func() { Integrate(math.Exp, math.NaN(), 1) },
		"a break point below": func() { Integrate(math.Exp, 0, 1, -1) },
		"a break point NaN":   func() { Integrate(math.Exp, 0, 1, math.NaN()) },
		"one at ∞":            func() { Integrate(math.Exp, 0, inf, inf) },
		"points that descend": func() { Between(0, 1, 0) },
		"a single point":      func() { Between(0, 1) },
		"a point NaN":         func() { Between(0, 1, math.NaN()) },
		"a scale of 0":        func() { Scaled(0, 0, 0, 1) },
		"a tail from 0":       func() { Scaled(0, 1, 0, inf) },
		"no parts":            func() { Parts(0, 1, 0) },
		"parts of nothing":    func() { Parts(1, 1, 1) },
	} {
		func() {
			defer func() {
				if message, _ := recover().(string); !strings.HasPrefix(message, "quad: ") {
					t.Errorf("%s: panic %q does not begin with \"quad: \"", name, message)
				}
			}()
			call()
		}()
	}
}

// A needle between the nodes is missed without a break point, and found with one.
func TestNeedleNeedsABreakPoint(t *testing.T) {
	const at, width = 0.3, 1e-9
	needle := func(x float64) float64 {
		z := (x - at) / width
		return math.Exp(-z*z/2) / width
	}
	if r := Integrate(needle, 0, 1); r.Value != 0 || r.ErrorEstimate != 0 {
		t.Errorf("without a break point %v ± %v; if this is found now, the documentation may say so",
			r.Value, r.ErrorEstimate)
	}
	holds(t, "with break points", Integrate(needle, 0, 1, at-width, at, at+width), math.Sqrt(2*math.Pi), 1e-6)
}

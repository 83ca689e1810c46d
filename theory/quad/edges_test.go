package quad

import (
	"fmt"
	"math"
	"testing"
)

func TestSingularityWhereATailBegins(t *testing.T) {
	for _, a := range []float64{0.5, 0.9, 0.97} {
		f := func(x float64) float64 { return math.Exp(-x) * math.Pow(x, -a) }
		want := math.Gamma(1 - a)
		holds(t, fmt.Sprintf("∫₀^∞ x^−%v e^−x", a), Integrate(f, 0, inf), want, 1e-6)
		holds(t, fmt.Sprintf("∫₁^∞, a = %v", a), Integrate(func(x float64) float64 { return f(x - 1) }, 1, inf), want, 1e-6)
		holds(t, fmt.Sprintf("break point, a = %v", a), Integrate(func(x float64) float64 { return f(math.Abs(x - 1)) }, -inf, inf, 1), 2*want, 1e-6)
	}
}

func TestIntervalsAfterCoverAndSplit(t *testing.T) {
	weight := func(x Abscissa) float64 { return -math.Log(math.Pi) - math.Log1p(x.Float64()*x.Float64()) }
	f := Integrand{F: func(Abscissa) float64 { return 1 }, LogWeight: weight}
	cover, ok := Cover(Scaled(-50, 1, -inf, -8, 0, 8, inf), Scaled(50, 1, -inf, -8, 0, 8, inf))
	if !ok {
		t.Fatal("the lists were not merged")
	}
	holds(t, "over the cover", f.Over(cover), 1, 1e-9)
	holds(t, "over its intervals", f.Over(f.Over(cover).Intervals()), 1, 1e-9)
}

func TestLimitIsNotReachedByRounding(t *testing.T) {
	const e = 1e-16
	calls := 0
	r := Integrand{F: func(x Abscissa) float64 { calls++; y := x.Float64(); return 1 / (y*y + e*e) }}.Over(Scaled(0, 1, -1, 1))
	if r.LimitReached || calls > 20000 {
		t.Errorf("%d calls for an error estimate of %v of the value, limit %v", calls, r.ErrorEstimate/r.Value, r.LimitReached)
	}
}

// The tolerance bounds the error of a smooth integrand, and Evaluations counts the calls of F.
func TestTolerance(t *testing.T) {
	before := math.MaxInt
	for _, tolerance := range []float64{0, 1e-8, 1e-4, 1e-2} {
		calls := 0
		f := Integrand{Tolerance: tolerance, F: func(x Abscissa) float64 {
			calls++
			return 1 / (1e-6 + (x.Float64()-0.3)*(x.Float64()-0.3))
		}}
		r := f.Over(Between(0, 0, 1))
		want := 1e3 * (math.Atan(0.7e3) + math.Atan(0.3e3))
		holds(t, fmt.Sprintf("tolerance %v", tolerance), r, want, 2*max(tolerance, 1e-11))
		if r.Evaluations != calls || calls >= before {
			t.Errorf("tolerance %v: %d evaluations in %d calls, %d with the smaller one", tolerance, r.Evaluations, calls, before)
		}
		before = calls
	}
}

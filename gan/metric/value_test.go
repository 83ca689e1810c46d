package metric

import (
	"math"
	"testing"

	"ganbook/theory"
	"ganbook/theory/seed"
)

func TestValueOfKnownLogits(t *testing.T) {
	ln3 := float32(math.Log(3)) // D = ¾
	for _, c := range []struct {
		name       string
		real, fake []float32
		v, se      float64
	}{
		{"D = ½", []float32{0, 0}, []float32{0, 0, 0}, -math.Log(4), 0},
		{"D = ¾ on real, ¼ on fake", []float32{ln3, ln3}, []float32{-ln3, -ln3}, 2 * math.Log(0.75), 0},
		{"one term varies: ln ½, ln ¾", []float32{0, ln3}, []float32{0, 0},
			(math.Log(0.5)+math.Log(0.75))/2 + math.Log(0.5), (math.Log(0.75) - math.Log(0.5)) / 2},
		{"both do", []float32{0, ln3}, []float32{0, -ln3},
			math.Log(0.5) + math.Log(0.75), (math.Log(0.75) - math.Log(0.5)) / math.Sqrt2},
		{"sure and right", []float32{1000, 1000}, []float32{-1000, -1000}, 0, 0},
		{"sure and wrong", []float32{-1000, -1000}, []float32{2000, 2000}, -3000, 0},
		{"nearly sure: ln(1 − e⁻⁵⁰) is not 0", []float32{50, 50}, []float32{-1000, -1000}, -math.Exp(-50), 0},
	} {
		v, se := Value(c.real, c.fake)
		near(t, c.name+": V̂", v, c.v, 1e-7*math.Abs(c.v))
		near(t, c.name+": its error", se, c.se, 1e-7)
	}
}

func TestValueSpecialCases(t *testing.T) {
	if v, se := Value([]float32{0}, []float32{0, 0}); !(math.Abs(v+math.Log(4)) < 1e-15) || !math.IsNaN(se) {
		t.Errorf("of one real sample: %v ± %v, want −ln 4 ± NaN", v, se)
	}
	if v, se := Value([]float32{-inf, 0}, []float32{0, 0}); !math.IsInf(v, -1) || !math.IsNaN(se) {
		t.Errorf("certain and wrong: %v ± %v, want −Inf ± NaN", v, se)
	}
	if v, se := Value([]float32{inf, inf}, []float32{-inf, -inf}); v != 0 || se != 0 {
		t.Errorf("certain and right: %v ± %v, want 0 ± 0", v, se)
	}
	if v, se := Value([]float32{nan, 0}, []float32{0, 0}); !math.IsNaN(v) || !math.IsNaN(se) {
		t.Errorf("NaN: %v ± %v, want NaN ± NaN", v, se)
	}
	panics(t, func() { Value(nil, []float32{0}) }, "0 real and 1 fake")
	panics(t, func() { Value([]float32{0}, nil) }, "1 real and 0 fake")
}

// For D* on independent draws, the mean of V̂ over many sets must be V(D*, G). Its spread must be
// the standard error that Value returns.
func TestValueEstimatesTheIntegral(t *testing.T) {
	p, g := theory.Normal(0, 1), theory.Normal(1, 1.5)
	best := theory.OptimalD(p, g)
	const sets, n, m = 2000, 300, 200
	logits := func(d theory.Distribution, n int, stream uint64) []float32 {
		var ls []float32
		for _, x := range d.Sample(n, seed.Shifted(stream)) {
			ls = append(ls, float32(best(x)))
		}
		return ls
	}
	var values, squares []float64
	for s := range uint64(sets) {
		v, se := Value(logits(p, n, 2*s), logits(g, m, 2*s+1))
		values, squares = append(values, v), append(squares, se*se)
	}
	mean, se := meanAndError(values)
	drawn(t, "mean V̂", mean, theory.GeneratorCost(p, g), se)
	claimed, _ := meanAndError(squares)
	spread := se * math.Sqrt(sets)
	// The relative error of a standard deviation from 2,000 values is 1/√4000 = 1.6 %. The values
	// are nearly normal, since they are means of hundreds.
	drawn(t, "spread of V̂ by its standard error", spread/math.Sqrt(claimed), 1, 1/math.Sqrt(2*sets))
}

// The mean and its error are known in closed form, also where squares overflow. Exact up to
// rounding.
func TestMeanAndError(t *testing.T) {
	for _, size := range []float64{1e-200, 1, 1e200} {
		mean, se := meanAndError([]float64{size, 2 * size, 6 * size}) // s² = (4 + 1 + 9)/2 in units of size²
		near(t, "mean", mean, 3*size, 1e-15*3*size)
		near(t, "standard error", se, math.Sqrt(7./3)*size, 1e-15*2*size)
	}
	if mean, se := meanAndError([]float64{4, 4}); mean != 4 || se != 0 {
		t.Errorf("of 4 and 4: %v ± %v, want 4 ± 0", mean, se)
	}
	if mean, se := meanAndError([]float64{4}); mean != 4 || !math.IsNaN(se) {
		t.Errorf("of 4 alone: %v ± %v, want 4 ± NaN", mean, se)
	}
}

package float

import (
	"math"
	"testing"
)

func TestLog(t *testing.T) {
	for k := -1074; k <= 1023; k++ {
		if got, want := Log(math.Ldexp(1, k)), float64(k)*math.Ln2; !(math.Abs(got-want) <= 1e-12) {
			t.Errorf("Log(2^%d) = %v, want %v", k, got, want)
		}
	}
	for x, want := range map[float64]float64{0: math.Inf(-1), math.Inf(1): math.Inf(1)} {
		if got := Log(x); got != want {
			t.Errorf("Log(%v) = %v, want %v", x, got, want)
		}
	}
	if got := Log(-1); got == got {
		t.Errorf("Log(−1) = %v, want NaN", got)
	}
}

// Small numbers between large ones that cancel: added as they come, these would be lost.
func TestSumIsCompensated(t *testing.T) {
	var s Sum
	for _, x := range []float64{1, 1e100, 1, -1e100} {
		s.Add(x)
	}
	if s.Total() != 2 {
		t.Errorf("the sum of 1, 1e100, 1, −1e100 is %v, want 2", s.Total())
	}
	for range 2 {
		s.Add(math.MaxFloat64)
	}
	if !math.IsInf(s.Total(), 1) {
		t.Errorf("a sum that overflows is %v, want +Inf", s.Total())
	}
}

func TestLeast(t *testing.T) {
	for _, want := range []float64{-1e300, -1, -5e-324, 0, 5e-324, math.Pi, 1e300} {
		if got := Least(math.Inf(-1), math.Inf(1), func(x float64) bool { return x >= want }); got != want {
			t.Errorf("Least float64 from %v on is %v", want, got)
		}
	}
	if got := Least(1, 2, func(float64) bool { return false }); got != 2 {
		t.Errorf("Least of none in [1, 2] is %v, want 2", got)
	}
}

func TestMaximum(t *testing.T) {
	got := Maximum(func(x float64) float64 { return -math.Abs(x - 0.3) }, 0, 0.1, 1)
	if !(math.Abs(got-0.3) <= 1e-13) {
		t.Errorf("Maximum of −|x − 0.3| lies at %v", got)
	}
}

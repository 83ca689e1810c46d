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

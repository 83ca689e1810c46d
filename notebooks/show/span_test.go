package show

import (
	"slices"
	"testing"
)

func TestLogSpanKeepsItsRatio(t *testing.T) {
	// Powers of 2 have no rounding errors.
	for _, tt := range []struct {
		lo, hi float64
		want   []float64
	}{{1, 16, []float64{1, 2, 4, 8, 16}}, {4, 0.25, []float64{4, 2, 1, 0.5, 0.25}}} {
		if got := LogSpan(tt.lo, tt.hi, 5); !slices.Equal(got, tt.want) {
			t.Errorf("from %g to %g: %v, want %v", tt.lo, tt.hi, got, tt.want)
		}
	}
}

// Whole numbers are whole, so that a distribution's atoms can be asked at them.
func TestSpanIsExactAtWholeNumbers(t *testing.T) {
	for n := 2; n <= 60; n++ {
		for i, x := range Span(2, float64(n+1), n) {
			if x != float64(i+2) {
				t.Errorf("number %d of %d from 2 is %v", i, n, x)
			}
		}
	}
}

func TestSpanHoldsBothEnds(t *testing.T) {
	for n := 2; n < 300; n++ {
		if xs := Span(0.1, 20, n); xs[0] != 0.1 || xs[n-1] != 20 {
			t.Fatalf("%d numbers from %v to %v", n, xs[0], xs[n-1])
		}
	}
}

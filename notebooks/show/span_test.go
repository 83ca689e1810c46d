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

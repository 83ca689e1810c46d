package recipe

import (
	"slices"
	"testing"
)

func TestReading(t *testing.T) {
	r := Reading{Classes: []int{3, 1, 3, 0}, Sure: []float64{0.9, 0.4, 0.95, 0.5}}
	if got := r.Right([]int{3, 1, 2, 2}); got != 0.5 {
		t.Errorf("right: %v, want 0.5", got)
	}
	if got := r.Confident(0.9); got != 0.5 {
		t.Errorf("confident: %v, want 0.5", got)
	}
	if got := r.LeastSure(2); !slices.Equal(got, []int{1, 3}) {
		t.Errorf("least sure: %v, want 1 and 3", got)
	}
	if got := r.Distribution().Prob(3); got != 0.5 {
		t.Errorf("P(3) = %v, want 0.5", got)
	}
	defer func() {
		if recover() == nil {
			t.Error("two labels for four images do not panic")
		}
	}()
	r.Right([]int{1, 2})
}

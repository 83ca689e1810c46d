package main

import (
	"math"
	"testing"
)

func TestMedianAndSpread(t *testing.T) {
	for _, test := range []struct {
		name           string
		values         []float64
		median, spread float64
	}{
		{"one", []float64{3}, 3, 0},
		{"odd, out of order", []float64{9, 1, 4}, 4, 2},
		{"even: the mean of the middle two", []float64{4, 1, 2, 100}, 3, 33},
	} {
		if got := median(test.values); got != test.median {
			t.Errorf("%s: median %v, want %v", test.name, got, test.median)
		}
		if got := spread(test.values); got != test.spread {
			t.Errorf("%s: spread %v, want %v", test.name, got, test.spread)
		}
	}
	if !math.IsNaN(median(nil)) || !math.IsNaN(spread(nil)) {
		t.Errorf("of nothing: median %v, spread %v; want NaN", median(nil), spread(nil))
	}
}

func TestRatioIsTakenWithinRounds(t *testing.T) {
	// A slow machine in round 2 slows both. The ratio of the medians would be 4/2 here.
	ours := map[int]float64{1: 1, 2: 10, 3: 2}
	theirs := map[int]float64{1: 3, 2: 30, 3: 4, 4: 1000}
	if got := ratio(ours, theirs); got != 3 {
		t.Errorf("%v, want 3, the median of 3, 3 and 2", got)
	}
	if got := ratio(ours, map[int]float64{7: 1}); !math.IsNaN(got) {
		t.Errorf("no common round: %v, want NaN", got)
	}
}

func TestPerStepLeavesOutTheStartAndTheEnd(t *testing.T) {
	// The first step compiles for 5 s, and the last report holds a check of 3 s. Between them a step
	// takes half a second.
	readings := []reading{{1, 5}, {10, 9.5}, {50, 29.5}, {90, 49.5}, {100, 57.5}}
	if got, err := perStep(readings, 100); err != nil || got != 0.5 {
		t.Errorf("%v (%v), want 0.5", got, err)
	}
	if got, err := perStep([]reading{{1, 5}, {2, 7}}, 2); err != nil || got != 2 {
		t.Errorf("two steps: %v (%v), want 2", got, err)
	}
	if _, err := perStep([]reading{{1, 5}}, 1); err == nil {
		t.Error("one step can be timed, want an error")
	}
}

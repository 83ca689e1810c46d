package gan

import (
	"math"
	"testing"
)

// There are three kinds of assertions. Exact ones compare bits or whole numbers. Numerical ones use
// [near] and allow for the rounding of float32 (a few 1e-6 of the sum) or of a difference quotient.
// Statistical ones use [drawn] and allow six standard errors, which a correct draw exceeds twice in
// 10⁹ times.
//
// What a training reaches is none of these. It is bounded on one side, by [atLeast] or [atMost].
// The margin is such that a training which learns nothing, or the wrong thing, is far outside.

// near fails unless got is within tolerance of want, relative to want if that is above 1. NaN
// fails.
func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*max(1, math.Abs(want))) {
		t.Errorf("%s = %v, want %v ± %v", what, got, want, tolerance)
	}
}

// drawn fails unless an estimate is within six standard errors of want. NaN fails.
func drawn(t *testing.T, what string, got, want, standardError float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 6*standardError) {
		t.Errorf("%s = %v, want %v; off by %.1f standard errors of %v", what, got, want, math.Abs(got-want)/standardError, standardError)
	}
}

func atLeast(t *testing.T, what string, got, least float64) {
	t.Helper()
	if !(got >= least) {
		t.Errorf("%s = %v, want at least %v", what, got, least)
	}
}

func atMost(t *testing.T, what string, got, most float64) {
	t.Helper()
	if !(got <= most) {
		t.Errorf("%s = %v, want at most %v", what, got, most)
	}
}

// meanAndVariance returns the mean and the variance of f over xs.
func meanAndVariance(xs []float64, f func(float64) float64) (mean, variance float64) {
	mean = average(xs, f)
	return mean, average(xs, func(x float64) float64 { return (f(x) - mean) * (f(x) - mean) })
}

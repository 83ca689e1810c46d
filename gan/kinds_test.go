package gan

import (
	"math"
	"testing"
)

// Every assertion is of one of three kinds. Exact ones compare bits or whole numbers.
// Numerical ones, by [near], allow the rounding of float32 (a few 1e-6 of what is added up)
// or of a quotient of differences. Statistical ones, by [drawn], allow six standard
// errors, which an honest draw exceeds twice in a thousand million times. What a training
// reaches is none of these: it is claimed on one side, by [atLeast] and [atMost], with a
// margin that a training which learns nothing, or the wrong thing, is far beyond.

// near fails unless got is within tolerance of want, relative above 1; NaN fails.
func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*max(1, math.Abs(want))) {
		t.Errorf("%s = %v, want %v ± %v", what, got, want, tolerance)
	}
}

// drawn fails unless an estimate is within six standard errors of want; NaN fails.
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

// meanAndVariance is the mean of f over draws, with the variance of one f.
func meanAndVariance(xs []float64, f func(float64) float64) (mean, variance float64) {
	mean = average(xs, f)
	return mean, average(xs, func(x float64) float64 { return (f(x) - mean) * (f(x) - mean) })
}

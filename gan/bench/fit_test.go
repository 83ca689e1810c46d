package main

import (
	"math"
	"testing"
)

func TestFit(t *testing.T) {
	for _, test := range []struct {
		name   string
		xs, ts []float64
		want   line
	}{
		{"points on a line, over five powers of ten", []float64{1, 10, 1e3, 1e5}, []float64{5, 23, 2003, 200_003}, line{3, 2, 0}},
		{"no growth", []float64{1, 2, 3}, []float64{4, 4, 4}, line{4, 0, 0}},
		// (1 − c)² + (1 − 3c/4)² + … with t = 1, 4 at x = 1, 2: the free line is −2 + 3x, so c = Σ(x/t)/Σ(x/t)² = 1.5/1.25.
		{"a negative fixed part", []float64{1, 2}, []float64{1, 4}, line{0, 1.2, 0.4}},
		// Errors count relative to the value: weights 1, 1 and 1/4 for t = 1, 1, 2 at x = 0, 1, 2. The normal
		// equations are 2.25a + 1.5b = 2.5 and 1.5a + 2b = 2, whose determinant is 2.25.
		{"relative errors", []float64{0, 1, 2}, []float64{1, 1, 2}, line{8. / 9, 1. / 3, 2. / 9}},
	} {
		got := fit(test.xs, test.ts)
		for _, of := range []struct {
			what      string
			got, want float64
		}{{"fixed", got.Fixed, test.want.Fixed}, {"slope", got.Slope, test.want.Slope}, {"residual", got.Residual, test.want.Residual}} {
			if !(math.Abs(of.got-of.want) <= 1e-9*(1+math.Abs(of.want))) {
				t.Errorf("%s: %s %v, want %v", test.name, of.what, of.got, of.want)
			}
		}
	}
	if l := fit([]float64{5, 5}, []float64{1, 2}); !math.IsNaN(l.Slope) {
		t.Errorf("of one place: %+v, want NaN", l)
	}
}

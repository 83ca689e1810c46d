package show

import (
	"math"
	"testing"
)

func TestHistogramIsADensity(t *testing.T) {
	values := append(draws(1000, 2, 3), nan, inf)
	tests := []struct {
		name string
		m    Mark
		area float64
	}{
		{"all", Histogram(values, 30), 1},
		{"constant", Histogram([]float64{7, 7, 7}, 10), 1},
		{"zeros", Histogram([]float64{0, 0}, 4), 1},
		{"half outside", Histogram([]float64{-1, -2, 1, 2}, 5).Over(0, 3), 0.5},
		{"on the last edge", Histogram([]float64{0, 1}, 5).Over(0, 1), 1},
		{"nothing", Histogram([]float64{nan}, 5).Over(0, 1), 0},
	}
	for _, tt := range tests {
		edges, density := tt.m.bin()
		area := 0.0
		for i, d := range density {
			area += d * (edges[i+1] - edges[i])
		}
		if !(math.Abs(area-tt.area) <= 1e-9) {
			t.Errorf("%s: area %g, want %g", tt.name, area, tt.area)
		}
	}
}

func TestEachValueIsInTheBinThatBeginsWithIt(t *testing.T) {
	for n := 1; n <= 300; n++ {
		_, density := Histogram(Span(0, float64(n-1), max(n, 2))[:n], n).Over(0, float64(n)).bin()
		for i, d := range density {
			if math.Abs(d*float64(n)-1) > 1e-9 {
				t.Fatalf("%d values in %d bins: bin %d holds %.0f, want 1", n, n, i, d*float64(n))
			}
		}
	}
}

package dataset

import (
	"math"
	"slices"
	"testing"

	"ganbook/theory"
)

// The moments that a data set knows are those of its formula. Numerical.
func TestMoments(t *testing.T) {
	for _, test := range []struct {
		name   string
		data   Centred
		mean   []float64
		spread float64
	}{
		{"ring", Ring(8, 2, 0.5), []float64{0, 0}, math.Sqrt(2*2/2 + 0.25)},
		{"off centre", Gaussians("two", [][]float64{{10, 0}, {14, 0}}, 1), []float64{12, 0}, math.Sqrt(4./2 + 1)},
		{"one point", Gaussians("one", [][]float64{{5}}, 0), []float64{5}, 0},
		{"normal", From(theory.Normal(3, 0.5)), []float64{3}, 0.5},
		{"Cauchy: quartiles at ±1", From(theory.Cauchy(7, 1)), []float64{7}, 1},
		{"far rows", Rows("far", [][]float32{{1e6}, {1e6 + 2}}), []float64{1e6 + 1}, 1},
		{"images", NewImages("two", 1, 2, 1, []byte{0, 255, 255, 255}, nil, 0), []float64{0.5, 1}, math.Sqrt(0.25 / 2)},
		{"straight ray: E r = 2/3", Spirals(1, 0, 0.1), []float64{2. / 3, 0}, math.Sqrt((0.5-4./9)/2 + 0.01)},
		{"two arms balance", Spirals(2, 1.3, 0), []float64{0, 0}, 0.5},
	} {
		mean, spread := test.data.Moments()
		for j, want := range test.mean {
			if !(math.Abs(mean[j]-want) <= 1e-4*max(1, math.Abs(want))) {
				t.Errorf("%s: mean %v, want %v", test.name, mean, test.mean)
			}
		}
		if !(math.Abs(spread-test.spread) <= 1e-4) {
			t.Errorf("%s: spread %v, want %v", test.name, spread, test.spread)
		}
	}
}

func TestSpreadOfOnePointIsZero(t *testing.T) {
	for name, data := range map[string]Centred{
		"images":    NewImages("same", 1, 1, 1, []byte{11, 11, 11}, nil, 0),
		"gaussians": Gaussians("same", slices.Repeat([][]float64{{0.1, 0.7}}, 3), 0),
	} {
		if mean, spread := data.Moments(); spread != 0 {
			t.Errorf("%s: mean %v, spread %v; want 0, since all samples are equal", name, mean, spread)
		}
	}
}

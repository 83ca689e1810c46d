package metric

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestNearestAgainstFloat64(t *testing.T) {
	for _, mean := range []float64{0, 1000} {
		r := rand.New(rand.NewPCG(11, 12))
		training := normals(r, 500, 20, mean, 1)
		xs := slices.Concat(normals(r, 50, 20, mean, 1), training[100:110])
		got, err := Nearest(xs, training)
		if err != nil || len(got) != len(xs) {
			t.Fatalf("%d neighbours of %d: %v", len(got), len(xs), err)
		}
		for i, x := range xs {
			index, far := 0, math.Inf(1)
			for k, row := range training {
				squared := 0.0
				for j := range x {
					d := float64(x[j]) - float64(row[j])
					squared += d * d
				}
				if d := math.Sqrt(squared); d < far {
					index, far = k, d
				}
			}
			if got[i].Index != index {
				t.Errorf("mean %v, row %d: nearest is %d, want %d", mean, i, got[i].Index, index)
			}
			near(t, "distance", got[i].Distance, far, 1e-6*far)
		}
		for i := range 10 { // a copy is at no distance at all
			if n := got[50+i]; n != (Neighbour{100 + i, 0}) {
				t.Errorf("mean %v: copy of %d has neighbour %+v", mean, 100+i, n)
			}
		}
	}
}

func TestNearestErrors(t *testing.T) {
	row := [][]float32{{1, 2}}
	for _, c := range []struct {
		xs, training [][]float32
		word         string
	}{
		{nil, row, "no sample rows"},
		{row, nil, "no training rows"},
		{[][]float32{{1}}, row, "sample row 0 has 1 coordinates; want 2"},
		{row, [][]float32{{1, 2}, {1, nan}}, "training row 1 has NaN"},
	} {
		if _, err := Nearest(c.xs, c.training); err == nil {
			t.Errorf("no error that says %q", c.word)
		} else {
			holds(t, err.Error(), []string{"Nearest", c.word})
		}
	}
}

package metric

import (
	"math"
	"slices"
	"sync"
	"testing"

	"github.com/gomlx/compute/dtypes"

	"ganbook/gan/device"
	"ganbook/theory/seed"
)

// Matrices are multiplied in float32, or in float64 on a GPU. Both must give the excess that follows
// from x − p. For float32 the error must be at most the slack (numerical: slackOf explains it). For
// float64 it must be at most 0.2 times the slack. For float32 the slack must also be less than 1000
// times the largest error, so that the list of candidates is short.
func TestDistances(t *testing.T) {
	backend, err := device.Open("")
	if err != nil {
		t.Fatal(err)
	}
	r := seed.Rand(13, 14)
	xs, points := normals(r, 7, 50, 3, 1), normals(r, 11, 50, 3, 1)
	points[4] = xs[2]
	at := transformFor(xs, points)
	if frac, _ := math.Frexp(at.unit); frac != 0.5 {
		t.Errorf("the unit is %v, want a power of 2", at.unit)
	}
	for product, digits := range map[dtypes.DType]float64{dtypes.Float32: 1, dtypes.Float64: 0.2} {
		exec := products(backend, product)
		defer exec.Finalize()
		x, p := at.place(xs, len(xs)+2), at.place(points, len(points)) // two rows of zeros, which are not read
		defer p.device.MustFinalizeAll()
		var mu sync.Mutex // rows are read on all cores
		seen, worst := 0, 0.0
		readRows(exec, x, p, len(xs), func(i int, excess []float64) {
			mu.Lock()
			defer mu.Unlock()
			slack := slackOf(x.squaredNorms[i], slices.Max(p.squaredNorms), len(xs[i]))
			least := math.Inf(1)
			for _, p := range points {
				least = min(least, distance(xs[i], p))
			}
			for k, p := range points {
				d := distance(xs[i], p)
				want := (d*d - least*least) / at.unit / at.unit
				worst = max(worst, math.Abs(excess[k]-want)/slack)
				near(t, "beyond", excess[k], want, digits*slack)
			}
			seen++
		})
		if seen != len(xs) {
			t.Errorf("%d rows were read, want %d", seen, len(xs))
		}
		if product == dtypes.Float32 && !(worst > 0.001) {
			t.Errorf("the worst error is %.2g of the slack that is left for it", worst)
		}
	}
}

package metric

import (
	"math"
	"testing"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"

	"ganbook/gan/device"
	"ganbook/theory/seed"
)

// Both types in which matrices are multiplied, the GPUs' one too, give what the distances
// of x − p differ by, within the slack that is claimed for float32 (numerical: between says
// where it comes from), float64 to its own rounding; and the slack is no more than 1000
// times what it has to be, so that the list of candidates is short.
func TestDistances(t *testing.T) {
	backend, err := device.Open("")
	if err != nil {
		t.Fatal(err)
	}
	r := seed.Rand(13, 14)
	xs, points := normals(r, 7, 50, 3, 1), normals(r, 11, 50, 3, 1)
	points[4] = xs[2]
	at := placeOf(xs, points)
	if frac, _ := math.Frexp(at.unit); frac != 0.5 {
		t.Errorf("the unit is %v, want a power of 2", at.unit)
	}
	for product, digits := range map[dtypes.DType]float64{dtypes.Float32: 1, dtypes.Float64: 0.2} {
		exec := MustNewExec(backend, func(x, p *Node) []*Node {
			beyond, slack := between(x, p, product)
			return []*Node{beyond, Squeeze(slack, 1)}
		})
		defer exec.Finalize()
		out := exec.MustCall(at.put(xs, len(xs)), at.put(points, len(points)))
		beyond, slack := out[0].Value().([][]float64), out[1].Value().([]float64)
		worst := 0.0
		for i, x := range xs {
			least := math.Inf(1)
			for _, p := range points {
				least = min(least, distance(x, p))
			}
			for k, p := range points {
				d := distance(x, p)
				off := math.Abs(beyond[i][k] - (d*d-least*least)/at.unit/at.unit)
				worst = max(worst, off/slack[i])
				near(t, "beyond", beyond[i][k], (d*d-least*least)/at.unit/at.unit, digits*slack[i])
			}
		}
		if product == dtypes.Float32 && !(worst > 0.001) {
			t.Errorf("the worst error is %.2g of the slack that is left for it", worst)
		}
	}
}

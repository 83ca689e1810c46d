package metric

import (
	"math"
	"testing"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"

	"ganbook/gan/device"
	"ganbook/theory/seed"
)

// Matrices are multiplied in float32, or in float64 on a GPU. Both must give the excess that follows
// from x − p. For float32 the error must be at most the slack (numerical: excessAndSlack explains
// it). For float64 it must be at most 0.2 times the slack. For float32 the slack must also be less
// than 1000 times the largest error, so that the list of candidates is short.
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
		exec := MustNewExec(backend, func(x, p *Node) []*Node {
			excess, slack := excessAndSlack(x, p, product)
			return []*Node{excess, Squeeze(slack, 1)}
		})
		defer exec.Finalize()
		out := exec.MustCall(at.upload(xs, len(xs)), at.upload(points, len(points)))
		excess, slack := out[0].Value().([][]float64), out[1].Value().([]float64)
		worst := 0.0
		for i, x := range xs {
			least := math.Inf(1)
			for _, p := range points {
				least = min(least, distance(x, p))
			}
			for k, p := range points {
				d := distance(x, p)
				off := math.Abs(excess[i][k] - (d*d-least*least)/at.unit/at.unit)
				worst = max(worst, off/slack[i])
				near(t, "beyond", excess[i][k], (d*d-least*least)/at.unit/at.unit, digits*slack[i])
			}
		}
		if product == dtypes.Float32 && !(worst > 0.001) {
			t.Errorf("the worst error is %.2g of the slack that is left for it", worst)
		}
	}
}

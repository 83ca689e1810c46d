package metric

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"

	"ganbook/gan/device"
)

// Both types in which matrices are multiplied, the GPUs' one too, give the
// distances of x − p.
func TestDistances(t *testing.T) {
	backend, err := device.Open("")
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(13, 14))
	xs, points := normals(r, 7, 50, 0, 1), normals(r, 11, 50, 0, 1)
	points[4] = xs[2]
	for product, tolerance := range map[dtypes.DType]float64{dtypes.Float32: 1e-4, dtypes.Float64: 1e-12} {
		out := MustNewExec(backend, func(x, p *Node) []*Node {
			d := between(x, p, product)
			return []*Node{d.nearest, d.least, d.beyond}
		}).MustCall(xs, points)
		nearest, least, beyond := out[0].Value().([]int32), out[1].Value().([]float64), out[2].Value().([][]float64)
		for i, x := range xs {
			smallest := math.Inf(1)
			for k, p := range points {
				squared := 0.0
				for j := range x {
					d := float64(x[j]) - float64(p[j])
					squared += d * d
				}
				near(t, "‖x − p‖²", least[i]+beyond[i][k], squared, tolerance)
				if squared < smallest {
					smallest = squared
				}
				if int32(k) == nearest[i] {
					near(t, "the nearest's ‖x − p‖²", least[i], squared, 1e-12*squared)
					near(t, "what lies beyond the nearest", beyond[i][k], 0, 0)
				}
			}
			near(t, "the least ‖x − p‖²", least[i], smallest, 1e-12*smallest)
		}
	}
}

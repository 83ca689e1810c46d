package dataset

import (
	"math"
	"testing"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"ganbook/gan/device"
	"ganbook/theory"
)

// A normal part is drawn exactly: with the same z's, the draws are mean + σz. Numerical: the
// position in the table is a float32 of up to 4096. Its error of 2⁻¹² knots is an error of 10⁻⁶ in
// z.
func TestInterpolation(t *testing.T) {
	const n = 5000
	means, sigmas := []float64{-2, 3}, []float64{0.5, 0.25}
	p := theory.Mix([]float64{0.25, 0.75}, theory.Normal(means[0], sigmas[0]), theory.Normal(means[1], sigmas[1]))
	for _, backend := range backends(t) {
		line := From(p) // a new data set, since tables belong to the first backend that uses them
		zs := call(t, backend, nil, func(scope *model.Scope, g *Graph, _ []*Node) []*Node {
			return []*Node{scope.RandomNormal(g, shapes.Make(dtypes.Float32, n, 1))}
		})[0].([][]float32)
		for part := range means {
			xs := call(t, backend, line, func(scope *model.Scope, g *Graph, tables []*Node) []*Node {
				return []*Node{interpolate(scope, tables[2], BroadcastToDims(Const(g, int32(part)), n, 1))}
			})[0].([][]float32)
			for i, z := range zs {
				want := means[part] + sigmas[part]*float64(z[0])
				if !(math.Abs(float64(xs[i][0])-want) < 5e-6) {
					t.Fatalf("%s, part %d: z = %v gives %v, want %v", device.Name(backend), part, z[0], xs[i][0], want)
				}
			}
		}
	}
}

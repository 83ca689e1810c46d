package gan

import (
	"fmt"
	"math/rand/v2"

	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
)

// Noise is P(z). The coordinates of z are independent, and each has this distribution.
type Noise int

const (
	Normal  Noise = iota // N(0, 1)
	Uniform              // U(−1, 1)
)

// String returns the name of the distribution in Go.
func (n Noise) String() string {
	switch n {
	case Normal:
		return "Normal"
	case Uniform:
		return "Uniform"
	}
	return fmt.Sprintf("Noise(%d)", int(n))
}

// draw draws noise of the given shape on the device.
func (n Noise) draw(scope *model.Scope, g *Graph, shape shapes.Shape) *Node {
	if n == Uniform {
		return AddScalar(MulScalar(scope.RandomUniform(g, shape), 2), -1)
	}
	return scope.RandomNormal(g, shape)
}

// next draws one coordinate on the host.
func (n Noise) next(from *rand.Rand) float64 {
	if n == Uniform {
		return 2*from.Float64() - 1
	}
	return from.NormFloat64()
}

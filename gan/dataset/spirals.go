package dataset

import (
	"fmt"
	"math"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
)

// A Spiral is a distribution in the plane along K arms that start at the origin,
//
//	x = r·(cos φ, sin φ) + σ·N(0, I),  r = √u,  φ = 2π(turns·r + k/K),
//
// where u is uniform on [0, 1) and k is uniform on 0 … K−1. Without noise, a share r² of all
// samples has a distance below r from the origin, for r ≤ 1, as for a uniform distribution on the
// unit disc.
type Spiral struct {
	arms  int
	table *tensors.Tensor // turns, 1/K and σ
}

// Spirals returns a spiral with the given number of arms. Each arm makes the given number of turns
// between the origin and the unit circle. Negative turns are clockwise; 0 turns make a straight
// ray. It panics if arms < 1, if turns or σ is not finite or beyond the range of float32, or if
// σ < 0.
func Spirals(arms int, turns, sigma float64) *Spiral {
	if arms < 1 {
		panic(fmt.Sprintf("dataset: Spirals of %d arms; 1 or more", arms))
	}
	if !representable(turns) {
		panic(fmt.Sprintf("dataset: Spirals of %v turns; a finite number within float32", turns))
	}
	if !(sigma >= 0) || !representable(sigma) {
		panic(fmt.Sprintf("dataset: Spirals with σ = %v; 0 or more, finite and within float32", sigma))
	}
	return &Spiral{arms, tensors.FromValue([]float32{float32(turns), 1 / float32(arms), float32(sigma)})}
}

// Name returns a name such as "2-armed spiral".
func (s *Spiral) Name() string { return fmt.Sprintf("%d-armed spiral", s.arms) }

// Dim returns 2.
func (s *Spiral) Dim() int { return 2 }

// Tables returns the numbers of the formula.
func (s *Spiral) Tables() []*tensors.Tensor { return []*tensors.Tensor{s.table} }

// Draw picks an arm and a radius for each sample and adds the noise.
func (s *Spiral) Draw(scope *model.Scope, g *Graph, tables []*Node, n int) *Node {
	number := func(i int) *Node { return Reshape(Slice(tables[0], AxisElem(i))) }
	turns, share, sigma := number(0), number(1), number(2)
	r := Sqrt(scope.RandomUniform(g, shapes.Make(dtypes.Float32, n, 1)))
	arm := ConvertDType(pick(scope, g, n, s.arms), dtypes.Float32)
	phi := MulScalar(Add(Mul(r, turns), Mul(arm, share)), 2*math.Pi)
	noise := scope.RandomNormal(g, shapes.Make(dtypes.Float32, n, 2))
	return Add(Mul(r, Concatenate([]*Node{Cos(phi), Sin(phi)}, 1)), Mul(noise, sigma))
}

package gan

import (
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
)

// penalised reports whether D's loss holds a gradient in D's input.
func (c Config) penalised() bool { return c.R1 > 0 || c.R2 > 0 || c.GradientPenalty > 0 }

// penalty is what is added to D's loss: R1 on real data, R2 on fakes, the gradient
// penalty between them, times PenaltyDecay's factor; 0 where there is none.
func (s *step) penalty(real, fake batch) *Node {
	sum := ScalarZero(s.number.Graph(), dtypes.Float32)
	add := func(strength float64, term func() *Node) {
		if strength > 0 {
			sum = Add(sum, Mul(s.cfg.PenaltyDecay.at(s.number, s.cfg.Steps, strength), term()))
		}
	}
	add(s.cfg.R1/2, func() *Node { return mean(s.squaredSlope(real)) })
	add(s.cfg.R2/2, func() *Node { return mean(s.squaredSlope(fake)) })
	add(s.cfg.GradientPenalty, func() *Node {
		between := batch{x: between(s.scope, real.x, fake.x), class: real.class}
		// The root has no slope at 0; what is added there is below float32's rounding of 1.
		norm := Sqrt(AddScalar(s.squaredSlope(between), 1e-12))
		return mean(Square(AddScalar(norm, -1)))
	})
	return sum
}

// squaredSlope is ‖∇ₓ l(x)‖² of the score at each row of x, shaped [batch].
func (s *step) squaredSlope(at batch) *Node {
	slope := Gradient(ReduceAllSum(s.score(at)), at.x)[0]
	return ReduceSum(Square(slope), -1)
}

// between is ε·a + (1 − ε)·b, with its own ε ~ U(0, 1) for each row.
func between(scope *model.Scope, a, b *Node) *Node {
	eps := scope.RandomUniform(a.Graph(), shapes.Make(dtypes.Float32, a.Shape().Dim(0), 1))
	return Add(b, Mul(eps, Sub(a, b)))
}

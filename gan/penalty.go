package gan

import (
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
)

// penalised reports whether a gradient with respect to D's input is part of D's loss.
func (c Config) penalised() bool { return c.R1 > 0 || c.R2 > 0 || c.GradientPenalty > 0 }

// penalty returns what is added to D's loss: R1 on real data, R2 on fakes and the gradient penalty
// between them, each times the factor of PenaltyDecay. It is 0 without a penalty.
func (s *stepBuilder) penalty(real, fake batch) *Node {
	sum := ScalarZero(s.number.Graph(), dtypes.Float32)
	add := func(strength float64, term func() *Node) {
		if strength > 0 {
			sum = Add(sum, Mul(s.cfg.PenaltyDecay.at(s.number, s.cfg.Steps, strength), term()))
		}
	}
	add(s.cfg.R1/2, func() *Node { return mean(s.squaredSlope(real)) })
	add(s.cfg.R2/2, func() *Node { return mean(s.squaredSlope(fake)) })
	add(s.cfg.GradientPenalty, func() *Node {
		mixed := batch{x: interpolate(s.scope, real.x, fake.x), class: real.class}
		// The square root has no finite derivative at 0. The added 1e-12 is below the float32
		// rounding of values near 1.
		norm := Sqrt(AddScalar(s.squaredSlope(mixed), 1e-12))
		return mean(Square(AddScalar(norm, -1)))
	})
	return sum
}

// squaredSlope returns ‖∇ₓ l(x)‖², where l is the score, for each row of x, shaped [batch].
func (s *stepBuilder) squaredSlope(at batch) *Node {
	slope := Gradient(ReduceAllSum(s.score(at)), at.x)[0]
	return ReduceSum(Square(slope), -1)
}

// interpolate returns ε·a + (1 − ε)·b, with an independent ε ~ U(0, 1) for each row.
func interpolate(scope *model.Scope, a, b *Node) *Node {
	eps := scope.RandomUniform(a.Graph(), shapes.Make(dtypes.Float32, a.Shape().Dim(0), 1))
	return Add(b, Mul(eps, Sub(a, b)))
}

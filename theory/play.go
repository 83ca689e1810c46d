package theory

import (
	"fmt"
	"math"

	"ganbook/theory/internal/float"
)

// A Gradient returns the two partial derivatives of a game f(x, y). Player x minimises f and player
// y maximises f, as G and D do in min_G max_D V. For f = x·y it returns y, x.
type Gradient func(x, y float64) (dfdx, dfdy float64)

// SimultaneousPlay lets both players step along the gradient at the same time, each from the last
// position of the other:
//
//	xₜ₊₁ = xₜ − rate·∂f/∂x(xₜ, yₜ),   yₜ₊₁ = yₜ + rate·∂f/∂y(xₜ, yₜ).
//
// It returns the path as two slices of length steps + 1, with the start included. If a step is not
// finite, the path ends before it.
//
// For f = x·y each step multiplies the distance from the equilibrium at 0 by √(1 + rate²). So the
// path is a spiral outwards, at any rate.
//
// It panics if gradient is nil, start or rate is not finite, rate ≤ 0 or steps < 0.
func SimultaneousPlay(gradient Gradient, x, y, rate float64, steps int) (xs, ys []float64) {
	return play("SimultaneousPlay", gradient, x, y, rate, steps, func(x, y float64) (float64, float64) {
		dx, dy := gradient(x, y)
		return x - rate*dx, y + rate*dy
	})
}

// AlternatingPlay lets the players step in turn. Player x steps first, and player y then steps from
// the new x:
//
//	xₜ₊₁ = xₜ − rate·∂f/∂x(xₜ, yₜ),   yₜ₊₁ = yₜ + rate·∂f/∂y(xₜ₊₁, yₜ).
//
// For f = x·y and 0 < rate < 2 the path stays on an ellipse x² − rate·x·y + y² = const. It neither
// reaches the equilibrium nor moves away from it. Results and panics are those of
// [SimultaneousPlay].
func AlternatingPlay(gradient Gradient, x, y, rate float64, steps int) (xs, ys []float64) {
	return play("AlternatingPlay", gradient, x, y, rate, steps, func(x, y float64) (float64, float64) {
		dx, _ := gradient(x, y)
		x -= rate * dx
		_, dy := gradient(x, y)
		return x, y + rate*dy
	})
}

// LookAheadPlay lets both players step along the gradient that they would find one step ahead, the
// extra-gradient method (Korpelevich 1976):
//
//	(x̂, ŷ) = one step of [SimultaneousPlay] from (xₜ, yₜ),
//	xₜ₊₁ = xₜ − rate·∂f/∂x(x̂, ŷ),   yₜ₊₁ = yₜ + rate·∂f/∂y(x̂, ŷ).
//
// For f = x·y and rate < 1 the path is a spiral inwards: each step multiplies the distance from the
// equilibrium by √(1 − rate² + rate⁴). Results and panics are those of [SimultaneousPlay].
func LookAheadPlay(gradient Gradient, x, y, rate float64, steps int) (xs, ys []float64) {
	return play("LookAheadPlay", gradient, x, y, rate, steps, func(x, y float64) (float64, float64) {
		dx, dy := gradient(x, y)
		dx, dy = gradient(x-rate*dx, y+rate*dy)
		return x - rate*dx, y + rate*dy
	})
}

// OptimisticPlay lets both players expect that the gradient will change as it has just changed (Popov
// 1980; Daskalakis et al. 2018):
//
//	xₜ₊₁ = xₜ − rate·(2·gₜ − gₜ₋₁),   gₜ = ∂f/∂x(xₜ, yₜ),
//
// and the same for y with the opposite sign. It needs one gradient a step, where [LookAheadPlay] needs
// two. The first step is that of [SimultaneousPlay]. Results and panics are those of
// [SimultaneousPlay].
func OptimisticPlay(gradient Gradient, x, y, rate float64, steps int) (xs, ys []float64) {
	first := true
	var lastX, lastY float64
	return play("OptimisticPlay", gradient, x, y, rate, steps, func(x, y float64) (float64, float64) {
		dx, dy := gradient(x, y)
		if first {
			first, lastX, lastY = false, dx, dy
		}
		x, y = x-rate*(2*dx-lastX), y+rate*(2*dy-lastY)
		lastX, lastY = dx, dy
		return x, y
	})
}

// play checks the arguments and follows the path. name is the function named in panics.
func play(name string, gradient Gradient, x, y, rate float64, steps int, step func(x, y float64) (float64, float64)) (xs, ys []float64) {
	switch {
	case gradient == nil:
		panic(fmt.Sprintf("theory: %s: the Gradient is nil; give a function from (x, y) to (∂f/∂x, ∂f/∂y)", name))
	case !float.Finite(x) || !float.Finite(y):
		panic(fmt.Sprintf("theory: %s: start (%v, %v) is not finite", name, x, y))
	case !(rate > 0) || math.IsInf(rate, 1):
		panic(fmt.Sprintf("theory: %s: rate = %v is not positive and finite", name, rate))
	case steps < 0:
		panic(fmt.Sprintf("theory: %s: steps = %d is negative", name, steps))
	}
	xs, ys = []float64{x}, []float64{y}
	for range steps {
		x, y = step(x, y)
		if !float.Finite(x) || !float.Finite(y) {
			break
		}
		xs, ys = append(xs, x), append(ys, y)
	}
	return xs, ys
}

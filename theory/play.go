package theory

import (
	"fmt"
	"math"

	"ganbook/theory/internal/float"
)

// A Gradient is that of a game f(x, y), its two partial derivatives. x is the player who wants f
// low, y the one who wants it high, as G and D do in min_G max_D V. That of f = x·y returns y, x.
type Gradient func(x, y float64) (dfdx, dfdy float64)

// SimultaneousPlay lets both players of a game step along the gradient at once, each from where the
// other was:
//
//	xₜ₊₁ = xₜ − rate·∂f/∂x(xₜ, yₜ),   yₜ₊₁ = yₜ + rate·∂f/∂y(xₜ, yₜ).
//
// It returns the path, shaped [steps+1] in xs and in ys, the start included. On f = x·y each step
// multiplies the distance from the equilibrium at 0 by √(1 + rate²): it spirals outwards at any
// rate. Where a step is no longer finite, the path ends before it. It panics where gradient is nil,
// start or rate is not finite, rate ≤ 0 or steps < 0.
func SimultaneousPlay(gradient Gradient, x, y, rate float64, steps int) (xs, ys []float64) {
	return play("SimultaneousPlay", gradient, x, y, rate, steps, func(x, y float64) (float64, float64) {
		dx, dy := gradient(x, y)
		return x - rate*dx, y + rate*dy
	})
}

// AlternatingPlay lets the players step in turn, x first, y knowing where x has gone:
//
//	xₜ₊₁ = xₜ − rate·∂f/∂x(xₜ, yₜ),   yₜ₊₁ = yₜ + rate·∂f/∂y(xₜ₊₁, yₜ).
//
// On f = x·y the path stays on an ellipse x² − rate·x·y + y² = const for 0 < rate < 2, neither
// arriving nor leaving. What it returns and refuses is as for [SimultaneousPlay].
func AlternatingPlay(gradient Gradient, x, y, rate float64, steps int) (xs, ys []float64) {
	return play("AlternatingPlay", gradient, x, y, rate, steps, func(x, y float64) (float64, float64) {
		dx, _ := gradient(x, y)
		x -= rate * dx
		_, dy := gradient(x, y)
		return x, y + rate*dy
	})
}

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

package theory

import (
	"fmt"
	"math"
	"math/cmplx"

	"ganbook/theory/internal/float"
)

// A Matrix2 is a linear map of the positions (x, y) of two players. Row 0 gives the new x, row 1 the new
// y.
type Matrix2 [2][2]float64

// Eigenvalues returns the two eigenvalues: first the one with the greater imaginary part or, if both are
// real, the greater one. With the trace T and the determinant Δ they are
//
//	λ = T/2 ± √(T²/4 − Δ).
//
// For a matrix of steps, |λ| is the factor of one step: the game comes to rest if both are less than 1.
// For a [Flow], Re λ is the rate: the flow comes to rest if both are negative, and Im λ is the angular
// velocity.
func (m Matrix2) Eigenvalues() (first, second complex128) {
	half := (m[0][0] + m[1][1]) / 2
	// T²/4 − Δ without the cancellation of the products on the diagonal.
	difference := (m[0][0] - m[1][1]) / 2
	root := cmplx.Sqrt(complex(difference*difference+m[0][1]*m[1][0], 0))
	return complex(half, 0) + root, complex(half, 0) - root
}

// times returns the matrix product m·o.
func (m Matrix2) times(o Matrix2) Matrix2 {
	var product Matrix2
	for i := range 2 {
		for j := range 2 {
			product[i][j] = m[i][0]*o[0][j] + m[i][1]*o[1][j]
		}
	}
	return product
}

// A Flow is the matrix A of a game near an equilibrium at (x*, y*), for players that move all the time:
//
//	d/dt (x − x*, y − y*) = A·(x − x*, y − y*),   A = ( −∂²f/∂x²   −∂²f/∂x∂y )
//	                                                   ( ∂²f/∂x∂y    ∂²f/∂y²  ).
//
// For f = x·y it is {{0, −1}, {1, 0}}, whose eigenvalues are ±i: the players circle for ever. If each
// player has a payoff of its own, as in [Dirac], row 0 holds the derivatives of −∂f/∂x and row 1 those of
// ∂f/∂y, as the [Gradient] gives them. The methods of a Flow give the matrices of the discrete steps.
type Flow Matrix2

// FlowAt returns the [Flow] of a game at (x, y), by central differences of the gradient. The error is
// about 1e-9 for a gradient that is smooth over lengths of 1 (or of |x| and |y| if they are greater). At
// a kink of the gradient, the game has no such matrix. FlowAt panics if gradient is nil or x or y is not
// finite.
func FlowAt(gradient Gradient, x, y float64) Flow {
	if gradient == nil {
		panic("theory: FlowAt: the Gradient is nil; give a function from (x, y) to (∂f/∂x, ∂f/∂y)")
	}
	if !float.Finite(x) || !float.Finite(y) {
		panic(fmt.Sprintf("theory: FlowAt: (%v, %v) is not finite", x, y))
	}
	const step = 1e-5 // balances the rounding, 1e-16/step, and the curvature, step²
	column := func(dx, dy float64) (a, b float64) {
		xAfter, yAfter := gradient(x+dx, y+dy)
		xBefore, yBefore := gradient(x-dx, y-dy)
		h := 2 * (dx + dy)
		return -(xAfter - xBefore) / h, (yAfter - yBefore) / h
	}
	var a Flow
	a[0][0], a[1][0] = column(step*max(1, math.Abs(x)), 0)
	a[0][1], a[1][1] = column(0, step*max(1, math.Abs(y)))
	return a
}

// Eigenvalues returns the eigenvalues of the flow, as [Matrix2.Eigenvalues] does.
func (a Flow) Eigenvalues() (first, second complex128) { return Matrix2(a).Eigenvalues() }

// Simultaneous returns the matrix of one step of [SimultaneousPlay]:
//
//	M = I + rate·A.
//
// Its eigenvalues are 1 + rate·λ. For f = x·y, |1 ± rate·i| = √(1 + rate²) > 1.
func (a Flow) Simultaneous(rate float64) Matrix2 {
	return Matrix2{{1 + rate*a[0][0], rate * a[0][1]}, {rate * a[1][0], 1 + rate*a[1][1]}}
}

// Alternating returns the matrix of one step of [AlternatingPlay], in which y steps from the new x:
//
//	M = ( 1         0           )·( 1 + rate·a₀₀   rate·a₀₁ )
//	    ( rate·a₁₀  1 + rate·a₁₁ )  ( 0              1        ).
//
// For f = x·y and rate < 2 both eigenvalues have the absolute value 1.
func (a Flow) Alternating(rate float64) Matrix2 {
	moveX := Matrix2{{1 + rate*a[0][0], rate * a[0][1]}, {0, 1}}
	moveY := Matrix2{{1, 0}, {rate * a[1][0], 1 + rate*a[1][1]}}
	return moveY.times(moveX)
}

// LookAhead returns the matrix of one step of [LookAheadPlay]:
//
//	M = I + rate·A·(I + rate·A).
//
// Its eigenvalues are 1 + rate·λ + (rate·λ)². For f = x·y and rate < 1, their absolute value
// √(1 − rate² + rate⁴) is less than 1, so that the game comes to rest.
func (a Flow) LookAhead(rate float64) Matrix2 {
	ahead := Matrix2(a).times(a.Simultaneous(rate))
	return Flow(ahead).Simultaneous(rate)
}

// Optimistic returns the eigenvalues of one step of [OptimisticPlay]. A step uses the gradients at two
// positions, so its matrix is 4×4, and each eigenvalue λ of the flow gives two roots μ of
//
//	μ² = (1 + 2·rate·λ)·μ − rate·λ,   μ = ½ + rate·λ ± √(¼ + (rate·λ)²).
//
// The first two are near 1 + rate·λ for a small rate, and the last two near 0. For f = x·y all have an
// absolute value of less than 1 if rate < 1/√3.
func (a Flow) Optimistic(rate float64) [4]complex128 {
	first, second := a.Eigenvalues()
	var roots [4]complex128
	for i, lambda := range [...]complex128{first, second} {
		z := complex(rate, 0) * lambda
		root := cmplx.Sqrt(0.25 + z*z) // its real part is not negative
		roots[i], roots[i+2] = 0.5+z+root, 0.5+z-root
	}
	return roots
}

package theory

import (
	"math"

	"ganbook/theory/internal/float"
)

// goldenMaximum returns where l is largest between a and b, given that it is nowhere larger at them
// than at x, by golden section. Where a or b is infinite it is x.
func goldenMaximum(l func(x float64) float64, a, x, b float64) float64 {
	const golden, rounds, sharp = 0.38196601125010515, 100, 1e-14
	if !float.Finite(b - a) {
		return x
	}
	lx := l(x)
	for range rounds {
		// Into the longer side.
		y := x - golden*(x-a)
		if b-x > x-a {
			y = x + golden*(b-x)
		}
		if y <= a || y >= b || b-a < sharp*math.Abs(x) {
			break
		}
		better := l(y)
		if better > lx {
			x, y, lx = y, x, better
		}
		// Beyond the lower of the two there is nothing higher.
		if y < x {
			a = y
		} else {
			b = y
		}
	}
	return x
}

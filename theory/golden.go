package theory

import (
	"math"

	"ganbook/theory/internal/float"
)

// goldenMaximum returns the maximum of l between a and b, by golden section search. l(x) must be at
// least l(a) and l(b). If a or b is infinite, the result is x.
func goldenMaximum(l func(x float64) float64, a, x, b float64) float64 {
	const golden, rounds, sharp = 0.38196601125010515, 100, 1e-14
	if !float.Finite(b - a) {
		return x
	}
	lx := l(x)
	for range rounds {
		// The next point divides the longer side.
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
		// The maximum does not lie beyond the lower of the two points.
		if y < x {
			a = y
		} else {
			b = y
		}
	}
	return x
}

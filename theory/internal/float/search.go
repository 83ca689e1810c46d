package float

import "math"

// Maximum returns the point between a and b at which l is greatest, by golden section search. l(x)
// must be at least l(a) and l(b). If a or b is infinite, the result is x.
func Maximum(l func(x float64) float64, a, x, b float64) float64 {
	const golden, rounds, sharp = 0.38196601125010515, 100, 1e-14
	if !Finite(b - a) {
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

// Least returns the smallest float64 in [a, b] at which holds is true, or b if there is none.
// Once holds is true, it must stay true for all greater x.
func Least(a, b float64, holds func(x float64) bool) float64 {
	lo, hi := ordinal(a), ordinal(b)
	for lo < hi {
		mid := lo + int64(uint64(hi-lo)/2)
		if holds(fromOrdinal(mid)) {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return fromOrdinal(lo)
}

// ordinal numbers the float64s in ascending order. The ordinal of zero is 0.
func ordinal(x float64) int64 {
	n := int64(math.Float64bits(math.Abs(x)))
	if x < 0 {
		return -n
	}
	return n
}

// fromOrdinal is the inverse of ordinal.
func fromOrdinal(n int64) float64 {
	if n < 0 {
		return -math.Float64frombits(uint64(-n))
	}
	return math.Float64frombits(uint64(n))
}

// Uphill goes on from x by single float64s while f rises, some thousand at most. A search that has
// come within 1e-13 of a singularity then ends on it.
func Uphill(f func(x float64) float64, x float64) float64 {
	const most = 1024
	top := f(x)
	for _, end := range [...]float64{math.Inf(-1), math.Inf(1)} {
		for range most {
			next := math.Nextafter(x, end)
			height := f(next)
			if !(height > top) {
				break
			}
			x, top = next, height
		}
	}
	return x
}

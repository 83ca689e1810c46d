package show

import (
	"fmt"
	"math"

	"ganbook/notebooks/show/scene"
)

// A Range is where an axis begins and ends.
type Range [2]float64

// checkRange panics unless lo to hi can be an axis's range.
func checkRange(what string, lo, hi float64) {
	if !(scene.Drawable(lo) && scene.Drawable(hi) && lo < hi) {
		panic(fmt.Sprintf("show: %s: range from %g to %g, want two finite numbers, the lower one first", what, lo, hi))
	}
	if narrow(lo, hi) {
		panic(fmt.Sprintf("show: %s: range from %.17g to %.17g is too narrow to draw where it is", what, lo, hi))
	}
}

// narrow says whether lo and hi ≥ lo are so close to each other, relative to their size, that
// float64 could not tell apart the ticks and pixels between them.
func narrow(lo, hi float64) bool { return hi-lo <= 1e-11*max(math.Abs(lo), math.Abs(hi)) }

// extent returns the least and the greatest of the drawable values, and NaN for both if there are
// none.
func extent(values ...[]float64) (least, greatest float64) {
	least, greatest = math.NaN(), math.NaN()
	for _, vs := range values {
		for _, v := range vs {
			if scene.Drawable(v) {
				if !(least <= v) {
					least = v
				}
				if !(greatest >= v) {
					greatest = v
				}
			}
		}
	}
	return least, greatest
}

package quad

import (
	"fmt"
	"math"
	"slices"
)

// Over returns ∫ f(x)·w(x) dx over intervals.
func (f Integrand) Over(intervals []Interval) Result { return f.subdivide(intervals).result() }

// Integrate returns ∫ f(x) dx from a to b, either of which may be infinite. Points inside at which
// f jumps, bends or has a singularity may be given as break points, which makes the integral
// quicker and surer; for a range without end, points around which f does what counts. From b to a
// it is the same with the other sign, and from a to a it is 0. It panics where a or b is NaN, or a
// break point lies outside.
func Integrate(f func(x float64) float64, a, b float64, breakPoints ...float64) Result {
	if a != a || b != b {
		panic(fmt.Sprintf("quad: Integrate from %v to %v; both must be numbers", a, b))
	}
	if a > b {
		r := Integrate(f, b, a, breakPoints...)
		r.Value = -r.Value
		r.Positive, r.Negative = r.Negative, r.Positive
		return r
	}
	points := append([]float64{a, b}, breakPoints...)
	for _, x := range breakPoints {
		if !(x >= a && x <= b) || math.IsInf(x, 0) {
			panic(fmt.Sprintf("quad: Integrate from %v to %v: the break point %v lies outside", a, b, x))
		}
	}
	slices.Sort(points)
	points = slices.Compact(points)
	if len(points) == 1 {
		return Result{subdivision: &subdivision{}}
	}
	at := Integrand{F: func(x Abscissa) float64 { return x.Apply(f) }}
	return at.Over(Between(0, points...))
}

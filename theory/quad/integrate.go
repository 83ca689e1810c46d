package quad

import (
	"fmt"
	"math"
	"slices"
)

// Over returns ∫ f(x)·w(x) dx over intervals. It panics if F is nil or Tolerance is not in [0, 1).
func (f Integrand) Over(intervals []Interval) Result {
	f.check("Over")
	evaluations := 0
	f.evaluations = &evaluations
	r := f.subdivide(intervals).result()
	f.evaluations = nil // what is derived from the result may be used by several goroutines
	r.Evaluations = evaluations
	return r
}

// Integrate returns ∫ f(x) dx from a to b. Either end may be infinite.
//
// Give the points at which f jumps, bends or has a singularity as break points. Then the integral is
// faster and more reliable. For an unbounded range, give points where most of the integral lies.
//
// From b to a the integral has the opposite sign, and from a to a it is 0. Integrate panics if f is nil,
// if a or b is NaN, or if a break point lies outside the range or is infinite.
func Integrate(f func(x float64) float64, a, b float64, breakPoints ...float64) Result {
	if f == nil {
		panic("quad: Integrate: the function is nil; give a function from x to f(x)")
	}
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
		return Result{}
	}
	at := Integrand{F: func(x Abscissa) float64 { return x.Apply(f) }}
	return at.Over(Between(0, points...))
}

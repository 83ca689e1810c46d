package quad

import (
	"math"

	"ganbook/theory/internal/float"
)

// An Integrand is f(x)·w(x), a function times a weight that is nowhere negative. The weight is
// given by its logarithm, so that the product keeps its digits where a factor leaves the range of
// float64.
type Integrand struct {
	// F is asked only where the weight is at least e^−1500. Below e^−600, an F that is not finite
	// is taken to have overflowed itself, and counts as 0.
	F func(x Abscissa) float64
	// LogWeight is ln w; nil for w = 1.
	LogWeight func(x Abscissa) float64
	// Noise·√∫|f|w bounds what rounding in F does to the integral: no subdivision goes on below that.
	Noise float64
}

// A state says what a value of an integrand is worth.
type state uint8

const (
	ordinary state = iota
	infinite       // not finite: an infinity, a NaN or an overflow; the value says which
	vanished       // the weight is below what float64 could bring back
	overflow       // F is not finite where the weight is so small that it may as well have overflowed
)

// Log weights below faint need care in products, and below none no F brings them back.
const faint, none = -600, -1500

// at returns f(x)·w(x)·|dx/dt| at a coordinate.
func (f *Integrand) at(s *substitution, t float64) (float64, state) {
	d, jacobian := s.at(t)
	x := s.abscissa(d)
	log := 0.0
	if f.LogWeight != nil {
		if log = f.LogWeight(x); log < none {
			return 0, vanished
		}
	}
	v := f.F(x)
	if log > faint {
		v *= math.Exp(log) * jacobian
	} else {
		// Weight and function may each leave the range of float64 where their product does not.
		if !float.Finite(v) {
			return 0, overflow
		}
		v = math.Copysign(math.Exp(log+float.Log(math.Abs(v))+float.Log(jacobian)), v)
	}
	if !float.Finite(v) {
		return v, infinite
	}
	return v, ordinary
}

package quad

import (
	"fmt"
	"math"

	"ganbook/theory/internal/float"
)

// An Integrand is f(x)·w(x), a function times a weight that is nowhere negative. The weight is given by
// its logarithm. So the product keeps its digits even if a factor leaves the range of float64.
type Integrand struct {
	// F is f. It is called only where the weight is at least e^−1500. Where the weight is below e^−600,
	// a value of F that is not finite counts as an overflow, and the integrand as 0.
	F func(x Abscissa) float64
	// LogWeight is ln w. It is nil for w = 1.
	LogWeight func(x Abscissa) float64
	// Noise·√∫|f|w is the error that rounding in F may cause in the integral. A subdivision ends when its
	// error estimate falls below it.
	Noise float64
	// Tolerance is the error estimate at which a subdivision ends, as a share of ∫|f|w. 0 means 1e-11. Below
	// 1e-15 rounding prevails.
	Tolerance float64

	evaluations *int // counts the values taken while a subdivision is at work, else nil
}

// check panics if F is nil or Tolerance is no share. method is the method named in the panic.
func (f *Integrand) check(method string) {
	if f.F == nil {
		panic("quad: Integrand: " + method + ": F is nil; give a function from an abscissa to f(x)")
	}
	if !(f.Tolerance >= 0 && f.Tolerance < 1) {
		panic(fmt.Sprintf("quad: Integrand: %s: Tolerance = %v; a share of the integral, such as 1e-6, or 0 for 1e-11", method, f.Tolerance))
	}
}

// tolerance returns the error estimate at which a subdivision ends.
func (f *Integrand) tolerance() float64 {
	if f.Tolerance == 0 {
		return target
	}
	return f.Tolerance
}

// A state classifies a value of an integrand.
type state uint8

const (
	ordinary state = iota
	infinite       // the value is an infinity or NaN
	vanished       // the weight is so small that the value counts as 0
	overflow       // F is not finite, but the weight is so small that F has probably overflowed
)

// A log weight below faint needs care in products. Below none, the value counts as 0.
const faint, none = -600, -1500

// at returns f(x)·w(x)·|dx/dt| at a coordinate.
func (f *Integrand) at(s *substitution, t float64) (float64, state) {
	if f.evaluations != nil {
		*f.evaluations++
	}
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
		// The weight or F may leave the range of float64 although their product does not.
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

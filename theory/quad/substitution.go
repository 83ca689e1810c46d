package quad

import (
	"math"

	"ganbook/theory/internal/float"
)

// A substitution x = x(t) turns an integral over x into an integral over a coordinate t:
//
//	∫ f(x) dx = ∫ f(x(t))·|dx/dt| dt.
//
// The distance from the origin is kept apart from the origin. So an integrand that is 1e-3 wide at 1e6
// is as smooth in t as one at 0. An abscissa at a distance of 1e-300 from an end does not round to the
// end.
type substitution struct {
	kind   kind
	origin float64
	offset float64 // the distance from the origin at which an outward substitution starts
	scale  float64 // the unit of length; its sign is the direction, but a linear one has a positive scale
}

type kind uint8

const (
	linear  kind = iota // x = origin + scale·t
	outward             // x = origin + offset + scale·(eᵗ − 1) leads to ±∞; powers become exponentials
	inward              // x = origin + scale·e⁻ᵗ leads to the origin; powers of the distance do the same
)

// at returns the distance of x(t) from the origin, and |dx/dt|.
func (s *substitution) at(t float64) (d, jacobian float64) {
	switch s.kind {
	case outward:
		e := math.Expm1(t)
		return s.offset + s.scale*e, math.Abs(s.scale) * (e + 1)
	case inward:
		d = s.scale * math.Exp(-t)
		return d, math.Abs(d)
	default:
		return s.scale * t, s.scale
	}
}

// abscissa returns the point at the distance d from the origin.
func (s *substitution) abscissa(d float64) Abscissa {
	if s.kind == inward {
		return Abscissa{s.origin, d, d}
	}
	return Abscissa{s.origin, d, s.scale}
}

// x returns x(t), rounded.
func (s *substitution) x(t float64) float64 {
	d, _ := s.at(t)
	return s.origin + d
}

// t returns the coordinate of x. It is NaN if the substitution does not reach x.
func (s *substitution) t(x float64) float64 {
	d := x - s.origin
	switch s.kind {
	case outward:
		return math.Log1p((d - s.offset) / s.scale)
	case inward:
		return -float.Log(d / s.scale)
	default:
		return d / s.scale
	}
}

// exact returns x(t) if it is a float64, else NaN.
func (s *substitution) exact(t float64) float64 {
	d, _ := s.at(t)
	if x := s.origin + d; x-s.origin == d {
		return x
	}
	return math.NaN()
}

// toward returns the inward substitution to the point end. It covers the part of s between end and the
// coordinate t.
func (s *substitution) toward(end, t float64) *substitution {
	d, _ := s.at(t)
	return &substitution{kind: inward, origin: end, scale: (s.origin - end) + d}
}

// rising reports whether x grows with t.
func (s *substitution) rising() bool { return (s.kind == inward) == (s.scale < 0) }

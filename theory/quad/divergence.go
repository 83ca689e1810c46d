package quad

import "math"

// A Divergence says which parts of an integral are infinite: that of the integrand's positive part,
// that of its negative part; or that the integrand itself is NaN over some length.
type Divergence struct{ Positive, Negative, Undefined bool }

// Note takes in that the integrand diverges with the sign of v, or is NaN as v is.
func (d *Divergence) Note(v float64) {
	d.Positive = d.Positive || v > 0
	d.Negative = d.Negative || v < 0
	d.Undefined = d.Undefined || v != v
}

// Merge adds what another part of the integral says.
func (d *Divergence) Merge(o Divergence) {
	d.Positive = d.Positive || o.Positive
	d.Negative = d.Negative || o.Negative
	d.Undefined = d.Undefined || o.Undefined
}

// Outcome returns an integral and a bound on its error. value and bound are those of the parts that
// converge. If some part diverges, the integral is NaN or ±Inf and the bound is +Inf.
func (d Divergence) Outcome(value, bound float64) (integral, integralBound float64) {
	switch {
	case d.NaN():
		return math.NaN(), math.Inf(1)
	case d.Positive:
		return math.Inf(1), math.Inf(1)
	case d.Negative:
		return math.Inf(-1), math.Inf(1)
	}
	return value, bound
}

// Any reports whether something diverges.
func (d Divergence) Any() bool { return d.Positive || d.Negative || d.Undefined }

// NaN reports whether the integral has no value, which no further part can change.
func (d Divergence) NaN() bool { return d.Undefined || d.Positive && d.Negative }

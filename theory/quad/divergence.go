package quad

import "math"

// A Divergence says why an integral is not finite.
type Divergence struct {
	Positive  bool // the integral of the integrand's positive part is infinite
	Negative  bool // the integral of the integrand's negative part is infinite
	Undefined bool // the integrand is NaN over some length, or float64 cannot decide whether it converges
}

// Note records that the integrand diverges with the sign of v, or that it is NaN if v is NaN.
func (d *Divergence) Note(v float64) {
	d.Positive = d.Positive || v > 0
	d.Negative = d.Negative || v < 0
	d.Undefined = d.Undefined || v != v
}

// Merge adds the Divergence of another part of the integral.
func (d *Divergence) Merge(o Divergence) {
	d.Positive = d.Positive || o.Positive
	d.Negative = d.Negative || o.Negative
	d.Undefined = d.Undefined || o.Undefined
}

// Outcome returns an integral and its error estimate. The arguments are those of the parts that converge.
// If some part diverges, the integral is NaN or ±Inf, and the error estimate is +Inf.
func (d Divergence) Outcome(value, errorEstimate float64) (integral, integralError float64) {
	switch {
	case d.NaN():
		return math.NaN(), math.Inf(1)
	case d.Positive:
		return math.Inf(1), math.Inf(1)
	case d.Negative:
		return math.Inf(-1), math.Inf(1)
	}
	return value, errorEstimate
}

// Any reports whether something diverges.
func (d Divergence) Any() bool { return d.Positive || d.Negative || d.Undefined }

// NaN reports whether the integral has no value. No further part can change this.
func (d Divergence) NaN() bool { return d.Undefined || d.Positive && d.Negative }

package scene

import "math"

// An Axis maps values to pixels.
type Axis struct {
	Title  string
	Lo, Hi float64 // the values at the axis's ends
	Log    bool    // the axis is logarithmic
	Pixels float64 // its length
	Ticks  []Tick
	Names  bool // the ticks name places, and the numbers mean nothing to a reader: no grid, no tooltips
}

// A Tick is a short line across the axis at a value, and the label beside it.
type Tick struct {
	At    float64
	Label string
}

// Drawable says whether v can be placed on an axis. Beyond ±1e290 an axis's arithmetic would
// overflow.
func Drawable(v float64) bool { return math.Abs(v) <= 1e290 }

// Takes says whether v has a place on the axis or beyond its ends: v is drawable, and positive if
// the axis is logarithmic.
func (a Axis) Takes(v float64) bool { return Drawable(v) && (!a.Log || v >= 1e-290) }

// Scale returns v in units that are evenly spaced on the axis: v itself, or log₁₀ v on a
// logarithmic axis.
func (a Axis) Scale(v float64) float64 {
	if a.Log {
		return math.Log10(v)
	}
	return v
}

// Unscale is the inverse of Scale. On a logarithmic axis it stays within 10^±300, since float64 ends
// not far beyond.
func (a Axis) Unscale(u float64) float64 {
	if a.Log {
		return math.Pow(10, min(max(u, -300), 300))
	}
	return u
}

// At returns the distance of v from the axis's beginning, in pixels:
//
//	(Scale(v) − Scale(Lo)) / (Scale(Hi) − Scale(Lo)) · Pixels
func (a Axis) At(v float64) float64 {
	lo, hi := a.Scale(a.Lo), a.Scale(a.Hi)
	return (a.Scale(v) - lo) / (hi - lo) * a.Pixels
}

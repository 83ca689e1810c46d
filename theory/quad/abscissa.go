package quad

import (
	"math"

	"ganbook/theory/internal/float"
)

// An Abscissa is the point Origin + Offset, to more digits than one float64 has. An integrand that
// is narrow and far from 0, such as exp(−((x − 1e6)/1e-3)²), keeps all its digits where it computes
// (Origin − 1e6) + Offset.
type Abscissa struct {
	Origin, Offset float64
	Unit           float64 // the length over which the integrand is expected to change here; 0: not known
}

// At is the abscissa of a float64.
func At(x float64) Abscissa { return Abscissa{Origin: x} }

// Float64 returns the float64 next to the point.
func (x Abscissa) Float64() float64 { return x.Origin + x.Offset }

// coarse is the rounding of an abscissa, in units of the local length, that shows.
const coarse = 0x1p-43

// Apply returns f at the point, for an f of float64s: interpolated linearly between the two
// float64s beside it, where these are so far apart, in terms of Unit, that rounding the point would
// show.
func (x Abscissa) Apply(f func(x float64) float64) float64 {
	rounded := x.Origin + x.Offset
	v := f(rounded)
	// The rounding error, exactly (Knuth's two-sum).
	back := rounded - x.Origin
	rest := (x.Origin - (rounded - back)) + (x.Offset - back)
	if math.Abs(rest) > coarse*math.Abs(x.Unit) {
		next := math.Nextafter(rounded, math.Copysign(math.Inf(1), rest))
		if w := f(next); float.Finite(v) && float.Finite(w) {
			v += rest / (next - rounded) * (w - v)
		}
	}
	return v
}

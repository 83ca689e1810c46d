package quad

import (
	"math"

	"ganbook/theory/internal/float"
)

// An Abscissa is the point Origin + Offset. It has more digits than one float64. An integrand may be
// narrow and far from 0, such as exp(−((x − 1e6)/1e-3)²). It keeps all its digits if it computes x − 1e6
// as (Origin − 1e6) + Offset.
type Abscissa struct {
	Origin, Offset float64
	Unit           float64 // the length over which the integrand is expected to change here; 0 if not known
}

// At returns the abscissa of a float64.
func At(x float64) Abscissa { return Abscissa{Origin: x} }

// Float64 returns the float64 that is nearest to the point.
func (x Abscissa) Float64() float64 { return x.Origin + x.Offset }

// coarse is the smallest rounding error of an abscissa, divided by Unit, that changes the result.
const coarse = 0x1p-43

// Apply returns f at the point. It normally calls f once, at the nearest float64. If this rounding of
// the point would change the result, Apply interpolates linearly between the two nearest float64s.
func (x Abscissa) Apply(f func(x float64) float64) float64 {
	rounded := x.Origin + x.Offset
	v := f(rounded)
	// rest is the exact rounding error (Knuth's two-sum).
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

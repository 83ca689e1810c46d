package quad

import (
	"fmt"
	"math"
	"testing"

	"ganbook/theory/seed"
)

// The error estimate also holds if a singularity was found and the subdivision has not started anew.
func TestErrorHoldsAtSingularitiesNotFollowed(t *testing.T) {
	r := seed.Rand(9, 42)
	for _, a := range []float64{0.5, 0.7, 0.9, 0.94} {
		for range 10 {
			c := 0.01 + 0.98*r.Float64()
			f := Integrand{F: func(x Abscissa) float64 {
				return x.Apply(func(x float64) float64 { return math.Pow(math.Abs(x-c), -a) })
			}}
			got := f.subdivideOnce(Parts(0, 1, 16)).result()
			want := (math.Pow(c, 1-a) + math.Pow(1-c, 1-a)) / (1 - a)
			near(t, fmt.Sprintf("∫|x − %v|^−%v", c, a), got.Value, want, got.ErrorEstimate)
		}
	}
}

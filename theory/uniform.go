package theory

import (
	"fmt"
	"math"
	"math/rand/v2"

	"ganbook/theory/quad"
)

// Uniform returns the uniform distribution U(a, b). Its density is 1/(b − a) on [a, b]. It panics
// unless a < b, both lie within ±1e150, and they are at least 1e-150 apart. Within these limits the
// squares of x and of b − a are float64s too.
func Uniform(a, b float64) Distribution {
	if !(math.Abs(a) <= farthest && math.Abs(b) <= farthest && b-a >= 1/farthest) {
		panic(fmt.Sprintf("theory: Uniform: [%v, %v] is not an interval with a < b, within ±%v and at least %v wide",
			a, b, farthest, 1/farthest))
	}
	return oneComponent(uniform{a, b})
}

type uniform struct{ a, b float64 }

func (u uniform) logProbAt(x quad.Abscissa) float64 {
	if (x.Origin-u.a)+x.Offset < 0 || (x.Origin-u.b)+x.Offset > 0 {
		return math.Inf(-1)
	}
	return -math.Log(u.b - u.a)
}

func (u uniform) cdf(x float64) (below, above float64) {
	return clamp01((x - u.a) / (u.b - u.a)), clamp01((u.b - x) / (u.b - u.a))
}

func clamp01(x float64) float64 { return min(max(x, 0), 1) }

func (u uniform) quantile(p, q float64) float64 {
	if p < q {
		return u.a + (u.b-u.a)*p
	}
	return u.b - (u.b-u.a)*q
}

func (u uniform) support() (lo, hi float64) { return u.a, u.b }

func (u uniform) intervals() []quad.Interval { return quad.Parts(u.a, u.b, 1) }

func (u uniform) fineIntervals() []quad.Interval { return quad.Parts(u.a, u.b, 16) } // nodes at most 0.5 % of the range apart

func (u uniform) massError() float64 { return 0 }

func (u uniform) draw(r *rand.Rand) float64 { return u.a + (u.b-u.a)*r.Float64() }

func (u uniform) moments() (mean, variance float64, known bool) {
	return u.a + (u.b-u.a)/2, (u.b - u.a) * (u.b - u.a) / 12, true
}

func (u uniform) name() string { return nameOf("U", u.a, u.b) }

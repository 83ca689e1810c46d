package theory

import (
	"math"
	"strings"
	"testing"
)

// near fails unless got is within tolerance of want, or both are the same infinity, or both NaN. A NaN on one
// side never passes.
func near(t *testing.T, name string, got, want, tolerance float64) {
	t.Helper()
	if got == want || got != got && want != want {
		return
	}
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s = %v, want %v within %v", name, got, want, tolerance)
	}
}

// panics fails unless f panics with a message that has all the parts.
func panics(t *testing.T, name string, f func(), parts ...string) {
	t.Helper()
	defer func() {
		t.Helper()
		message, _ := recover().(string)
		for _, part := range append(parts, "theory: ") {
			if !strings.Contains(message, part) {
				t.Errorf("%s: panic %q does not say %q", name, message, part)
			}
		}
	}()
	f()
}

func one(float64) float64        { return 1 }
func square(x float64) float64   { return x * x }
func identity(x float64) float64 { return x }

var inf = math.Inf(1)

// Densities with closed forms, given to Density as a reader would type them.
func cauchy() Distribution {
	return Density(func(x float64) float64 { return -math.Log(math.Pi * (1 + x*x)) }, -inf, inf)
}

func exponential() Distribution {
	return Density(func(x float64) float64 { return -x }, 0, inf)
}

func pareto(alpha float64) Distribution {
	return Density(func(x float64) float64 { return math.Log(alpha) - (alpha+1)*math.Log(x) }, 1, inf)
}

func arcsine() Distribution {
	return Density(func(x float64) float64 { return -math.Log(math.Pi) - (math.Log(x)+math.Log1p(-x))/2 }, 0, 1)
}

func lognormal() Distribution {
	return Density(func(x float64) float64 {
		z := math.Log(x)
		return -z*z/2 - z - halfLog2Pi
	}, 0, inf)
}

func student3() Distribution {
	return Density(func(x float64) float64 {
		return math.Log(2/(math.Pi*math.Sqrt(3))) - 2*math.Log1p(x*x/3)
	}, -inf, inf)
}

func bell(mu, sigma float64) Distribution {
	return Density(func(x float64) float64 {
		z := (x - mu) / sigma
		return -z*z/2 - math.Log(sigma) - halfLog2Pi
	}, -inf, inf)
}

// bag is a mixture of all kinds.
func bag() Distribution {
	return Mix([]float64{0.2, 0.1, 0.3, 0.4}, PMF(0.5, 0.25, 0.25), Uniform(-3, -1), Normal(1, 0.5), exponential())
}

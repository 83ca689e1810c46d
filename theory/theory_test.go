package theory

import (
	"math"
	"strings"
	"testing"

	"ganbook/theory/internal/float"
)

// Every comparison is of one of three kinds: exact, numerical or statistical. In all of them, equal
// infinities agree, and NaN agrees only with NaN.

// exact is for algebra and bits. It allows no error.
func exact(t *testing.T, name string, got, want float64) {
	t.Helper()
	if !same(got, want) {
		t.Errorf("%s = %v, want exactly %v", name, got, want)
	}
}

// numerical is for quadrature and rounding. It allows an error of up to bound.
func numerical(t *testing.T, name string, got, want, bound float64) {
	t.Helper()
	if !same(got, want) && !(math.Abs(got-want) <= bound) {
		t.Errorf("%s = %v, want %v within %v, off by %v", name, got, want, bound, got-want)
	}
}

// statistical is for estimates from random draws. It allows six standard errors. One normal
// estimate in 500 million exceeds this.
func statistical(t *testing.T, name string, got, want, standardError float64) {
	t.Helper()
	if !same(got, want) && !(math.Abs(got-want) <= allowedStandardErrors*standardError) {
		t.Errorf("%s = %v ± %v, want %v: off by %.1f standard errors", name, got, standardError, want, math.Abs(got-want)/standardError)
	}
}

const allowedStandardErrors = 6

// bounded is numerical, for a value with its own bound. It also allows for the rounding of want.
func bounded(t *testing.T, name string, got, bound, want float64) {
	t.Helper()
	if float.Finite(want) && !float.Finite(bound) {
		t.Errorf("%s = %v with bound %v, want %v", name, got, bound, want)
		return
	}
	numerical(t, name, got, want, bound+4*float.ULP(want))
}

func same(a, b float64) bool { return a == b || a != a && b != b }

// panics fails the test unless f panics with a message that contains all the parts.
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
func identity(x float64) float64 { return x }

var inf = math.Inf(1)

// The following densities have closed forms. They are given to Density in their simplest form.
func cauchyDensity() Distribution {
	return Density(func(x float64) float64 { return -math.Log(math.Pi * (1 + x*x)) }, -inf, inf)
}

func exponentialDensity() Distribution {
	return Density(func(x float64) float64 { return -x }, 0, inf)
}

func pareto(alpha float64) Distribution {
	return Density(func(x float64) float64 { return math.Log(alpha) - (alpha+1)*math.Log(x) }, 1, inf)
}

func arcsine() Distribution {
	return Density(func(x float64) float64 { return -math.Log(math.Pi) - (math.Log(x)+math.Log1p(-x))/2 }, 0, 1)
}

func lognormalDensity() Distribution {
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

func normalDensity(mu, sigma float64) Distribution {
	return Density(func(x float64) float64 {
		z := (x - mu) / sigma
		return -z*z/2 - math.Log(sigma) - halfLog2Pi
	}, -inf, inf)
}

// allKinds returns a mixture of atoms and of all kinds of densities.
func allKinds() Distribution {
	return Mix([]float64{0.2, 0.1, 0.3, 0.4}, PMF(0.5, 0.25, 0.25), Uniform(-3, -1), Normal(1, 0.5), exponentialDensity())
}

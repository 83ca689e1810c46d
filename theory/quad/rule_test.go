package quad

import (
	"math"
	"testing"
)

// The rules' digits are checked against ∫x^d dx = 2/(d + 1) for even d, 0 for odd d.
func TestRuleOnMonomials(t *testing.T) {
	for d := 0; d <= 31; d++ {
		want := 0.0
		if d%2 == 0 {
			want = 2 / float64(d+1)
		}
		var kronrod, gauss float64
		var null [3]float64
		for i, x := range rule.x {
			y := math.Pow(x, float64(d))
			kronrod += rule.weight[i] * y
			gauss += (rule.weight[i] - rule.null[0][i]) * y
			for k := range null {
				null[k] += rule.null[k][i] * y
			}
		}
		near(t, "Kronrod", kronrod, want, 1e-15)
		if d <= 19 {
			near(t, "Gauss", gauss, want, 1e-15)
		}
		for k := range null {
			if d <= 19-k {
				near(t, "null rule", null[k], 0, 1e-15)
			}
		}
	}
	// Beyond its degree a null rule must see something: the first, x²⁰.
	var first float64
	for i, x := range rule.x {
		first += rule.null[0][i] * math.Pow(x, 20)
	}
	if !(math.Abs(first) > 1e-6) {
		t.Errorf("the null rule makes %v of x²⁰, which it should notice", first)
	}
}

// A jump anywhere in a subinterval moves Kronrod's integral by at most what is reported.
func TestSubintervalSeesJumps(t *testing.T) {
	for jump := -0.99999; jump < 0.99999; jump += 0.0001 {
		p := subinterval{on: &substitution{kind: linear, scale: 1}, a: -1, b: 1, left: math.NaN(), right: math.NaN()}
		p.measure(&Integrand{F: func(x Abscissa) float64 {
			if x.Float64() > jump {
				return 1
			}
			return 0
		}})
		if e := math.Abs(p.value - (1 - jump)); !(e <= p.err) {
			t.Fatalf("a jump at %v: error %v, reported %v", jump, e, p.err)
		}
	}
}

// near fails unless got is within tolerance of want; NaN fails.
func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s = %v, want %v ± %v", what, got, want, tolerance)
	}
}

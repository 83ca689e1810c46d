package theory

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
		numerical(t, "Kronrod", kronrod, want, 1e-15)
		if d <= 19 {
			numerical(t, "Gauss", gauss, want, 1e-15)
		}
		for k := range null {
			if d <= 19-k {
				numerical(t, "null rule", null[k], 0, 1e-15)
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

// A jump anywhere in a panel moves Kronrod's integral by at most what the panel reports.
func TestPanelSeesJumps(t *testing.T) {
	for s := -0.99999; s < 0.99999; s += 0.0001 {
		p := panel{chart: &chart{kind: straight, width: 1}, a: -1, b: 1, from: math.NaN(), to: math.NaN()}
		p.measure(func(_ *chart, x float64) (float64, state) {
			if x > s {
				return 1, plain
			}
			return 0, plain
		})
		if e := math.Abs(p.value - (1 - s)); !(e <= p.err) {
			t.Fatalf("a jump at %v: error %v, reported %v", s, e, p.err)
		}
	}
}

package theory

import (
	"math"
	"testing"
)

func TestExpectNormal(t *testing.T) {
	cases := []struct {
		name string
		f    func(x float64) float64
		want float64
	}{
		{"1", func(float64) float64 { return 1 }, 1},
		{"x²", func(x float64) float64 { return x * x }, 1},
		{"exp", math.Exp, math.Exp(0.5)},
		{"|x|", math.Abs, math.Sqrt(2 / math.Pi)},
	}
	for _, c := range cases {
		got, bound := Normal(0, 1).ExpectErr(c.f)
		if !(math.Abs(got-c.want) <= bound && bound <= 1e-10*math.Abs(c.want)) {
			t.Errorf("E[%s] = %v ± %v, want %v", c.name, got, bound, c.want)
		}
	}
}

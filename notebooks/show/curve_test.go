package show

import (
	"math"
	"testing"

	"ganbook/notebooks/show/scene"
)

func TestCurveFollowsTheFunction(t *testing.T) {
	tests := []struct {
		name   string
		f      func(float64) float64
		lo, hi float64
		log    bool
		calls  int
	}{
		{"smooth", math.Sin, 0, 10, false, 520},
		{"peak", normal(0.3, 0.01), -1, 1, false, 700},
		{"jump", func(x float64) float64 { return math.Floor(x) }, 0, 3.7, false, 700},
		{"edge of a support", func(x float64) float64 { return math.Sqrt(x - 1) }, 0, 4, false, 700},
		{"over decades", func(x float64) float64 { return 1 / math.Sqrt(x) }, 1, 1e6, true, 520},
	}
	for _, tt := range tests {
		calls := 0
		counted := func(x float64) float64 { calls++; return tt.f(x) }
		a := newAxis("", Range{tt.lo, tt.hi}, tt.log, 520, 70, noNeeds())
		m := Curve(counted, tt.lo, tt.hi).sampled(a)
		if calls > tt.calls {
			t.Errorf("%s: %d calls, want at most %d", tt.name, calls, tt.calls)
		}
		least, greatest := extent(m.ys)
		for i := 1; i < len(m.xs); i++ {
			if a.At(m.xs[i])-a.At(m.xs[i-1]) < 0.2 || !scene.Drawable(m.ys[i]) || !scene.Drawable(m.ys[i-1]) {
				continue // too narrow to be seen, or not drawn
			}
			for _, u := range []float64{0.25, 0.5, 0.75} {
				x := a.Unscale((1-u)*a.Scale(m.xs[i-1]) + u*a.Scale(m.xs[i]))
				straight := (1-u)*m.ys[i-1] + u*m.ys[i]
				if off := math.Abs(tt.f(x)-straight) / (greatest - least); off > 1.0/200 {
					t.Errorf("%s: off by %.4f of the height at x = %g", tt.name, off, x)
				}
			}
		}
	}
}

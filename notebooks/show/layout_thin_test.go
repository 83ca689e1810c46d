package show

import (
	"math"
	"testing"

	"ganbook/notebooks/show/scene"
)

// Every dropped point is within a fifth of a pixel of what is drawn instead.
func TestThinLosesNothingVisible(t *testing.T) {
	p := &scene.Panel{X: newAxis("", Range{0, 10}, false, 520, 70, noNeeds()), Y: newAxis("", Range{-2, 2}, false, 300, 45, noNeeds())}
	xs := Span(0, 10, 1001)
	ys := Map(xs, func(x float64) float64 { return math.Sin(3*x) * math.Exp(-x/5) })
	q := thin(p, scene.Path{Xs: xs, Ys: ys})
	if len(q.Xs) > 300 || len(q.Xs) < 20 {
		t.Errorf("kept %d of 1001 points", len(q.Xs))
	}
	for i := range xs {
		nearest := math.Inf(1)
		for k := 1; k < len(q.Xs); k++ {
			x0, y0 := p.X.At(q.Xs[k-1]), p.Y.At(q.Ys[k-1])
			nearest = min(nearest, offLine(p.X.At(xs[i])-x0, p.Y.At(ys[i])-y0, p.X.At(q.Xs[k])-x0, p.Y.At(q.Ys[k])-y0))
		}
		if nearest > 0.2 {
			t.Fatalf("point %d is %.2f pixels off", i, nearest)
		}
	}
}

// Noise with many points in each pixel column keeps its lowest and highest values.
func TestThinKeepsExtremes(t *testing.T) {
	p := &scene.Panel{X: newAxis("", Range{0, 1e5}, false, 520, 70, noNeeds()), Y: newAxis("", Range{-5, 5}, false, 300, 45, noNeeds())}
	q := scene.Path{Xs: Span(0, 1e5, 100001), Ys: draws(100001, 0, 1)}
	thinned := thin(p, q)
	if len(thinned.Xs) > 4*521+1 {
		t.Errorf("kept %d points, want at most four a pixel", len(thinned.Xs))
	}
	wantLo, wantHi := extent(q.Ys)
	if lo, hi := extent(thinned.Ys); lo != wantLo || hi != wantHi {
		t.Errorf("from %g to %g, want %g to %g", lo, hi, wantLo, wantHi)
	}
}

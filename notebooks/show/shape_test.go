package show

import (
	"math"
	"testing"
)

func TestHistogramIsADensity(t *testing.T) {
	values := append(draws(1000, 2, 3), nan, inf)
	tests := []struct {
		name string
		m    Mark
		area float64
	}{
		{"all", Histogram(values, 30), 1},
		{"constant", Histogram([]float64{7, 7, 7}, 10), 1},
		{"zeros", Histogram([]float64{0, 0}, 4), 1},
		{"half outside", Histogram([]float64{-1, -2, 1, 2}, 5).Over(0, 3), 0.5},
		{"on the last edge", Histogram([]float64{0, 1}, 5).Over(0, 1), 1},
		{"nothing", Histogram([]float64{nan}, 5).Over(0, 1), 0},
	}
	for _, tt := range tests {
		edges, density := tt.m.bin()
		area := 0.0
		for i, d := range density {
			area += d * (edges[i+1] - edges[i])
		}
		if !(math.Abs(area-tt.area) <= 1e-9) {
			t.Errorf("%s: area %g, want %g", tt.name, area, tt.area)
		}
	}
}

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
			if a.at(m.xs[i])-a.at(m.xs[i-1]) < 0.2 || !drawable(m.ys[i]) || !drawable(m.ys[i-1]) {
				continue // too narrow to be seen, or not drawn
			}
			for _, u := range []float64{0.25, 0.5, 0.75} {
				x := a.unscale((1-u)*a.scale(m.xs[i-1]) + u*a.scale(m.xs[i]))
				straight := (1-u)*m.ys[i-1] + u*m.ys[i]
				if off := math.Abs(tt.f(x)-straight) / (greatest - least); off > 1.0/200 {
					t.Errorf("%s: off by %.4f of the height at x = %g", tt.name, off, x)
				}
			}
		}
	}
}

// Every dropped point is within a fifth of a pixel of what is drawn instead.
func TestThinLosesNothingVisible(t *testing.T) {
	p := &panel{x: newAxis("", Range{0, 10}, false, 520, 70, noNeeds()), y: newAxis("", Range{-2, 2}, false, 300, 45, noNeeds())}
	xs := Span(0, 10, 1001)
	ys := Map(xs, func(x float64) float64 { return math.Sin(3*x) * math.Exp(-x/5) })
	q := p.thin(path{xs: xs, ys: ys})
	if len(q.xs) > 300 || len(q.xs) < 20 {
		t.Errorf("kept %d of 1001 points", len(q.xs))
	}
	for i := range xs {
		nearest := math.Inf(1)
		for k := 1; k < len(q.xs); k++ {
			x0, y0 := p.x.at(q.xs[k-1]), p.y.at(q.ys[k-1])
			nearest = min(nearest, offLine(p.x.at(xs[i])-x0, p.y.at(ys[i])-y0, p.x.at(q.xs[k])-x0, p.y.at(q.ys[k])-y0))
		}
		if nearest > 0.2 {
			t.Fatalf("point %d is %.2f pixels off", i, nearest)
		}
	}
}

// Noise at many points a pixel keeps its envelope.
func TestThinKeepsExtremes(t *testing.T) {
	p := &panel{x: newAxis("", Range{0, 1e5}, false, 520, 70, noNeeds()), y: newAxis("", Range{-5, 5}, false, 300, 45, noNeeds())}
	q := path{xs: Span(0, 1e5, 100001), ys: draws(100001, 0, 1)}
	thinned := p.thin(q)
	if len(thinned.xs) > 4*521+1 {
		t.Errorf("kept %d points, want at most four a pixel", len(thinned.xs))
	}
	wantLo, wantHi := extent(q.ys)
	if lo, hi := extent(thinned.ys); lo != wantLo || hi != wantHi {
		t.Errorf("from %g to %g, want %g to %g", lo, hi, wantLo, wantHi)
	}
}

func TestBarsStandSideBySide(t *testing.T) {
	xs := []float64{0, 1, 2}
	s := newScene(Figure{X: "x", Y: "y", Marks: Marks{Bars(xs, xs), Bars(xs, xs), Bars(xs, xs)}})
	for i := range xs {
		for k := 1; k < 3; k++ {
			left, right := s.panels[0].layers[k-1].frames[0].boxes[i], s.panels[0].layers[k].frames[0].boxes[i]
			if math.Abs(left.x1-right.x0) > 1e-9 || right.x1 <= right.x0 {
				t.Errorf("bars %d and %d at %d: %+v, %+v", k-1, k, i, left, right)
			}
		}
	}
	first, last := s.panels[0].layers[0].frames[0].boxes[1], s.panels[0].layers[2].frames[0].boxes[1]
	if mid := (first.x0 + last.x1) / 2; math.Abs(mid-1) > 1e-9 {
		t.Errorf("a group of bars is centred at %g, want 1", mid)
	}
}

func TestNamesOfRulesKeepApart(t *testing.T) {
	marks := Marks{Line([]float64{0, 10}, []float64{0, 10})}
	for i := range 5 {
		marks = append(marks, Rule(5+float64(i)/10).Named("a rule's name"))
	}
	marks = append(marks, Level(5).Named("a level"), Level(5.1).Named("another level"))
	s := newScene(Figure{X: "x", Y: "y", Marks: marks})
	var placed []word
	for _, l := range s.panels[0].layers {
		if l.shape == words {
			for _, w := range l.frames[0].words {
				for _, v := range placed {
					if w.overlaps(v) {
						t.Errorf("%+v overlaps %+v", w, v)
					}
				}
				if x0, x1 := w.extent(); x0 < 0 || x1 > s.panels[0].x.pixels {
					t.Errorf("%+v leaves the panel", w)
				}
				placed = append(placed, w)
			}
		}
	}
	if len(placed) != 7 {
		t.Errorf("%d names placed, want 7", len(placed))
	}
}

func TestSmallLettersThatTheFontLacks(t *testing.T) {
	plain, raised := textWidth("10−12", textSize, false), textWidth("10⁻¹²", textSize, false)
	if !(raised < plain && raised > textWidth("10", textSize, false)) {
		t.Errorf("10⁻¹² is %g wide, want between 10 and 10−12 (%g)", raised, plain)
	}
	var f = face(textSize, false)
	for _, r := range "σθμπλφψεδγβαηρτχΣΔΓΘΛΩ½¼¾·×÷±−–—…≤≥≈≠∞√∑∏∫∂→←‖ℓ'“”" {
		if i, err := f.Face.GlyphIndex(nil, r); err != nil || i == 0 {
			t.Errorf("the PNG's font has no %c", r)
		}
	}
}

package show

import (
	"math"
	"testing"
	"time"

	"ganbook/notebooks/show/scene"
	"ganbook/theory/seed"
)

func labelsOf(a scene.Axis) (ls []string) {
	for _, t := range a.Ticks {
		ls = append(ls, t.Label)
	}
	return ls
}

// On a small panel the step that leaves room may meet the axis only once. One tick gives no scale.
func TestTwoTicksAtLeast(t *testing.T) {
	for _, hi := range []float64{1, 1.2, 1.7, 1.99, 2.3, 4.9, 9} {
		for pixels := 90.0; pixels < 300; pixels += 30 {
			if ls := labelsOf(newAxis("", Range{-hi, hi}, false, pixels, 70, noNeeds())); len(ls) < 2 {
				t.Errorf("−%v to %v on %v pixels: %q", hi, hi, pixels, ls)
			}
		}
	}
}

func TestTicks(t *testing.T) {
	tests := []struct {
		name   string
		lo, hi float64
		log    bool
		want   []string
	}{
		{"unit", 0, 1, false, []string{"0.0", "0.2", "0.4", "0.6", "0.8", "1.0"}},
		{"around zero", -1, 1, false, []string{"−1.0", "−0.5", "0.0", "0.5", "1.0"}},
		{"thousands", 0, 40000, false, []string{"0", "10,000", "20,000", "30,000", "40,000"}},
		{"inside", 0.7, 6.3, false, []string{"1", "2", "3", "4", "5", "6"}},
		{"tiny", 0, 5e-12, false, []string{"0", "1·10⁻¹²", "2·10⁻¹²", "3·10⁻¹²", "4·10⁻¹²", "5·10⁻¹²"}},
		{"far from zero", 1e6, 1e6 + 0.004, false, []string{"1,000,000.000", "1,000,000.001", "1,000,000.002", "1,000,000.003", "1,000,000.004"}},
		{"decades", 1, 1e5, true, []string{"1", "10", "100", "1,000", "10,000", "100,000"}},
		{"one decade", 1, 10, true, []string{"1", "2", "5", "10"}},
		{"within a decade", 2.1, 4.9, true, []string{"2.5", "3.0", "3.5", "4.0", "4.5"}},
		{"many decades", 1e-6, 1e6, true, []string{"10⁻⁶", "10⁻⁴", "10⁻²", "1", "10²", "10⁴", "10⁶"}},
	}
	for _, tt := range tests {
		got := labelsOf(newAxis("", Range{tt.lo, tt.hi}, tt.log, 490, 70, noNeeds()))
		if len(got) != len(tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
			continue
		}
		for i := range got {
			if got[i] != tt.want[i] {
				t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
				break
			}
		}
	}
}

// In any range there are two to nine ticks, in order, and each has its own label.
func TestTicksOfAnyRange(t *testing.T) {
	rng := seed.Rand(3, 4)
	for range 20000 {
		log := rng.IntN(2) == 0
		lo := math.Pow(10, 40*rng.Float64()-20)
		hi := lo * (1 + math.Pow(10, 24*rng.Float64()-9))
		if !log && rng.IntN(2) == 0 {
			lo, hi = -hi, lo
		}
		a := newAxis("", Range{lo, hi}, log, 490, 70, noNeeds())
		if len(a.Ticks) < 2 || len(a.Ticks) > 9 {
			t.Fatalf("[%g, %g] log %t: %d ticks: %v", lo, hi, log, len(a.Ticks), labelsOf(a))
		}
		for i, k := range a.Ticks {
			if k.At < lo || k.At > hi || i > 0 && (k.At <= a.Ticks[i-1].At || k.Label == a.Ticks[i-1].Label) {
				t.Fatalf("[%g, %g] log %t: ticks %v", lo, hi, log, a.Ticks)
			}
		}
	}
}

// Near 1, logarithms lie near 0, where they are relatively far apart.
func TestNarrowLogAxisHasTicks(t *testing.T) {
	for _, off := range []float64{1e-15, 5e-16, 2.3e-16, -1.2e-16} {
		done := make(chan scene.Axis, 1)
		go func() {
			done <- newScene(Figure{X: "x", Y: "y", LogY: true, Marks: Marks{Line([]float64{1, 2}, []float64{1, 1 + off})}}).Panels[0].Y
		}()
		select {
		case y := <-done:
			if len(y.Ticks) < 2 || len(y.Ticks) > 20 {
				t.Errorf("1 and 1%+g: ticks %v", off, y.Ticks)
			}
		case <-time.After(20 * time.Second):
			t.Fatalf("1 and 1%+g: no ticks after 20 s", off)
		}
	}
}

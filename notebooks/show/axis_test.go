package show

import (
	"math"
	"testing"

	"ganbook/theory/seed"
)

func TestNumber(t *testing.T) {
	tests := []struct {
		v    float64
		want string
	}{
		{0, "0"}, {math.Copysign(0, -1), "0"}, {1, "1"}, {-2.5, "−2.5"}, {0.1 + 0.2, "0.3"}, {1000, "1000"}, {10000, "10,000"}, {1234567, "1,234,567"},
		{-10000, "−10,000"}, {1e7, "10⁷"}, {1.5e-7, "1.5·10⁻⁷"}, {-1e-10, "−10⁻¹⁰"}, {0.0001, "0.0001"}, {2.0 / 3, "0.666667"},
		{999999.7, "1,000,000"}, {nan, "NaN"}, {inf, "∞"}, {-inf, "−∞"}, {math.MaxFloat64, "1.79769·10³⁰⁸"},
	}
	for _, tt := range tests {
		if got := number(tt.v); got != tt.want {
			t.Errorf("number(%g) = %q, want %q", tt.v, got, tt.want)
		}
	}
}

func labelsOf(a axis) (ls []string) {
	for _, t := range a.ticks {
		ls = append(ls, t.label)
	}
	return ls
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
		{"decades", 1, 1e5, true, []string{"1", "10", "100", "1000", "10,000", "100,000"}},
		{"one decade", 1, 10, true, []string{"1", "2", "5", "10"}},
		{"within a decade", 2.1, 4.9, true, []string{"2.5", "3.0", "3.5", "4.0", "4.5"}},
		{"many decades", 1e-6, 1e6, true, []string{"10⁻⁶", "0.0001", "0.01", "1", "100", "10,000", "1,000,000"}},
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

// Whatever the range, ticks are two to nine, inside, in order, and told apart by their labels.
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
		if len(a.ticks) < 2 || len(a.ticks) > 9 {
			t.Fatalf("[%g, %g] log %t: %d ticks: %v", lo, hi, log, len(a.ticks), labelsOf(a))
		}
		for i, k := range a.ticks {
			if k.at < lo || k.at > hi || i > 0 && (k.at <= a.ticks[i-1].at || k.label == a.ticks[i-1].label) {
				t.Fatalf("[%g, %g] log %t: ticks %v", lo, hi, log, a.ticks)
			}
		}
	}
}

func TestAxisSpansWhatIsDrawn(t *testing.T) {
	xs := []float64{1, 2, 3}
	tests := []struct {
		name                   string
		f                      Figure
		xlo, xhi, ylo, yhi, by float64
	}{
		{"a line touches the sides, not the top", Figure{Marks: Marks{Line(xs, []float64{-10, 0, 10})}}, 1, 3, -11, 11, 1e-12},
		{"no room below zero for what is not negative", Figure{Marks: Marks{Line(xs, []float64{0.1, 5, 10})}}, 1, 3, 0, 10.495, 1e-12},
		{"bars stand on zero", Figure{Marks: Marks{Bars(xs, []float64{10, 10, 10})}}, 0.5, 3.5, 0, 10.5, 1e-12},
		{"constant", Figure{Marks: Marks{Line(xs, []float64{5, 5, 5})}}, 1, 3, 4.5, 5.5, 1e-12},
		{"a point off a log axis asks for nothing", Figure{LogY: true, YRange: Range{1, 2}, Marks: Marks{Points([]float64{1, 2, 50}, []float64{1, 1, -1})}}, 0.95, 2.05, 1, 2, 1e-12},
		{"fixed", Figure{XRange: Range{-9, 9}, YRange: Range{-1, 1}, Marks: Marks{Line(xs, xs)}}, -9, 9, -1, 1, 0},
	}
	for _, tt := range tests {
		tt.f.X, tt.f.Y = "x", "y"
		p := newScene(tt.f).panels[0]
		for _, v := range [][2]float64{{p.x.lo, tt.xlo}, {p.x.hi, tt.xhi}, {p.y.lo, tt.ylo}, {p.y.hi, tt.yhi}} {
			if !(math.Abs(v[0]-v[1]) <= tt.by) {
				t.Errorf("%s: x %g to %g, y %g to %g, want %g to %g, %g to %g", tt.name, p.x.lo, p.x.hi, p.y.lo, p.y.hi, tt.xlo, tt.xhi, tt.ylo, tt.yhi)
				break
			}
		}
	}
}

package metric

import (
	"math"
	"testing"

	"ganbook/gan/dataset"
	"ganbook/theory/seed"
)

// Samples of known spread about each mode have the widths of their construction. Numerical.
func TestWidthsOfCountedSamples(t *testing.T) {
	around := func(dx, dy float64) (xs [][]float32) { // ten samples at each of ±dx along x and ±dy along y
		for _, c := range square.Centres() {
			for range 10 {
				xs = append(xs, []float32{float32(c[0] + dx), float32(c[1])}, []float32{float32(c[0] - dx), float32(c[1])},
					[]float32{float32(c[0]), float32(c[1] + dy)}, []float32{float32(c[0]), float32(c[1] - dy)})
			}
		}
		return xs
	}
	unbiased := math.Sqrt(40. / 39) // a covariance divides by n − 1
	for _, c := range []struct {
		name    string
		samples [][]float32
		want    WidthReport
	}{
		{"points at the centres", around(0, 0), WidthReport{0, 0, 0}},
		{"round", around(0.1, 0.1), WidthReport{math.Sqrt(0.5), math.Sqrt(0.5) * unbiased, math.Sqrt(0.5) * unbiased}},
		{"a line", around(0.2, 0), WidthReport{math.Sqrt(4. / 4), math.Sqrt(4./2) * unbiased, 0}},
		{"points off centre", repeat(50, 1.1, 1), WidthReport{math.Sqrt(0.5), 0, 0}},
		{"none near", repeat(3, 5, 5), WidthReport{math.NaN(), math.NaN(), math.NaN()}},
	} {
		got := Widths(c.samples, square)
		for i, pair := range [][2]float64{{got.AboutCentres, c.want.AboutCentres}, {got.Larger, c.want.Larger}, {got.Smaller, c.want.Smaller}} {
			if math.IsNaN(pair[1]) {
				if !math.IsNaN(pair[0]) {
					t.Errorf("%s: number %d is %v, want NaN", c.name, i, pair[0])
				}
				continue
			}
			near(t, c.name, pair[0], pair[1], 1e-4)
		}
	}
}

// Draws of the mixture score the truth of a Gaussian that is cut at 3σ. Statistical: the standard
// error of a mean square of n pairs of coordinates is below √(1/n), and of its root half of that.
func TestWidthsOfTheTrueDistribution(t *testing.T) {
	const n = 200_000
	data := dataset.Grid(5, 2, 0.05)
	got := Widths(drawMixture(seed.Rand(3, 4), data, n), data)
	q := math.Exp(-4.5)
	want := math.Sqrt(1 - 4.5*q/(1-q))
	drawn(t, "width about the centres", got.AboutCentres, want, 0.5/math.Sqrt(n))
	// The extreme eigenvalues of n/25 samples lie apart by about 1/√(n/25) of themselves.
	apart := 1 / math.Sqrt(n/25)
	drawn(t, "larger", got.Larger, want, apart)
	drawn(t, "smaller", got.Smaller, want, apart)
	if !(got.Smaller <= got.Larger) {
		t.Errorf("%v: the smaller is not smaller", got)
	}
	t.Log(got)
}

func TestWidthsPanicsOnBadInput(t *testing.T) {
	panics(t, func() { Widths(nil, square) }, "no samples")
	panics(t, func() { Widths([][]float32{{1}}, square) }, "sample 0 has 1 coordinates", "has 2")
	panics(t, func() { Widths([][]float32{{1}}, dataset.Gaussians("points", [][]float64{{1}}, 0)) }, "modes are points")
}

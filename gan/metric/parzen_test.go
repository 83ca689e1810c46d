package metric

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"ganbook/theory/seed"
)

// normals returns n rows of dim independent draws from N(mean, sd²).
func normals(r *rand.Rand, n, dim int, mean, sd float64) [][]float32 {
	xs := make([][]float32, n)
	for i := range xs {
		xs[i] = make([]float32, dim)
		for j := range xs[i] {
			xs[i][j] = float32(mean + sd*r.NormFloat64())
		}
	}
	return xs
}

// windowed computes ln p(x) under windows around the centres from its definition, in float64.
func windowed(x []float32, centres [][]float32, sigma float64) float64 {
	var logs []float64
	for _, c := range centres {
		l := 0.0
		for j := range x {
			z := (float64(x[j]) - float64(c[j])) / sigma
			l += -z*z/2 - math.Log(sigma*math.Sqrt(2*math.Pi))
		}
		logs = append(logs, l)
	}
	top, sum := slices.Max(logs), 0.0
	for _, l := range logs {
		sum += math.Exp(l - top)
	}
	return top + math.Log(sum/float64(len(centres)))
}

func parzen(t *testing.T, fakes, validation, test [][]float32, sigmas ...float64) Parzen {
	t.Helper()
	r, err := ParzenWindow(fakes, validation, test, sigmas)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// One window is a Gaussian: ln p(x) = −‖x − c‖²/2σ² − (d/2) ln 2πσ².
func TestParzenOfOneFake(t *testing.T) {
	fakes, test := [][]float32{{1, 2}}, [][]float32{{1, 2}, {4, 6}} // at distances 0 and 5
	r := parzen(t, fakes, test, test, 2)
	peak := -math.Log(2 * math.Pi * 4)
	near(t, "mean", r.Mean, peak-25.0/16, 1e-6)
	// Two values mean ± a have the standard error s/√2 = a.
	near(t, "standard error", r.StandardError, 25.0/16, 1e-6)
	near(t, "validation", r.Validation[0], r.Mean, 0)
}

// The result is compared with the definition where products in float32 are hardest. Rows have the
// size of MNIST's: 784 coordinates, and a squared distance of 50 from their mean. Some rows repeat
// a fake, some are near several fakes, and some are near none. σ is the smallest one of the usual
// grid or one that usually gets chosen. All of this is done near the origin and far from it.
func TestParzenAgainstFloat64(t *testing.T) {
	for _, mean := range []float64{0, 300} {
		r := seed.Rand(3, 4)
		fakes := normals(r, 300, 784, mean, 0.25)
		for i := 100; i < 300; i++ { // each of the first hundred fakes has two neighbours
			for j := range fakes[i] {
				fakes[i][j] = fakes[i%100][j] + float32(0.02*r.NormFloat64())
			}
		}
		xs := slices.Concat(fakes[90:110], normals(r, 10, 784, mean, 0.25))
		for i := range 20 {
			x := slices.Clone(fakes[i])
			for j := range x {
				x[j] += float32(0.1 * r.NormFloat64())
			}
			xs = append(xs, x)
		}
		sigmas := []float64{0.1, 0.167, 0.215, 1}
		got, err := logDensities(xs, fakes, sigmas)
		if err != nil {
			t.Fatal(err)
		}
		for k, sigma := range sigmas {
			worst, largest := 0.0, 0.0
			for i, x := range xs {
				want := windowed(x, fakes, sigma)
				worst = max(worst, math.Abs(got[k][i]-want))
				largest = max(largest, math.Abs(want))
			}
			t.Logf("mean %v, σ = %v: off by %.2g nats at most, of %.0f", mean, sigma, worst, largest)
			// Numerical: four times the error that ParzenWindow states, with R² = 784/16, plus that
			// of an exponential in float32.
			if bound := 0x1p-20*49/sigma/sigma + 1e-6; !(worst < bound) {
				t.Errorf("mean %v, σ = %v: off by %g nats, want less than %g", mean, sigma, worst, bound)
			}
		}
	}
}

// There are more distances than the device holds at once, and the last block is not full.
func TestParzenInBlocks(t *testing.T) {
	r := seed.Rand(5, 6)
	fakes := normals(r, 8192, 2, 0, 1)
	test := normals(r, 2501, 2, 0.5, 1) // three blocks of 834 rows, the last one a row short
	got, err := logDensities(test, fakes, []float64{0.3})
	if err != nil || len(got[0]) != len(test) {
		t.Fatalf("%v, %v; want a number for each of %d rows", got, err, len(test))
	}
	for _, i := range []int{0, 1, 833, 834, 1667, 1668, 2499, 2500} {
		near(t, "ln p", got[0][i], windowed(test[i], fakes, 0.3), 1e-5)
	}
	// The mean and its error over the test rows at the only width.
	p := parzen(t, fakes, test[:7], test, 0.3)
	sum, squares := 0.0, 0.0
	for _, l := range got[0] {
		sum += l
	}
	mean := sum / 2501
	for _, l := range got[0] {
		squares += (l - mean) * (l - mean)
	}
	near(t, "mean", p.Mean, mean, 1e-6)
	near(t, "standard error", p.StandardError, math.Sqrt(squares/2500/2501), 1e-9)
	if !slices.Equal(p.Logs, got[0]) {
		t.Error("Logs are not ln p of each test row, in order")
	}
}

// The validation rows choose the width, and the test rows do not matter.
func TestParzenChoosesOnValidation(t *testing.T) {
	r := seed.Rand(7, 8)
	fakes, validation := normals(r, 500, 3, 0, 1), normals(r, 100, 3, 0, 1)
	sigmas := []float64{0.05, 0.2, 0.4, 0.8, 3}
	p := parzen(t, fakes, validation, normals(r, 50, 3, 5, 1), sigmas...)
	best := math.Inf(-1)
	chosen := 0.0
	for k, sigma := range sigmas {
		sum := 0.0
		for _, x := range validation {
			sum += windowed(x, fakes, sigma)
		}
		near(t, "validation", p.Validation[k], sum/100, 1e-5)
		if sum > best {
			best, chosen = sum, sigma
		}
	}
	if p.Sigma != chosen || chosen == sigmas[0] || chosen == sigmas[4] {
		t.Errorf("σ = %v, the likeliest is %v (and should lie inside the grid)", p.Sigma, chosen)
	}
	if !slices.Equal(p.Sigmas, sigmas) {
		t.Errorf("Sigmas = %v, want %v", p.Sigmas, sigmas)
	}
}

// Scaling all rows and σ by 8 is exact and lowers ln p by d·ln 8. Using each fake twice gives the
// same density.
func TestParzenIdentities(t *testing.T) {
	r := seed.Rand(9, 10)
	fakes, test := normals(r, 40, 5, 0, 1), normals(r, 20, 5, 0, 1)
	stretch := func(xs [][]float32) [][]float32 {
		ys := make([][]float32, len(xs))
		for i, x := range xs {
			for _, v := range x {
				ys[i] = append(ys[i], 8*v)
			}
		}
		return ys
	}
	p := parzen(t, fakes, test, test, 0.5)
	stretched := parzen(t, stretch(fakes), stretch(test), stretch(test), 4)
	near(t, "stretched by 8", stretched.Mean, p.Mean-5*math.Log(8), 1e-12)
	twice := parzen(t, append(fakes, fakes...), test, test, 0.5)
	near(t, "each fake twice", twice.Mean, p.Mean, 1e-6)
}

func TestParzenErrors(t *testing.T) {
	row := [][]float32{{1, 2}}
	one := []float64{1}
	for _, c := range []struct {
		name                    string
		fakes, validation, test [][]float32
		sigmas                  []float64
		words                   []string
	}{
		{"no fakes", nil, row, row, one, []string{"no fake rows"}},
		{"no validation rows", row, nil, row, one, []string{"no validation rows"}},
		{"no test rows", row, row, nil, one, []string{"no test rows"}},
		{"rows without coordinates", [][]float32{{}}, row, row, one, []string{"fake row 0 has 0"}},
		{"ragged", [][]float32{{1, 2}, {1}}, row, row, one, []string{"fake row 1 has 1", "want 2"}},
		{"another width", row, row, [][]float32{{1, 2, 3}}, one, []string{"test row 0 has 3", "want 2"}},
		{"NaN", row, [][]float32{{1, nan}}, row, one, []string{"validation row 0", "NaN"}},
		{"empty, not nil", [][]float32{}, row, row, one, []string{"no fake rows"}},
		{"a nil row", row, row, [][]float32{nil}, one, []string{"test row 0 has 0", "want 2"}},
		{"infinite", [][]float32{{-inf, 2}}, row, row, one, []string{"fake row 0", "-Inf"}},
		{"no σ", row, row, row, nil, []string{"no σ"}},
		{"σ = 0", row, row, row, []float64{1, 0}, []string{"σ = 0"}},
		{"σ < 0", row, row, row, []float64{-1}, []string{"σ = -1"}},
		{"σ = NaN", row, row, row, []float64{math.NaN()}, []string{"σ = NaN"}},
		{"σ = ∞", row, row, row, []float64{math.Inf(1)}, []string{"σ = +Inf"}},
	} {
		_, err := ParzenWindow(c.fakes, c.validation, c.test, c.sigmas)
		if err == nil {
			t.Errorf("%s: no error", c.name)
			continue
		}
		holds(t, err.Error(), append(c.words, "ParzenWindow"))
		if strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: more than a line: %v", c.name, err)
		}
	}
}

// A single test row has no standard error.
func TestParzenOfOneTestRow(t *testing.T) {
	row := [][]float32{{1, 2}}
	if r := parzen(t, row, row, row, 1); !math.IsNaN(r.StandardError) || !(math.Abs(r.Mean+math.Log(2*math.Pi)) < 1e-12) {
		t.Errorf("%v ± %v, want −ln 2π ± NaN", r.Mean, r.StandardError)
	}
}

// Widths and rows are at the ends of their ranges. There are two fakes. If x is a copy of one of
// them, ln p(x) = −ln 2 − d·ln(σ√2π) for small σ. For other x, ln p is lower by ‖x − c‖²/2σ², which
// may be below the range of float64.
func TestParzenAtTheEndsOfTheRange(t *testing.T) {
	fakes, copies, others := [][]float32{{0, 0}, {1, 1}}, [][]float32{{1, 1}}, [][]float32{{0, 1}, {0, 0.5}}
	peak := func(sigma float64) float64 { return -math.Log(2) - 2*(math.Log(sigma)+math.Log(2*math.Pi)/2) }
	for _, sigma := range []float64{math.SmallestNonzeroFloat64, 1e-310, 1e-200, 1e-160, 1e-100, 1e-9} {
		p := parzen(t, fakes, copies, copies, sigma)
		near(t, "ln p of a copy", p.Mean, peak(sigma), 1e-12*math.Abs(peak(sigma))) // rounding

		if _, err := ParzenWindow(fakes, copies, others, []float64{sigma}); sigma < 1e-155 {
			if err == nil {
				t.Fatalf("σ = %v: no error", sigma)
			}
			holds(t, err.Error(), []string{"ParzenWindow", "which the validation rows chose, is too narrow for the test rows", "wider"})
		} else if err != nil {
			t.Error(err)
		}
		if _, err := ParzenWindow(fakes, others, copies, []float64{sigma}); sigma < 1e-155 {
			if err == nil {
				t.Fatalf("σ = %v: no error", sigma)
			}
			holds(t, err.Error(), []string{"ParzenWindow", "every σ is too narrow for the validation rows", "wider"})
		} else if err != nil {
			t.Error(err)
		}
		// Such a σ is not chosen if another one is better.
		p = parzen(t, fakes, others, others, sigma, 1, 1e300)
		if p.Sigma != 1 || math.IsNaN(p.Validation[0]) {
			t.Errorf("σ = %v: chosen is %v, with %v", sigma, p.Sigma, p.Validation)
		}
	}
	// At σ = 1e-100, the two rows are 1/2σ² and ¼/2σ² below the peak, and everything else is lost
	// in rounding. The result is the mean of the two, and its error is half their difference.
	p := parzen(t, fakes, others, others, 1e-100)
	near(t, "mean at σ = 1e-100", p.Mean, -0.3125e200, 1e-13*1e200)
	near(t, "its error", p.StandardError, 0.1875e200, 1e-13*1e200)

	far := [][]float32{{3e38, -3e38}, {-3e38, 3e38}, {0, 1e37}, {1e38, 2e38}}
	for _, sigma := range []float64{1e37, 1e38, 1e39, 1e300} {
		for _, x := range far {
			x := [][]float32{{x[0] / 2, x[1]}}
			p := parzen(t, far, x, x, sigma)
			want := windowed(x[0], far, sigma)
			// As above, with R² = 2·(3e38)², plus the rounding of float64.
			near(t, "rows of ±3e38", p.Mean, want, 0x1p-20*18e76/sigma/sigma+1e-13*math.Abs(want))
		}
	}
}

// For any small σ, the term of the nearest fake is correct, and the sum of the other terms relative
// to it adds between 0 and ln n. So ln p is off by at most ln n, while −‖x − c‖²/2σ² is 10⁷.
func TestParzenOfNarrowWindows(t *testing.T) {
	r := seed.Rand(21, 1)
	fakes := slices.Concat(normals(r, 100, 20, 1000, 1e-3), normals(r, 100, 20, -1000, 1e-3))
	xs := slices.Concat(normals(r, 10, 20, 1000, 1e-3), normals(r, 10, 20, -1000, 1e-3), fakes[95:105])
	sigmas := []float64{1e-7, 1e-5, 1e-3}
	got, err := logDensities(xs, fakes, sigmas)
	if err != nil {
		t.Fatal(err)
	}
	for k, sigma := range sigmas {
		for i, x := range xs {
			want := windowed(x, fakes, sigma)
			near(t, "ln p", got[k][i], want, math.Log(200)+1e-13*math.Abs(want))
		}
	}
}

func TestParzenNearTheEndOfTheRange(t *testing.T) {
	const sigma = 1 / 1.4e154
	got, err := ParzenWindow([][]float32{{0}}, [][]float32{{1}}, [][]float32{{1}}, []float64{sigma})
	if want := -1.4e154 / 2 * 1.4e154; err != nil || !(math.Abs(got.Mean/want-1) < 1e-12) {
		t.Errorf("%v, %v; want %v, which float64 holds", got.Mean, err, want)
	}
}

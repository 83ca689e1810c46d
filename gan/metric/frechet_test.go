package metric

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"ganbook/theory/seed"
)

// axes returns rows with mean 0 and covariance diag(sd²) exactly: for each axis, two of the n = 2d rows
// lie on it, at ±sd·√((n − 1)/2).
func axes(sds ...float64) (rows [][]float32) {
	for j, sd := range sds {
		for _, sign := range []float64{-1, 1} {
			row := make([]float32, len(sds))
			row[j] = float32(sign * sd * math.Sqrt((2*float64(len(sds))-1)/2))
			rows = append(rows, row)
		}
	}
	return rows
}

// Diagonal covariances commute, so that d² = ‖μ₁ − μ₂‖² + Σ (s − t)², with the standard deviations s
// and t. Exact up to the rounding of rows to float32.
func TestFrechetInClosedForm(t *testing.T) {
	for _, c := range []struct {
		name   string
		xs, ys [][]float32
		want   float64
	}{
		{"line: means 1 and 7, variances 2 and 8", [][]float32{{0}, {2}}, [][]float32{{5}, {9}}, 36 + 2 + 8 - 2*math.Sqrt(2*8)},
		{"line: 3 rows, variance 3 = ((−2)² + 1² + 1²)/2, against 2", [][]float32{{-2}, {1}, {1}}, [][]float32{{-1}, {1}}, 3 + 2 - 2*math.Sqrt(3*2)},
		{"only the means differ", moved(axes(1, 2), 3, -4), axes(1, 2), 25},
		{"diagonal", axes(1, 2, 3), axes(4, 4, 1), 9 + 4 + 4},
		{"a coordinate without width", axes(1, 0, 3), axes(1, 2, 0), 4 + 9},
		{"in different planes", axes(1, 2, 0, 0), axes(0, 0, 3, 1), 1 + 4 + 9 + 1},
		{"points", repeat(3, 1, 2), repeat(2, 4, 6), 25},
		{"2 rows of 5 features: orthogonal lines", [][]float32{{1, 0, 0, 0, 0}, {-1, 0, 0, 0, 0}}, [][]float32{{0, 0, 0, 2, 0}, {0, 0, 0, -2, 0}}, 2 + 8},
	} {
		for _, sets := range [][2][][]float32{{c.xs, c.ys}, {c.ys, c.xs}} {
			got, err := Frechet(sets[0], sets[1])
			if err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
			near(t, c.name, got, c.want, 2e-6)
		}
	}
}

func moved(rows [][]float32, by ...float32) [][]float32 {
	out := make([][]float32, len(rows))
	for i, row := range rows {
		out[i] = slices.Clone(row)
		for j := range row {
			out[i][j] += by[j]
		}
	}
	return out
}

// mixed returns normals whose coordinates are correlated: each is the sum of a normal and its left
// neighbour times factor.
func mixed(r *rand.Rand, n, dim int, mean, factor float64) [][]float32 {
	rows := normals(r, n, dim, mean, 1)
	for _, row := range rows {
		for j := 1; j < dim; j++ {
			row[j] += float32(factor) * row[j-1]
		}
	}
	return rows
}

// Covariances that do not commute, from the definition with other tools: Σ by gonum's package stat,
// and tr (Σ₁Σ₂)^½ as the sum of the roots of the eigenvalues of the product, which is not symmetric.
// Numerical: both lose a few digits of 16.
func TestFrechetAgainstItsDefinition(t *testing.T) {
	r := seed.Rand(51, 52)
	for _, dim := range []int{2, 3, 8} {
		xs, ys := mixed(r, 30, dim, 0, 2), mixed(r, 20, dim, 0.5, -0.7)
		var s1, s2 mat.SymDense
		stat.CovarianceMatrix(&s1, asMatrix(xs), nil)
		stat.CovarianceMatrix(&s2, asMatrix(ys), nil)
		var product mat.Dense
		product.Mul(&s1, &s2)
		var eigen mat.Eigen
		if !eigen.Factorize(&product, mat.EigenNone) {
			t.Fatal("no eigenvalues")
		}
		want := mat.Trace(&s1) + mat.Trace(&s2)
		for _, value := range eigen.Values(nil) {
			want -= 2 * math.Sqrt(real(value))
		}
		m1, m2 := centroid(xs), centroid(ys)
		for j := range m1 {
			want += (m1[j] - m2[j]) * (m1[j] - m2[j])
		}
		got, err := Frechet(xs, ys)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "d²", got, want, 1e-9*want)
	}
}

func asMatrix(rows [][]float32) *mat.Dense {
	out := mat.NewDense(len(rows), len(rows[0]), nil)
	for i, row := range wide(rows) {
		out.SetRow(i, row)
	}
	return out
}

// A set has the distance 0 from itself, up to the rounding of a sum as large as 2·tr Σ. This holds for
// singular covariances too, where a root of a covariance would be off by 10⁻⁸.
func TestFrechetOfEqualSets(t *testing.T) {
	r := seed.Rand(53, 54)
	flat := mixed(r, 50, 20, 0, 1)
	for _, row := range flat {
		copy(row[10:], row[:10])
	}
	for name, rows := range map[string][][]float32{
		"full rank": mixed(r, 50, 20, 3, 1), "repeated features": flat, "fewer rows than features": mixed(r, 5, 20, 3, 1),
	} {
		got, err := Frechet(rows, rows)
		if err != nil || !(got >= 0) {
			t.Fatalf("%s: %v, %v", name, got, err)
		}
		var covariance mat.SymDense
		stat.CovarianceMatrix(&covariance, asMatrix(rows), nil)
		near(t, name, got, 0, 1e-14*20*2*mat.Trace(&covariance))
	}
}

// The mean over sets of fresh draws is the bias of the doc comment, here with n ≠ m. The terms of
// second order are below d/n = 1 % of it.
func TestFrechetOfFreshDraws(t *testing.T) {
	const sets, n, m = 400, 600, 400
	sds := []float64{1, 2, 3, 0.5}
	draw := func(r *rand.Rand, n int) [][]float32 {
		rows := normals(r, n, len(sds), 0, 1)
		for _, row := range rows {
			for j, sd := range sds {
				row[j] *= float32(sd)
			}
		}
		return rows
	}
	want := 0.0
	for i, s := range sds {
		want += 3 * s * s
		for j, t := range sds {
			if i != j {
				want += s * s * t * t / (s*s + t*t)
			}
		}
	}
	want *= (1./n + 1./m) / 2
	r := seed.Rand(55, 56)
	var found []float64
	for range sets {
		d2, err := Frechet(draw(r, n), draw(r, m))
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, d2)
	}
	mean, se := meanAndError(found)
	near(t, "mean d²", mean, want, 6*se+0.01*want)
	if !(6*se < 0.2*want) {
		t.Errorf("six standard errors are %.2g of the bias: too many to see a mistake", 6*se/want)
	}
	// The formula of the doc comment for Σ = I, and its number.
	d := 64.
	near(t, "d(d + 5)/2n", (3*d+d*(d-1)/2)/10_000, d*(d+5)/2/10_000, 1e-12)
	near(t, "for 64 features", d*(d+5)/2/10_000, 0.22, 0.005)
}

// Both functions of two sets of features refuse the same input.
func TestFeatureErrors(t *testing.T) {
	two := [][]float32{{1, 2}, {3, 4}}
	for _, c := range []struct {
		xs, ys [][]float32
		word   string
	}{
		{nil, two, "0 rows in set 1; 2 or more"},
		{two, two[:1], "1 rows in set 2; 2 or more"},
		{two, [][]float32{{1}, {2}}, "second row 0 has 1 coordinates; want 2"},
		{[][]float32{{1, 2}, {3}}, two, "first row 1 has 1 coordinates; want 2"},
		{[][]float32{{}, {}}, two, "first row 0 has 0 coordinates"},
		{two, [][]float32{{1, 2}, {nan, 0}}, "second row 1 has NaN"},
		{[][]float32{{1, inf}, {1, 2}}, two, "first row 0 has +Inf"},
	} {
		for name, of := range map[string]func(xs, ys [][]float32) (float64, error){"Frechet": Frechet, "Kernel": Kernel} {
			if d, err := of(c.xs, c.ys); err == nil {
				t.Errorf("%s: %v, and no error that says %q", name, d, c.word)
			} else {
				holds(t, err.Error(), []string{name, c.word})
			}
		}
	}
}

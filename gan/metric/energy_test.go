package metric

import (
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"ganbook/theory/seed"
)

// Each distance is a whole number, so the results are exact up to the rounding of the three terms.
func TestEnergyByHand(t *testing.T) {
	for _, c := range []struct {
		name   string
		xs, ys [][]float32
		want   float64
	}{
		{"two points each", [][]float32{{0}, {2}}, [][]float32{{5}, {9}}, // between: (5 + 9 + 3 + 7)/4 = 6
			2*6 - 2 - 4},
		{"interleaved, so below 0", [][]float32{{0}, {2}}, [][]float32{{1}, {3}}, // between: (1 + 3 + 1 + 1)/4 = 1.5
			2*1.5 - 2 - 2},
		{"three against two", [][]float32{{0}, {1}, {3}}, [][]float32{{0}, {6}}, // within: (1 + 3 + 2)/3 = 2; between: (0 + 6 + 1 + 5 + 3 + 3)/6 = 3
			2*3 - 2 - 6},
		{"in the plane: 3-4-5", [][]float32{{0, 0}, {3, 4}}, [][]float32{{0, 4}, {3, 0}}, // between: (4 + 3 + 3 + 4)/4 = 3.5
			2*3.5 - 5 - 5},
		{"in five dimensions: ‖(2, 4, 6, 5, 0)‖ = 9", repeat(2, 0, 0, 0, 0, 0), repeat(3, 2, 4, 6, 5, 0),
			2 * 9},
		{"the same points", repeat(4, 0.1, 0.7), repeat(3, 0.1, 0.7),
			0},
	} {
		near(t, c.name, Energy(c.xs, c.ys), c.want, 1e-14)
		near(t, c.name+", exchanged", Energy(c.ys, c.xs), c.want, 1e-14)
	}
}

// On the line, averages over all pairs, also those of a sample with itself, make 2·∫(Fₙ − Gₘ)² dx,
// with the empirical distribution functions. Exact up to rounding.
func TestEnergyAgainstDistributionFunctions(t *testing.T) {
	r := seed.Rand(31, 32)
	xs, ys := normals(r, 40, 1, 0, 1), normals(r, 25, 1, 0.5, 2)
	n, m := float64(len(xs)), float64(len(ys))
	got := Energy(xs, ys) + meanDistance(wide(xs))/n + meanDistance(wide(ys))/m

	below := func(set [][]float32, x float32) (share float64) {
		for _, row := range set {
			if row[0] <= x {
				share += 1 / float64(len(set))
			}
		}
		return share
	}
	all := slices.Concat(xs, ys)
	slices.SortFunc(all, func(a, b []float32) int { return int(math.Copysign(1, float64(a[0]-b[0]))) })
	integral := 0.0
	for i, row := range all[1:] {
		gap := below(xs, all[i][0]) - below(ys, all[i][0])
		integral += gap * gap * (float64(row[0]) - float64(all[i][0]))
	}
	near(t, "averages over all pairs", got, 2*integral, 1e-13)
}

// P gives 0, 1 and 4 the probability ⅓, and Q gives 1 and 2 the probability ½. All draws of three
// samples of P and two of Q are equally likely, so that the mean over them is the expectation.
// Exact up to rounding.
func TestEnergyIsUnbiased(t *testing.T) {
	p, q := [][]float32{{0}, {1}, {4}}, [][]float32{{1}, {2}}
	sum, draws := 0.0, 0
	forAllDraws(p, 3, func(xs [][]float32) {
		forAllDraws(q, 2, func(ys [][]float32) {
			sum += Energy(xs, ys)
			draws++
		})
	})
	// E|X − Y| = (1 + 2 + 0 + 1 + 3 + 2)/6, E|X − X′| = 2·(1 + 4 + 3)/9 and E|Y − Y′| = ½.
	near(t, "the mean over all draws", sum/float64(draws), 2*9./6-16./9-0.5, 1e-13)
}

// forAllDraws calls visit with each of the len(atoms)ⁿ draws of n rows.
func forAllDraws(atoms [][]float32, n int, visit func(rows [][]float32)) {
	if n == 0 {
		visit(nil)
		return
	}
	forAllDraws(atoms, n-1, func(rows [][]float32) {
		for _, atom := range atoms {
			visit(append(slices.Clone(rows), atom))
		}
	})
}

// Closed forms: if X − Y has the distribution N(μ, s²) on the line, E|X − Y| is
// s√(2/π)·exp(−μ²/2s²) + μ·erf(μ/s√2). If it has the distribution N(0, s²I) in the plane,
// E‖X − Y‖ is s√(π/2). The error is that of the mean of 200 sets.
func TestEnergyOfNormals(t *testing.T) {
	line := func(mu, s float64) float64 {
		return s*math.Sqrt(2/math.Pi)*math.Exp(-mu*mu/(2*s*s)) + mu*math.Erf(mu/(s*math.Sqrt2))
	}
	plane := func(s float64) float64 { return s * math.Sqrt(math.Pi/2) }
	for _, c := range []struct {
		name   string
		dim    int
		mu, sd float64 // of each coordinate of Y; X has 0 and 1
		want   float64
	}{
		{"moved", 1, 1, 1, 2*line(1, math.Sqrt2) - 2*line(0, math.Sqrt2)},
		{"wider and moved", 1, -0.5, 2, 2*line(-0.5, math.Sqrt(5)) - line(0, math.Sqrt2) - line(0, 2*math.Sqrt2)},
		{"wider, in the plane", 2, 0, 2, 2*plane(math.Sqrt(5)) - plane(math.Sqrt2) - plane(2*math.Sqrt2)},
	} {
		r := seed.Rand(33, 34)
		var found []float64
		for range 200 {
			found = append(found, Energy(normals(r, 60, c.dim, 0, 1), normals(r, 40, c.dim, c.mu, c.sd)))
		}
		mean, se := meanAndError(found)
		drawn(t, c.name, mean, c.want, se)
	}
}

// For draws of one distribution, the mean and the standard deviation are those of the doc comment.
// For N(0, 1) the distance variance v² is 4·(1/π + ⅓ − √3/π): Székely, Rizzo and Bakirov 2007,
// theorem 7 at ρ = 1.
func TestEnergyOfFreshDraws(t *testing.T) {
	const sets, n, m = 4000, 30, 20
	r := seed.Rand(35, 36)
	var found, squares []float64
	for range sets {
		e := Energy(normals(r, n, 1, 0, 1), normals(r, m, 1, 0, 1))
		found, squares = append(found, e), append(squares, e*e)
	}
	mean, se := meanAndError(found)
	drawn(t, "mean", mean, 0, se)
	v2 := 4 * (1/math.Pi + 1./3 - math.Sqrt(3)/math.Pi)
	near(t, "v", math.Sqrt(v2), 0.633, 5e-4)
	variance, se := meanAndError(squares)
	drawn(t, "variance", variance, v2*(2./(n*(n-1))+2./(m*(m-1))+4./(n*m)), se)
}

func TestEnergyHasTheSameBitsOnOneCore(t *testing.T) {
	r := seed.Rand(37, 38)
	xs, ys := normals(r, 300, 5, 0, 1), normals(r, 200, 5, 0, 1)
	all := Energy(xs, ys)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	if one := Energy(xs, ys); one != all {
		t.Errorf("%v on one core, %v on all", one, all)
	}
}

func TestEnergyAtOnce(t *testing.T) {
	r := seed.Rand(39, 40)
	xs, ys := normals(r, 50, 2, 0, 1), normals(r, 50, 2, 0, 1)
	want := Energy(xs, ys)
	forEach(8, func(int) {
		if got := Energy(xs, ys); got != want {
			t.Errorf("%v beside others, %v alone", got, want)
		}
	})
}

func TestEnergySpecialCases(t *testing.T) {
	finite := [][]float32{{0, 1}, {2, 3}}
	for _, bad := range []float32{nan, inf, -inf} {
		rows := [][]float32{{0, 1}, {bad, 3}}
		for _, e := range []float64{Energy(rows, finite), Energy(finite, rows), Energy(rows, rows)} {
			if !math.IsNaN(e) {
				t.Errorf("with %v: %v, want NaN", bad, e)
			}
		}
	}
	far := 2 * math.MaxFloat32
	near(t, "at the ends of float32", Energy(repeat(2, math.MaxFloat32), repeat(2, -math.MaxFloat32)), 2*far, 1e-15*far)
	panics(t, func() { Energy(finite[:1], finite) }, "Energy of 1 and 2 samples; 2 or more")
	panics(t, func() { Energy(finite, nil) }, "Energy of 2 and 0 samples")
	panics(t, func() { Energy(finite, [][]float32{{0, 1}, {2}}) }, "sample 1 of set 2 has 1 coordinates", "has 2")
	panics(t, func() { Energy([][]float32{{0, 1}, {1, 2, 3}}, finite) }, "sample 1 of set 1 has 3 coordinates")
}

// squaredDistance adds four sums. Exact, since all values are small whole numbers.
func TestSquaredDistance(t *testing.T) {
	r := rand.New(rand.NewPCG(41, 42))
	for dim := range 14 {
		x, y, want := make([]float64, dim), make([]float64, dim), 0.0
		for j := range dim {
			x[j], y[j] = float64(r.IntN(100)), float64(r.IntN(100))
			want += (x[j] - y[j]) * (x[j] - y[j])
		}
		if got := squaredDistance(x, y); got != want {
			t.Errorf("%d coordinates: %v, want %v", dim, got, want)
		}
	}
}

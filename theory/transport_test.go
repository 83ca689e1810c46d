package theory

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"

	"ganbook/theory/seed"
)

// distances returns |xᵢ − yⱼ|ʳ.
func distances(xs, ys []float64, r float64) [][]float64 {
	cost := make([][]float64, len(xs))
	for i, x := range xs {
		for _, y := range ys {
			cost[i] = append(cost[i], math.Pow(math.Abs(x-y), r))
		}
	}
	return cost
}

func randomMasses(r *rand.Rand, n int) []float64 {
	masses := make([]float64, n)
	for i := range masses {
		masses[i] = 0.05 + r.Float64()
	}
	floats.Scale(1/floats.Sum(masses), masses)
	return masses
}

func transport(t *testing.T, name string, p, q []float64, cost [][]float64) float64 {
	t.Helper()
	plan, total, err := Transport(p, q, cost)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	into := make([]float64, len(q))
	sum, positive := 0.0, 0
	for i, row := range plan {
		numerical(t, name+": mass that leaves", floats.Sum(row), p[i], 1e-11)
		floats.Add(into, row)
		sum += floats.Dot(row, cost[i])
		for _, mass := range row {
			if !(mass >= 0) {
				t.Errorf("%s: mass %v moves", name, mass)
			}
			if mass > 0 {
				positive++
			}
		}
	}
	for j := range q {
		numerical(t, name+": mass that arrives", into[j], q[j], 1e-11)
	}
	if positive > len(p)+len(q)-1 {
		t.Errorf("%s: %d of the plan's entries are positive", name, positive)
	}
	numerical(t, name+": cost of the plan", sum, total, 1e-11*(1+math.Abs(total)))
	return total
}

// On the line, the plan costs what the formulas of W₁ and W₂ say.
func TestTransportOnTheLine(t *testing.T) {
	r := seed.Rand(16, 4)
	for k := range 30 {
		m, n := 1+r.IntN(12), 1+r.IntN(12)
		p, q := randomMasses(r, m), randomMasses(r, n)
		xs, ys := make([]float64, m), make([]float64, n)
		for i := range xs {
			xs[i] = r.NormFloat64()
		}
		for j := range ys {
			ys[j] = 2*r.NormFloat64() + 1
		}
		name := fmt.Sprintf("case %d of %d and %d", k, m, n)
		a, b := Discrete(xs, p), Discrete(ys, q)
		numerical(t, name+": W₁", transport(t, name, p, q, distances(xs, ys, 1)), W1(a, b), 1e-10)
		numerical(t, name+": W₂²", transport(t, name, p, q, distances(xs, ys, 2)), square(Wp(a, b, 2)), 1e-9)
	}
	// Equal masses make every corner of the set of plans degenerate.
	xs, ys := Normal(0, 1).Sample(12, 1), Normal(2, 1).Sample(12, 2)
	equal := make([]float64, 12)
	for i := range equal {
		equal[i] = 1. / 12
	}
	numerical(t, "equal masses", transport(t, "equal masses", equal, equal, distances(xs, ys, 1)), W1(Data(xs...), Data(ys...)), 1e-10)
	exact(t, "the same place", transport(t, "the same place", []float64{1}, []float64{1}, [][]float64{{0}}), 0)
	numerical(t, "mass zero", transport(t, "mass zero", []float64{0, 1}, []float64{0.5, 0, 0.5}, [][]float64{{0, 0, 0}, {1, 0, 3}}), 2, 1e-12)
}

// The least cost equals the highest price that a carrier can ask without being undercut:
//
//	max Σ p[i]·u[i] + Σ q[j]·v[j]   over u[i] + v[j] ≤ cost[i][j].
func TestTransportDuality(t *testing.T) {
	r := seed.Rand(16, 5)
	for k := range 10 {
		m, n := 2+r.IntN(4), 2+r.IntN(4)
		p, q := randomMasses(r, m), randomMasses(r, n)
		cost := make([][]float64, m)
		limits := mat.NewDense(m*n, m+n, nil)
		var bounds []float64
		for i := range cost {
			for j := range n {
				c := 10*r.Float64() - 3
				cost[i] = append(cost[i], c)
				limits.Set(i*n+j, i, 1)
				limits.Set(i*n+j, m+j, 1)
				bounds = append(bounds, c)
			}
		}
		gain := append(slices.Clone(p), q...)
		floats.Scale(-1, gain)
		c, a, b := lp.Convert(gain, limits, bounds, nil, nil)
		price, _, err := lp.Simplex(c, a, b, 1e-12, nil)
		if err != nil {
			t.Fatal(err)
		}
		name := fmt.Sprint("case ", k)
		numerical(t, name, transport(t, name, p, q, cost), -price, 1e-9)
	}
}

func randomCosts(r *rand.Rand, n int, whole bool) [][]float64 {
	cost := make([][]float64, n)
	for i := range cost {
		for range n {
			c := 10 * r.NormFloat64()
			if whole {
				c = math.Round(c) // many ties
			}
			cost[i] = append(cost[i], c)
		}
	}
	return cost
}

// leastByAll tries all permutations.
func leastByAll(cost [][]float64, row int, used []bool) float64 {
	if row == len(cost) {
		return 0
	}
	least := math.Inf(1)
	for j, c := range cost[row] {
		if !used[j] {
			used[j] = true
			least = min(least, c+leastByAll(cost, row+1, used))
			used[j] = false
		}
	}
	return least
}

func TestAssignment(t *testing.T) {
	r := seed.Rand(16, 6)
	assign := func(name string, cost [][]float64, want float64) {
		t.Helper()
		columns, total := Assignment(cost)
		sorted := slices.Sorted(slices.Values(columns))
		sum := 0.0
		for i, j := range columns {
			sum += cost[i][j]
			if sorted[i] != i {
				t.Errorf("%s: the columns %v are not a permutation", name, columns)
			}
		}
		numerical(t, name+": sum", sum, total, 1e-10*(1+math.Abs(total)))
		numerical(t, name, total, want, 1e-10*(1+math.Abs(want)))
	}
	for n := 1; n <= 7; n++ {
		for _, whole := range []bool{false, true} {
			cost := randomCosts(r, n, whole)
			assign(fmt.Sprintf("all permutations of %d", n), cost, leastByAll(cost, 0, make([]bool, n)))
		}
	}
	// Against the simplex, with masses 1/n.
	for _, n := range []int{10, 15} {
		cost := randomCosts(r, n, false)
		equal := make([]float64, n)
		for i := range equal {
			equal[i] = 1 / float64(n)
		}
		assign(fmt.Sprintf("simplex of %d", n), cost, float64(n)*transport(t, "simplex", equal, equal, cost))
	}
	// On the line the sorted samples are matched in order.
	n := 200
	xs, ys := Normal(0, 1).Sample(n, 3), Cauchy(1, 1).Sample(n, 4)
	assign("line", distances(xs, ys, 1), float64(n)*W1(Data(xs...), Data(ys...)))
	assign("line, squares", distances(xs, ys, 2), float64(n)*square(Wp(Data(xs...), Data(ys...), 2)))
}

func TestTransportMisuse(t *testing.T) {
	one := []float64{1}
	panics(t, "empty", func() { Transport(nil, one, nil) }, "Transport", "no mass")
	panics(t, "sum", func() { Transport([]float64{0.5}, one, [][]float64{{1}}) }, "sum to 0.5")
	panics(t, "negative", func() { Transport(one, []float64{2, -1}, [][]float64{{1, 1}}) }, "mass 1 is -1")
	panics(t, "rows", func() { Transport(one, one, nil) }, "0 rows, not 1")
	panics(t, "columns", func() { Transport(one, one, [][]float64{{1, 2}}) }, "row 0", "2 columns, not 1")
	panics(t, "NaN", func() { Transport(one, one, [][]float64{{math.NaN()}}) }, "row 0, column 0", "NaN")
	panics(t, "no rows", func() { Assignment(nil) }, "Assignment", "empty")
	panics(t, "not square", func() { Assignment([][]float64{{1, 2}, {3}}) }, "Assignment", "row 1")
}

package metric

import (
	"math"
	"slices"
	"testing"

	"ganbook/theory/seed"
)

func onLine(xs ...float32) (rows [][]float32) {
	for _, x := range xs {
		rows = append(rows, []float32{x})
	}
	return rows
}

// The comments give the balls as intervals. Exact.
func TestPrecisionRecallByHand(t *testing.T) {
	steps, far := onLine(0, 1, 2, 3, 97), onLine(-3, -3.5, 192.5, 193.5)
	for _, c := range []struct {
		name        string
		real, fakes [][]float32
		want        PrecisionReport
	}{
		{"real [−1, 1] [0, 2] [1, 7] [4, 12]; fakes [−2, −1] [−2.5, −1.5] [8, 18] [13, 23]",
			onLine(0, 1, 4, 8), onLine(-1.5, -2, 13, 18), PrecisionReport{1, 0, 0.25}},
		{"real [−4, 4] [−2, 4] [0, 8] [1, 15]; the first fake alone [−16, 13]",
			onLine(0, 1, 4, 8), onLine(-1.5, -2, 13, 18), PrecisionReport{2, 0.75, 1}},
		{"second neighbour: real [−2, 2] … [1, 5] [2, 192]", steps, far, PrecisionReport{2, 0, 1}},
		{"third neighbour: real [−3, 3] … [0, 6] [1, 193]", steps, far, PrecisionReport{3, 0.5, 1}},
		{"on the surface and just beyond: real [−1, 1] [0, 2]",
			onLine(0, 1), onLine(2, -1, -1.0000001, 2.0000002), PrecisionReport{1, 0.5, 0}},
		{"one good fake again and again: its ball has radius 0",
			onLine(0, 1, 2, 3), onLine(2, 2, 2), PrecisionReport{1, 1, 0.25}},
		{"plane: both real radii are 5",
			[][]float32{{0, 0}, {3, 4}}, [][]float32{{-3, -4}, {-3, -4.01}, {6, 8}, {0, 5}}, PrecisionReport{1, 0.75, 1}},
	} {
		if got, err := PrecisionRecall(c.real, c.fakes, c.want.K); err != nil || got != c.want {
			t.Errorf("%s: %+v, %v; want %+v", c.name, got, err, c.want)
		}
		exchanged := PrecisionReport{c.want.K, c.want.Recall, c.want.Precision}
		if got, err := PrecisionRecall(c.fakes, c.real, c.want.K); err != nil || got != exchanged {
			t.Errorf("%s, exchanged: %+v, %v; want %+v", c.name, got, err, exchanged)
		}
	}
}

// The definition with all distances sorted, in 5 dimensions, with copies among the rows. Exact, since
// all coordinates are small whole numbers.
func TestPrecisionRecallAgainstItsDefinition(t *testing.T) {
	r := seed.Rand(71, 72)
	whole := func(n, spread int) (rows [][]float32) {
		for range n {
			row := make([]float32, 5)
			for j := range row {
				row[j] = float32(r.IntN(spread))
			}
			rows = append(rows, row)
		}
		return rows
	}
	squared := func(x, y []float32) (sum float64) {
		for j := range x {
			sum += float64((x[j] - y[j]) * (x[j] - y[j]))
		}
		return sum
	}
	share := func(xs, set [][]float32, k int) (inside float64) {
		for _, x := range xs {
			if slices.ContainsFunc(set, func(centre []float32) bool {
				var all []float64
				for _, other := range set {
					all = append(all, squared(centre, other))
				}
				slices.Sort(all) // all[0] = 0 is the centre itself
				return squared(x, centre) <= all[k]
			}) {
				inside++
			}
		}
		return inside / float64(len(xs))
	}
	real, fakes := whole(60, 12), whole(40, 15)
	real, fakes = append(real, real[:5]...), append(fakes, real[10:15]...)
	for _, k := range []int{1, 2, 3, 5, 44} {
		want := PrecisionReport{k, share(fakes, real, k), share(real, fakes, k)}
		if got, err := PrecisionRecall(real, fakes, k); err != nil || got != want {
			t.Errorf("k = %d: %+v, %v; want %+v", k, got, err, want)
		}
	}
}

// On a circle with k = 1, a fresh point is in no ball if and only if, on each side, its neighbour is
// farther from it than from the next row. The four gaps can be exchanged, so that each side has
// probability ½, and both have ¼. So the mean of precision is ¾ for any number of rows from 3 on.
func TestPrecisionRecallOfFreshDraws(t *testing.T) {
	const sets, n, m = 600, 40, 25
	r := seed.Rand(73, 74)
	circle := func(n int) (rows [][]float32) {
		for range n {
			sin, cos := math.Sincos(2 * math.Pi * r.Float64())
			rows = append(rows, []float32{float32(cos), float32(sin)})
		}
		return rows
	}
	var precision, recall []float64
	for range sets {
		report, err := PrecisionRecall(circle(n), circle(m), 1)
		if err != nil {
			t.Fatal(err)
		}
		precision, recall = append(precision, report.Precision), append(recall, report.Recall)
	}
	for name, found := range map[string][]float64{"precision": precision, "recall": recall} {
		mean, se := meanAndError(found)
		drawn(t, name, mean, 0.75, se)
	}
}

func TestPrecisionReportString(t *testing.T) {
	got := PrecisionReport{K: 3, Precision: 0.9123, Recall: 0.84}.String()
	if want := "precision 91.2 %, recall 84.0 % (k = 3)"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestPrecisionRecallErrors(t *testing.T) {
	three := onLine(1, 2, 3)
	for _, c := range []struct {
		real, fakes [][]float32
		k           int
		word        string
	}{
		{three, three, 0, "k = 0"},
		{three, three, 3, "k = 3 of 3 real and 3 fake rows"},
		{three, repeat(9, 1), 3, "3 real and 9 fake rows"},
		{repeat(9, 1), three, 3, "9 real and 3 fake rows"},
		{three, three[:1], 1, "3 real and 1 fake rows"},
		{nil, three, 1, "0 real and 3 fake rows"},
		{three, repeat(3, 1, 2), 1, "fake row 0 has 2 coordinates; want 1"},
		{repeat(3), three, 1, "real row 0 has 0 coordinates"},
		{onLine(1, nan, 3), three, 1, "real row 1 has NaN"},
		{three, onLine(1, 2, -inf), 1, "fake row 2 has -Inf"},
	} {
		if report, err := PrecisionRecall(c.real, c.fakes, c.k); err == nil {
			t.Errorf("%v, and no error that says %q", report, c.word)
		} else {
			holds(t, err.Error(), []string{"PrecisionRecall", c.word})
		}
	}
}

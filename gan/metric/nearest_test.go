package metric

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"ganbook/theory/seed"
)

// byHand computes Nearest from its definition.
func byHand(x []float32, training [][]float32) (n Neighbour) {
	n.Distance = math.Inf(1)
	for k, row := range training {
		squared := 0.0
		for j := range x {
			d := float64(x[j]) - float64(row[j])
			squared += d * d
		}
		if d := math.Sqrt(squared); d < n.Distance {
			n = Neighbour{k, d}
		}
	}
	return n
}

// These cases are hard for products in float32: rows far from the origin; close pairs that are far
// from each other, so that no centre is near all of them; one row so far away that all others look
// the same; rows at the ends of the range of float32; repeated rows; images.
var hardRows = []struct {
	name string
	rows func(r *rand.Rand) [][]float32
}{
	{"about 0", func(r *rand.Rand) [][]float32 { return normals(r, 500, 20, 0, 1) }},
	{"about 1000", func(r *rand.Rand) [][]float32 { return normals(r, 500, 20, 1000, 1) }},
	{"about 10⁶", func(r *rand.Rand) [][]float32 { return normals(r, 500, 20, 1e6, 1) }},
	{"two clusters far apart", func(r *rand.Rand) [][]float32 {
		return slices.Concat(normals(r, 250, 20, 1000, 1e-3), normals(r, 250, 20, -1000, 1e-3))
	}},
	{"one row far away", func(r *rand.Rand) [][]float32 {
		return slices.Concat(normals(r, 500, 20, 0, 1), normals(r, 1, 20, 1e30, 1))
	}},
	{"up to ±3e38", func(r *rand.Rand) [][]float32 {
		rows := normals(r, 500, 20, 0, 5e37)
		rows[7], rows[8] = slices.Repeat([]float32{3e38}, 20), slices.Repeat([]float32{-3e38}, 20)
		return rows
	}},
	{"down to 1e-45", func(r *rand.Rand) [][]float32 { return normals(r, 500, 20, 0, 1e-43) }},
	{"all equal", func(*rand.Rand) [][]float32 { return repeat(100, 0.1, 0.2, 0.3) }},
	{"pixels in 0 … 255", func(r *rand.Rand) [][]float32 {
		rows := make([][]float32, 500)
		for i := range rows {
			for range 784 {
				rows[i] = append(rows[i], float32(r.IntN(256))/255)
			}
		}
		return rows
	}},
}

// The index is exact. The distance is numerical: both sides are sums of 20 to 784 squares in
// float64, and a compiler may have fused the operations of one of them differently.
func TestNearestAgainstFloat64(t *testing.T) {
	for _, c := range hardRows {
		r := seed.Rand(11, 12)
		rows := c.rows(r)
		training := rows[:len(rows)-50]
		training = append(slices.Clone(training), rows[:10]...) // so that some rows occur twice
		xs := slices.Concat(rows[len(rows)-50:], rows[:10], rows[len(rows)-51:len(rows)-50])
		got, err := Nearest(xs, training)
		if c.name == "all equal" {
			training = training[:1]
		}
		if err != nil || len(got) != len(xs) {
			t.Fatalf("%s: %d neighbours of %d: %v", c.name, len(got), len(xs), err)
		}
		for i, x := range xs {
			want := byHand(x, training)
			if got[i].Index != want.Index {
				t.Errorf("%s, row %d: nearest is %d, %v away; want %d", c.name, i, got[i].Index, got[i].Distance, want.Index)
			}
			near(t, c.name+": distance", got[i].Distance, want.Distance, 1e-13*want.Distance)
		}
		for i := range 10 { // a copy has distance 0, and the first of two copies must be found
			if n := got[50+i]; n.Distance != 0 || n.Index != i && c.name != "all equal" {
				t.Errorf("%s: copy of %d has neighbour %+v", c.name, i, n)
			}
		}
	}
}

// There are more distances than the device holds at once, and the last block is not full.
func TestNearestInBlocks(t *testing.T) {
	r := seed.Rand(12, 12)
	training, xs := normals(r, 8192, 2, 0, 1), normals(r, 2501, 2, 0, 1)
	got, err := Nearest(xs, training)
	if err != nil || len(got) != len(xs) {
		t.Fatalf("%d neighbours of %d: %v", len(got), len(xs), err)
	}
	for i, x := range xs {
		if want := byHand(x, training); got[i] != want {
			t.Fatalf("row %d: %+v, want %+v", i, got[i], want)
		}
	}
}

func TestNearestErrors(t *testing.T) {
	row := [][]float32{{1, 2}}
	for _, c := range []struct {
		xs, training [][]float32
		word         string
	}{
		{nil, row, "no sample rows"},
		{row, nil, "no training rows"},
		{row, [][]float32{}, "no training rows"},
		{row, [][]float32{nil}, "training row 0 has 0 coordinates; want 1"},
		{[][]float32{{1}}, row, "sample row 0 has 1 coordinates; want 2"},
		{[][]float32{{1, 2}, {1, 2, 3}}, row, "sample row 1 has 3 coordinates; want 2"},
		{row, [][]float32{{1, 2}, {1, nan}}, "training row 1 has NaN"},
		{[][]float32{{1, -inf}}, row, "sample row 0 has -Inf"},
	} {
		if _, err := Nearest(c.xs, c.training); err == nil {
			t.Errorf("no error that says %q", c.word)
		} else {
			holds(t, err.Error(), []string{"Nearest", c.word})
		}
	}
}

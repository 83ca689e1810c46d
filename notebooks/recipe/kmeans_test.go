package recipe

import (
	"math"
	"slices"
	"testing"
)

func TestKMeansFindsTheMeansOfHeaps(t *testing.T) {
	// Two clusters of four corners each, far apart, around (0, 0) and (10, 10).
	var rows [][]float32
	for _, middle := range []float32{0, 10} {
		for _, dx := range []float32{-1, 1} {
			for _, dy := range []float32{-2, 2} {
				rows = append(rows, []float32{middle + dx, middle + dy})
			}
		}
	}
	// Even if it starts at two rows of one cluster, Lloyd's algorithm moves one centroid to the
	// other cluster. So it finds both clusters from any two of the eight rows.
	for seed := range uint64(3) {
		got, err := KMeans(rows, 2, 6, seed)
		if err != nil {
			t.Fatal(err)
		}
		slices.SortFunc(got, func(a, b []float32) int { return int(a[0] - b[0]) })
		for i, want := range []float64{0, 10} {
			if math.Abs(float64(got[i][0])-want) > 1e-5 || math.Abs(float64(got[i][1])-want) > 1e-5 {
				t.Errorf("seed %d: centroid %d is %v, want (%v, %v)", seed, i, got[i], want, want)
			}
		}
	}
}

func TestKMeansLeavesTheRowsAlone(t *testing.T) {
	rows := [][]float32{{0}, {1}, {5}}
	if _, err := KMeans(rows, 1, 1, 0); err != nil {
		t.Fatal(err)
	}
	if rows[0][0] != 0 || rows[1][0] != 1 || rows[2][0] != 5 {
		t.Errorf("rows are now %v", rows)
	}
}

func TestACentroidThatIsNearestToNoneStays(t *testing.T) {
	// Two of three equal rows are centroids. The second one is nearest to no row.
	got, err := KMeans([][]float32{{3}, {3}, {3}}, 2, 3, 0)
	if err != nil {
		t.Fatal(err)
	}
	if got[0][0] != 3 || got[1][0] != 3 {
		t.Errorf("centroids %v, want both at 3", got)
	}
}

package recipe

import (
	"fmt"

	"ganbook/gan/metric"
	seeds "ganbook/theory/seed"
)

// KMeans returns k centroids of rows by Lloyd's algorithm (1982, IEEE Transactions on Information
// Theory 28:129). It starts at k rows that seed selects. In each round it moves each centroid to
// the mean of the rows that are nearest to it. A centroid that is nearest to no row stays. Errors
// are those of [metric.Nearest]. It panics unless 1 ≤ k ≤ len(rows).
func KMeans(rows [][]float32, k, rounds int, seed uint64) ([][]float32, error) {
	if k < 1 || k > len(rows) {
		panic(fmt.Sprintf("recipe: KMeans with k = %d of %d rows; 1 to the number of rows", k, len(rows)))
	}
	centroids := make([][]float32, k)
	for i, at := range seeds.Rand(seed, 0).Perm(len(rows))[:k] {
		centroids[i] = rows[at]
	}
	for range rounds {
		nearest, err := metric.Nearest(rows, centroids)
		if err != nil {
			return nil, err
		}
		moveToMeans(centroids, rows, nearest)
	}
	return centroids, nil
}

func moveToMeans(centroids, rows [][]float32, nearest []metric.Neighbour) {
	sums, counts := make([][]float64, len(centroids)), make([]float64, len(centroids))
	for i, row := range rows {
		c := nearest[i].Index
		if sums[c] == nil {
			sums[c] = make([]float64, len(row))
		}
		for j, v := range row {
			sums[c][j] += float64(v)
		}
		counts[c]++
	}
	for c, sum := range sums {
		if sum == nil {
			continue
		}
		mean := make([]float32, len(sum))
		for j, v := range sum {
			mean[j] = float32(v / counts[c])
		}
		centroids[c] = mean
	}
}

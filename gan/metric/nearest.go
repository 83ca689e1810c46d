package metric

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"
)

// A Neighbour is a row of the training data, seen from a sample.
type Neighbour struct {
	Index    int     // into the training rows
	Distance float64 // ‖x − row‖, 0 for a copy
}

// Nearest returns for each of xs, shaped [n, dim], the closest of the training rows,
// shaped [m, dim], by Euclidean distance: a generator that has learnt its data by
// heart has distances near 0, well below those of fresh real data. For pictures a
// large distance proves little, as moving one by a pixel takes it far (Theis et al.
// 2015, arXiv 1511.01844).
//
// Index and Distance are those of float64 arithmetic on the rows as they are: the distance
// to its rounding, and of several rows at the smallest distance the first.
//
// An error names rows that are missing, differ in length or aren't finite.
func Nearest(xs, training [][]float32) ([]Neighbour, error) {
	if err := checkRows(rowSet{"training", training}, rowSet{"sample", xs}); err != nil {
		return nil, fmt.Errorf("metric: Nearest: %w", err)
	}
	found, _, err := measure(xs, training, func(*Node, float64) []*Node { return nil })
	if err != nil {
		return nil, fmt.Errorf("metric: Nearest: %w", err)
	}
	return found, nil
}

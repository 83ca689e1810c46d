package metric

import (
	"fmt"
	"math"

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
// The distance is good to seven digits. Rows whose squared distances differ by less
// than some 10⁻⁶ of their squared distance from the data's mean count as equally
// close, and any of them may be the one.
//
// An error names rows that are missing, differ in length or aren't finite.
func Nearest(xs, training [][]float32) ([]Neighbour, error) {
	if err := checkRows(rowSet{"training", training}, rowSet{"sample", xs}); err != nil {
		return nil, fmt.Errorf("metric: Nearest: %w", err)
	}
	found, err := measure(xs, training, func(d distances) []*Node {
		return []*Node{d.nearest, d.least}
	})
	if err != nil {
		return nil, fmt.Errorf("metric: Nearest: %w", err)
	}
	neighbours := make([]Neighbour, len(xs))
	for i, row := range found {
		neighbours[i] = Neighbour{Index: int(row[0]), Distance: math.Sqrt(row[1])}
	}
	return neighbours, nil
}

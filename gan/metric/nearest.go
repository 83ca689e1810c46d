package metric

import "fmt"

// A Neighbour is the training row that is nearest to a sample.
type Neighbour struct {
	Index    int     // the index of the training row
	Distance float64 // ‖x − row‖; 0 for a copy
}

// Nearest returns for each of xs, shaped [n, dim], the closest of the training rows, shaped [m,
// dim], by Euclidean distance. If a generator has memorised its data, its distances are near 0, far
// below those of new real data. For images a large distance proves little: an image that is moved
// by one pixel is already far away (Theis et al. 2015, arXiv 1511.01844).
//
// Index and Distance are the results of float64 arithmetic on the rows, up to the rounding of
// Distance. If several rows have the smallest distance, Index is the first of them.
//
// Errors: rows are missing, differ in length or are not finite.
func Nearest(xs, training [][]float32) ([]Neighbour, error) {
	if err := checkRows(rowSet{"training", training}, rowSet{"sample", xs}); err != nil {
		return nil, fmt.Errorf("metric: Nearest: %w", err)
	}
	found, err := measure(xs, training, nil)
	if err != nil {
		return nil, fmt.Errorf("metric: Nearest: %w", err)
	}
	return found, nil
}

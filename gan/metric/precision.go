package metric

import (
	"fmt"
	"math"
	"slices"
)

// A PrecisionReport says how many fakes lie among the real samples, and the reverse.
type PrecisionReport struct {
	K         int     // the neighbour that sets the radius of a ball
	Precision float64 // the share of the fakes that lie in the manifold of the real samples, in [0, 1]
	Recall    float64 // the share of the real samples that lie in the manifold of the fakes, in [0, 1]
}

// PrecisionRecall compares features of real samples, shaped [n, d], with features of fakes, shaped
// [m, d] (Kynkäänniemi et al. 2019, arXiv 1904.06991, equations 1 and 2). The manifold of a set Φ is a
// union of balls. There is one around each φ′ of Φ, and the k-th nearest of the other rows of Φ is on its
// surface. Papers take k = 3.
//
//	f(φ, Φ)   = 1 if ‖φ − φ′‖ ≤ ‖φ′ − NNₖ(φ′, Φ)‖ for at least one φ′ of Φ, otherwise 0
//	precision = (1/m) Σ f(fake, Φ of the real),  recall = (1/n) Σ f(real, Φ of the fakes)
//
// A fake far from all real samples lowers precision. A real sample far from all fakes lowers recall: G
// has left out a part of the data. A generator that repeats one good sample has precision 1 and recall
// near 0.
//
// Fresh data do not score 1. For k = 1 on a closed curve they score ¾ on average, with any number of
// samples, and more for a larger k. So state beside a result what fresh data score, with the same n, m
// and k: all three change it. An outlier among the real samples has a large ball, which lets bad fakes
// pass (Naeem et al. 2020, arXiv 2002.09797).
//
// All distances are computed from differences in float64. A row on the surface of a ball is in it, and a
// copy of a row too, even if the radius is 0. The time grows as (n + m)²·d: 5,000 rows of 64 features
// against 5,000 take about 4 seconds on one core.
//
// Errors: k < 1; a set has k rows or fewer; rows are empty, differ in length or are not finite.
func PrecisionRecall(real, fakes [][]float32, k int) (PrecisionReport, error) {
	if k < 1 || len(real) <= k || len(fakes) <= k {
		return PrecisionReport{}, fmt.Errorf("metric: PrecisionRecall with k = %d of %d real and %d fake rows; k 1 or more, and more rows than k",
			k, len(real), len(fakes))
	}
	if err := checkRows(rowSet{"real", real}, rowSet{"fake", fakes}); err != nil {
		return PrecisionReport{}, fmt.Errorf("metric: PrecisionRecall: %w", err)
	}
	r, f := wide(real), wide(fakes)
	return PrecisionReport{k, shareWithin(f, r, k), shareWithin(r, f, k)}, nil
}

// shareWithin returns the share of xs that lie in the manifold of the set.
func shareWithin(xs, set [][]float64, k int) float64 {
	radii := squaredRadii(set, k)
	inside := sumOver(len(xs), func(i int) float64 {
		for j, centre := range set {
			if squaredDistance(xs[i], centre) <= radii[j] {
				return 1
			}
		}
		return 0
	})
	return inside / float64(len(xs))
}

// squaredRadii returns for each row of a set the squared distance to the k-th nearest of the others.
func squaredRadii(set [][]float64, k int) []float64 {
	radii := make([]float64, len(set))
	forEach(len(set), func(i int) {
		nearest := slices.Repeat([]float64{math.Inf(1)}, k) // in ascending order
		for j, other := range set {
			if j == i {
				continue
			}
			if d := squaredDistance(set[i], other); d < nearest[k-1] {
				at, _ := slices.BinarySearch(nearest, d)
				copy(nearest[at+1:], nearest[at:])
				nearest[at] = d
			}
		}
		radii[i] = nearest[k-1]
	})
	return radii
}

// String returns the report in one line, such as
//
//	precision 91.2 %, recall 84.0 % (k = 3)
func (r PrecisionReport) String() string {
	return fmt.Sprintf("precision %.1f %%, recall %.1f %% (k = %d)", 100*r.Precision, 100*r.Recall, r.K)
}

package metric

import (
	"fmt"
	"math"
	"slices"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
)

// A Parzen is what [ParzenWindow] found. Log-likelihoods are means over rows, in
// nats a row.
type Parzen struct {
	Sigmas     []float64 // the widths that were tried
	Validation []float64 // log-likelihood of the validation rows at each of them

	Sigma         float64 // the width with the best, used for the test rows
	Mean          float64 // log-likelihood of the test rows
	StandardError float64 // of Mean over the test rows: s/√n; NaN for a single row
}

// ParzenWindow measures samples of a generator by the density that a window of width
// σ around each of them makes,
//
//	ln p(x) = ln (1/n) Σᵢ N(x; cᵢ, σ²I)
//	        = logsumexpᵢ(−‖x − cᵢ‖²/2σ²) − ln n − (d/2) ln(2πσ²)
//
// where the centres cᵢ are the fakes, shaped [n, d]. σ is the one of sigmas under which
// the validation rows are likeliest on average (the first, if several are); the
// result is the mean of ln p over the test rows, with its standard error. Neither
// set may hold rows that G was trained on.
//
// It is the protocol of Goodfellow et al. 2014 (section 5, after Breuleux et al.
// 2011): 10,000 fakes, MNIST in [0, 1], ten σ evenly spaced in ln σ from 0.1 to 1, 1,000
// validation images, all 10,000 test images. The number depends on n and on the
// grid of σ, is far from the true likelihood in many dimensions, and can rank a model
// above the data itself (Theis et al. 2015, arXiv 1511.01844): compare like with
// like.
//
// The nearest fake's term is exact to float64's rounding. On a CPU the sum of the others
// beside it is taken from products of rows in float32: its error at one row is some
// 2⁻²²·R²/σ² nats, where R is how far rows lie from the fakes' mean (for MNIST, R² = 50 and
// the error some 10⁻⁴), and never more than ln n, however narrow the window.
//
// Rows may be any finite float32 and σ any positive finite float64. A log-likelihood below
// −1.8·10³⁰⁸, float64's range, is −Inf in Validation, and its σ is not chosen.
//
// An error names rows that are missing, differ in length or aren't finite, widths that are
// missing or aren't positive and finite, and widths that are all so narrow that the
// log-likelihood is below float64's range.
func ParzenWindow(fakes, validation, test [][]float32, sigmas []float64) (Parzen, error) {
	if err := checkParzen(fakes, validation, test, sigmas); err != nil {
		return Parzen{}, fmt.Errorf("metric: ParzenWindow: %w", err)
	}
	curves, err := logDensities(validation, fakes, sigmas)
	if err != nil {
		return Parzen{}, fmt.Errorf("metric: ParzenWindow: %w", err)
	}
	r := Parzen{Sigmas: slices.Clone(sigmas)}
	best := 0
	for k, curve := range curves {
		mean, _ := meanAndError(curve)
		r.Validation = append(r.Validation, mean)
		if mean > r.Validation[best] {
			best = k
		}
	}
	r.Sigma = sigmas[best]
	if math.IsInf(r.Validation[best], -1) {
		return Parzen{}, tooNarrow("validation", "every σ")
	}
	scores, err := logDensities(test, fakes, sigmas[best:best+1])
	if err != nil {
		return Parzen{}, fmt.Errorf("metric: ParzenWindow: %w", err)
	}
	r.Mean, r.StandardError = meanAndError(scores[0])
	if math.IsInf(r.Mean, -1) {
		return Parzen{}, tooNarrow("test", fmt.Sprintf("σ = %v, which the validation rows chose,", r.Sigma))
	}
	return r, nil
}

func tooNarrow(rows, sigma string) error {
	return fmt.Errorf("metric: ParzenWindow: %s is too narrow for the %s rows, whose log-likelihood is below float64's range; give wider ones", sigma, rows)
}

// logDensities returns ln p(x) for each of xs under windows around the centres, a column
// for each σ, shaped [σs, n].
func logDensities(xs, centres [][]float32, sigmas []float64) ([][]float64, error) {
	nearest, columns, err := measure(xs, centres, func(beyond *Node, unit float64) (columns []*Node) {
		for _, sigma := range sigmas {
			// The largest term of the sum is taken out, and is 1: also where a compiler that
			// rounds beyond twice, in two ways, leaves it a little above 0. A precision beyond
			// float64's range would make 0·∞ of it; at the range's end all others are 0 already.
			precision := min(unit/sigma*(unit/sigma)/2, math.MaxFloat64)
			terms := Exp(ConvertDType(MulScalar(beyond, -precision), dtypes.Float32))
			columns = append(columns, Log(MaxScalar(ReduceSum(double(terms), 1), 1)))
		}
		return columns
	})
	if err != nil {
		return nil, err
	}
	n, d := float64(len(centres)), float64(len(centres[0]))
	for k, sigma := range sigmas {
		constant := math.Log(n) + d*(math.Log(2*math.Pi)/2+math.Log(sigma))
		for i := range columns[k] {
			z := nearest[i].Distance / sigma
			columns[k][i] += -z*z/2 - constant
		}
	}
	return columns, nil
}

func checkParzen(fakes, validation, test [][]float32, sigmas []float64) error {
	err := checkRows(rowSet{"fake", fakes}, rowSet{"validation", validation}, rowSet{"test", test})
	if err != nil {
		return err
	}
	if len(sigmas) == 0 {
		return fmt.Errorf("no σ to choose from; 1 or more")
	}
	for _, sigma := range sigmas {
		if !(sigma > 0) || math.IsInf(sigma, 1) {
			return fmt.Errorf("σ = %v; above 0 and finite", sigma)
		}
	}
	return nil
}

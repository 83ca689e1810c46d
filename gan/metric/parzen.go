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
// On a CPU, products of rows are taken in float32, and the error of ln p at one row is
// some 2⁻²³·R²/σ² at most, where R is how far rows lie from the fakes' mean: for MNIST,
// R² = 50, about 10⁻⁴ nats.
//
// An error names rows that are missing, differ in length or aren't finite, and
// widths that are missing or aren't positive and finite.
func ParzenWindow(fakes, validation, test [][]float32, sigmas []float64) (Parzen, error) {
	if err := checkParzen(fakes, validation, test, sigmas); err != nil {
		return Parzen{}, fmt.Errorf("metric: ParzenWindow: %w", err)
	}
	curve, err := logDensities(validation, fakes, sigmas)
	if err != nil {
		return Parzen{}, fmt.Errorf("metric: ParzenWindow: %w", err)
	}
	r := Parzen{Sigmas: slices.Clone(sigmas)}
	best := 0
	for k := range sigmas {
		mean, _ := meanAndError(column(curve, k))
		r.Validation = append(r.Validation, mean)
		if mean > r.Validation[best] {
			best = k
		}
	}
	r.Sigma = sigmas[best]
	scores, err := logDensities(test, fakes, sigmas[best:best+1])
	if err != nil {
		return Parzen{}, fmt.Errorf("metric: ParzenWindow: %w", err)
	}
	r.Mean, r.StandardError = meanAndError(column(scores, 0))
	return r, nil
}

// logDensities returns ln p(x) for each of xs under windows around the centres, a
// column for each σ, shaped [n, σs].
func logDensities(xs, centres [][]float32, sigmas []float64) ([][]float64, error) {
	n, d := float64(len(centres)), float64(len(centres[0]))
	return measure(xs, centres, func(to distances) (columns []*Node) {
		for _, sigma := range sigmas {
			precision := 1 / (2 * sigma * sigma)
			// The largest term of the sum is taken out, and is 1.
			terms := Exp(ConvertDType(MulScalar(to.beyond, -precision), dtypes.Float32))
			logSum := Sub(Log(ReduceSum(double(terms), 1)), MulScalar(to.least, precision))
			columns = append(columns, AddScalar(logSum, -math.Log(n)-d/2*math.Log(2*math.Pi*sigma*sigma)))
		}
		return columns
	})
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

func column(rows [][]float64, k int) []float64 {
	xs := make([]float64, len(rows))
	for i, row := range rows {
		xs[i] = row[k]
	}
	return xs
}

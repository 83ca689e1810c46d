package metric

import (
	"fmt"
	"math"
	"slices"
)

// A Parzen is the result of [ParzenWindow]. Log-likelihoods are in nats per row; all but Logs are means over
// rows. Two sets of fakes are compared best row by row, by the differences of their Logs: the error of the mean
// difference is smaller than that of either mean.
type Parzen struct {
	Sigmas     []float64 // the widths that were tried
	Validation []float64 // the log-likelihood of the validation rows at each width

	Sigma         float64   // the width that is best for the validation rows; used for the test rows
	Logs          []float64 // ln p of each test row
	Mean          float64   // the mean of Logs
	StandardError float64   // of Mean, from the test rows: s/√n; NaN for a single row
}

// ParzenWindow scores a generator by the density that windows of width σ around its samples make,
//
//	ln p(x) = ln (1/n) Σᵢ N(x; cᵢ, σ²I)
//	        = logsumexpᵢ(−‖x − cᵢ‖²/2σ²) − ln n − (d/2) ln(2πσ²)
//
// The centres cᵢ are the fakes, shaped [n, d]. ParzenWindow chooses the σ from sigmas that
// maximises the mean of ln p over the validation rows, or the first such σ if there are several.
// The result is the mean of ln p over the test rows, with its standard error. Neither set may hold
// rows that G was trained on.
//
// This is the protocol of Goodfellow et al. 2014 (section 5, after Breuleux et al. 2011): 10,000
// fakes; MNIST in [0, 1]; ten σ from 0.1 to 1, evenly spaced in ln σ; 1,000 validation images; all
// 10,000 test images. The result depends on n and on the grid of σ. In many dimensions it is far
// from the true likelihood, and it can rank a model above the data itself (Theis et al. 2015, arXiv
// 1511.01844). Compare only results of the same protocol.
//
// The term of the nearest fake is exact to the rounding of float64. On a CPU the sum of the other
// terms, relative to it, comes from products of rows in float32. Its error for one row is about
// 2⁻²²·R²/σ² nats, where R is the distance of the rows from the mean of the fakes. For MNIST,
// R² = 50 and the error is about 10⁻⁴ nats. For any σ, also a very small one, the error is at most
// ln n.
//
// Rows may hold any finite float32, and σ may be any positive finite float64. If a log-likelihood
// is below the range of float64, −1.8·10³⁰⁸, it is −Inf in Validation, and its σ is not chosen.
//
// Errors: rows are missing, differ in length or are not finite; widths are missing, not positive or
// not finite; all widths are so small that the log-likelihood is below the range of float64.
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
	r.Logs = scores[0]
	r.Mean, r.StandardError = meanAndError(r.Logs)
	if math.IsInf(r.Mean, -1) {
		return Parzen{}, tooNarrow("test", fmt.Sprintf("σ = %v, which the validation rows chose,", r.Sigma))
	}
	return r, nil
}

func tooNarrow(rows, sigma string) error {
	return fmt.Errorf("metric: ParzenWindow: %s is too narrow for the %s rows, whose log-likelihood is below float64's range; give wider ones", sigma, rows)
}

// logDensities returns ln p(x) for each of xs under windows around the centres, shaped
// [len(sigmas), n].
func logDensities(xs, centres [][]float32, sigmas []float64) ([][]float64, error) {
	logs := make([][]float64, len(sigmas))
	for k := range logs {
		logs[k] = make([]float64, len(xs))
	}
	nearest, err := measure(xs, centres, func(i int, excess []float64, unit float64) {
		for k, sigma := range sigmas {
			// A precision beyond the range of float64 would give 0·∞ for the largest term. At the end
			// of the range all other terms are 0 already, so the precision is limited to it.
			precision := min(unit/sigma*(unit/sigma)/2, math.MaxFloat64)
			logs[k][i] = math.Log(sumOfTerms(excess, precision))
		}
	})
	if err != nil {
		return nil, err
	}
	n, d := float64(len(centres)), float64(len(centres[0]))
	for k, sigma := range sigmas {
		constant := math.Log(n) + d*(math.Log(2*math.Pi)/2+math.Log(sigma))
		for i := range logs[k] {
			z := nearest[i].Distance / sigma
			logs[k][i] += -z*(z/2) - constant
		}
	}
	return logs, nil
}

// sumOfTerms returns Σ exp(−precision·excess): the terms of the sum, relative to the largest one,
// which is 1. Terms below e⁻⁶⁰ are left out. All 10⁹ of them, if there were so many, would be lost
// in the rounding of the sum.
func sumOfTerms(excess []float64, precision float64) (sum float64) {
	for _, e := range excess {
		if x := precision * e; x < 60 {
			sum += math.Exp(-x)
		}
	}
	return sum
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

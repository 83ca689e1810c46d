package metric

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"ganbook/gan/dataset"
)

// A WidthReport says how wide the samples lie around the modes of a mixture, in units of its σ. Only
// high-quality samples count (see [Modes]). NaN means that there are none.
type WidthReport struct {
	// AboutCentres is the root mean square distance of the samples from their mode's centre, over
	// √d·σ.
	AboutCentres float64
	// Larger and Smaller are the largest and the smallest principal standard deviation of a mode's
	// samples about their own mean, over σ, averaged over the modes that have enough samples.
	Larger, Smaller float64
}

// Widths measures samples, shaped [n, d], of a mixture with modes N(c_k, σ²I). [Modes] cannot see
// the width of a mode: points exactly at the centres would score a quality of 1. Widths sees it:
//
//	AboutCentres² = Σ_i ‖x_i − c_nearest(i)‖² / (n·d·σ²)
//	Larger², Smaller² = the extreme eigenvalues of the covariance of a mode's samples, over σ²
//
// AboutCentres alone is fooled by samples that lie off centre, and by modes that are drawn out to
// lines; the principal standard deviations show both. Draws of the mixture itself score a little less
// than 1, because the samples beyond 3σ do not count: in the plane
//
//	√(1 − 4.5·e^−4.5/(1 − e^−4.5)) = 0.974
//
// for AboutCentres. A mode counts for Larger and Smaller if it has 20 samples or more. For n samples
// on a mode, Larger comes out too large and Smaller too small by about 0.6/√n of themselves, so take
// many: 20,000 samples on 25 modes. Widths panics as Modes does, and if σ is 0.
func Widths(samples [][]float32, data *dataset.Mixture) WidthReport {
	sigma, d := data.Sigma(), data.Dim()
	if sigma == 0 {
		panic(fmt.Sprintf("metric: Widths of the %s, whose modes are points; a mixture with σ > 0", data.Name()))
	}
	offsets := make([][]float64, len(data.Centres())) // of each mode's samples from its centre, in units of σ, one after the other
	forHighQuality("Widths", samples, data, func(x []float32, k int, centre []float64) {
		for j, v := range x {
			offsets[k] = append(offsets[k], (float64(v)-centre[j])/sigma)
		}
	})
	sum, count := 0.0, 0
	larger, smaller, modes := 0.0, 0.0, 0
	for _, of := range offsets {
		for _, v := range of {
			sum += v * v
		}
		count += len(of)
		if len(of) < populated*d {
			continue
		}
		lo, hi := principal(mat.NewDense(len(of)/d, d, of))
		larger, smaller, modes = larger+hi, smaller+lo, modes+1
	}
	return WidthReport{math.Sqrt(sum / float64(count)), larger / float64(modes), smaller / float64(modes)}
}

// principal returns the smallest and the largest principal standard deviation of rows.
func principal(rows *mat.Dense) (smallest, largest float64) {
	var covariance mat.SymDense
	stat.CovarianceMatrix(&covariance, rows, nil)
	var eigen mat.EigenSym
	if !eigen.Factorize(&covariance, false) {
		panic("metric: Widths: the eigenvalues of a covariance were not found")
	}
	values := eigen.Values(nil) // in ascending order
	return math.Sqrt(max(0, values[0])), math.Sqrt(max(0, values[len(values)-1]))
}

// String returns the report in one line, such as
//
//	width 0.97 σ about the centres; principal standard deviations 0.98 and 0.96 σ
func (r WidthReport) String() string {
	return fmt.Sprintf("width %.2f σ about the centres; principal standard deviations %.2f and %.2f σ", r.AboutCentres, r.Larger, r.Smaller)
}

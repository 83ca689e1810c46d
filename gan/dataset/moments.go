package dataset

import (
	"math"
	"slices"
)

// A Centred is a data set that knows where its samples lie. [ganbook/gan.Config.Standardise] uses
// it. For a data set without this method, gan draws samples and takes their moments.
type Centred interface {
	Dataset
	// Moments returns the mean of each coordinate, and the spread of all: the root of the mean of
	// the coordinates' variances. The spread is 0 if all samples are equal.
	Moments() (mean []float64, spread float64)
}

// MomentsOf returns the moments of given rows, shaped [n, dim], as [Centred] defines them. It panics if there
// are no rows.
func MomentsOf(rows [][]float32) (mean []float64, spread float64) {
	return moments(len(rows), len(rows[0]), func(i, j int) float64 { return float64(rows[i][j]) })
}

// moments returns the moments of n rows of dim numbers. It takes the variance about the mean in a
// second pass, since E[x²] − E[x]² loses all digits where the mean is large.
func moments(n, dim int, at func(i, j int) float64) (mean []float64, spread float64) {
	mean = make([]float64, dim)
	for i := range n {
		for j := range dim {
			mean[j] += at(i, j)
		}
	}
	for j := range mean {
		mean[j] /= float64(n)
	}
	sum, equal := 0.0, true
	for i := range n {
		for j := range dim {
			d := at(i, j) - mean[j]
			sum += d * d
			equal = equal && at(i, j) == at(0, j)
		}
	}
	if equal { // else the rounding of the mean would be taken for a spread
		return mean, 0
	}
	return mean, math.Sqrt(sum / float64(n) / float64(dim))
}

// Moments returns the mean of the centres, and the spread of the centres and of σ together.
func (m *Mixture) Moments() (mean []float64, spread float64) {
	mean, between := moments(len(m.centres), m.Dim(), func(i, j int) float64 { return m.centres[i][j] })
	return mean, math.Hypot(between, m.sigma)
}

// Moments returns the mean and the standard deviation. If they are not finite, as for the Cauchy
// distribution, it returns the median and half of the distance between the quartiles.
func (l *Line) Moments() (mean []float64, spread float64) {
	m, sd := l.p.Mean(), math.Sqrt(l.p.Variance())
	if !representable(m) || !representable(sd) {
		m, sd = l.p.Quantile(0.5), (l.p.Quantile(0.75)-l.p.Quantile(0.25))/2
	}
	return []float64{m}, sd
}

// Moments returns the mean and the spread of the rows.
func (e *Empirical) Moments() (mean []float64, spread float64) {
	return MomentsOf(e.table.Value().([][]float32))
}

// Moments returns the mean and the spread of the formula. E‖x‖² = E r² + 2σ² = ½ + 2σ².
func (s *Spiral) Moments() (mean []float64, spread float64) {
	const radii = 1024
	numbers := s.table.Value().([]float32)
	turns, sigma := float64(numbers[0]), float64(numbers[2])
	mean = make([]float64, 2)
	for arm := range s.arms {
		for i := range radii {
			r := math.Sqrt((float64(i) + 0.5) / radii) // u at the middle of each cell
			sin, cos := math.Sincos(2 * math.Pi * (turns*r + float64(arm)/float64(s.arms)))
			mean[0] += r * cos / radii / float64(s.arms)
			mean[1] += r * sin / radii / float64(s.arms)
		}
	}
	variance := (0.5 - mean[0]*mean[0] - mean[1]*mean[1]) / 2
	return mean, math.Sqrt(variance + sigma*sigma)
}

// Moments returns the mean image and the spread of the pixels, from 0 to 1.
func (m *Images) Moments() (mean []float64, spread float64) {
	mean, spread = m.moments()
	return slices.Clone(mean), spread
}

package metric

import (
	"fmt"
	"math"
)

// Energy estimates the energy distance of two distributions P and Q from samples x₁ … xₙ of P and
// y₁ … yₘ of Q, shaped [n, d] and [m, d] (Székely and Rizzo 2013, doi 10.1016/j.jspi.2013.03.018;
// there the averages are over all pairs, also of a sample with itself, and never below 0 together):
//
//	E(P, Q) = 2·E‖X − Y‖ − E‖X − X′‖ − E‖Y − Y′‖ ≥ 0,  0 only if P = Q
//	Ê = (2/nm) ΣᵢΣⱼ ‖xᵢ − yⱼ‖ − (1/n(n−1)) Σᵢ≠ⱼ ‖xᵢ − xⱼ‖ − (1/m(m−1)) Σᵢ≠ⱼ ‖yᵢ − yⱼ‖
//
// X, X′, Y and Y′ are independent. The unit is that of the coordinates. On the line E(P, Q) is
// 2·∫(F − G)² dx, with F and G the distribution functions.
//
// A sample is not compared with itself. So Ê is unbiased for any n and m, and may be a little below
// 0. For fresh draws of one distribution, its mean is 0 and its standard deviation falls as 1/n:
//
//	√Var Ê = v·√(2/n(n−1) + 2/m(m−1) + 4/nm) ≈ 2.83·v/n for n = m
//	v² = E‖X − X′‖² + (E‖X − X′‖)² − 2·E‖X − X′‖‖X − X″‖
//
// v² is the distance variance (Székely, Rizzo and Bakirov 2007, arXiv 0803.4101): v is 0.633 for
// N(0, 1) and 2.2 for the 5 × 5 grid with spacing 2, where 5,000 draws against 5,000 score 0 ± 0.0012.
// The distribution of Ê is skewed, with its longer tail above 0. If P ≠ Q, the standard deviation
// falls as 1/√n only.
//
// All pairs are computed, in float64. 5,000 rows against 5,000 in the plane take about 0.3 seconds on
// one core. The result has the same bits on any number of cores. It is NaN if a coordinate is not
// finite. Energy panics if a set has fewer than 2 samples, or if samples differ in length.
func Energy(xs, ys [][]float32) float64 {
	checkEnergy(xs, ys)
	x, y := wide(xs), wide(ys)
	n, m := float64(len(x)), float64(len(y))
	between := sumOver(len(x), func(i int) float64 { return sumOfDistances(x[i], y) })
	return 2*between/(n*m) - meanDistance(x) - meanDistance(y)
}

// meanDistance returns the mean of ‖xᵢ − xⱼ‖ over i ≠ j.
func meanDistance(x [][]float64) float64 {
	n := float64(len(x))
	return 2 * sumOver(len(x), func(i int) float64 { return sumOfDistances(x[i], x[i+1:]) }) / (n * (n - 1))
}

// sumOfDistances returns Σⱼ ‖x − yⱼ‖.
func sumOfDistances(x []float64, ys [][]float64) (sum float64) {
	for _, y := range ys {
		sum += math.Sqrt(squaredDistance(x, y))
	}
	return sum
}

func checkEnergy(xs, ys [][]float32) {
	if len(xs) < 2 || len(ys) < 2 {
		panic(fmt.Sprintf("metric: Energy of %d and %d samples; 2 or more of each", len(xs), len(ys)))
	}
	for k, set := range [][][]float32{xs, ys} {
		for i, row := range set {
			if len(row) != len(xs[0]) {
				panic(fmt.Sprintf("metric: Energy: sample %d of set %d has %d coordinates; the first one has %d", i, k+1, len(row), len(xs[0])))
			}
		}
	}
}

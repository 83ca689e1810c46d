package metric

import (
	"fmt"

	"gonum.org/v1/gonum/mat"
)

// kernelRows is the number of rows whose kernels with all others are held at once: 256·10,000 float64
// take 20 MB.
const kernelRows = 256

// Kernel estimates the squared maximum mean discrepancy of the distributions of features xs, shaped
// [n, d], and ys, shaped [m, d], with the cubic kernel (called KID by Bińkowski et al. 2018, arXiv
// 1801.01401; the estimate is that of Gretton et al. 2012, JMLR 13:723, lemma 6):
//
//	k(x, y) = (x·y/d + 1)³
//	MMD²(P, Q) = E k(X, X′) + E k(Y, Y′) − 2·E k(X, Y) ≥ 0
//	K̂ = (1/n(n−1)) Σᵢ≠ⱼ k(xᵢ, xⱼ) + (1/m(m−1)) Σᵢ≠ⱼ k(yᵢ, yⱼ) − (2/nm) ΣᵢΣⱼ k(xᵢ, yⱼ)
//
// X, X′, Y and Y′ are independent. MMD² is 0 only if all moments of P and Q up to the third are equal.
// A row is not compared with itself. So K̂ is unbiased for any n and m, unlike [Frechet], and may be a
// little below 0. For fresh draws of one distribution its mean is 0, and its standard deviation falls
// as 1/n. If P ≠ Q, it falls as 1/√n.
//
// Papers average K̂ over random subsets of the rows, often 100 of 1,000. This has the same mean and a
// larger standard deviation. Kernel takes all rows at once, as one subset. Its time grows as
// (n + m)²·d, and its memory as n + m. The kernel is not the same at every origin: features must not be
// centred.
//
// Errors: a set has fewer than 2 rows; rows are empty, differ in length or are not finite.
func Kernel(xs, ys [][]float32) (float64, error) {
	if err := checkTwo(xs, ys); err != nil {
		return 0, fmt.Errorf("metric: Kernel: %w", err)
	}
	x, y := matrixOf(xs), matrixOf(ys)
	n, m := float64(len(xs)), float64(len(ys))
	between := sumOfKernels(x, y, false) / (n * m)
	return sumOfKernels(x, x, true)/(n*(n-1)) + sumOfKernels(y, y, true)/(m*(m-1)) - 2*between, nil
}

// sumOfKernels returns Σᵢ Σⱼ k(xᵢ, yⱼ), over i ≠ j if others is set.
func sumOfKernels(x, y *mat.Dense, others bool) (sum float64) {
	n, d := x.Dims()
	m, _ := y.Dims()
	var products mat.Dense
	for start := 0; start < n; start += kernelRows {
		end := min(start+kernelRows, n)
		products.Reset()
		products.Mul(x.Slice(start, end, 0, d), y.T())
		sum += sumOver(end-start, func(i int) (row float64) {
			for j, product := range products.RawRowView(i)[:m] {
				if others && j == start+i {
					continue
				}
				k := product/float64(d) + 1
				row += k * k * k
			}
			return row
		})
	}
	return sum
}

// matrixOf returns rows as a matrix.
func matrixOf(rows [][]float32) *mat.Dense {
	x := mat.NewDense(len(rows), len(rows[0]), nil)
	for i, row := range wide(rows) {
		x.SetRow(i, row)
	}
	return x
}

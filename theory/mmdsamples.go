package theory

import (
	"fmt"

	"ganbook/theory/internal/float"
)

// MMD2Unbiased estimates the squared maximum mean discrepancy [MMD2] of two distributions from
// independent draws x₁ … xₙ of p and y₁ … yₘ of q (Gretton et al. 2012, lemma 6):
//
//	(1/n(n−1)) Σᵢ≠ⱼ k(xᵢ, xⱼ) + (1/m(m−1)) Σᵢ≠ⱼ k(yᵢ, yⱼ) − (2/nm) Σᵢ Σⱼ k(xᵢ, yⱼ)
//
// A draw is not compared with itself. So the expectation of the estimate is MMD²(p, q) for any n and m,
// and the estimate may be below 0. [MMD2] of the two sets as [Data] also counts the pairs i = j. For a
// kernel with k(x, x) > E[k(X, X′)] it is too large on average.
//
// For draws of one distribution the variance is exactly
//
//	v²·(2/n(n−1) + 2/m(m−1) + 4/nm),
//	v² = E[k(X, X′)²] + E[k(X, X′)]² − 2·E[k(X, X′)·k(X, X″)],
//
// so the standard deviation falls as 1/n. If p ≠ q it falls as 1/√n: the variance is, to first order,
// 4·Var_p[w(X)]/n + 4·Var_q[w(Y)]/m, with w the [Witness].
//
// The time grows as (n + m)². The result is NaN if a draw is NaN. It panics if there are fewer than two
// draws of p or of q, or if k is nil.
func MMD2Unbiased(xs, ys []float64, k Kernel) float64 {
	if len(xs) < 2 || len(ys) < 2 {
		panic(fmt.Sprintf("theory: MMD2Unbiased: %s of p and %s of q; give two or more of each", count(len(xs), "draw"), count(len(ys), "draw")))
	}
	checkKernel("MMD2Unbiased", k)
	var between float.Sum
	for _, x := range xs {
		for _, y := range ys {
			between.Add(k(x, y))
		}
	}
	n, m := float64(len(xs)), float64(len(ys))
	return meanOfPairs(xs, k) + meanOfPairs(ys, k) - 2*between.Total()/(n*m)
}

// meanOfPairs returns the mean of k(xᵢ, xⱼ) over i ≠ j. The kernel is symmetric, so each pair is
// computed once.
func meanOfPairs(xs []float64, k Kernel) float64 {
	var sum float.Sum
	for i, x := range xs {
		for _, y := range xs[:i] {
			sum.Add(k(x, y))
		}
	}
	n := float64(len(xs))
	return sum.Total() / (n * (n - 1) / 2)
}

package metric

import (
	"fmt"
	"math"
)

// Value estimates the value of the game, in nats, from D's logits l on n real and m fake samples,
//
//	V̂(D, G) = (1/n) Σ ln D(xᵢ) + (1/m) Σ ln(1 − D(G(zⱼ))) ≤ 0
//	ln D = −softplus(−l),  ln(1 − D) = −softplus(l),  softplus(t) = ln(1 + eᵗ)
//
// (Goodfellow et al. 2014, equation 1). It also returns the standard error √(s²/n + t²/m), where s²
// and t² are the sample variances of the two terms. The samples must be independent draws. Then V̂
// is unbiased for this D and G. V̂ does not estimate max_D V. For samples that D was trained on, V̂
// is too high.
//
// Logits of any size keep their precision, because D itself is not computed. Special cases are:
//
//	a single real or fake sample: se = NaN
//	D certain and wrong (a real −Inf or a fake +Inf): v = −Inf, se = NaN
//	a NaN logit: NaN, NaN
//
// It panics if there are no real or no fake logits.
func Value(realLogits, fakeLogits []float32) (v, se float64) {
	if len(realLogits) == 0 || len(fakeLogits) == 0 {
		panic(fmt.Sprintf("metric: Value of %d real and %d fake logits; 1 or more of each", len(realLogits), len(fakeLogits)))
	}
	genuine := make([]float64, len(realLogits))
	for i, l := range realLogits {
		genuine[i] = -softplus(-float64(l))
	}
	fake := make([]float64, len(fakeLogits))
	for i, l := range fakeLogits {
		fake[i] = -softplus(float64(l))
	}
	meanReal, seReal := meanAndError(genuine)
	meanFake, seFake := meanAndError(fake)
	return meanReal + meanFake, math.Hypot(seReal, seFake)
}

// softplus returns ln(1 + eᵗ). It raises e to negative powers only, so that nothing overflows.
func softplus(t float64) float64 {
	return max(t, 0) + math.Log1p(math.Exp(-math.Abs(t)))
}

// meanAndError returns the mean and its standard error s/√n, with the sample variance
// s² = Σ(x − mean)²/(n − 1). The error is NaN for a single value.
func meanAndError(xs []float64) (mean, se float64) {
	n := float64(len(xs))
	for _, x := range xs {
		mean += x / n
	}
	largest, squares := 0.0, 0.0
	for _, x := range xs {
		largest = max(largest, math.Abs(x-mean))
	}
	if largest == 0 {
		return mean, 0 / (n - 1)
	}
	for _, x := range xs { // in units of the largest deviation, so that no square overflows
		squares += (x - mean) / largest * ((x - mean) / largest)
	}
	return mean, largest * math.Sqrt(squares/(n-1)/n)
}

package theory

import "math"

// sigmoid returns 1/(1 + e^−x).
func sigmoid(x float64) float64 {
	if x < 0 {
		e := math.Exp(x)
		return e / (1 + e)
	}
	return 1 / (1 + math.Exp(-x))
}

// logit returns ln(η/(1 − η)), the inverse of sigmoid.
func logit(eta float64) float64 { return math.Log(eta) - math.Log1p(-eta) }

// softplus returns ln(1 + eˣ) = −ln(1 − σ(x)).
func softplus(x float64) float64 {
	if x > 0 {
		return x + math.Log1p(math.Exp(-x))
	}
	return math.Log1p(math.Exp(x))
}

func square(x float64) float64 { return x * x }

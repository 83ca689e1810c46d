package theory

import (
	"fmt"
	"math"
	"testing"

	"ganbook/theory/seed"
)

// The non-saturating loss of the generator, E_g[−ln D*(X)], has the same minimiser as the minimax loss.
// With m = ½(p + g), and because D* = p/(2m), it is
//
//	E_g[−ln D*] = ln 2 + KL(g‖p) − KL(g‖m) ≥ ln 2 + ½·KL(g‖p).
//
// The bound holds because KL(g‖m) ≤ ½·KL(g‖p) + ½·KL(g‖g), by convexity. The two losses differ by
//
//	E_g[ln(1 − D*)] + E_g[−ln D*] = E_g[ln(g/p)] = KL(g‖p).
func TestNonSaturatingLoss(t *testing.T) {
	half := []float64{0.5, 0.5}
	pairs := [][2]Distribution{
		{Normal(0, 1), Normal(0, 1)}, {Normal(0, 1), Normal(1e-3, 1)}, {Normal(0, 1), Normal(2, 1)}, {Normal(0, 1), Normal(8, 0.5)},
		{Uniform(0, 4), Uniform(1, 2)}, {Uniform(1, 2), Uniform(0, 4)}, {Bernoulli(0.7), Bernoulli(0.2)}, {Bernoulli(0.7), Normal(0, 1)},
		{Mix(half, Normal(0, 1), Data(0.25)), Normal(0, 1)}, {Cauchy(0, 1), Normal(3, 1)},
	}
	r := seed.Rand(16, 11)
	for range 30 {
		p := random(r)
		pairs = append(pairs, [2]Distribution{covering(r, p), p})
	}
	for _, c := range pairs {
		p, g := c[0], c[1]
		name := fmt.Sprintf("(%v, %v)", p, g)
		logit := OptimalD(p, g)
		nonSaturating, _ := g.expectBesideAtoms(p, func(x float64) float64 { return softplus(-logit(x)) })
		minimax, _ := g.expectBesideAtoms(p, func(x float64) float64 { return -softplus(logit(x)) })
		kl, toMiddle := KL(g, p), KL(g, Mix(half, p, g))
		numerical(t, "E_g[−ln D*]"+name, nonSaturating, math.Ln2+kl-toMiddle, 1e-9*(1+kl))
		if least := math.Ln2 + kl/2; !(nonSaturating >= least*(1-1e-9)) {
			t.Errorf("E_g[−ln D*]%s = %v is less than ln 2 + ½ KL = %v", name, nonSaturating, least)
		}
		numerical(t, "difference of the losses"+name, minimax+nonSaturating, kl, 1e-9*(1+kl))
	}
}

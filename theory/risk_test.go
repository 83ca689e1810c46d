package theory

import (
	"fmt"
	"testing"

	"ganbook/theory/internal/float"
	"ganbook/theory/seed"
)

var marginLosses = []struct {
	MarginLoss
	divergence FDivergence
	constant   float64 // the drop is constant·divergence
}{
	{LogisticLoss, JensenShannon, 1}, {SquareLoss, Triangular, 0.5}, {ExponentialLoss, SquaredHellinger, 1}, {HingeLoss, TotalVariation, 1},
}

// leastRisk minimises the conditional risk over the scores by golden section search. The risk is
// convex in the score.
func leastRisk(l MarginLoss, eta float64) float64 {
	risk := func(s float64) float64 { return eta*l.Cost(s) + (1-eta)*l.Cost(-s) }
	return risk(float.Maximum(func(s float64) float64 { return -risk(s) }, -50, 0, 50))
}

func TestBestRisk(t *testing.T) {
	for _, l := range marginLosses {
		for _, eta := range []float64{1e-6, 0.01, 0.2, 0.45, 0.5, 0.7, 0.9, 1 - 1e-4} {
			name := fmt.Sprintf("%s at η = %v", l.Name, eta)
			least := leastRisk(l.MarginLoss, eta)
			numerical(t, name, l.BestRisk(eta), least, 1e-9)
			s := l.BestScore(eta)
			numerical(t, name+", at the best score", eta*l.Cost(s)+(1-eta)*l.Cost(-s), least, 1e-9)
		}
		exact(t, l.Name+": a sure thing", l.BestRisk(0), 0)
		exact(t, l.Name+": a sure thing", l.BestRisk(1), 0)
	}
}

// The drop of the best risk is the divergence, whether H is computed by its formula or by search.
func TestRiskDrop(t *testing.T) {
	half := []float64{0.5, 0.5}
	pairs := [][2]Distribution{
		{Normal(0, 1), Normal(1, 1)}, {Normal(0, 1), Normal(8, 1)}, {Normal(0, 1), Laplace(0.5, 1)}, {Uniform(0, 2), Uniform(1, 4)},
		{Bernoulli(0.5), Bernoulli(0.8)}, {Bernoulli(0.7), Normal(0, 1)}, {Normal(0, 1), Mix(half, Normal(0, 1), Bernoulli(0.7))},
		{allKinds(), allKinds()}, {Normal(0, 1), Normal(1e-6, 1)},
	}
	r := seed.Rand(16, 2)
	for range 20 {
		pairs = append(pairs, [2]Distribution{random(r), random(r)})
	}
	for _, l := range marginLosses {
		for _, c := range pairs {
			name := fmt.Sprintf("%s(%v, %v)", l.Name, c[0], c[1])
			numerical(t, name, RiskDrop(l.MarginLoss, c[0], c[1]), l.constant*l.divergence.Of(c[0], c[1]), 1e-9)
		}
		// The definition for two coins, with real and fake equally likely: no quadrature, no formula of H.
		p, q := [2]float64{0.5, 0.5}, [2]float64{0.2, 0.8}
		drop := leastRisk(l.MarginLoss, 0.5)
		for i := range p {
			drop -= (p[i] + q[i]) / 2 * leastRisk(l.MarginLoss, p[i]/(p[i]+q[i]))
		}
		numerical(t, l.Name+" of coins", RiskDrop(l.MarginLoss, PMF(p[:]...), PMF(q[:]...)), drop, 1e-9)
	}
}

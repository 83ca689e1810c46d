package theory

import (
	"testing"

	"ganbook/theory/quad"
)

// A counted density calls seen before each evaluation.
type counted struct {
	density
	seen func()
}

func (c counted) logProbAt(x quad.Abscissa) float64 {
	c.seen()
	return c.density.logProbAt(x)
}

// The entropy of a mixture of many components ends. The number of points at which the integral evaluates
// the mixture grows in proportion to the number of components: some 150 points for each are needed.
// Numerical: evaluations are counted, not seconds.
func TestEntropyOfLargeMixturesEnds(t *testing.T) {
	const most = 400 // points for each component
	for _, n := range []int{250, 1000} {
		p := normalsAndUniforms(n, true, 99)
		evaluations := 0
		count := func() {
			if evaluations++; evaluations > most*n*n { // at each point all n components are evaluated
				t.Fatalf("%d components: the mixture is evaluated at more than %d points", n, most*n)
			}
		}
		for i, c := range p.components {
			p.components[i].density = counted{c.density, count}
		}
		Entropy(p)
		t.Logf("%d components: %d points", n, evaluations/n)
	}
}

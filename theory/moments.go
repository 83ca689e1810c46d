package theory

import (
	"math"

	"ganbook/theory/internal/float"
)

// moments returns the mean and the variance. It uses the formulas of those components that have
// one, and quadrature for the others.
func (p Distribution) moments() (mean, variance float64) {
	identity := func(x float64) float64 { return x }
	means := make([]float64, len(p.components))
	var m float.Sum
	for i, c := range p.components {
		part := oneComponent(c.density)
		var known bool
		if means[i], _, known = c.moments(); !known {
			means[i] = part.Expect(identity)
		}
		m.Add(c.weight * means[i])
	}
	if len(p.atoms) > 0 {
		atoms := Distribution{atoms: p.atoms}
		m.Add(atoms.Expect(identity))
	}
	mean = m.Total()
	if !float.Finite(mean) {
		return mean, math.NaN()
	}
	// Var = Σ wᵢ (σᵢ² + (μᵢ − μ)²) has no negative terms, so nothing cancels.
	var v float.Sum
	for i, c := range p.components {
		_, inner, known := c.moments()
		if !known {
			part := oneComponent(c.density)
			inner = part.Expect(func(x float64) float64 { return (x - means[i]) * (x - means[i]) })
		}
		v.Add(c.weight * (inner + (means[i]-mean)*(means[i]-mean)))
	}
	if len(p.atoms) > 0 {
		atoms := Distribution{atoms: p.atoms}
		v.Add(atoms.Expect(func(x float64) float64 { return (x - mean) * (x - mean) }))
	}
	return mean, v.Total()
}

package theory

import (
	"math"

	"ganbook/theory/internal/float"
)

// moments returns mean and variance, from formulas where the parts have them and from quadrature
// otherwise.
func (p Distribution) moments() (mean, variance float64) {
	identity := func(x float64) float64 { return x }
	means := make([]float64, len(p.components))
	var m float.Sum
	for i, c := range p.components {
		part := whole(c.density)
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
	// Var = Σ wᵢ (σᵢ² + (μᵢ − μ)²): positive terms only.
	var v float.Sum
	for i, c := range p.components {
		_, inner, known := c.moments()
		if !known {
			part := whole(c.density)
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

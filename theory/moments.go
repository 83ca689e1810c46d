package theory

import (
	"math"

	"ganbook/theory/internal/float"
)

// moments returns the mean and the variance. The variance is NaN if the mean is not finite.
func (p Distribution) moments() (mean, variance float64) {
	type part struct{ weight, mean, variance float64 }
	var parts []part
	for _, c := range p.components {
		m, v, known := c.moments()
		if !known {
			m, v = oneComponent(c.density).integratedMoments()
		}
		parts = append(parts, part{c.weight, m, v})
	}
	for _, a := range p.atoms {
		parts = append(parts, part{a.mass, a.value, 0})
	}
	var m, v float.Sum
	for _, part := range parts {
		m.Add(part.weight * part.mean)
	}
	mean = m.Total()
	if !float.Finite(mean) {
		return mean, math.NaN()
	}
	// Var = Σ wᵢ (σᵢ² + (μᵢ − μ)²) has no negative terms, so nothing cancels.
	for _, part := range parts {
		v.Add(part.weight * (part.variance + (part.mean-mean)*(part.mean-mean)))
	}
	return mean, v.Total()
}

// integratedMoments returns the mean and the variance by quadrature.
func (p Distribution) integratedMoments() (mean, variance float64) {
	mean = p.Expect(func(x float64) float64 { return x })
	return mean, p.Expect(func(x float64) float64 { return (x - mean) * (x - mean) })
}

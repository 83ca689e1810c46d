package theory

import "math"

// moments returns mean and variance, from formulas where the parts have them and from quadrature otherwise.
func (p Distribution) moments() (mean, variance float64) {
	identity := func(x float64) float64 { return x }
	means := make([]float64, len(p.waves))
	var m sum
	for i, w := range p.waves {
		part := whole(w.shape)
		var known bool
		if means[i], _, known = w.moments(); !known {
			means[i] = part.Expect(identity)
		}
		m.add(w.weight * means[i])
	}
	if len(p.atoms) > 0 {
		atoms := Distribution{atoms: p.atoms}
		m.add(atoms.Expect(identity))
	}
	mean = m.total()
	if !finite(mean) {
		return mean, math.NaN()
	}
	// Var = Σ wᵢ (σᵢ² + (μᵢ − μ)²): positive terms only.
	var v sum
	for i, w := range p.waves {
		_, inner, known := w.moments()
		if !known {
			part := whole(w.shape)
			inner = part.Expect(func(x float64) float64 { return (x - means[i]) * (x - means[i]) })
		}
		v.add(w.weight * (inner + (means[i]-mean)*(means[i]-mean)))
	}
	if len(p.atoms) > 0 {
		atoms := Distribution{atoms: p.atoms}
		v.add(atoms.Expect(func(x float64) float64 { return (x - mean) * (x - mean) }))
	}
	return mean, v.total()
}

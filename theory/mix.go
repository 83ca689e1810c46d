package theory

import (
	"fmt"

	"ganbook/theory/internal/float"
)

// Mix returns the mixture that draws from ds[i] with probability weights[i]:
//
//	p(x) = Σ wᵢ pᵢ(x).
//
// The ds may have atoms, densities, or both, and may be mixtures. A distribution of weight zero is
// left out.
//
// It panics unless there are as many weights as distributions and at least one, no weight is
// negative or NaN, and the weights sum to 1 within 1e-9. They are then divided by their sum. It
// also panics if one of ds is the zero Distribution.
func Mix(weights []float64, ds ...Distribution) Distribution {
	if len(weights) != len(ds) {
		panic(fmt.Sprintf("theory: Mix: %d weights but %d distributions", len(weights), len(ds)))
	}
	total := checkedTotal("Mix", "weight", weights)
	var m Distribution
	for i, d := range ds {
		d.check()
		w := weights[i] / total
		if w == 0 {
			continue
		}
		for _, a := range d.atoms {
			if mass := w * a.mass; mass > 0 { // the product may underflow
				m.atoms = append(m.atoms, atom{value: a.value, mass: mass})
			}
		}
		for _, v := range d.components {
			if weight := w * v.weight; weight > 0 {
				m.components = append(m.components, component{weight, float.Log(weight), v.density})
			}
		}
	}
	m.merge(1)
	m.label = mixtureName(weights, ds)
	return m
}

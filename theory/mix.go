package theory

import (
	"fmt"

	"ganbook/theory/internal/float"
)

// Mix returns the mixture that draws from ds[i] with probability weights[i]:
//
//	p(x) = Σ wᵢ pᵢ(x).
//
// Atoms and densities mix freely, and mixtures of mixtures. It panics unless there are as many
// weights as distributions, no weight negative or NaN, and their sum within 1e-9 of 1 (it is then
// made 1). Parts of weight zero are left out.
func Mix(weights []float64, ds ...Distribution) Distribution {
	if len(weights) != len(ds) {
		panic(fmt.Sprintf("theory: Mix: %d weights but %d distributions", len(weights), len(ds)))
	}
	total := masses("Mix", "weight", weights)
	var m Distribution
	for i, d := range ds {
		d.check()
		w := weights[i] / total
		if w == 0 {
			continue
		}
		for _, a := range d.atoms {
			m.atoms = append(m.atoms, atom{value: a.value, mass: w * a.mass})
		}
		for _, v := range d.components {
			m.components = append(m.components, component{w * v.weight, float.Log(w * v.weight), v.density})
		}
	}
	m.merge()
	m.called = mixtureName(weights, ds)
	return m
}

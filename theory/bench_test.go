package theory

import (
	"fmt"
	"testing"
)

// twoMixtures are mixtures of n bells each that overlap.
func twoMixtures(n int) (p, q Distribution) {
	mixture := func(shift float64) Distribution {
		weights, bells := make([]float64, n), make([]Distribution, n)
		for i := range bells {
			weights[i], bells[i] = 1/float64(n), Normal(float64(2*i)+shift, 0.5+0.1*float64(i%3))
		}
		return Mix(weights, bells...)
	}
	return mixture(0), mixture(0.3)
}

func BenchmarkKL(b *testing.B) {
	bells, wide := Normal(0, 1), Normal(1, 2)
	p, q := twoMixtures(3)
	for _, c := range []struct {
		name string
		p, q Distribution
	}{{"two normals", bells, wide}, {"mixtures of three", p, q}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				KL(c.p, c.q)
			}
		})
	}
}

func BenchmarkEntropy(b *testing.B) {
	for _, n := range []int{2, 20} {
		p, _ := twoMixtures(n)
		b.Run(fmt.Sprint("mixture of ", n), func(b *testing.B) {
			for b.Loop() {
				Entropy(p)
			}
		})
	}
}

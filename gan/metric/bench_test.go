package metric

import (
	"math"
	"testing"

	"ganbook/theory/seed"
)

// BenchmarkParzen is one evaluation by the protocol of Goodfellow et al. 2014, on rows of the size
// of MNIST: 10,000 fakes, ten widths on 1,000 validation rows, and 10,000 test rows.
func BenchmarkParzen(b *testing.B) {
	r := seed.Rand(1, 2)
	fakes, validation, test := normals(r, 10_000, 784, 0.5, 0.25), normals(r, 1_000, 784, 0.5, 0.25), normals(r, 10_000, 784, 0.5, 0.25)
	var sigmas []float64
	for i := range 10 {
		sigmas = append(sigmas, 0.1*math.Pow(10, float64(i)/9))
	}
	for b.Loop() {
		if _, err := ParzenWindow(fakes, validation, test, sigmas); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkNearest finds the neighbours of 100 samples among as many rows as MNIST has.
func BenchmarkNearest(b *testing.B) {
	r := seed.Rand(1, 2)
	training, xs := normals(r, 60_000, 784, 0.5, 0.25), normals(r, 100, 784, 0.5, 0.25)
	for b.Loop() {
		if _, err := Nearest(xs, training); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAgainstOptimalD uses a function as D, so that the time is that of the comparison.
func BenchmarkAgainstOptimalD(b *testing.B) {
	for b.Loop() {
		AgainstOptimalD(asD(func(x float64) float64 { return x }), pairs[2].p, pairs[2].g)
	}
}

// BenchmarkEnergy compares 5,000 points of the plane with 5,000.
func BenchmarkEnergy(b *testing.B) {
	r := seed.Rand(1, 2)
	xs, ys := normals(r, 5_000, 2, 0, 1), normals(r, 5_000, 2, 0, 1)
	for b.Loop() {
		Energy(xs, ys)
	}
}

// BenchmarkFeatures compares 5,000 rows of 64 features with 5,000, by each of three measures.
func BenchmarkFeatures(b *testing.B) {
	r := seed.Rand(1, 2)
	xs, ys := normals(r, 5_000, 64, 0, 1), normals(r, 5_000, 64, 0, 1)
	for _, c := range []struct {
		name    string
		measure func() error
	}{
		{"Frechet", func() error { _, err := Frechet(xs, ys); return err }},
		{"Kernel", func() error { _, err := Kernel(xs, ys); return err }},
		{"PrecisionRecall", func() error { _, err := PrecisionRecall(xs, ys, 3); return err }},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if err := c.measure(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

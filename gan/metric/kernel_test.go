package metric

import (
	"math"
	"testing"

	"ganbook/theory/seed"
)

func kernelOf(t *testing.T, xs, ys [][]float32) float64 {
	t.Helper()
	d, err := Kernel(xs, ys)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// All numbers are whole, or halves, and so the results are exact.
func TestKernelByHand(t *testing.T) {
	for _, c := range []struct {
		name   string
		xs, ys [][]float32
		want   float64
	}{
		{"two rows each", [][]float32{{1}, {2}}, [][]float32{{0}, {3}}, // k = (xy + 1)³: within 27 and 1; between (1 + 64 + 1 + 343)/4
			27 + 1 - 2*409./4},
		{"three against two", [][]float32{{0}, {1}, {2}}, [][]float32{{1}, {1}}, // within (1 + 1 + 27)/3 and 8; between (1 + 8 + 27)/3
			29./3 + 8 - 2*36./3},
		{"d = 2: x·y/2 + 1", [][]float32{{1, 1}, {2, 0}}, [][]float32{{0, 0}, {4, 2}}, // within 8 and 1; between (1 + 64 + 1 + 125)/4
			8 + 1 - 2*191./4},
		{"a negative product, cubed", [][]float32{{3}, {-1}}, [][]float32{{0}, {0}}, // within −8 and 1; between 1
			-8 + 1 - 2},
	} {
		near(t, c.name, kernelOf(t, c.xs, c.ys), c.want, 1e-13)
		near(t, c.name+", exchanged", kernelOf(t, c.ys, c.xs), c.want, 1e-13)
	}
}

// P gives 0, 1 and 2 the probability ⅓, and Q gives −1 and 1 the probability ½. The mean over all equally
// likely draws of three of P and two of Q is the expectation. On the line
//
//	E(XY + 1)³ = E X³·E Y³ + 3·E X²·E Y² + 3·E X·E Y + 1,
//
// so that MMD² = Δ₃² + 3Δ₂² + 3Δ₁², where Δₖ is the difference of the k-th moments. Exact up to rounding.
func TestKernelIsUnbiased(t *testing.T) {
	p, q := [][]float32{{0}, {1}, {2}}, [][]float32{{-1}, {1}}
	sum, draws := 0.0, 0.0
	forAllDraws(p, 3, func(xs [][]float32) {
		forAllDraws(q, 2, func(ys [][]float32) {
			sum += kernelOf(t, xs, ys)
			draws++
		})
	})
	d1, d2, d3 := 1.-0, 5./3-1, 9./3-0
	near(t, "the mean over all draws", sum/draws, d3*d3+3*d2*d2+3*d1*d1, 1e-12)
}

// The moments of N(μ, s²) are μ, μ² + s² and μ³ + 3μs². The error is that of the mean of 300 sets.
func TestKernelOfNormals(t *testing.T) {
	r := seed.Rand(61, 62)
	for _, c := range []struct{ mu, sd float64 }{{0, 1}, {0.5, 1}, {0, 1.5}, {-1, 0.5}} {
		var found []float64
		for range 300 {
			found = append(found, kernelOf(t, normals(r, 60, 1, 0, 1), normals(r, 40, 1, c.mu, c.sd)))
		}
		d1, d2 := c.mu, c.mu*c.mu+c.sd*c.sd-1
		d3 := c.mu*c.mu*c.mu + 3*c.mu*c.sd*c.sd
		mean, se := meanAndError(found)
		drawn(t, "mean", mean, d3*d3+3*d2*d2+3*d1*d1, se)
	}
}

// More rows than a block holds, against the definition. Numerical: sums of 600² terms.
func TestKernelInBlocks(t *testing.T) {
	r := seed.Rand(63, 64)
	xs, ys := normals(r, 2*kernelRows+77, 3, 0.2, 1), normals(r, kernelRows+1, 3, 0, 1.2)
	k := func(x, y []float32) float64 {
		dot := 0.0
		for j := range x {
			dot += float64(x[j]) * float64(y[j])
		}
		return math.Pow(dot/3+1, 3)
	}
	mean := func(xs, ys [][]float32, others bool) float64 {
		sum, count := 0.0, 0.0
		for i, x := range xs {
			for j, y := range ys {
				if !others || i != j {
					sum += k(x, y)
					count++
				}
			}
		}
		return sum / count
	}
	want := mean(xs, xs, true) + mean(ys, ys, true) - 2*mean(xs, ys, false)
	near(t, "K̂", kernelOf(t, xs, ys), want, 1e-11)
}

// P gives ±1 the probability ½. Q gives 0 the probability ½, and ±√2 the probability ¼. The first three
// moments are equal, and Kernel sees no others, as the doc comment says.
func TestKernelSeesThreeMoments(t *testing.T) {
	p := [][]float32{{-1}, {1}}
	root := float32(math.Sqrt2)
	q := [][]float32{{0}, {0}, {-root}, {root}}
	sum, draws := 0.0, 0.0
	forAllDraws(p, 2, func(xs [][]float32) {
		forAllDraws(q, 2, func(ys [][]float32) {
			sum += kernelOf(t, xs, ys)
			draws++
		})
	})
	near(t, "the mean over all draws", sum/draws, 0, 1e-6) // √2 in float32
}

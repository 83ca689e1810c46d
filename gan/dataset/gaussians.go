package dataset

import (
	"fmt"
	"math"
	"slices"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
)

// A Mixture is a mixture of round Gaussians with equal weights and widths,
//
//	Pdata(x) = (1/K) Σ_k N(x; c_k, σ²I).
type Mixture struct {
	name    string
	centres [][]float64
	sigma   float64
	tables  []*tensors.Tensor // the centres, shaped [K, dim], and σ
}

// Gaussians returns the mixture of N(c, σ²I) over the centres c, with equal weights. All centres
// must have the same number of coordinates. The centres are copied. It panics if there is no
// centre, if the centres differ in length, if a coordinate or σ is not finite or beyond the range
// of float32, or if σ < 0.
func Gaussians(name string, centres [][]float64, sigma float64) *Mixture {
	if len(centres) == 0 || len(centres[0]) == 0 {
		panic(fmt.Sprintf("dataset: Gaussians %q without centres; give one or more, of one or more coordinates", name))
	}
	if !(sigma >= 0) || !representable(sigma) {
		panic(fmt.Sprintf("dataset: Gaussians %q with σ = %v; 0 or more, finite and within float32", name, sigma))
	}
	dim := len(centres[0])
	var flat []float32
	own := make([][]float64, len(centres))
	for i, c := range centres {
		own[i] = slices.Clone(c)
		if len(c) != dim {
			panic(fmt.Sprintf("dataset: Gaussians %q: centre %d has %d coordinates and centre 0 has %d", name, i, len(c), dim))
		}
		for _, v := range c {
			if !representable(v) {
				panic(fmt.Sprintf("dataset: Gaussians %q: centre %d is %v; finite coordinates within float32", name, i, c))
			}
			flat = append(flat, float32(v))
		}
	}
	return &Mixture{name, own, sigma, []*tensors.Tensor{
		tensors.FromFlatDataAndDimensions(flat, len(centres), dim), tensors.FromScalar(float32(sigma))}}
}

// representable reports whether x is finite and within the range of float32, the type of draws.
func representable(x float64) bool { return math.Abs(x) <= math.MaxFloat32 }

// Ring returns n Gaussians of width σ, evenly spaced on a circle around the origin. PacGAN (Lin et
// al. 2018, arXiv 1712.04086) uses Ring(8, 1, 0.01). It panics if n < 1 and as [Gaussians] does.
func Ring(n int, radius, sigma float64) *Mixture {
	if n < 1 {
		panic(fmt.Sprintf("dataset: Ring of %d modes; 1 or more", n))
	}
	centres := make([][]float64, n)
	for i := range centres {
		angle := 2 * math.Pi * float64(i) / float64(n)
		centres[i] = []float64{radius * math.Cos(angle), radius * math.Sin(angle)}
	}
	return Gaussians(fmt.Sprintf("ring of %d", n), centres, sigma)
}

// Grid returns side × side Gaussians of width σ on a square grid with the given spacing, centred on
// the origin. PacGAN uses Grid(5, 2, 0.05). It panics if side < 1 and as [Gaussians] does.
func Grid(side int, spacing, sigma float64) *Mixture {
	if side < 1 {
		panic(fmt.Sprintf("dataset: Grid of %d × %d modes; 1 or more a side", side, side))
	}
	var centres [][]float64
	middle := float64(side-1) / 2
	for i := range side {
		for j := range side {
			centres = append(centres, []float64{spacing * (float64(i) - middle), spacing * (float64(j) - middle)})
		}
	}
	return Gaussians(fmt.Sprintf("grid of %d × %d", side, side), centres, sigma)
}

// Standardised returns the mixture with its centres and σ divided by the root mean square of the
// coordinates of the centres. Then one learning rate suits mixtures of any size. If all centres are
// the origin, it returns the mixture unchanged.
func (m *Mixture) Standardised() *Mixture {
	sum, count := 0.0, 0
	for _, c := range m.centres {
		for _, v := range c {
			sum += v * v
		}
		count += len(c)
	}
	scale := math.Sqrt(sum / float64(count))
	if scale == 0 {
		return m
	}
	centres := make([][]float64, len(m.centres))
	for i, c := range m.centres {
		for _, v := range c {
			centres[i] = append(centres[i], v/scale)
		}
	}
	return Gaussians(m.name, centres, m.sigma/scale)
}

// Name returns the name of the mixture, such as "ring of 8".
func (m *Mixture) Name() string { return m.name }

// Dim returns the number of coordinates of a sample.
func (m *Mixture) Dim() int { return len(m.centres[0]) }

// Centres returns the centres of the modes, shaped [K, Dim], in the given order. They are the
// caller's to change.
func (m *Mixture) Centres() [][]float64 {
	centres := make([][]float64, len(m.centres))
	for i, c := range m.centres {
		centres[i] = slices.Clone(c)
	}
	return centres
}

// Sigma returns the standard deviation of each mode in each coordinate.
func (m *Mixture) Sigma() float64 { return m.sigma }

// Tables returns the centres and σ.
func (m *Mixture) Tables() []*tensors.Tensor { return m.tables }

// Draw picks a centre for each sample and adds σ·N(0, I).
func (m *Mixture) Draw(scope *model.Scope, g *Graph, tables []*Node, n int) *Node {
	k := pick(scope, g, n, len(m.centres))
	noise := scope.RandomNormal(g, shapes.Make(dtypes.Float32, n, m.Dim()))
	return Add(Gather(tables[0], k), Mul(noise, tables[1]))
}

// pick draws n indices uniformly from 0 to count−1, shaped [n, 1], int32. It does not round uniform
// float32 numbers, because there are too few of them if count is large.
func pick(scope *model.Scope, g *Graph, n, count int) *Node {
	return scope.RandomIntN(g, int64(count), shapes.Make(dtypes.Int32, n, 1))
}

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

// Mixture is an equal mixture of round Gaussians,
//
//	Pdata(x) = (1/K) Σ_k N(x; c_k, σ²I).
type Mixture struct {
	name    string
	centres [][]float64
	sigma   float64
	tables  []*tensors.Tensor // the centres, [K, dim], and σ
}

// Gaussians returns the equal mixture of N(c, σ²I) over the centres c, each with the
// same number of coordinates. It panics if there is no centre, if they differ in
// length, if a coordinate or σ is not finite or beyond float32, or if σ < 0. The
// centres are copied.
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

// representable reports whether x is a finite number that float32, which draws are, can hold.
func representable(x float64) bool { return math.Abs(x) <= math.MaxFloat32 }

// Ring returns n Gaussians of width σ, evenly spaced on a circle about the origin.
// PacGAN's (Lin et al. 2018, arXiv 1712.04086) is Ring(8, 1, 0.01).
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

// Grid returns side × side Gaussians of width σ, spacing apart, centred on the
// origin. PacGAN's is Grid(5, 2, 0.05).
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

// Standardised is the mixture divided, σ with it, by the root of the mean square of
// its centres' coordinates: so that one learning rate suits mixtures of any size. A
// mixture whose centres all are the origin stays as it is.
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

// Name is the mixture's name, such as "ring of 8".
func (m *Mixture) Name() string { return m.name }

// Dim is the number of coordinates of a sample.
func (m *Mixture) Dim() int { return len(m.centres[0]) }

// Centres returns the modes' centres, shaped [K, Dim], in the order they were given.
func (m *Mixture) Centres() [][]float64 { return m.centres }

// Sigma is the standard deviation of each mode in each coordinate.
func (m *Mixture) Sigma() float64 { return m.sigma }

// Tables are the centres and σ.
func (m *Mixture) Tables() []*tensors.Tensor { return m.tables }

// Draw picks a centre for each sample and adds σ·N(0, I).
func (m *Mixture) Draw(scope *model.Scope, g *Graph, tables []*Node, n int) *Node {
	k := pick(scope, g, n, len(m.centres))
	noise := scope.RandomNormal(g, shapes.Make(dtypes.Float32, n, m.Dim()))
	return Add(Gather(tables[0], k), Mul(noise, tables[1]))
}

// pick draws n indices uniformly from 0 to count−1, shaped [n, 1], int32. A float32 has
// too few values for that where there are many rows.
func pick(scope *model.Scope, g *Graph, n, count int) *Node {
	return scope.RandomIntN(g, int64(count), shapes.Make(dtypes.Int32, n, 1))
}

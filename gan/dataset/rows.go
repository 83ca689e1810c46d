package dataset

import (
	"fmt"
	"math"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
)

// Empirical is the distribution of given rows x_1 … x_N, each with the same probability,
//
//	Pdata = (1/N) Σ_i δ(x_i).
type Empirical struct {
	name  string
	table *tensors.Tensor // shaped [N, dim]
}

// Rows returns the empirical distribution of xs, shaped [N, dim]. A draw is one of the rows, with
// replacement. The rows are copied. It panics if there are no rows or no coordinates, if the rows
// differ in length, or if a number is not finite.
func Rows(name string, xs [][]float32) *Empirical {
	if len(xs) == 0 || len(xs[0]) == 0 {
		panic(fmt.Sprintf("dataset: Rows %q without numbers; give one row or more, of one number or more", name))
	}
	dim := len(xs[0])
	flat := make([]float32, 0, len(xs)*dim)
	for i, x := range xs {
		if len(x) != dim {
			panic(fmt.Sprintf("dataset: Rows %q: row %d has %d numbers and row 0 has %d", name, i, len(x), dim))
		}
		for j, v := range x {
			if v := float64(v); math.IsNaN(v) || math.IsInf(v, 0) {
				panic(fmt.Sprintf("dataset: Rows %q: row %d has %v at %d; finite numbers", name, i, v, j))
			}
		}
		flat = append(flat, x...)
	}
	return &Empirical{name, tensors.FromFlatDataAndDimensions(flat, len(xs), dim)}
}

// Name returns the given name.
func (e *Empirical) Name() string { return e.name }

// Dim returns the number of coordinates of a row.
func (e *Empirical) Dim() int { return e.table.Shape().Dim(1) }

// Tables returns the rows.
func (e *Empirical) Tables() []*tensors.Tensor { return []*tensors.Tensor{e.table} }

// Draw picks a row for each sample.
func (e *Empirical) Draw(scope *model.Scope, g *Graph, tables []*Node, n int) *Node {
	return Gather(tables[0], pick(scope, g, n, e.table.Shape().Dim(0)))
}

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

// A LabelledEmpirical is the distribution of given rows, each with its class.
type LabelledEmpirical struct {
	*Empirical
	labels  *tensors.Tensor // int32 [N]
	classes int
}

// LabelledRows returns the empirical distribution of xs, shaped [N, dim], in which row i has the class
// labels[i], from 0 to classes − 1. A draw is one of the rows with its class, with replacement. Rows and
// labels are copied. It panics where [Rows] does, if there is not one label for each row, and if a label
// is out of range.
func LabelledRows(name string, xs [][]float32, labels []int, classes int) *LabelledEmpirical {
	rows := Rows(name, xs)
	if len(labels) != len(xs) {
		panic(fmt.Sprintf("dataset: LabelledRows %q: %d labels for %d rows", name, len(labels), len(xs)))
	}
	narrow := make([]int32, len(labels))
	for i, l := range labels {
		if l < 0 || l >= classes {
			panic(fmt.Sprintf("dataset: LabelledRows %q: row %d has the class %d; from 0 to %d", name, i, l, classes-1))
		}
		narrow[i] = int32(l)
	}
	return &LabelledEmpirical{rows, tensors.FromFlatDataAndDimensions(narrow, len(narrow)), classes}
}

// Classes returns the number of classes.
func (e *LabelledEmpirical) Classes() int { return e.classes }

// Tables returns the rows and the labels.
func (e *LabelledEmpirical) Tables() []*tensors.Tensor { return []*tensors.Tensor{e.table, e.labels} }

// DrawLabelled picks a row for each sample, with its class.
func (e *LabelledEmpirical) DrawLabelled(scope *model.Scope, g *Graph, tables []*Node, n int) (x, class *Node) {
	k := pick(scope, g, n, e.table.Shape().Dim(0))
	return Gather(tables[0], k), Gather(tables[1], k)
}

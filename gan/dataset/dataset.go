// Package dataset says where x ~ Pdata comes from. A data set draws its batches on
// the accelerator, inside the training program, from tables that stay there.
package dataset

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
)

// A Dataset draws batches of independent samples from one distribution.
type Dataset interface {
	// Name says what it is, shortly: a figure's legend, an error's subject.
	Name() string
	// Dim is the number of coordinates of a sample.
	Dim() int
	// Tables are the tensors that Draw reads; they stay on the device. All numbers that
	// the distribution depends on are in them: by these and its name a checkpoint knows
	// its data again.
	Tables() []*tensors.Tensor
	// Draw builds the graph of n new samples, shaped [n, Dim], float32. Randomness
	// comes from scope; tables are the Tables as nodes of g.
	Draw(scope *model.Scope, g *Graph, tables []*Node, n int) *Node
}

// Labelled is a data set whose samples each belong to one of K classes.
type Labelled interface {
	Dataset
	// Classes is K.
	Classes() int
	// DrawLabelled is Draw with each sample's class beside it, shaped [n], int32, from
	// 0 to K−1.
	DrawLabelled(scope *model.Scope, g *Graph, tables []*Node, n int) (x, class *Node)
}

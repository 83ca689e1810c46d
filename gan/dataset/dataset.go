// Package dataset defines distributions Pdata to train on. A data set draws its batches on the
// device, inside the training program, from tables that stay on the device.
//
//   - your own numbers: [Rows], and [LabelledRows] with a class for each row;
//   - your own images: [Folder] of PNG or JPEG files, and [NewImages] of pixels in memory; package mnist
//     has the digits;
//   - known distributions: [Ring], [Grid] and other mixtures of [Gaussians], [Spirals], and [From] for any
//     distribution of package theory;
//   - anything else: a type of your own with the methods of [Dataset].
package dataset

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
)

// A Dataset draws batches of independent samples from one distribution. Its methods are called several
// times, and must give the same each time. A type that embeds a data set of this package and draws something
// else must have its own Name, Tables and (see [Centred]) Moments too.
type Dataset interface {
	// Name returns a short name, for legends and error messages.
	Name() string
	// Dim returns the number of coordinates of a sample.
	Dim() int
	// Tables returns the tensors that Draw reads. They stay on the device. They must hold all
	// numbers that the distribution depends on, because a checkpoint identifies its data by Name,
	// Dim and Tables.
	Tables() []*tensors.Tensor
	// Draw builds the graph of n new samples, shaped [n, Dim], float32. The random numbers come
	// from scope, in which Draw must not create variables. tables are the Tables, as nodes of g.
	Draw(scope *model.Scope, g *Graph, tables []*Node, n int) *Node
}

// A Labelled is a data set in which each sample belongs to one of K classes.
type Labelled interface {
	Dataset
	// Classes returns K.
	Classes() int
	// DrawLabelled builds the graph of n new samples, as Draw does, and of their classes, shaped
	// [n], of an integer type, from 0 to K−1.
	DrawLabelled(scope *model.Scope, g *Graph, tables []*Node, n int) (x, class *Node)
}

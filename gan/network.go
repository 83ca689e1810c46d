package gan

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
)

// A Network maps rows to rows by weights that training moves: an [MLP], for images
// [ConvUp] and [ConvDown], or any function as a [Func].
type Network interface {
	// String is one line that says how it is built, such as "MLP 64·64 LeakyReLU".
	fmt.Stringer
	// apply builds the network on x, shaped [batch, in], and returns a node shaped
	// [batch, out]. Called again with the same scope it uses the same weights.
	// Whether it trains, scope.IsTraining says.
	apply(scope *model.Scope, x *Node, out int) *Node
	// output is the function after the last layer, where the network has one of ours.
	output() Output
	// size is what it needs room for on rows of in numbers, to rows of out.
	size(in, out float64) size
	// validate reports each field that is out of its range, under the network's name.
	validate(name string, bad func(string, ...any))
}

// parameters is how many numbers training moves in the networks under scope.
func parameters(scope *model.Scope) int {
	total := 0
	for v := range scope.IterVariables() {
		if v.Trainable {
			total += v.Shape().Size()
		}
	}
	return total
}

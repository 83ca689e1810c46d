package gan

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
)

// A Network maps rows to rows by weights that training moves: an [MLP], for images
// [ConvUp] and [ConvDown], any function as a [Func], or any value with these methods.
//
// A value that also has Validate() error is asked by [Config.Validate]. A network is stored with a
// run by its type and its fields, not its code: to load one that is not of this package, give the
// configuration that holds it.
type Network interface {
	// String is one line that says how it is built, such as "MLP 64·64 LeakyReLU".
	fmt.Stringer
	// Apply builds the network on x, shaped [batch, in], float32, and returns a node shaped [batch,
	// out]. Weights are the variables that it makes under scope. Called again with the same scope
	// it uses the same weights. Whether it trains, scope.IsTraining says.
	Apply(scope *model.Scope, x *Node, out int) *Node
}

// sized is a network that knows what it needs room for on rows of in numbers, to rows of out.
type sized interface {
	size(in, out float64) size
}

// sizeOf is a network's size, of one that does not know it as little as can be.
func sizeOf(n Network, in, out float64) (s size) {
	if n, ok := n.(sized); ok {
		return n.size(in, out)
	}
	s.layer(0, in+out)
	return s
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

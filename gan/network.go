package gan

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
)

// A Network maps rows to rows with weights that training moves. It is an [MLP], a [ConvUp], a
// [ConvDown], a [ResUp], a [ResDown], a [Func], or any other value with these methods, but no pointer:
// what a pointer points to could change during a training. A [Spectral] holds one of the first three. An
// [Augmented] holds any of them.
//
// If a value also has a method Validate() error, [Config.Validate] calls it. A run stores the type
// and the fields of a network, but not its code. To load a network from outside this package, pass
// the configuration that holds it.
type Network interface {
	// String describes the network in one line, such as "MLP 64·64 LeakyReLU".
	fmt.Stringer
	// Apply builds the network on x, shaped [batch, in], float32. It returns a node shaped [batch,
	// out], float32. The weights are the float32 variables that it creates under scope. Another call with
	// the same scope must use the same weights.
	//
	// scope.IsTraining says whether the network is being trained. If not, rows come in blocks that are
	// filled up with rows of zeros: the output of a row must not depend on the other rows, and changes of
	// variables are undone.
	//
	// With Config.Devices, batch is the share of one device. If Apply changes a float variable that is not
	// trainable, all devices go on with the mean of its values.
	Apply(scope *model.Scope, x *Node, out int) *Node
}

// core returns the network within the [Spectral] and [Augmented] that change what it does, or n itself.
func core(n Network) Network {
	for {
		outer, ok := n.(interface{ inner() Network })
		if !ok {
			return n
		}
		n = outer.inner()
	}
}

// takesPixels reports whether a network takes its input for pixels from 0 to 1.
func takesPixels(n Network) bool {
	if _, augmented := n.(Augmented); augmented {
		return true
	}
	switch d := core(n).(type) {
	case MLP:
		return d.Centred
	case ConvDown:
		return d.Centred
	case ResDown:
		return d.Centred
	}
	return false
}

// A sized is a network that knows its size, for rows of in numbers and outputs of out numbers.
type sized interface {
	size(in, out float64) size
}

// sizeOf returns the size of a network. For a network that is not sized, it counts only the input
// and the output.
func sizeOf(n Network, in, out float64) (s size) {
	if n, ok := n.(sized); ok {
		return n.size(in, out)
	}
	s.layer(0, in+out)
	return s
}

// parameters returns how many numbers training moves in the networks under scope.
func parameters(scope *model.Scope) int {
	total := 0
	for v := range scope.IterVariables() {
		if v.Trainable {
			total += v.Shape().Size()
		}
	}
	return total
}

package gan

import (
	"fmt"
	"maps"
	"slices"

	. "github.com/gomlx/gomlx/core/graph"
)

// An Activation is the function φ between two layers.
type Activation int

const (
	ReLU      Activation = iota // max(0, t)
	LeakyReLU                   // t if t > 0, else 0.2·t
	TanH                        // tanh t
	SiLU                        // t/(1 + e⁻ᵗ) (Elfwing et al. 2018, arXiv 1702.03118): a smooth ReLU
)

// activations holds for each Activation its name, the function that builds it, and the gain of the
// weights below it (see [MLP]).
var activations = map[Activation]struct {
	name  string
	apply func(*Node) *Node
	gain  float64
}{
	ReLU:      {"ReLU", relu, 2},
	LeakyReLU: {"LeakyReLU", func(t *Node) *Node { return Where(isPositive(t), t, MulScalar(t, 0.2)) }, 2},
	TanH:      {"TanH", Tanh, 1},
	SiLU:      {"SiLU", func(t *Node) *Node { return Mul(t, Sigmoid(t)) }, 2},
}

// relu is a Where. GoMLX's Relu is a maximum. In GoMLX 0.28.1 (read in November 2026) the gradient of a
// Where is one more Where. That of a maximum is a product with Sign(Sign(t) + 1): more operations, and
// 1 in place of 0 at t = 0.
func relu(t *Node) *Node { return Where(isPositive(t), t, ZerosLike(t)) }

func isPositive(t *Node) *Node { return GreaterThan(t, ScalarZero(t.Graph(), t.DType())) }

// maxout returns max_k t_k of p linear pieces (Goodfellow et al. 2013, arXiv 1302.4389, equation
// 2). t is shaped [batch, p·units], piece after piece. The result is shaped [batch, units].
//
// It is computed as a weighted sum of the pieces, where the largest piece has weight 1. The
// gradient consists of these weights and can be differentiated again. If several pieces are equally
// large, they share the weight.
func maxout(t *Node, p int) *Node {
	batch, units := t.Shape().Dim(0), t.Shape().Dim(1)/p
	pieces := Reshape(t, batch, p, units)
	largest := ConvertDType(Equal(pieces, ReduceAndKeep(StopGradient(pieces), ReduceMax, 1)), t.DType())
	share := Div(largest, ReduceAndKeep(largest, ReduceSum, 1))
	return ReduceSum(Mul(pieces, StopGradient(share)), 1)
}

// An Output is the function after the last layer of a network. It determines the range of the
// output.
type Output int

const (
	LinearOutput  Output = iota // t: any number, for logits and points
	SigmoidOutput               // 1/(1 + e⁻ᵗ): in (0, 1), for pixels
	TanHOutput                  // tanh t: in (−1, 1), for pixels scaled to [−1, 1]
)

var outputs = map[Output]struct {
	name  string
	apply func(*Node) *Node
}{
	LinearOutput:  {"LinearOutput", func(t *Node) *Node { return t }},
	SigmoidOutput: {"SigmoidOutput", Sigmoid},
	TanHOutput:    {"TanHOutput", Tanh},
}

// String returns the name of the activation in Go.
func (a Activation) String() string {
	if known, ok := activations[a]; ok {
		return known.name
	}
	return fmt.Sprintf("Activation(%d)", int(a))
}

// String returns the name of the output in Go.
func (o Output) String() string {
	if known, ok := outputs[o]; ok {
		return known.name
	}
	return fmt.Sprintf("Output(%d)", int(o))
}

// validateChoice reports a value that is not a key of the table.
func validateChoice[K ~int, V any](field string, value K, table map[K]V, bad func(string, ...any)) {
	if _, ok := table[value]; !ok {
		bad("%s = %v; one of %v", field, value, slices.Sorted(maps.Keys(table)))
	}
}

package gan

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
)

// A Network maps rows to rows by weights that training moves.
type Network interface {
	// String is one line that says how it is built, such as "MLP 64·64 LeakyReLU".
	fmt.Stringer
	// apply builds the network on x, shaped [batch, in], and returns a node shaped
	// [batch, out]. Called again with the same scope it uses the same weights.
	// Whether it trains, scope.IsTraining says.
	apply(scope *model.Scope, x *Node, out int) *Node
	// validate reports each field that is out of its range, under the network's name.
	validate(name string, bad func(string, ...any))
}

// An MLP is a multilayer perceptron: Hidden[i] units in hidden layer i, each layer
//
//	h ← φ(h·W + b)
//
// and a last layer without φ. Weights start at N(0, gain/fan-in), where gain is 2
// for the rectifiers (He et al. 2015, arXiv 1502.01852, equation 10) and 1 for
// tanh and for the last layer; biases start at 0.
type MLP struct {
	Hidden     []int      // units of each hidden layer; empty is a linear map
	Activation Activation // φ
}

// An Activation is the function φ between two layers.
type Activation int

const (
	ReLU      Activation = iota // max(0, t)
	LeakyReLU                   // t where t > 0, else 0.2·t
	TanH                        // tanh t
)

var activations = map[Activation]struct {
	name  string
	apply func(*Node) *Node
	gain  float64
}{
	ReLU:      {"ReLU", relu, 2},
	LeakyReLU: {"LeakyReLU", func(t *Node) *Node { return Where(isPositive(t), t, MulScalar(t, 0.2)) }, 2},
	TanH:      {"TanH", Tanh, 1},
}

// relu is written as a choice, not as a maximum: its gradient is one more choice
// instead of two comparisons, which is measurably faster in the loop.
func relu(t *Node) *Node { return Where(isPositive(t), t, ZerosLike(t)) }

func isPositive(t *Node) *Node { return GreaterThan(t, ScalarZero(t.Graph(), t.DType())) }

// String returns the activation's name, as in Go.
func (a Activation) String() string {
	if known, ok := activations[a]; ok {
		return known.name
	}
	return fmt.Sprintf("Activation(%d)", int(a))
}

func (m MLP) validate(name string, bad func(string, ...any)) {
	if slices.ContainsFunc(m.Hidden, func(units int) bool { return units < 1 }) {
		bad("%s.Hidden = %v; each layer 1 or more", name, m.Hidden)
	}
	if _, ok := activations[m.Activation]; !ok {
		bad("%s.Activation = %v; ReLU, LeakyReLU or TanH", name, m.Activation)
	}
}

// String is the network in one line, such as "MLP 64·64 LeakyReLU".
func (m MLP) String() string {
	if len(m.Hidden) == 0 {
		return "MLP without hidden layers"
	}
	units := strings.Trim(strings.ReplaceAll(fmt.Sprint(m.Hidden), " ", "·"), "[]")
	return fmt.Sprintf("MLP %s %v", units, m.Activation)
}

func (m MLP) apply(scope *model.Scope, x *Node, out int) *Node {
	phi := activations[m.Activation]
	for i, units := range m.Hidden {
		x = phi.apply(dense(scope.At("hidden_%d", i), x, units, phi.gain))
	}
	return dense(scope.At("output"), x, out, 1)
}

// dense is x·W + b with W ~ N(0, gain/fan-in) and b = 0 at the start.
func dense(scope *model.Scope, x *Node, units int, gain float64) *Node {
	g, in := x.Graph(), x.Shape().Dim(-1)
	normal := func(g *Graph, shape shapes.Shape) *Node {
		return MulScalar(scope.RandomNormal(g, shape), math.Sqrt(gain/float64(in)))
	}
	w := scope.WithInitializer(normal).VariableWithShape("weights", shapes.Make(dtypes.Float32, in, units))
	b := scope.WithInitializer(Zeros).VariableWithShape("biases", shapes.Make(dtypes.Float32, units))
	return Add(Dot(x, w.NodeValue(g)).MatMul(), ExpandLeftToRank(b.NodeValue(g), 2))
}

// parameters counts the numbers that training moves under scope.
func parameters(scope *model.Scope) (count int) {
	for v := range scope.IterVariables() {
		if v.Trainable {
			count += v.Shape().Size()
		}
	}
	return count
}

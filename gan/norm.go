package gan

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
)

// A Norm says how the sums t of a hidden layer are standardised before φ:
//
//	γ·(t − μ)/√(σ² + 10⁻⁵) + β
//
// Each unit (in a convolution, each channel) has a learnt scale γ, initially 1, and a learnt offset
// β, initially 0. μ is a mean, and σ² is a variance (divided by n).
type Norm int

const (
	// NoNorm only adds the bias β of the layer to t.
	NoNorm Norm = iota

	// BatchNorm uses the μ and σ² of each unit (Ioffe & Szegedy 2015, arXiv 1502.03167, Algorithm
	// 1). In training they are taken over the batch, and in a convolution also over the pixels. In
	// use (Sample, Logits) they are running averages over the batches of the training: the mean of
	// the first 100 batches; after that, the newest batch has weight 1/100. Each batch that G or D
	// gets counts, whichever player moves. With k = 1, G gets two batches a step.
	//
	// With Config.Devices the batch of μ and σ² is the share of one device: Batch/Devices rows, as in
	// a training with that smaller Batch. The running averages are means over all devices.
	//
	// In D, BatchNorm makes the score of a sample depend on its batch. Data and fakes are separate
	// batches. A gradient penalty is then no longer a function of single samples. LayerNorm is
	// better for D.
	BatchNorm

	// LayerNorm uses the μ and σ² of each sample, over the units of the layer (Ba et al. 2016,
	// arXiv 1607.06450, equation 3), and in a convolution also over the pixels. It is the same in
	// training and in use.
	LayerNorm
)

// The norms are ours and not GoMLX's. This was measured in November 2026 with GoMLX 0.28.1, in a loop
// on XLA's CPU backend, with two layers of 64 units and a batch of 256.
//
//   - GoMLX's BatchNorm has no second derivative: a D with R1 ends with an error about
//     BatchNormGradient. Its variant UseBackendInference(false) stops the gradient at μ and σ², which
//     is not the gradient of Algorithm 1. In G it is no faster: a step took 1.44 ms of CPU time, and
//     1.41 ms with ours.
//   - GoMLX has no gradient for AllReduce, which statistics of the batch over several devices would
//     need. So they are per device, as is usual in data parallel training.
//   - GoMLX's LayerNorm has a second derivative and is as fast: 1.96 ms, and 1.91 ms with ours. But
//     its γ and β have one number for each normalised position, in a convolution for each pixel and
//     channel.
const (
	normEpsilon = 1e-5
	normMemory  = 100 // number of batches in the running averages
)

var norms = map[Norm]struct {
	name  string
	apply func(scope *model.Scope, t *Node) *Node
}{
	NoNorm:    {"NoNorm", addBias},
	BatchNorm: {"BatchNorm", batchNorm},
	LayerNorm: {"LayerNorm", layerNorm},
}

// String returns the name of the norm in Go.
func (n Norm) String() string {
	if known, ok := norms[n]; ok {
		return known.name
	}
	return fmt.Sprintf("Norm(%d)", int(n))
}

// addBias returns t + b, with one b for each position of the last axis of t.
func addBias(scope *model.Scope, t *Node) *Node {
	b := perUnit(scope, t, "biases", zeros)
	return Add(t, ExpandLeftToRank(b.NodeValue(t.Graph()), t.Rank()))
}

func layerNorm(scope *model.Scope, t *Node) *Node {
	mean, variance := moments(t, allAxes(t)[1:])
	return scaleAndOffset(scope, zScores(t, mean, variance))
}

func batchNorm(scope *model.Scope, t *Node) *Node {
	g, units := t.Graph(), t.Rank()-1
	running := [2]*model.Variable{
		perUnit(scope, t, "mean", zeros).SetTrainable(false),
		perUnit(scope, t, "variance", ones).SetTrainable(false),
	}
	seen := inScope(scope, "batches", zeros).SetTrainable(false)

	if !scope.IsTraining(g) {
		mean := ExpandLeftToRank(running[0].NodeValue(g), t.Rank())
		variance := ExpandLeftToRank(running[1].NodeValue(g), t.Rank())
		return scaleAndOffset(scope, zScores(t, mean, variance))
	}
	mean, variance := moments(t, allAxes(t)[:units])
	count := AddScalar(seen.NodeValue(g), 1)
	seen.SetNodeValue(count)
	weight := MaxScalar(Inverse(count), 1./normMemory)
	for i, now := range []*Node{mean, variance} {
		old := running[i].NodeValue(g)
		newest := Reshape(StopGradient(now), old.Shape().Dimensions...)
		running[i].SetNodeValue(Add(old, Mul(weight, Sub(newest, old))))
	}
	return scaleAndOffset(scope, zScores(t, mean, variance))
}

// moments returns the mean and the variance of t over the axes. Both keep these axes, with size 1.
func moments(t *Node, axes []int) (mean, variance *Node) {
	mean = ReduceAndKeep(t, ReduceMean, axes...)
	variance = ReduceAndKeep(Square(Sub(t, mean)), ReduceMean, axes...)
	return mean, variance
}

// zScores returns (t − μ)/√(σ² + normEpsilon). It divides by a square root, because GoMLX 0.28.1 (read
// in November 2026) has no gradient for Rsqrt, the reciprocal square root.
func zScores(t, mean, variance *Node) *Node {
	return Div(Sub(t, mean), Sqrt(AddScalar(variance, normEpsilon)))
}

func scaleAndOffset(scope *model.Scope, t *Node) *Node {
	g := t.Graph()
	scale, offset := perUnit(scope, t, "scale", ones), perUnit(scope, t, "offset", zeros)
	t = Mul(t, ExpandLeftToRank(scale.NodeValue(g), t.Rank()))
	return Add(t, ExpandLeftToRank(offset.NodeValue(g), t.Rank()))
}

// perUnit returns a variable with one number for each position of the last axis of t.
func perUnit(scope *model.Scope, t *Node, name string, initial initializer) *model.Variable {
	return inScope(scope, name, initial, t.Shape().Dim(-1))
}

func allAxes(t *Node) []int {
	axes := make([]int, t.Rank())
	for i := range axes {
		axes[i] = i
	}
	return axes
}

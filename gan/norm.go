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
// with a learnt scale γ, at first 1, and offset β, at first 0, of each unit (of each
// channel, in a convolution). μ and σ² are a mean and a variance (divided by n).
type Norm int

const (
	// NoNorm leaves t as it is and adds the layer's bias β.
	NoNorm Norm = iota

	// BatchNorm has μ and σ² of each unit, over the batch, in training (Ioffe &
	// Szegedy 2015, arXiv 1502.03167, Algorithm 1), and over the pixels in a
	// convolution. In use (Sample, Logits) they are running averages over the
	// batches that training has seen: the mean of the first 100, from there on with
	// weight 1/100 for the newest. A batch that G or D is given counts as one
	// whichever player's step it is for: G sees two a step at k = 1.
	//
	// In D it ties a sample's score to its batch, data and fakes each in theirs, and a
	// gradient penalty is no longer one of single samples. Prefer LayerNorm there.
	BatchNorm

	// LayerNorm has μ and σ² of each sample, over the layer's units (Ba et al. 2016,
	// arXiv 1607.06450, equation 3), and over the pixels in a convolution; it is the
	// same in training and in use.
	LayerNorm
)

const (
	normEpsilon = 1e-5
	normMemory  = 100 // batches
)

var norms = map[Norm]struct {
	name  string
	apply func(scope *model.Scope, t *Node) *Node
}{
	NoNorm:    {"NoNorm", addBias},
	BatchNorm: {"BatchNorm", batchNorm},
	LayerNorm: {"LayerNorm", layerNorm},
}

// String returns the norm's name, as in Go.
func (n Norm) String() string {
	if known, ok := norms[n]; ok {
		return known.name
	}
	return fmt.Sprintf("Norm(%d)", int(n))
}

// addBias is t + b, b ranging over t's last axis.
func addBias(scope *model.Scope, t *Node) *Node {
	b := perUnit(scope, t, "biases", zeros)
	return Add(t, ExpandLeftToRank(b.NodeValue(t.Graph()), t.Rank()))
}

func layerNorm(scope *model.Scope, t *Node) *Node {
	mean, variance := moments(t, allAxes(t)[1:])
	return scaleAndOffset(scope, standardise(t, mean, variance))
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
		return scaleAndOffset(scope, standardise(t, mean, variance))
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
	return scaleAndOffset(scope, standardise(t, mean, variance))
}

// moments are t's mean and variance over the axes, which stay, as 1.
func moments(t *Node, axes []int) (mean, variance *Node) {
	mean = ReduceAndKeep(t, ReduceMean, axes...)
	variance = ReduceAndKeep(Square(Sub(t, mean)), ReduceMean, axes...)
	return mean, variance
}

// standardise divides by a square root: a reciprocal one has no gradient in GoMLX.
func standardise(t, mean, variance *Node) *Node {
	return Div(Sub(t, mean), Sqrt(AddScalar(variance, normEpsilon)))
}

func scaleAndOffset(scope *model.Scope, t *Node) *Node {
	g := t.Graph()
	scale, offset := perUnit(scope, t, "scale", ones), perUnit(scope, t, "offset", zeros)
	t = Mul(t, ExpandLeftToRank(scale.NodeValue(g), t.Rank()))
	return Add(t, ExpandLeftToRank(offset.NodeValue(g), t.Rank()))
}

// perUnit is a variable with one number for each place of t's last axis.
func perUnit(scope *model.Scope, t *Node, name string, begin start) *model.Variable {
	return inScope(scope, name, begin, t.Shape().Dim(-1))
}

func allAxes(t *Node) []int {
	axes := make([]int, t.Rank())
	for i := range axes {
		axes[i] = i
	}
	return axes
}

// dropout sets each number of x to 0 with probability rate, in training, and divides
// the others by 1 − rate, so that the mean stays (Srivastava et al. 2014, JMLR 15,
// section 10). In use it is x.
func dropout(scope *model.Scope, x *Node, rate float64) *Node {
	if rate == 0 || !scope.IsTraining(x.Graph()) {
		return x
	}
	u := scope.RandomUniform(x.Graph(), x.Shape())
	stays := LessThan(u, Scalar(x.Graph(), x.DType(), 1-rate))
	return Where(stays, MulScalar(x, 1/(1-rate)), ZerosLike(x))
}

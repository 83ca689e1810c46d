package gan

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
)

// A Spectral is a network whose weights are divided by their largest singular value (spectral
// normalisation: Miyato et al. 2018, arXiv 1802.05957, equation 8):
//
//	W ← W/σ(W),   σ(W) = max ‖W·h‖/‖h‖
//
// The weights of a convolution count as a matrix of 9·channels rows and one column for each filter.
// So each fully connected layer stretches by 1 at most. A convolution of [ConvDown] stretches by 2
// at most, since its kernel meets each pixel up to four times. So the slope of D has a bound that
// depends only on its layers. Biases are not changed.
//
// σ is found by power iteration (the same paper, Algorithm 1): the network keeps a vector u for each
// W, and each pass in training makes one turn,
//
//	v ← W·u/‖W·u‖,   u ← Wᵀ·v/‖Wᵀ·v‖,   σ ≈ vᵀ·W·u,
//
// and differentiates σ with v and u held fixed. With converged v and u this is the derivative of σ.
// In use (Sample, Logits) u stays as it is.
type Spectral struct {
	Network Network // an MLP, a ConvUp or a ConvDown
}

// spectralParam marks the scope of a network whose weights are normalised; see [weight].
const spectralParam = "spectral"

// String returns "Spectral " and the network.
func (s Spectral) String() string { return fmt.Sprintf("Spectral %v", s.Network) }

// Validate returns an error if the network is of another kind, or lists its fields that are out of
// range.
func (s Spectral) Validate() error { return faults(s.validate) }

func (s Spectral) validate(bad func(string, ...any)) {
	switch s.Network.(type) {
	case MLP, ConvUp, ConvDown:
		validatePart("Network", "", s.Network, bad)
	default:
		bad("Network = %v; an MLP, a ConvUp or a ConvDown", s.Network)
	}
}

func (s Spectral) inner() Network { return s.Network }

func (s Spectral) size(in, out float64) size { return sizeOf(s.Network, in, out) }

// Apply builds the network.
func (s Spectral) Apply(scope *model.Scope, x *Node, out int) *Node {
	scope.SetParam(spectralParam, true)
	defer scope.SetParam(spectralParam, false) // other layers may stand under the same scope
	return s.Network.Apply(scope, x, out)
}

// normalised returns w/σ(w), where the last axis of w is the columns of a matrix and the others are
// its rows.
func normalised(scope *model.Scope, w *Node) *Node {
	g, columns := w.Graph(), w.Shape().Dim(-1)
	matrix := Reshape(w, -1, columns)
	kept := inScope(scope, "direction", ones, columns, 1).SetTrainable(false)
	fixed := StopGradient(matrix)
	v := unit(Dot(fixed, kept.NodeValue(g)).MatMul())
	u := unit(Dot(Transpose(fixed, 0, 1), v).MatMul())
	if scope.IsTraining(g) {
		kept.SetNodeValue(u)
	}
	sigma := ReduceAllSum(Mul(v, Dot(matrix, u).MatMul()))
	return Div(w, sigma)
}

// unit returns x/‖x‖ as a constant.
func unit(x *Node) *Node {
	const tiny = 1e-12 // so that a matrix of zeros gives no NaN here
	return StopGradient(Div(x, Sqrt(AddScalar(ReduceAllSum(Square(x)), tiny))))
}

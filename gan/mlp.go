package gan

import (
	"fmt"
	"math"
	"slices"
	"strings"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
)

// An MLP is a multilayer perceptron. Hidden layer i has Hidden[i] units. Each hidden layer is
//
//	h ← φ(norm(h·W)),
//
// where norm(h·W) is h·W + b unless Norm says otherwise. The last layer is h·W + b, followed by the
// function Output. The zero value of a field, other than Hidden, leaves its part out; for
// Activation it means ReLU.
//
// Weights start at N(0, gain/fan-in). The gain is 2 for ReLU, LeakyReLU and SiLU (He et al. 2015,
// arXiv 1502.01852, equation 10). It is 1 for tanh, for maxout and for the last layer. Biases start
// at 0.
//
// Goodfellow's networks for MNIST (2014, section 5), with uniform noise of 100 coordinates, are
//
//	G := MLP{Hidden: []int{1200, 1200}, Output: SigmoidOutput}
//	D := MLP{Hidden: []int{240, 240}, Maxout: 5, InputDropout: 0.2, Dropout: 0.5}
type MLP struct {
	Hidden     []int      // the number of units of each hidden layer; empty means a linear map
	Activation Activation // φ
	Output     Output     // the function after the last layer; for D LinearOutput, since losses take scores

	// Maxout is the number p of linear pieces of a unit, 2 or more. It replaces φ: h ← max_k
	// norm(h·W)_k (Goodfellow et al. 2013, arXiv 1302.4389). 0 means no maxout.
	Maxout int

	Norm         Norm    // the normalisation of each hidden layer
	Dropout      float64 // the share of the units of a hidden layer that a step sets to 0; in [0, 1)
	InputDropout float64 // the share of the input coordinates that a step sets to 0; in [0, 1)

	// Centred maps the input from [0, 1] to [−1, 1]: x ↦ 2x − 1. Use it for a D that judges pixels.
	Centred bool

	// Frequencies adds waves of each coordinate to the input of the first layer: for each frequency ω,
	// sin ωx and cos ωx (Fourier features: Tancik et al. 2020, arXiv 2006.10739). A network with
	// rectified units learns the coarse parts of a function first (Rahaman et al. 2019, arXiv
	// 1806.08734). With waves it sees details of the size 1/ω sooner. Each ω is above 0 and finite.
	Frequencies []float64
}

// Validate returns an error that lists the fields of MLP that are out of range.
func (m MLP) Validate() error { return faults(m.validate) }

func (m MLP) validate(bad func(string, ...any)) {
	validateHidden(m.Hidden, bad)
	validateChoice("Activation", m.Activation, activations, bad)
	validateChoice("Output", m.Output, outputs, bad)
	validateChoice("Norm", m.Norm, norms, bad)
	if m.Maxout != 0 && m.Maxout < 2 {
		bad("Maxout = %d; 2 pieces or more, or 0 for none", m.Maxout)
	}
	if m.Maxout != 0 && m.Activation != 0 {
		bad("Activation = %v with Maxout = %d; maxout takes its place: leave one out", m.Activation, m.Maxout)
	}
	if slices.ContainsFunc(m.Frequencies, func(w float64) bool { return !(w > 0) || math.IsInf(w, 1) }) {
		bad("Frequencies = %v; each above 0 and finite", m.Frequencies)
	}
	validateShare("Dropout", m.Dropout, bad)
	validateShare("InputDropout", m.InputDropout, bad)
}

// validateHidden checks the numbers of units of fully connected layers.
func validateHidden(hidden []int, bad func(string, ...any)) {
	if slices.ContainsFunc(hidden, func(units int) bool { return units < 1 }) {
		bad("Hidden = %v; each layer 1 or more", hidden)
	}
}

// String describes the network in one line, such as "MLP 64·64 LeakyReLU". It includes every part
// that is not left out.
func (m MLP) String() string {
	if len(m.Hidden) == 0 {
		return "MLP without hidden layers" + m.extras()
	}
	between := m.Activation.String()
	if m.Maxout != 0 {
		between = fmt.Sprintf("Maxout(%d)", m.Maxout)
	}
	return fmt.Sprintf("MLP %s %s%s", joined(m.Hidden), between, m.extras())
}

func (m MLP) extras() string {
	s := ""
	if m.Norm != NoNorm {
		s += fmt.Sprintf(", %v", m.Norm)
	}
	if m.Dropout != 0 {
		s += fmt.Sprintf(", dropout %v", m.Dropout)
	}
	if m.InputDropout != 0 {
		s += fmt.Sprintf(", input dropout %v", m.InputDropout)
	}
	if m.Centred {
		s += ", input 2x − 1"
	}
	if len(m.Frequencies) > 0 {
		s += fmt.Sprintf(", waves %v", strings.Trim(fmt.Sprint(m.Frequencies), "[]"))
	}
	if m.Output != LinearOutput {
		s += fmt.Sprintf(", %v", m.Output)
	}
	return s
}

// joined formats sizes as "64·64".
func joined(sizes []int) string {
	return strings.Trim(strings.ReplaceAll(fmt.Sprint(sizes), " ", "·"), "[]")
}

func (m MLP) size(in, out float64) (s size) {
	if waves := 2 * float64(len(m.Frequencies)); waves > 0 {
		in *= 1 + waves
		s.layer(0, in)
	}
	for _, units := range m.Hidden {
		sums := float64(units) * float64(max(m.Maxout, 1))
		s.layer((in+1)*sums, sums)
		in = float64(units)
	}
	s.layer((in+1)*out, out)
	return s
}

// Apply builds the network. It returns a node shaped [batch, out].
func (m MLP) Apply(scope *model.Scope, x *Node, out int) *Node {
	if m.Centred {
		x = centre(x)
	}
	x = waves(dropout(scope, x, m.InputDropout), m.Frequencies)
	for i, units := range m.Hidden {
		x = m.hidden(scope.At("hidden_%d", i), x, units)
		x = dropout(scope, x, m.Dropout)
	}
	return outputs[m.Output].apply(dense(scope.At("output"), x, out))
}

// hidden builds one hidden layer, from [batch, in] to [batch, units].
func (m MLP) hidden(scope *model.Scope, x *Node, units int) *Node {
	norm := norms[m.Norm].apply
	if p := m.Maxout; p != 0 {
		return maxout(norm(scope, Dot(x, weightMatrix(scope, x, p*units, 1)).MatMul()), p)
	}
	phi := activations[m.Activation]
	return phi.apply(norm(scope, Dot(x, weightMatrix(scope, x, units, phi.gain)).MatMul()))
}

// dense returns x·W + b, the last layer. Initially W ~ N(0, 1/fan-in) and b = 0.
func dense(scope *model.Scope, x *Node, units int) *Node {
	return addBias(scope, Dot(x, weightMatrix(scope, x, units, 1)).MatMul())
}

// weightMatrix returns W, shaped [in, units], for x, shaped [batch, in].
func weightMatrix(scope *model.Scope, x *Node, units int, gain float64) *Node {
	in := x.Shape().Dim(-1)
	return weight(scope, x.Graph(), gain, in, in, units)
}

// waves returns x, then sin ωx and cos ωx for each frequency ω, shaped [batch, in·(1 + 2·frequencies)].
func waves(x *Node, frequencies []float64) *Node {
	all := []*Node{x}
	for _, w := range frequencies {
		angle := MulScalar(x, w)
		all = append(all, Sin(angle), Cos(angle))
	}
	return Concatenate(all, -1)
}

// centre returns 2x − 1.
func centre(x *Node) *Node { return AddScalar(MulScalar(x, 2), -1) }

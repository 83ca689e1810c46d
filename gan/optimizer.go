package gan

import (
	"errors"
	"fmt"
	"math"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
)

// An Optimizer moves the weights of a player, given the gradients of the player's loss. It is an
// [Adam], an [RMSProp], an [SGD], an optimizer of GoMLX wrapped in a [GoMLX], or any other value
// with this method, but no pointer: what a pointer points to could change during a training. The
// optimizers of this package keep their learning rate constant; Config.RateDecay changes it.
//
// If a value also has a method Validate() error, [Config.Validate] calls it.
type Optimizer interface {
	// Update sets the new value of each weight of the move by SetNodeValue, in the graph that is
	// being built. It is called once for each move of a player in a program. It must build the same
	// operations each time. With Config.Devices all devices make the same update: they have the same
	// gradients, and random numbers that Update draws from m.Scope are equal on all.
	Update(m *Move)
}

// Adam is the optimizer of Kingma & Ba 2015 (arXiv 1412.6980, Algorithm 1), with their ε = 1e-8.
// With gradient g and update number t, counted from 1:
//
//	m ← β₁·m + (1 − β₁)·g        m̂ = m/(1 − β₁ᵗ)
//	v ← β₂·v + (1 − β₂)·g²       v̂ = v/(1 − β₂ᵗ)
//	w ← w − α·m̂/(√v̂ + ε)
type Adam struct {
	LearningRate float64 // α > 0
	Beta1        float64 // β₁, decay of the mean of the gradient, in [0, 1)
	Beta2        float64 // β₂, decay of the mean of the squared gradient, in [0, 1)
}

// RMSProp divides the gradient by its recent size (Tieleman & Hinton 2012, lecture 6.5 of Neural
// Networks for Machine Learning), with ε = 1e-8:
//
//	v ← ρ·v + (1 − ρ)·g²
//	w ← w − α·g/(√v + ε)
//
// v starts at 0, and there is no correction for this. The first moves are therefore up to
// 1/√(1 − ρ) times α.
type RMSProp struct {
	LearningRate float64 // α > 0
	Rho          float64 // ρ, decay of the mean of the squared gradient, in [0, 1)
}

// SGD is stochastic gradient descent with momentum (Polyak 1964):
//
//	m ← μ·m + g
//	w ← w − α·m
type SGD struct {
	LearningRate float64 // α > 0
	Momentum     float64 // μ, in [0, 1); 0 is plain gradient descent
}

// These optimizers are ours and not GoMLX's. The source of GoMLX 0.28.1 was read in November 2026:
//
//   - GoMLX's SGD has no momentum. Its only decay is 1/√t, where t counts the moves of all optimizers
//     of a store: here of both players.
//   - GoMLX's RMSProp corrects the mean square for its start at 0, as Adam does. [RMSProp] does not.
//   - GoMLX's Adam has the formula of [Adam]; TestGoMLXOptimizer compares them. It keeps the mean of
//     the gradients also if β₁ = 0, one more number for each weight.
//   - Their settings are unexported fields behind a pointer. A checkpoint could not tell them apart.
//   - GoMLX has no moving average of weights. average.go holds ours.

// epsilon keeps quotients finite for a weight whose gradients were all 0.
const epsilon = 1e-8

// Update makes one update by the formula of [Adam].
func (a Adam) Update(m *Move) {
	rate := m.Rate(a.LearningRate)
	for i, w := range m.Weights {
		g := m.Gradients[i]
		square := m.Memory(i, "square").Decay(a.Beta2, Square(g))
		square = Div(square, OneMinus(power(a.Beta2, m.Count)))
		move := func(mean *Node) *Node {
			return Sub(m.Value(i), Mul(rate, Div(mean, AddScalar(Sqrt(square), epsilon))))
		}
		if a.Beta1 == 0 {
			w.SetNodeValue(move(g))
			continue
		}
		last := m.Memory(i, "mean")
		mean := last.Mean(a.Beta1, g)
		moved := move(Div(mean, OneMinus(power(a.Beta1, m.Count))))
		last.SetAfter(mean, moved)
		w.SetNodeValue(moved)
	}
}

// Update makes one update by the formula of [RMSProp].
func (r RMSProp) Update(m *Move) {
	rate := m.Rate(r.LearningRate)
	for i, w := range m.Weights {
		square := m.Memory(i, "square").Decay(r.Rho, Square(m.Gradients[i]))
		w.SetNodeValue(Sub(m.Value(i), Mul(rate, Div(m.Gradients[i], AddScalar(Sqrt(square), epsilon)))))
	}
}

// Update makes one update by the formula of [SGD].
func (s SGD) Update(m *Move) {
	rate := m.Rate(s.LearningRate)
	for i, w := range m.Weights {
		if s.Momentum == 0 {
			w.SetNodeValue(Sub(m.Value(i), Mul(rate, m.Gradients[i])))
			continue
		}
		last := m.Memory(i, "momentum")
		momentum := Add(MulScalar(last.Value(), s.Momentum), m.Gradients[i])
		moved := Sub(m.Value(i), Mul(rate, momentum))
		last.SetAfter(momentum, moved)
		w.SetNodeValue(moved)
	}
}

// power returns bᵗ for 0 ≤ b < 1 and t ≥ 1.
func power(b float64, t *Node) *Node {
	if b == 0 {
		return ZerosLike(t)
	}
	return Exp(MulScalar(t, math.Log(b)))
}

// GoMLX makes an [Optimizer] of an optimizer from GoMLX's package optimizer:
//
//	cfg.GeneratorOptimizer = gan.GoMLX{
//		Name:      "AdamW",
//		Optimizer: optimizer.Adam().LearningRate(1e-3).WeightDecay(0.01).Done(),
//	}
//
// Config.RateDecay multiplies its moves by the decay factor. A run stores the name only, not the
// settings. Give different settings different names.
type GoMLX struct {
	Name      string // identifies it where a configuration is printed, saved or compared; not empty
	Optimizer any    // a value with the method UpdateGraphWithGradients, such as GoMLX's Adam, RMSProp and SGD
}

// byGradients is the method of GoMLX's optimizers that takes gradients in place of a loss.
type byGradients interface {
	UpdateGraphWithGradients(scope *model.Scope, gradients []*Node, lossDType dtypes.DType)
}

// Update lets GoMLX's optimizer move the weights. Then it multiplies each move by the factor of
// Config.RateDecay.
func (o GoMLX) Update(m *Move) {
	o.Optimizer.(byGradients).UpdateGraphWithGradients(m.Scope, m.Gradients, dtypes.Float32)
	decay := m.Rate(1)
	for i, w := range m.Weights {
		w.SetNodeValue(Add(m.Value(i), Mul(decay, Sub(w.NodeValue(decay.Graph()), m.Value(i)))))
	}
}

// Validate returns an error that lists the fields of Adam that are out of range.
func (a Adam) Validate() error {
	return errors.Join(checkRate(a.LearningRate), checkMean("Beta1", a.Beta1), checkMean("Beta2", a.Beta2))
}

// Validate returns an error that lists the fields of RMSProp that are out of range.
func (r RMSProp) Validate() error {
	return errors.Join(checkRate(r.LearningRate), checkShare("Rho", r.Rho))
}

// Validate returns an error that lists the fields of SGD that are out of range.
func (s SGD) Validate() error {
	return errors.Join(checkRate(s.LearningRate), checkShare("Momentum", s.Momentum))
}

// Validate returns an error if Name is empty or if Optimizer lacks the method
// UpdateGraphWithGradients.
func (o GoMLX) Validate() error {
	var wrong []error
	if o.Name == "" {
		wrong = append(wrong, errors.New(`Name = ""; a name that no other setting has`))
	}
	if _, ok := o.Optimizer.(byGradients); !ok {
		wrong = append(wrong, fmt.Errorf("Optimizer = %T; one of GoMLX's with a method UpdateGraphWithGradients", o.Optimizer))
	}
	return errors.Join(wrong...)
}

func checkRate(rate float64) error {
	if !(rate > 0) || math.IsInf(rate, 1) {
		return fmt.Errorf("LearningRate = %v; above 0 and finite", rate)
	}
	return nil
}

// checkMean checks the decay of a mean that is divided by 1 − βᵗ.
func checkMean(name string, beta float64) error {
	if err := checkShare(name, beta); err != nil {
		return err
	}
	if float32(beta) == 1 {
		return fmt.Errorf("%s = %v, which is 1 as a float32; 0.9999999 or less", name, beta)
	}
	return nil
}

func checkShare(name string, x float64) error {
	if !(x >= 0 && x < 1) {
		return fmt.Errorf("%s = %v; from 0 to less than 1", name, x)
	}
	return nil
}

// memoriesPerWeight returns how many values an optimizer keeps for each weight. For an optimizer
// from outside this package it returns 2, as for Adam.
func memoriesPerWeight(o Optimizer) float64 {
	some := func(share float64) float64 {
		if share == 0 {
			return 0
		}
		return 1
	}
	switch o := o.(type) {
	case Adam:
		return 1 + some(o.Beta1)
	case RMSProp:
		return 1
	case SGD:
		return some(o.Momentum)
	}
	return 2
}

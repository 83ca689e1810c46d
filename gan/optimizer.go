package gan

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"
)

// An Optimizer says how weights move down the gradient of a loss: [Adam],
// [RMSProp] or [SGD]. None changes its learning rate by itself: that is what
// Config.RateDecay is for.
type Optimizer interface {
	// rate is the learning rate α, before decay.
	rate() float64
	// memories is how many values it remembers of each weight.
	memories() float64
	// update returns the new value of weight w, given its gradient, the learning rate
	// now and the number of this update, from 1. What it remembers of a weight it
	// keeps in memory, by name: a value shaped as the weight, 0 at the start.
	update(w, gradient, rate, t *Node, memory func(name string) *memory) *Node
	// validate reports each field that is out of its range, under the field's name.
	validate(name string, bad func(string, ...any))
}

// Adam is the optimizer of Kingma & Ba 2015 (arXiv 1412.6980, Algorithm 1), with
// their ε = 1e-8:
//
//	m ← β₁·m + (1 − β₁)·g        m̂ = m/(1 − β₁ᵗ)
//	v ← β₂·v + (1 − β₂)·g²       v̂ = v/(1 − β₂ᵗ)
//	w ← w − α·m̂/(√v̂ + ε)
type Adam struct {
	LearningRate float64 // α > 0
	Beta1        float64 // decay of the mean of the gradient, in [0, 1)
	Beta2        float64 // decay of the mean of its square, in [0, 1)
}

// RMSProp divides the gradient by its recent size (Tieleman & Hinton 2012, lecture
// 6.5 of Neural Networks for Machine Learning), with ε = 1e-8:
//
//	v ← ρ·v + (1 − ρ)·g²
//	w ← w − α·g/(√v + ε)
//
// v starts at 0 and is not corrected for it: the first moves are up to 1/√(1 − ρ)
// times α.
type RMSProp struct {
	LearningRate float64 // α > 0
	Rho          float64 // ρ, decay of the mean square, in [0, 1)
}

// SGD is stochastic gradient descent with momentum (Polyak 1964):
//
//	m ← μ·m + g
//	w ← w − α·m
type SGD struct {
	LearningRate float64 // α > 0
	Momentum     float64 // μ, in [0, 1); 0 is the plain method
}

const epsilon = 1e-8

func (a Adam) rate() float64    { return a.LearningRate }
func (r RMSProp) rate() float64 { return r.LearningRate }
func (s SGD) rate() float64     { return s.LearningRate }

func (a Adam) memories() float64    { return 1 + some(a.Beta1) }
func (r RMSProp) memories() float64 { return 1 }
func (s SGD) memories() float64     { return some(s.Momentum) }

// some is 1 where a share is not 0.
func some(share float64) float64 {
	if share == 0 {
		return 0
	}
	return 1
}

func (a Adam) update(w, gradient, rate, t *Node, memory func(string) *memory) *Node {
	m := gradient
	if a.Beta1 != 0 {
		m = memory("mean").decay(a.Beta1, gradient)
		m = Div(m, OneMinus(power(a.Beta1, t)))
	}
	v := memory("square").decay(a.Beta2, Square(gradient))
	v = Div(v, OneMinus(power(a.Beta2, t)))
	return Sub(w, Mul(rate, Div(m, AddScalar(Sqrt(v), epsilon))))
}

func (r RMSProp) update(w, gradient, rate, _ *Node, memory func(string) *memory) *Node {
	v := memory("square").decay(r.Rho, Square(gradient))
	return Sub(w, Mul(rate, Div(gradient, AddScalar(Sqrt(v), epsilon))))
}

func (s SGD) update(w, gradient, rate, _ *Node, memory func(string) *memory) *Node {
	if s.Momentum != 0 {
		last := memory("momentum")
		gradient = last.set(Add(MulScalar(last.value, s.Momentum), gradient))
	}
	return Sub(w, Mul(rate, gradient))
}

// power is bᵗ for 0 ≤ b < 1 and t ≥ 1.
func power(b float64, t *Node) *Node {
	if b == 0 {
		return ZerosLike(t)
	}
	return Exp(MulScalar(t, math.Log(b)))
}

func (a Adam) validate(name string, bad func(string, ...any)) {
	validateRate(name, a.LearningRate, bad)
	validateShare(name+".Beta1", a.Beta1, bad)
	validateShare(name+".Beta2", a.Beta2, bad)
}

func (r RMSProp) validate(name string, bad func(string, ...any)) {
	validateRate(name, r.LearningRate, bad)
	validateShare(name+".Rho", r.Rho, bad)
}

func (s SGD) validate(name string, bad func(string, ...any)) {
	validateRate(name, s.LearningRate, bad)
	validateShare(name+".Momentum", s.Momentum, bad)
}

func validateRate(name string, rate float64, bad func(string, ...any)) {
	if !(rate > 0) || math.IsInf(rate, 1) {
		bad("%s.LearningRate = %v; above 0 and finite", name, rate)
	}
}

func validateShare(name string, x float64, bad func(string, ...any)) {
	if !(x >= 0 && x < 1) {
		bad("%s = %v; from 0 to less than 1", name, x)
	}
}

package gan

import (
	"fmt"
	"math"
	"strings"
)

// Config says all that a training depends on besides its data. Every field means
// what it says, zero included: Beta1 = 0 is a value, not "the default". Begin with
// [Defaults] and change what you want.
type Config struct {
	Loss Loss // what D and G minimise

	Generator     Network // G: noise, shaped [batch, NoiseDim], to samples, shaped [batch, dim]
	Discriminator Network // D: samples, shaped [batch, dim], to logits, shaped [batch, 1]

	NoiseDim    int // coordinates of z ~ N(0, I); 1 or more
	Batch       int // m: samples a step, of each kind; 1 or more
	Steps       int // generator steps in all; 1 or more
	CriticSteps int // k: discriminator steps before each generator step; 1 or more

	GeneratorAdam     Adam // how G's weights move
	DiscriminatorAdam Adam // how D's weights move

	Seed uint64 // of the weights, the data and the noise

	// Backend is a GoMLX backend: "xla", "xla:cpu", "xla:cuda", "go". Empty means
	// $GOMLX_BACKEND, else XLA, else (where XLA cannot be had) "go" with a warning.
	Backend string
}

// Adam is the optimizer of Kingma & Ba 2015 (arXiv 1412.6980, Algorithm 1), with
// their ε = 1e-8.
type Adam struct {
	LearningRate float64 // α > 0
	Beta1        float64 // decay of the mean of the gradient, in [0, 1)
	Beta2        float64 // decay of the mean of its square, in [0, 1)
}

// Defaults returns a configuration that trains the small examples of this series
// in seconds: the non-saturating loss, two hidden layers of 64 leaky units on each
// side, z of 4 coordinates, batch 256, k = 1, Adam with β = (0, 0.999), and D
// learning about three times as fast as G (two time scales: Heusel et al. 2017,
// arXiv 1706.08500), so that D stays near D* for the G it faces.
func Defaults() Config {
	network := MLP{Hidden: []int{64, 64}, Activation: LeakyReLU}
	return Config{
		Loss:              NonSaturating,
		Generator:         network,
		Discriminator:     network,
		NoiseDim:          4,
		Batch:             256,
		Steps:             4000,
		CriticSteps:       1,
		GeneratorAdam:     Adam{LearningRate: 3e-4, Beta1: 0, Beta2: 0.999},
		DiscriminatorAdam: Adam{LearningRate: 1e-3, Beta1: 0, Beta2: 0.999},
	}
}

// Validate reports every field that is out of its range, with the range, or nil.
func (c Config) Validate() error {
	var wrong []string
	bad := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }

	if !c.Loss.known() {
		bad("Loss = %v; one of %v", c.Loss, knownLosses())
	}
	for _, player := range []struct {
		name    string
		network Network
	}{{"Generator", c.Generator}, {"Discriminator", c.Discriminator}} {
		if player.network == nil {
			bad("%s = nil; a network such as MLP{Hidden: []int{64, 64}}", player.name)
		} else {
			player.network.validate(player.name, bad)
		}
	}
	for _, field := range []struct {
		name  string
		value int
	}{{"NoiseDim", c.NoiseDim}, {"Batch", c.Batch}, {"Steps", c.Steps}, {"CriticSteps", c.CriticSteps}} {
		if field.value < 1 || field.value > math.MaxInt32 {
			bad("%s = %d; from 1 to %d", field.name, field.value, math.MaxInt32)
		}
	}
	c.GeneratorAdam.validate("GeneratorAdam", bad)
	c.DiscriminatorAdam.validate("DiscriminatorAdam", bad)

	if len(wrong) == 0 {
		return nil
	}
	return fmt.Errorf("gan: config out of range: %s", strings.Join(wrong, "; "))
}

func (a Adam) validate(name string, bad func(string, ...any)) {
	if !(a.LearningRate > 0) || math.IsInf(a.LearningRate, 1) {
		bad("%s.LearningRate = %v; above 0 and finite", name, a.LearningRate)
	}
	if !(a.Beta1 >= 0 && a.Beta1 < 1) {
		bad("%s.Beta1 = %v; from 0 to less than 1", name, a.Beta1)
	}
	if !(a.Beta2 >= 0 && a.Beta2 < 1) {
		bad("%s.Beta2 = %v; from 0 to less than 1", name, a.Beta2)
	}
}

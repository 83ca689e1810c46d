package gan

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"
)

// Config says all that a training depends on besides its data. Every field means
// what it says, zero included: Beta1 = 0 is a value, not "the default". Begin with
// [Defaults] and change what you want.
type Config struct {
	// The players.
	Generator     Network // G: noise, shaped [batch, NoiseDim], to samples, shaped [batch, dim]
	Discriminator Network // D: samples, shaped [batch, Packing·dim], to scores, shaped [batch, 1]
	Noise         Noise   // P(z): Normal or Uniform
	NoiseDim      int     // coordinates of z; 1 or more

	// Conditional plays for each class of labelled data (Mirza & Osindero 2014, arXiv
	// 1411.1784, equation 2): G takes [z, class one-hot], and D, which then has K
	// outputs, scores a sample by the output of its class. Fakes have the classes that
	// real data has.
	Conditional bool

	// What they play for.
	Loss Loss // what D and G minimise

	// LabelSmoothing s tells D that data is real with probability 1 − s (one-sided;
	// Salimans et al. 2016, arXiv 1606.03498, section 3.4): −ln D(x) becomes
	// −(1 − s)·ln D(x) − s·ln(1 − D(x)), and D* is (1 − s)·Pdata/(Pdata + Pg). In
	// [0, 1); only where the loss makes D a probability (Minimax, NonSaturating).
	LabelSmoothing float64

	// Packing is how many samples, all real or all fake, D judges at once (PacGAN:
	// Lin et al. 2018, arXiv 1712.04086); 1 is the plain game.
	Packing int

	// What keeps D's slope in bounds; each 0 is off. With l(x) the score:
	R1              float64 // γ: adds (γ/2)·E‖∇l(x)‖², x ~ Pdata (Mescheder et al. 2018, arXiv 1801.04406, equation 9)
	R2              float64 // γ: the same at fakes, x ~ Pg (equation 10)
	GradientPenalty float64 // λ: adds λ·E(‖∇l(x̂)‖ − 1)², x̂ between data and fakes (Gulrajani et al. 2017, arXiv 1704.00028, equation 3)
	PenaltyDecay    Decay   // of these three, as training goes
	WeightClip      float64 // c: after each move D's weights are brought into [−c, c] (Arjovsky et al. 2017, arXiv 1701.07875, Algorithm 1)

	// How they move.
	Batch                  int       // m: decisions of each kind a step, on Packing samples each; 1 or more
	Steps                  int       // generator steps in all; 1 or more
	CriticSteps            int       // k: discriminator steps before each generator step; from 1 to 100, each compiled by itself
	Simultaneous           bool      // G moves against D as it was before its last move, not after it
	GeneratorOptimizer     Optimizer // how G's weights move
	DiscriminatorOptimizer Optimizer // how D's weights move
	RateDecay              Decay     // of both learning rates, as training goes

	// Averaging β lets Sample and Generate use the moving average of G's weights,
	// w̄ ← β·w̄ + (1 − β)·w after each step, with β smaller in the first steps (Yazıcı
	// et al. 2019, arXiv 1806.04498). In [0, 1); 0 is off.
	Averaging float64

	Seed uint64 // of the weights, the data and the noise

	// Backend is a GoMLX backend: "xla", "xla:cpu", "xla:cuda", "go". Empty means
	// $GOMLX_BACKEND, else XLA, else (where XLA cannot be had) "go" with a warning.
	Backend string
}

// Defaults returns a configuration that trains the small examples of this series
// in seconds: the non-saturating loss, two hidden layers of 64 leaky units on each
// side, z of 4 coordinates, batch 256, k = 1, Adam with β = (0, 0.999), and D
// learning about three times as fast as G (two time scales: Heusel et al. 2017,
// arXiv 1706.08500), so that D stays near D* for the G it faces.
func Defaults() Config {
	network := MLP{Hidden: []int{64, 64}, Activation: LeakyReLU}
	return Config{
		Generator:              network,
		Discriminator:          network,
		NoiseDim:               4,
		Loss:                   NonSaturating,
		Packing:                1,
		Batch:                  256,
		Steps:                  4000,
		CriticSteps:            1,
		GeneratorOptimizer:     Adam{LearningRate: 3e-4, Beta1: 0, Beta2: 0.999},
		DiscriminatorOptimizer: Adam{LearningRate: 1e-3, Beta1: 0, Beta2: 0.999},
	}
}

// Validate reports every field that is out of its range, with the range, and every
// combination that cannot be, or returns nil. [TrainDiscriminator] asks less: G's fields
// may be what they like.
func (c Config) Validate() error { return c.validate(true) }

// validate is Validate, of a game with G or of one without.
func (c Config) validate(generator bool) error {
	var wrong []string
	bad := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }

	if generator {
		c.validateGenerator(bad)
	}
	c.validateDiscriminator(bad)
	c.validateGame(bad)
	c.validateMoves(bad)

	if len(wrong) == 0 {
		return nil
	}
	return fmt.Errorf("gan: config out of range: %s", strings.Join(wrong, "; "))
}

func (c Config) validateGenerator(bad func(string, ...any)) {
	validatePart("Generator", "a network such as MLP{Hidden: []int{64, 64}}", c.Generator, bad)
	validatePart("GeneratorOptimizer", "an optimizer such as Adam{LearningRate: 1e-3, Beta2: 0.999}", c.GeneratorOptimizer, bad)
	if c.Noise != Normal && c.Noise != Uniform {
		bad("Noise = %v; Normal or Uniform", c.Noise)
	}
	validateCount("NoiseDim", c.NoiseDim, math.MaxInt32, bad)
	validateShare("Averaging", c.Averaging, bad)
}

func (c Config) validateDiscriminator(bad func(string, ...any)) {
	validatePart("DiscriminatorOptimizer", "an optimizer such as Adam{LearningRate: 1e-3, Beta2: 0.999}", c.DiscriminatorOptimizer, bad)
	if !validatePart("Discriminator", "a network such as MLP{Hidden: []int{64, 64}}", c.Discriminator, bad) {
		return
	}
	output := LinearOutput
	switch d := c.Discriminator.(type) {
	case MLP:
		output = d.Output
	case ConvUp:
		output = d.Output
	}
	if output != LinearOutput {
		bad("Discriminator.Output = %v; LinearOutput, since losses take scores", output)
	}
}

// validatePart reports a network or an optimizer that is missing, not a value, or out of
// range, and whether it is neither of the first two. A pointer is none of a config's
// parts: what it points to could change under a training, and a checkpoint would not
// know it again.
func validatePart(name, such string, part any, bad func(string, ...any)) bool {
	if part == nil {
		bad("%s = nil; %s", name, such)
		return false
	}
	if reflect.TypeOf(part).Kind() == reflect.Pointer {
		bad("%s is a pointer, %T; give the value that it points to: %s", name, part, such)
		return false
	}
	checked, ok := part.(interface{ Validate() error })
	if !ok {
		return true
	}
	if err := checked.Validate(); err != nil {
		for fault := range strings.SplitSeq(err.Error(), "\n") {
			bad("%s.%s", name, fault)
		}
	}
	return true
}

// faults joins what a validate reports.
func faults(validate func(bad func(string, ...any))) error {
	var all []error
	validate(func(format string, args ...any) { all = append(all, fmt.Errorf(format, args...)) })
	return errors.Join(all...)
}

func validateShare(name string, x float64, bad func(string, ...any)) {
	if err := checkShare(name, x); err != nil {
		bad("%v", err)
	}
}

func (c Config) validateGame(bad func(string, ...any)) {
	if err := c.Loss.Validate(); err != nil {
		bad("%v", err)
	}
	validateShare("LabelSmoothing", c.LabelSmoothing, bad)
	if c.LabelSmoothing > 0 && !c.Loss.Logit {
		bad("LabelSmoothing = %v with %v; 0, or a loss whose score is a logit, such as Minimax and NonSaturating", c.LabelSmoothing, c.Loss)
	}
	validateCount("Packing", c.Packing, math.MaxInt32, bad)
	if c.Conditional && c.Packing > 1 {
		bad("Packing = %d with Conditional; 1, as packed samples would need one class", c.Packing)
	}
	for _, strength := range []struct {
		name  string
		value float64
	}{{"R1", c.R1}, {"R2", c.R2}, {"GradientPenalty", c.GradientPenalty}, {"WeightClip", c.WeightClip}} {
		if !(strength.value >= 0) || math.IsInf(strength.value, 1) {
			bad("%s = %v; 0 or more and finite", strength.name, strength.value)
		}
	}
	c.PenaltyDecay.validate("PenaltyDecay", bad)
	if c.PenaltyDecay.Shape != NoDecay && !c.penalised() {
		bad("PenaltyDecay = %+v without a penalty; one of R1, R2, GradientPenalty, or no decay", c.PenaltyDecay)
	}
}

func (c Config) validateMoves(bad func(string, ...any)) {
	validateCount("Batch", c.Batch, math.MaxInt32, bad)
	validateCount("Steps", c.Steps, math.MaxInt32, bad)
	validateCount("CriticSteps", c.CriticSteps, mostCriticSteps, bad)
	c.RateDecay.validate("RateDecay", bad)
}

// mostCriticSteps is the largest k. The program holds each of the k steps by itself (a
// loop within the loop of steps is beyond what GoMLX can compile), and compiling, which
// nothing can cancel, takes longer with each.
const mostCriticSteps = 100

func validateCount(name string, count, most int, bad func(string, ...any)) {
	if count < 1 || count > most {
		bad("%s = %d; from 1 to %d", name, count, most)
	}
}

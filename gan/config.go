package gan

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"
)

// Config holds all that a training depends on, except the data. Every field is used as it is, also
// if it is zero: Beta1 = 0 means 0 and not a default. Start from [Defaults] and change what you
// want.
type Config struct {
	// The players.
	Generator     Network // G: from noise, shaped [batch, NoiseDim], to samples, shaped [batch, dim]
	Discriminator Network // D: from samples, shaped [batch, Packing·dim], to scores, shaped [batch, 1]
	Noise         Noise   // P(z): Normal or Uniform
	NoiseDim      int     // the number of coordinates of z; 1 or more

	// Conditional trains a GAN for each class of labelled data with K classes (Mirza & Osindero
	// 2014, arXiv 1411.1784, equation 2). The input of G is z, then the class, one-hot. D has K
	// outputs, and the score of a sample is the output of its class. Fakes get the classes of real
	// samples.
	Conditional bool

	// Standardise lets D see (x − m)/s in place of x. m is the mean of each coordinate of the data. s
	// is one number, the root of the mean of the coordinates' variances, so that shapes stay as they
	// are. Without it D learns slowly where the data lie far from 0 compared with their width: the biases
	// of its first layer start at 0, so each unit has its kink at x = 0, and near the data D starts as a
	// linear function, which cannot see a width. Scores, penalties and gradients are still functions of x. For pixels set it to
	// false: Centred maps them to [−1, 1], and [Augmented] takes them as they are.
	Standardise bool

	// The loss.
	Loss Loss // what D and G minimise

	// LabelSmoothing s treats real data as real with probability 1 − s (one-sided label smoothing;
	// Salimans et al. 2016, arXiv 1606.03498, section 3.4). In L_D, −ln D(x) becomes
	//
	//	−(1 − s)·ln D(x) − s·ln(1 − D(x)),
	//
	// and D* becomes (1 − s)·Pdata/(Pdata + Pg). s is in [0, 1). It must be 0 unless the loss is
	// Minimax or NonSaturating; a loss of your own can have it in its formulas.
	LabelSmoothing float64

	// Packing is the number of samples, all real or all fake, that D judges together (PacGAN: Lin
	// et al. 2018, arXiv 1712.04086). 1 is the usual game.
	Packing int

	// The next fields limit the slope of D. Each is 0 or more and finite; 0 switches it off. l(x)
	// is the score.
	//
	// R1 is γ: it adds (γ/2)·E‖∇l(x)‖² to L_D, x ~ Pdata (Mescheder et al. 2018, arXiv 1801.04406,
	// equation 9).
	R1 float64
	// R2 is γ: it adds (γ/2)·E‖∇l(x)‖² to L_D, x ~ Pg (the same paper, equation 10).
	R2 float64
	// GradientPenalty is λ: it adds λ·E(‖∇l(x̂)‖ − 1)² to L_D, x̂ between data and fakes (Gulrajani
	// et al. 2017, arXiv 1704.00028, equation 3).
	GradientPenalty float64
	// PenaltyDecay is the decay of these three penalties over the training.
	PenaltyDecay Decay
	// WeightClip is c: it limits D's weights to [−c, c] after each move (Arjovsky et al. 2017,
	// arXiv 1701.07875, Algorithm 1).
	WeightClip float64

	// Batch is the batch size m: each move uses m decisions of D on real data and m on fakes. Each
	// decision is on Packing samples. It is 1 or more.
	Batch int
	// Steps is the number of steps, which is the number of moves of G. It is 1 or more.
	Steps int
	// CriticSteps is k, the number of moves of D in each step. It is from 1 to 100. Each of the k
	// moves is compiled separately.
	CriticSteps int

	Simultaneous           bool      // whether G's loss uses D as it was before its last move, not after it
	GeneratorOptimizer     Optimizer // moves the weights of G
	DiscriminatorOptimizer Optimizer // moves the weights of D
	RateDecay              Decay     // decay of both learning rates over the training

	// Averaging β makes Sample and Generate use the moving average of G's weights,
	// w̄ ← β·w̄ + (1 − β)·w after each move of G, with a smaller β in the first moves (Yazıcı et al.
	// 2019, arXiv 1806.04498). β is in [0, 1); 0 switches it off.
	Averaging float64

	// Seed is the seed of the weights, the data and the noise. The environment variable
	// GANBOOK_SEED_SHIFT, if it is set, is added to it; a checkpoint does not hold that number.
	Seed uint64

	// Backend is a GoMLX backend: "xla", "xla:cpu", "xla:cuda" or "go". Empty means $GOMLX_BACKEND.
	// If that is empty too, it means XLA on the CPU, or "go" with a warning if XLA cannot be
	// opened.
	//
	// "xla:cuda" is GoMLX's; no test or benchmark of this project covers it. For it, go-xla 0.4.0
	// downloads the plugins that it does not find: the newest one for CUDA, which it compares only
	// with the sum that PyPI states, and one for the CPU, whose sum it does not check.
	// GOMLX_NO_AUTO_INSTALL=1 in the environment forbids that.
	Backend string

	// Devices is the number n of devices of the backend that share each batch: the first n. 0 and 1
	// mean one. Batch must be a multiple of n. Each device draws Batch/n decisions from a random
	// stream of its own. The gradients of all devices are averaged before each move, so the weights
	// stay equal on all, to the bit. The history holds the means over all devices.
	//
	// With the losses and penalties of this package, this is the gradient of one batch of size Batch.
	// What is not a mean over decisions is taken per device: the statistics of BatchNorm, and parts
	// of your own losses such as a maximum over the batch. Another number of devices draws other
	// numbers, so it gives other bits.
	Devices int
}

// Defaults returns a configuration that trains the small examples of this series in seconds. It has
// the non-saturating loss; two hidden layers of 64 units with LeakyReLU in both networks; D's input
// standardised; z of 4 coordinates; batch 256; k = 1; 4000 steps; and Adam with β₁ = 0 and
// β₂ = 0.999. D learns about three times as fast as G, so that D stays near the D* of the current G
// (two time scales: Heusel et al. 2017, arXiv 1706.08500).
func Defaults() Config {
	network := MLP{Hidden: []int{64, 64}, Activation: LeakyReLU}
	return Config{
		Generator:              network,
		Discriminator:          network,
		NoiseDim:               4,
		Standardise:            true,
		Loss:                   NonSaturating,
		Packing:                1,
		Batch:                  256,
		Steps:                  4000,
		CriticSteps:            1,
		GeneratorOptimizer:     Adam{LearningRate: 3e-4, Beta1: 0, Beta2: 0.999},
		DiscriminatorOptimizer: Adam{LearningRate: 1e-3, Beta1: 0, Beta2: 0.999},
	}
}

// Validate returns an error that lists every field that is out of its range, with the range, and
// every combination that is not possible. Otherwise it returns nil. [TrainDiscriminator] ignores
// the fields of G and does not check them.
func (c Config) Validate() error { return c.validate(true) }

// validate checks a config. It checks the fields of G only if generator is true.
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
	if _, augmented := c.Generator.(Augmented); augmented {
		bad("Generator = %v; only D can be Augmented", c.Generator)
	}
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
	switch d := core(c.Discriminator).(type) {
	case MLP:
		output = d.Output
	case ConvUp:
		output = d.Output
	case ResUp:
		output = d.Output
	}
	if output != LinearOutput {
		bad("Discriminator.Output = %v; LinearOutput, since losses take scores", output)
	}
}

// validatePart checks a network or an optimizer. It reports a part that is nil, a pointer, or out
// of range. It returns false for nil and for a pointer. Pointers are not allowed: the value behind
// a pointer could change during a training, and a checkpoint could not recognise it.
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
	err := checked.Validate()
	each := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		each = joined.Unwrap()
	}
	for _, fault := range each {
		if fault != nil {
			bad("%s.%v", name, fault)
		}
	}
	return true
}

// faults returns the faults that validate reports as one error, or nil.
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
	if c.Standardise && takesPixels(c.Discriminator) {
		bad("Standardise = true with %v; false, since this D takes pixels from 0 to 1 as they are", c.Discriminator)
	}
	if err := c.Loss.Validate(); err != nil {
		bad("%v", err)
	}
	validateShare("LabelSmoothing", c.LabelSmoothing, bad)
	if c.LabelSmoothing > 0 && !(c.Loss.Logit && c.Loss.ours()) {
		bad("LabelSmoothing = %v with %v; 0, or a loss of this package whose score is a logit, such as Minimax and NonSaturating (a loss of your own can have it in its formula)", c.LabelSmoothing, c.Loss)
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
	if c.Devices < 0 {
		bad("Devices = %d; 0 or more", c.Devices)
	} else if c.Batch%c.devices() != 0 {
		bad("Batch = %d with Devices = %d; a multiple of Devices, so that each gets an equal share", c.Batch, c.Devices)
	}
}

// mostCriticSteps is the largest k. The program contains each of the k moves separately, because
// GoMLX cannot compile a loop within the loop of steps. Compiling takes longer with each move and
// cannot be cancelled.
const mostCriticSteps = 100

func validateCount(name string, count, most int, bad func(string, ...any)) {
	if count < 1 || count > most {
		bad("%s = %d; from 1 to %d", name, count, most)
	}
}

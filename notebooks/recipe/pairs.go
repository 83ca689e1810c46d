package recipe

import (
	"ganbook/gan"
	"ganbook/gan/dataset/mnist"
)

// A DigitGAN is one of the three pairs of networks of notebook 10. Its training comes with the notebook as a
// checkpoint near its end, in the folder digits/Name.
type DigitGAN struct {
	Name   string
	Config gan.Config
}

// left is the number of steps that the notebook takes from a checkpoint to the end.
const left = 400

// Shipped returns the step of the checkpoint.
func (p DigitGAN) Shipped() int { return p.Config.Steps - left }

// DigitGANs returns [Digits], [Convolutions] and [Conditional].
func DigitGANs() []DigitGAN { return []DigitGAN{Digits(), Convolutions(), Conditional()} }

// Digits returns the fully connected pair for MNIST. G has 10 coordinates of noise and two hidden layers
// of 512 units with batch norm. D has hidden layers of 1024 and 512 units. It uses R1, a learning rate
// that falls to 0, and the moving average of G.
func Digits() DigitGAN {
	cfg := gan.Defaults()
	cfg.Standardise = false // Centred does it for pixels
	cfg.Generator = gan.MLP{Hidden: []int{512, 512}, Activation: gan.ReLU, Norm: gan.BatchNorm, Output: gan.SigmoidOutput}
	cfg.Discriminator = gan.MLP{Hidden: []int{1024, 512}, Activation: gan.LeakyReLU, Centred: true}
	cfg.NoiseDim, cfg.Batch, cfg.Steps = 10, 128, 9500
	cfg.Seed = 1
	cfg.R1 = 0.3
	cfg.GeneratorOptimizer = gan.Adam{LearningRate: 1e-3, Beta1: 0, Beta2: 0.99}
	cfg.DiscriminatorOptimizer = cfg.GeneratorOptimizer
	cfg.RateDecay = gan.Decay{Shape: gan.Cosine, Until: 1}
	cfg.Averaging = 0.9995
	return DigitGAN{"mlp", cfg}
}

// Convolutions returns a pair of convolutional networks, in the manner of DCGAN, with a fully connected
// layer before the first image of G and one after the last image of D.
func Convolutions() DigitGAN {
	cfg := Digits().Config
	cfg.Generator = gan.ConvUp{Height: mnist.Height, Width: mnist.Width, Channels: 1, Hidden: []int{128}, Filters: []int{48, 24},
		Activation: gan.ReLU, Norm: gan.BatchNorm, Output: gan.SigmoidOutput}
	cfg.Discriminator = gan.ConvDown{Height: mnist.Height, Width: mnist.Width, Channels: 1, Filters: []int{24, 48}, Hidden: []int{128},
		Activation: gan.LeakyReLU, Centred: true}
	cfg.NoiseDim, cfg.Batch, cfg.Steps = 12, 64, 6000
	return DigitGAN{"convolutions", cfg}
}

// Conditional returns a pair that is told the class of each digit.
func Conditional() DigitGAN {
	cfg := Digits().Config
	cfg.Conditional = true
	cfg.Generator = gan.MLP{Hidden: []int{256, 256}, Activation: gan.ReLU, Norm: gan.BatchNorm, Output: gan.SigmoidOutput}
	cfg.Discriminator = gan.MLP{Hidden: []int{512, 256}, Activation: gan.LeakyReLU, Centred: true}
	cfg.Batch, cfg.Steps = 64, 12_000
	return DigitGAN{"conditional", cfg}
}

// Hasty returns a smaller conditional pair that is trained for a sixth of the steps of [Conditional]. It
// draws what is asked for, but few kinds of it.
func Hasty() gan.Config {
	cfg := Conditional().Config
	cfg.Discriminator = gan.MLP{Hidden: []int{256, 128}, Activation: gan.LeakyReLU, Centred: true}
	cfg.Steps = 2000
	return cfg
}

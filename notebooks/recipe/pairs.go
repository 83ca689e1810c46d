package recipe

import (
	"ganbook/gan"
	"ganbook/gan/dataset/mnist"
)

// Convolutions returns a small pair of convolutional networks for the digits, in the manner of
// DCGAN. It takes as many steps as a reader is willing to wait for.
func Convolutions() gan.Config {
	cfg := Digits()
	cfg.Generator = gan.ConvUp{Height: mnist.Height, Width: mnist.Width, Channels: 1, Filters: []int{32, 16},
		Activation: gan.ReLU, Norm: gan.BatchNorm, Output: gan.SigmoidOutput}
	cfg.Discriminator = gan.ConvDown{Height: mnist.Height, Width: mnist.Width, Channels: 1, Filters: []int{16, 32},
		Activation: gan.LeakyReLU, Centred: true}
	cfg.GeneratorOptimizer = gan.Adam{LearningRate: 2e-3, Beta1: 0, Beta2: 0.99}
	cfg.DiscriminatorOptimizer = cfg.GeneratorOptimizer
	cfg.Batch, cfg.Steps = 64, 450
	return cfg
}

// Conditional returns a smaller pair for the digits with classes. It takes as many steps as a
// reader is willing to wait for.
func Conditional() gan.Config {
	cfg := Digits()
	cfg.Conditional = true
	cfg.Generator = gan.MLP{Hidden: []int{256, 256}, Activation: gan.ReLU, Norm: gan.BatchNorm, Output: gan.SigmoidOutput}
	cfg.Discriminator = gan.MLP{Hidden: []int{256, 128}, Activation: gan.LeakyReLU, Centred: true}
	cfg.Batch, cfg.Steps = 64, 2000
	return cfg
}

package recipe

import (
	"ganbook/gan"
	"ganbook/gan/dataset"
)

// Convolutions is the digits' pair in convolutions, in the manner of DCGAN, for as many
// steps as a reader waits for.
func Convolutions() gan.Config {
	cfg := Digits()
	cfg.Generator = gan.ConvUp{Height: dataset.MNISTHeight, Width: dataset.MNISTWidth, Channels: 1, Filters: []int{64, 32},
		Activation: gan.ReLU, Norm: gan.BatchNorm, Output: gan.SigmoidOutput}
	cfg.Discriminator = gan.ConvDown{Height: dataset.MNISTHeight, Width: dataset.MNISTWidth, Channels: 1, Filters: []int{32, 64},
		Activation: gan.LeakyReLU, Centred: true}
	cfg.Batch, cfg.Steps = 64, 300
	return cfg
}

// Conditional is the digits' pair with classes, smaller and for as many steps as a
// reader waits for.
func Conditional() gan.Config {
	cfg := Digits()
	cfg.Conditional = true
	cfg.Generator = gan.MLP{Hidden: []int{256, 256}, Activation: gan.ReLU, Norm: gan.BatchNorm, Output: gan.SigmoidOutput}
	cfg.Discriminator = gan.MLP{Hidden: []int{256, 128}, Activation: gan.LeakyReLU, Centred: true}
	cfg.Batch, cfg.Steps = 64, 2500
	return cfg
}

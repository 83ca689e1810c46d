package recipe

import (
	"context"
	"time"

	"ganbook/gan"
	"ganbook/gan/dataset"
	"ganbook/gan/dataset/mnist"
	"ganbook/gan/metric"
)

const digitSteps = 9500

// Digits is the pair of notebook 09 for MNIST: G of 10 coordinates of noise and two
// hidden layers of 512 with batch norm, D of two hidden layers, R1, learning rates
// that fall to 0, and the moving average of G.
func Digits() gan.Config {
	cfg := gan.Defaults()
	cfg.Generator = gan.MLP{Hidden: []int{512, 512}, Activation: gan.ReLU, Norm: gan.BatchNorm, Output: gan.SigmoidOutput}
	cfg.Discriminator = gan.MLP{Hidden: []int{1024, 512}, Activation: gan.LeakyReLU, Centred: true}
	cfg.NoiseDim, cfg.Batch, cfg.Steps = 10, 128, digitSteps
	cfg.Seed = 1
	cfg.R1 = 0.3
	cfg.GeneratorOptimizer = gan.Adam{LearningRate: 1e-3, Beta1: 0, Beta2: 0.99}
	cfg.DiscriminatorOptimizer = cfg.GeneratorOptimizer
	cfg.RateDecay = gan.Decay{Shape: gan.Cosine, Until: 1}
	cfg.Averaging = 0.9995
	return cfg
}

// A Split is MNIST as Goodfellow et al. 2014 use it: training images, those that
// choose the window's width, and those that are scored.
type Split struct{ Train, Validation, Test *dataset.Images }

// MNIST returns train[0:50000], train[50000:51000] and all 10,000 test images. Errors
// are [mnist.Load]'s.
func MNIST() (Split, error) {
	train, test, err := mnist.Load()
	if err != nil {
		return Split{}, err
	}
	return Split{train.Slice(0, 50_000), train.Slice(50_000, 51_000), test}, nil
}

// Parzen scores images by the protocol of Goodfellow et al. 2014, section 5: a Gaussian
// window about each of them, its width chosen among sigmas on the validation images.
func (s Split) Parzen(images [][]float32, sigmas []float64) (metric.Parzen, error) {
	return metric.ParzenWindow(images, s.Validation.Rows(), s.Test.Rows(), sigmas)
}

// Goodfellows are the ten widths of the protocol's code, and Fine are forty of the
// range where the best one lies.
func Goodfellows() []float64 { return logSpaced(0.1, 1, 10) }
func Fine() []float64        { return logSpaced(0.12, 0.3, 40) }

// DigitsRow is the name of the row of [Digits] in notebook 09's table.
const DigitsRow = "this notebook"

// Scored is how many samples the protocol takes.
const Scored = 10_000

// TrainDigits trains a configuration on the training images and scores its samples;
// seconds is the training's time, compiling included.
func TrainDigits(ctx context.Context, cfg gan.Config, s Split, opts ...gan.Option) (map[string]Number, error) {
	start := time.Now()
	run, err := gan.Train(ctx, cfg, s.Train, opts...)
	if err != nil {
		return nil, err
	}
	seconds := time.Since(start).Seconds()
	samples := run.Sample(Scored)
	coarse, err := s.Parzen(samples, Goodfellows())
	if err != nil {
		return nil, err
	}
	fine, err := s.Parzen(samples, Fine())
	if err != nil {
		return nil, err
	}
	return map[string]Number{
		"ten widths": Number(coarse.Mean), "its error": Number(coarse.StandardError), "its σ": Number(coarse.Sigma),
		"fine": Number(fine.Mean), "fine σ": Number(fine.Sigma), "seconds": Number(seconds),
	}, nil
}

package recipe

import (
	"context"
	"time"

	"ganbook/gan"
	"ganbook/gan/dataset"
	"ganbook/gan/dataset/mnist"
	"ganbook/gan/metric"
	"ganbook/notebooks/show"
)

const digitSteps = 9500

// Digits returns the configuration of notebook 10 for MNIST. G has 10 coordinates of noise and two
// hidden layers of 512 units with batch norm. D has hidden layers of 1024 and 512 units. It uses
// R1, a learning rate that falls to 0, and the moving average of G.
func Digits() gan.Config {
	cfg := gan.Defaults()
	cfg.Standardise = false // Centred does it for pixels
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

// A Split is MNIST as Goodfellow et al. 2014 use it: training images, validation images that choose
// the width of the window, and test images that are scored.
type Split struct{ Train, Validation, Test *dataset.Images }

// MNIST returns train[0:50000], train[50000:51000] and all 10,000 test images. Errors are those of
// [mnist.Load].
func MNIST() (Split, error) {
	train, test, err := mnist.Load()
	if err != nil {
		return Split{}, err
	}
	return Split{train.Slice(0, 50_000), train.Slice(50_000, 51_000), test}, nil
}

// Parzen scores images by the protocol of Goodfellow et al. 2014, section 5. It puts a Gaussian
// window around each image, and chooses the width among sigmas on the validation images. Errors are
// those of [metric.ParzenWindow].
func (s Split) Parzen(images [][]float32, sigmas []float64) (metric.Parzen, error) {
	return metric.ParzenWindow(images, s.Validation.Rows(), s.Test.Rows(), sigmas)
}

// Goodfellows returns the ten widths of the code of Goodfellow et al. 2014. Fine returns forty
// widths in the range of the best one.
func Goodfellows() []float64 { return show.LogSpan(0.1, 1, 10) }
func Fine() []float64        { return show.LogSpan(0.12, 0.3, 40) }

// DigitsRow is the name of the row of [Digits] in the table of notebook 10.
const DigitsRow = "this notebook"

// Scored is the number of samples in the protocol.
const Scored = 10_000

// TrainDigits trains a configuration on the training images and scores its samples. The measure
// "seconds" is the time of the training, with compiling. Errors are those of [gan.Train] and of
// [Split.Parzen].
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

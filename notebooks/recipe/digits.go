package recipe

import (
	"ganbook/gan/dataset"
	"ganbook/gan/dataset/mnist"
	"ganbook/gan/metric"
	"ganbook/notebooks/show"
)

// A Split is MNIST as Goodfellow et al. 2014 use it: training images, validation images that choose
// the width of the window, and test images that are scored. The unseen images come from the same source
// as the training images, and no network learns from them; the validation images are among them.
type Split struct{ Train, Validation, Unseen, Test *dataset.Images }

// MNIST returns train[0:50000], train[50000:51000], train[50000:60000] and all 10,000 test images. Errors
// are those of [mnist.Load].
func MNIST() (Split, error) {
	train, test, err := mnist.Load()
	if err != nil {
		return Split{}, err
	}
	return Split{train.Slice(0, 50_000), train.Slice(50_000, 51_000), train.Slice(50_000, 60_000), test}, nil
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

// The names of rows in the tables of notebook 10: that of [Digits] in the table of the score of 2014, and
// those of images that no pair made in the table of the numbers since 2017. Pairs have their own names there.
const (
	DigitsRow    = "this notebook"
	TrainingRow  = "training images"
	UnseenRow    = "unseen images"
	CentroidsRow = "centroids"
)

// Scored is the number of samples in the protocol.
const Scored = 10_000

// Score scores samples by the protocol, with ten widths and with forty. Errors are those of
// [Split.Parzen].
func (s Split) Score(samples [][]float32) (map[string]Number, error) {
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
		"fine": Number(fine.Mean), "fine σ": Number(fine.Sigma),
	}, nil
}

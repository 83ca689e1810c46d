package recipe

import (
	"math"

	"ganbook/gan"
	"ganbook/gan/dataset"
	"ganbook/gan/metric"
	"ganbook/theory"
)

// Compared is the number of images of each kind from which [FewJudge] takes copies and overfitting.
const Compared = 2000

// A FewJudge tells what comes of a training on few digits, by these measures:
//
//	Fréchet: see [metric.Frechet], with a reader's features of 10,000 samples and of the test digits
//	overfitting: see [Overfitting], with D's logits of 2,000 training digits, or all if they are fewer, of 2,000 test
//	  digits and of 2,000 samples
//	overfitting seen: the same, with each image changed as D sees it in the training (see [gan.Augmented])
//	precision, recall: see [metric.PrecisionRecall], with k = 3 and every second row of the features
//	copies: see [Copies], of 2,000 samples against 2,000 test digits
//	spread: see [Spread], of 2,000 samples
type FewJudge struct {
	reader   *Classifier
	test     [][]float32 // the test digits
	features [][]float32 // those of the test digits
}

// NewFewJudge returns a judge that sees digits by the features of a reader.
func NewFewJudge(s Split, reader *Classifier) FewJudge {
	test := s.Test.Rows()
	return FewJudge{reader, test, reader.Features(test)}
}

// onTheWay returns the Fréchet distance and both numbers for overfitting of a run whose D is the network d.
func (j FewJudge) onTheWay(r *gan.Run, d gan.Network, data *dataset.Images, fakes, features [][]float32) (map[string]Number, error) {
	distance, err := metric.Frechet(j.features, features)
	if err != nil {
		return nil, err
	}
	sets := [3][][]float32{data.Rows(), j.test, fakes}
	for i, images := range sets {
		sets[i] = images[:min(Compared, len(images))]
	}
	overfitting := func() Number {
		return Number(Overfitting(r.Logits(sets[0]), r.Logits(sets[1]), r.Logits(sets[2])))
	}
	measures := map[string]Number{"Fréchet": Number(distance), "overfitting": overfitting()}
	measures["overfitting seen"] = measures["overfitting"]
	if a, ok := d.(gan.Augmented); ok {
		for i, images := range sets {
			if sets[i], err = a.Change(images, uint64(i)); err != nil {
				return nil, err
			}
		}
		measures["overfitting seen"] = overfitting()
	}
	return measures, nil
}

// atTheEnd adds the other measures.
func (j FewJudge) atTheEnd(measures map[string]Number, data *dataset.Images, fakes, features [][]float32) error {
	pr, err := metric.PrecisionRecall(EverySecond(j.features), EverySecond(features), 3)
	if err != nil {
		return err
	}
	copies, err := Copies(fakes[:Compared], j.test[:Compared], data.Rows())
	_, width, _ := data.Size()
	measures["precision"], measures["recall"] = Number(pr.Precision), Number(pr.Recall)
	measures["copies"], measures["spread"] = Number(copies), Number(Spread(fakes[:Compared], width))
	return err
}

// Overfitting says where a D that has learnt from training images puts new images, from the means of its logits l:
//
//	(E l(training) − E l(new)) / (E l(training) − E l(fakes))
//
// It is 0 for a D that takes new images for training images, and 1 for one that takes them for fakes. It can lie
// outside of 0 to 1, and it scatters much where D hardly tells training images from fakes. This is r_v of Karras et al.
// 2020, arXiv 2006.06676, equation 1.
func Overfitting(training, fresh, fakes []float32) float64 {
	t := mean(training)
	return (t - mean(fresh)) / (t - mean(fakes))
}

// Copies returns the share of the samples that are nearer to a training image than a hundredth of the fresh images
// are, by the distance of pixels (see [metric.Nearest]). For samples of the distribution of the fresh images it is
// about 0.01. Images that are moved by a pixel are not found. Errors are those of [metric.Nearest].
func Copies(samples, fresh, training [][]float32) (float64, error) {
	ofFresh, err := toNearest(fresh, training)
	if err != nil {
		return 0, err
	}
	ofSamples, err := toNearest(samples, training)
	if err != nil {
		return 0, err
	}
	near := theory.Data(ofFresh...).Quantile(0.01)
	return share(len(samples), func(i int) bool { return ofSamples[i] < near }), nil
}

// toNearest returns the distance of each image to the nearest training image.
func toNearest(images, training [][]float32) (distances []float64, err error) {
	nearest, err := metric.Nearest(images, training)
	for _, n := range nearest {
		distances = append(distances, n.Distance)
	}
	return distances, err
}

// Spread returns how far the centres of mass of the ink lie from their mean, in pixels: the root of the mean of the
// squared distance. MNIST's digits were moved so that this centre is in the middle of the image (LeCun et al. 1998),
// up to whole pixels. So a spread as small as that of digits excludes that many samples are moved. Images without ink
// are left out. Width is the number of pixels in a line.
func Spread(images [][]float32, width int) float64 {
	var xs, ys []float64
	for _, image := range images {
		ink, x, y := 0.0, 0.0, 0.0
		for i, v := range image {
			ink += float64(v)
			x += float64(v) * float64(i%width)
			y += float64(v) * float64(i/width)
		}
		if ink > 0 {
			xs, ys = append(xs, x/ink), append(ys, y/ink)
		}
	}
	return math.Sqrt(theory.Data(xs...).Variance() + theory.Data(ys...).Variance())
}

// mean returns the mean of numbers.
func mean(xs []float32) (m float64) {
	for _, x := range xs {
		m += float64(x) / float64(len(xs))
	}
	return m
}

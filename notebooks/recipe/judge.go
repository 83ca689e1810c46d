package recipe

import (
	"ganbook/gan/metric"
)

// A Judge compares images with the test images by the features of two readers that were trained apart.
type Judge struct {
	readers [2]*Classifier
	tests   [2][][]float32 // the features of the test images
}

// SecondReader returns a Reader with another seed than [DigitReader], and with other widths. It tells what
// of a number comes from the images, and what from the reader.
func SecondReader() Reader {
	return Reader{Filters: []int{24, 24}, Features: 96, Epochs: 4, Seed: 7}
}

// NewJudge trains both readers on the training images, and keeps them in a folder. Errors are those of
// [Reader.TrainOnce].
func NewJudge(s Split, folder string) (*Judge, error) {
	var j Judge
	for i, r := range []Reader{DigitReader(), SecondReader()} {
		c, err := r.TrainOnce(s.Train, folder)
		if err != nil {
			return nil, err
		}
		j.readers[i], j.tests[i] = c, c.Features(s.Test.Rows())
	}
	return &j, nil
}

// Measure compares images with the test images. With the features of [DigitReader] it gives the measures
//
//	Fréchet: see [metric.Frechet]; kernel: see [metric.Kernel]
//	precision, recall: see [metric.PrecisionRecall], with k = 3
//
// and with those of [SecondReader] the same, named "Fréchet 2" and so on. Precision, recall and the kernel
// distance take every second image of each set, since their time grows with the square. Errors are those of
// the measures.
func (j *Judge) Measure(images [][]float32) (map[string]Number, error) {
	measures := map[string]Number{}
	for i, reader := range j.readers {
		suffix := []string{"", " 2"}[i]
		test, made := j.tests[i], reader.Features(images)
		distance, err := metric.Frechet(test, made)
		if err != nil {
			return nil, err
		}
		halfTest, halfMade := EverySecond(test), EverySecond(made)
		kernel, err := metric.Kernel(halfTest, halfMade)
		if err != nil {
			return nil, err
		}
		pr, err := metric.PrecisionRecall(halfTest, halfMade, 3)
		if err != nil {
			return nil, err
		}
		measures["Fréchet"+suffix], measures["kernel"+suffix] = Number(distance), Number(kernel)
		measures["precision"+suffix], measures["recall"+suffix] = Number(pr.Precision), Number(pr.Recall)
	}
	return measures, nil
}

// EverySecond returns rows 0, 2, 4 and so on.
func EverySecond(rows [][]float32) (half [][]float32) {
	for i := 0; i < len(rows); i += 2 {
		half = append(half, rows[i])
	}
	return half
}

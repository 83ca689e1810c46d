package recipe

import (
	"fmt"

	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"ganbook/gan/dataset"
)

// A Classifier classifies images.
type Classifier struct {
	dim, classes            int
	probabilities, features *model.Exec
}

// TrainClassifier trains [DigitReader] on labelled images and keeps it in a folder, so that the next call
// loads it. Errors are those of [Reader.TrainOnce].
func TrainClassifier(images *dataset.Images, folder string) (*Classifier, error) {
	return DigitReader().TrainOnce(images, folder)
}

// Probabilities returns for each image a row with p(class | image) for each class. It panics if an
// image has another number of pixels than those of the training.
func (c *Classifier) Probabilities(images [][]float32) [][]float32 {
	return c.inBlocks(c.probabilities, images)
}

// Features returns for each image the last hidden layer, shaped [n, Features]: what the network computes
// from an image to classify it, 0 or more in each coordinate. For [DigitReader] n images make [n, 64]. It
// panics as Probabilities does.
func (c *Classifier) Features(images [][]float32) [][]float32 {
	return c.inBlocks(c.features, images)
}

// readAtOnce is the number of images that the device takes at once. Their activations take about 20 MB.
const readAtOnce = 1000

// inBlocks runs a program on images, block by block. The last block is filled with black images, because
// each size is compiled separately.
func (c *Classifier) inBlocks(exec *model.Exec, images [][]float32) (out [][]float32) {
	for start := 0; start < len(images); start += readAtOnce {
		block := images[start:min(start+readAtOnce, len(images))]
		flat := make([]float32, readAtOnce*c.dim)
		for i, image := range block {
			if len(image) != c.dim {
				panic(fmt.Sprintf("recipe: image %d has %d pixels; the classifier was trained on images of %d", start+i, len(image), c.dim))
			}
			copy(flat[i*c.dim:], image)
		}
		out = append(out, call(exec, tensors.FromFlatDataAndDimensions(flat, readAtOnce, c.dim))[:len(block)]...)
	}
	return out
}

// call runs a program on a block and frees the block.
func call(exec *model.Exec, block *tensors.Tensor) [][]float32 {
	defer block.MustFinalizeAll()
	out := exec.MustCall(block)[0]
	defer out.MustFinalizeAll()
	return out.Value().([][]float32)
}

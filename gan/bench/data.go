package main

import (
	"os"

	"ganbook/gan/dataset"
	"ganbook/gan/dataset/mnist"
	"ganbook/notebooks/recipe"
)

func ring() (dataset.Dataset, error) { return dataset.Ring(8, 2, 0.02), nil }

func trainDigits() (dataset.Dataset, error) {
	split, err := recipe.MNIST()
	return split.Train, err
}

// colourDigits returns MNIST's training images with a margin of 2 pixels, each class in its own
// colour: images of 32 × 32 × 3.
func colourDigits() (dataset.Dataset, error) {
	split, err := recipe.MNIST()
	if err != nil {
		return nil, err
	}
	return coloured(split.Train.Slice(0, 10_000)), nil
}

// heldOut returns images like those of a data set that no program has trained on, shaped [1000, dim].
func heldOut(of dataset.Dataset) ([][]float32, error) {
	split, err := recipe.MNIST()
	if err != nil {
		return nil, err
	}
	if of.Dim() == mnist.Height*mnist.Width {
		return split.Validation.Rows(), nil
	}
	return coloured(split.Validation).Rows(), nil
}

func coloured(digits *dataset.Images) *dataset.Images {
	const side, margin, channels = 32, 2, 3
	labels := digits.Labels()
	pixels := make([]byte, digits.Len()*side*side*channels)
	for i, row := range digits.Rows() {
		for p, v := range row {
			y, x := p/mnist.Width+margin, p%mnist.Width+margin
			for c := range channels {
				// The digit in base 3 says how strong each of red, green and blue is.
				digit := labels[i] + 1
				for range c {
					digit /= 3
				}
				pixels[((i*side+y)*side+x)*channels+c] = byte(255 * v * float32(1+digit%3) / 3)
			}
		}
	}
	return dataset.NewImages(digits.Name()+" in colour", side, side, channels, pixels, nil, 0)
}

// writePixels writes the bytes of images to a file, image after image, for the peers.
func writePixels(images *dataset.Images, file string) error {
	var failed error
	err := images.Tables()[0].ConstBytes(func(pixels []byte) { failed = os.WriteFile(file, pixels, 0o600) })
	if err != nil {
		return err
	}
	return failed
}

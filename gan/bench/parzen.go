package main

import (
	"ganbook/gan/dataset"
	"ganbook/notebooks/recipe"
)

// parzenParts are the images of the row of the Parzen window. Training images stand for the fakes, so
// that all programs score the same ones.
type parzenParts struct{ fakes, validation, test *dataset.Images }

func loadParzen(short bool) (p parzenParts, err error) {
	split, err := recipe.MNIST()
	if err != nil {
		return p, err
	}
	p = parzenParts{split.Train.Slice(0, recipe.Scored), split.Validation, split.Test}
	if short {
		p.fakes, p.test = p.fakes.Slice(0, 1000), p.test.Slice(0, 1000)
	}
	return p, nil
}

// products returns the matrix product of the test rows and that of the validation rows.
func (p parzenParts) products() []Product {
	return []Product{
		{p.test.Len(), p.test.Dim(), p.fakes.Len(), 1},
		{p.validation.Len(), p.test.Dim(), p.fakes.Len(), 1},
	}
}

package recipe

import (
	"cmp"
	"slices"

	"ganbook/theory"
)

// A Reading is what a classifier says of images, one entry for each image.
type Reading struct {
	Classes []int     // the class with the largest probability
	Sure    []float64 // that probability
}

// Read classifies images.
func (c *Classifier) Read(images [][]float32) (r Reading) {
	for _, probabilities := range c.Probabilities(images) {
		most := slices.Max(probabilities)
		r.Classes = append(r.Classes, slices.Index(probabilities, most))
		r.Sure = append(r.Sure, float64(most))
	}
	return r
}

// Right returns the share of the images whose class is the label. It panics if there is not a label
// for each image.
func (r Reading) Right(labels []int) float64 {
	if len(labels) != len(r.Classes) {
		panic("recipe: Right: the number of labels is not the number of images")
	}
	return share(len(labels), func(i int) bool { return r.Classes[i] == labels[i] })
}

// Confident returns the share of the images of whose class the classifier is at least so sure.
func (r Reading) Confident(least float64) float64 {
	return share(len(r.Sure), func(i int) bool { return r.Sure[i] >= least })
}

// Distribution returns the distribution of the classes.
func (r Reading) Distribution() theory.Distribution {
	xs := make([]float64, len(r.Classes))
	for i, class := range r.Classes {
		xs[i] = float64(class)
	}
	return theory.Data(xs...)
}

// LeastSure returns the indices of the n images of whose class the classifier is least sure.
func (r Reading) LeastSure(n int) []int {
	order := make([]int, len(r.Sure))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(r.Sure[i], r.Sure[j]) })
	return order[:n]
}

// share returns the share of 0 to n−1 for which a condition holds.
func share(n int, holds func(i int) bool) float64 {
	count := 0
	for i := range n {
		if holds(i) {
			count++
		}
	}
	return float64(count) / float64(n)
}

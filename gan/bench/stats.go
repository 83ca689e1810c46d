package main

import (
	"math"
	"slices"
)

// median returns the median of values, the mean of the middle two if their number is even. It is NaN
// if there are none.
func median(values []float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

// spread returns (largest − smallest)/median of values. It is NaN if there are none.
func spread(values []float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	return (slices.Max(values) - slices.Min(values)) / median(values)
}

// ratio returns the median over the rounds of theirs/ours, where both have a turn of that round. The
// two turns of a round follow each other closely, so what slows the machine for a while slows both.
// A ratio above 1 means that ours is faster. It is NaN if there is no such round.
func ratio(ours, theirs map[int]float64) float64 {
	var ratios []float64
	for round, t := range theirs {
		if o, ok := ours[round]; ok {
			ratios = append(ratios, t/o)
		}
	}
	return median(ratios)
}

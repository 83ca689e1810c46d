package recipe

import "math"

// logSpaced returns n numbers from lo to hi with a constant ratio.
func logSpaced(lo, hi float64, n int) []float64 {
	xs := make([]float64, n)
	for i := range xs {
		xs[i] = lo * math.Pow(hi/lo, float64(i)/float64(n-1))
	}
	return xs
}

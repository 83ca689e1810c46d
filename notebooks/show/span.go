package show

import (
	"fmt"
	"math"
)

// Span returns n numbers from lo to hi, both included, equally far apart. If lo and hi are whole, the
// whole numbers among them are exact. It panics if n < 2.
func Span(lo, hi float64, n int) []float64 {
	if n < 2 {
		panic("show: Span: fewer than 2 numbers cannot hold both ends")
	}
	xs := make([]float64, n)
	for i := range xs {
		xs[i] = (float64(n-1-i)*lo + float64(i)*hi) / float64(n-1)
	}
	xs[0], xs[n-1] = lo, hi // without a rounding error
	return xs
}

// LogSpan returns n numbers from lo to hi whose ratios are equal, for a logarithmic axis. Both ends
// must be positive.
func LogSpan(lo, hi float64, n int) []float64 {
	ratio := hi / lo
	if !(lo > 0 && ratio > 0 && ratio <= math.MaxFloat64) {
		panic(fmt.Sprintf("show: LogSpan: from %g to %g, want two positive numbers of a finite ratio", lo, hi))
	}
	xs := Span(0, 1, n)
	for i, t := range xs {
		xs[i] = lo * math.Pow(ratio, t)
	}
	xs[n-1] = hi // without a rounding error
	return xs
}

// Map returns f of each x, in order.
func Map(xs []float64, f func(x float64) float64) []float64 {
	ys := make([]float64, len(xs))
	for i, x := range xs {
		ys[i] = f(x)
	}
	return ys
}

package metric

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// wide returns rows in float64.
func wide(rows [][]float32) [][]float64 {
	out := make([][]float64, len(rows))
	for i, row := range rows {
		out[i] = make([]float64, len(row))
		for j, v := range row {
			out[i][j] = float64(v)
		}
	}
	return out
}

// squaredDistance returns ‖x − y‖² with the rounding of float64. It is exactly 0 for equal rows and
// the same for (x, y) and (y, x). The four sums let the processor add without waiting.
func squaredDistance(x, y []float64) float64 {
	y = y[:len(x)]
	var a, b, c, d float64
	j := 0
	for ; j+4 <= len(x); j += 4 {
		p, q, r, s := x[j]-y[j], x[j+1]-y[j+1], x[j+2]-y[j+2], x[j+3]-y[j+3]
		a, b, c, d = a+p*p, b+q*q, c+r*r, d+s*s
	}
	for ; j < len(x); j++ {
		p := x[j] - y[j]
		a += p * p
	}
	return a + b + c + d
}

// forEach calls do with 0 to n−1, on all cores at once. do must write nothing that another call of
// it reads or writes.
func forEach(n int, do func(i int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	group.Wait()
}

// sumOver returns Σ f(i) over 0 to n−1. The terms are computed on all cores at once and added in
// order, so that the sum has the same bits on any number of cores.
func sumOver(n int, f func(i int) float64) (sum float64) {
	terms := make([]float64, n)
	forEach(n, func(i int) { terms[i] = f(i) })
	for _, term := range terms {
		sum += term
	}
	return sum
}

package theory

import (
	"fmt"
	"math"

	seeds "ganbook/theory/seed"
)

// Sample returns n independent draws. The same seed gives the same draws, unless the environment shifts
// all seeds (package seed). A larger n gives the same draws first. It panics if n is negative.
func (p Distribution) Sample(n int, seed uint64) []float64 {
	p.check()
	if n < 0 {
		panic(fmt.Sprintf("theory: Sample: n = %d is negative", n))
	}
	xs := make([]float64, n)
	draw := p.sampler(seed)
	for i := range xs {
		xs[i] = draw()
	}
	return xs
}

// sampler returns a function that returns the next draw at each call.
func (p Distribution) sampler(seed uint64) func() float64 {
	r := seeds.Rand(seed, 0x9e3779b97f4a7c15)
	if len(p.atoms) == 0 && len(p.components) == 1 {
		return func() float64 { return p.components[0].draw(r) }
	}
	return func() float64 {
		u := r.Float64()
		for _, c := range p.components {
			if u < c.weight {
				return c.draw(r)
			}
			u -= c.weight
		}
		if len(p.atoms) == 0 {
			return p.components[len(p.components)-1].draw(r)
		}
		return p.atomQuantile(u)
	}
}

// MonteCarlo estimates E[f(X)] by the average of f over the n draws of p.Sample(n, seed):
//
//	mean = (1/n) Σ f(xᵢ),   se = √( Σ (f(xᵢ) − mean)² / (n(n − 1)) ).
//
// The standard error se falls as 1/√n. If f(X) has a variance and n is large, mean lies within 2·se
// of E[f(X)] about 95 times in 100. se is NaN for n = 1. MonteCarlo panics if f is nil or n < 1.
func MonteCarlo(p Distribution, f func(x float64) float64, n int, seed uint64) (mean, se float64) {
	p.check()
	if f == nil {
		panic("theory: MonteCarlo: f is nil; give a function from x to f(x)")
	}
	if n < 1 {
		panic(fmt.Sprintf("theory: MonteCarlo: n = %d is not positive", n))
	}
	// Welford's updates keep a variance that is small beside the mean. A sum of squares would lose it.
	draw := p.sampler(seed)
	squares := 0.0
	for i := range n {
		y := f(draw())
		if math.IsInf(y, 0) || math.IsInf(mean, 0) {
			mean, squares = mean+y, math.NaN()
			continue
		}
		d := y - mean
		mean += d / float64(i+1)
		squares += d * (y - mean)
	}
	return mean, math.Sqrt(squares / float64(n) / float64(n-1))
}

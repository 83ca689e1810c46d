package theory

import (
	"fmt"
	"math"
	"slices"

	"ganbook/theory/internal/float"
	"ganbook/theory/quad"
)

// A Kernel measures how alike two points are. It is symmetric: k(x, y) = k(y, x). [GaussianKernel],
// [LaplaceKernel] and [EnergyKernel] are kernels.
type Kernel func(x, y float64) float64

// GaussianKernel returns k(x, y) = exp(−(x − y)²/(2·width²)), in (0, 1]. It panics unless width is
// positive and finite.
func GaussianKernel(width float64) Kernel {
	checkWidth("GaussianKernel", width)
	return func(x, y float64) float64 { return math.Exp(-square((x-y)/width) / 2) }
}

// LaplaceKernel returns k(x, y) = exp(−|x − y|/width), in (0, 1]. It panics unless width is positive and
// finite.
func LaplaceKernel(width float64) Kernel {
	checkWidth("LaplaceKernel", width)
	return func(x, y float64) float64 { return math.Exp(-math.Abs(x-y) / width) }
}

// EnergyKernel is k(x, y) = −|x − y|, in units of x. [MMD2] with it is the [EnergyDistance].
func EnergyKernel(x, y float64) float64 { return -math.Abs(x - y) }

func checkWidth(name string, width float64) {
	if !(width > 0 && float.Finite(width)) {
		panic(fmt.Sprintf("theory: %s: width = %v is not positive and finite", name, width))
	}
}

// checkKernel panics if k is nil.
func checkKernel(name string, k Kernel) {
	if k == nil {
		panic(fmt.Sprintf("theory: %s: the kernel is nil; give a function such as GaussianKernel(1)", name))
	}
}

// Witness returns the witness function of the maximum mean discrepancy,
//
//	w(x) = E_p[k(x, X)] − E_q[k(x, Y)].
//
// It is high where p has more mass near x than q. Up to a factor it is the critic with the greatest
// E_p[f] − E_q[f] among the functions f of the kernel's space with the same norm (Gretton et al. 2012,
// section 2.3). The error is about 1e-11 of the two expectations. Witness panics if k is nil.
func Witness(p, q Distribution, k Kernel) func(x float64) float64 {
	return witness("Witness", p, q, k)
}

// witness checks the arguments and returns the witness function. name is the function named in panics.
func witness(name string, p, q Distribution, k Kernel) func(x float64) float64 {
	p.check()
	q.check()
	checkKernel(name, k)
	return func(x float64) float64 { return p.kernelMean(x, k) - q.kernelMean(x, k) }
}

// kernelMean returns E[k(x, X)].
func (p Distribution) kernelMean(x float64, k Kernel) float64 {
	f := func(y float64) float64 { return k(x, y) }
	at := quad.Integrand{F: func(y quad.Abscissa) float64 { return y.Apply(f) }}
	points := []quad.BreakPoint{{X: x}} // kernels have a peak or a kink there
	if len(p.components) > 1 {
		points = append(points, p.breakPoints(density.intervals)...)
	}
	mean, _ := p.expect(f, at, density.intervals, points)
	return mean
}

// MMD2 returns the squared maximum mean discrepancy of p and q for a kernel:
//
//	MMD²(p, q) = E[k(X, X′)] + E[k(Y, Y′)] − 2·E[k(X, Y)] = E_p[w(X)] − E_q[w(Y)],
//
// with X, X′ ~ p and Y, Y′ ~ q independent, and w the [Witness] (Gretton et al. 2012, lemma 6). It is
// nowhere negative for a kernel that is positive definite (Gaussian, Laplace) or conditionally so
// (energy). For these three it is 0 only where p = q. For the Gaussian and Laplace kernels it is at
// most 2. Atoms and densities are compared without a difference between them.
//
// It is an integral of integrals. For two densities it takes some tenths of a second, some seconds if the
// kernel is 1e-5 as wide as they are, and up to minutes if it is narrower or if p nearly equals q. A kernel
// narrower than 1e-10 of |x| is missed. If p nearly equals q, w is a difference of two integrals that nearly
// cancel: the error is about 1e-11 of E[k], not of |w|. For the energy kernel use [EnergyDistance], which is
// fast, and accurate there too. The result is NaN or ±Inf where the expectations say so
// ([Distribution.ExpectErr]). A kernel may have a kink or a narrow peak where x = y, but not elsewhere. MMD2
// panics if k is nil.
func MMD2(p, q Distribution, k Kernel) float64 {
	w := witness("MMD2", p, q, k)
	at := quad.Integrand{F: func(x quad.Abscissa) float64 { return x.Apply(w) }}
	points := jointBreakPoints(p, q, density.fineIntervals)
	for _, a := range slices.Concat(p.atoms, q.atoms) { // w has the shape of the kernel there
		points = append(points, quad.BreakPoint{X: a.value})
	}
	onP, _ := p.expect(w, at, density.fineIntervals, points)
	onQ, _ := q.expect(w, at, density.fineIntervals, points)
	return onP - onQ
}

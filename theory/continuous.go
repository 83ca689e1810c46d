package theory

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"ganbook/theory/internal/float"
	"ganbook/theory/quad"
)

// A Law is a density of total mass 1 with a cumulative distribution function.
//
// These types of gonum's package stat/distuv are Laws: Beta, Chi, ChiSquared, Exponential, F, Gamma,
// GumbelRight, InverseGamma, Laplace, Logistic, LogNormal, NoncentralT, Normal, Pareto, StudentsT,
// Triangle, Uniform and Weibull. (The LogProb of Logistic ignores its Mu and S in gonum 0.17.) AlphaStable is
// not a Law, because it has none of the three methods.
type Law interface {
	// LogProb returns ln of the density at x. It is −Inf where the density is 0.
	LogProb(x float64) float64
	// CDF returns the mass below x.
	CDF(x float64) float64
	// Quantile returns the point with mass u below it, for 0 < u < 1.
	Quantile(u float64) float64
}

// Continuous returns the distribution of a law on (lo, hi). Either end may be infinite. It trusts
// the law: LogProb, CDF and Quantile must belong to the same density.
//
//	theory.Continuous(distuv.Weibull{K: 2, Lambda: 1}, 0, math.Inf(1))
//
// A law may also have the method Survival(x), the mass above x, and the method UpperQuantile(v),
// the point with mass v above it. They keep the digits of small masses in the upper tail.
//
// Continuous learns from Quantile where the mass lies. So it finds the mass at any place and of any
// width, which [Density] does not. (Gonum's F and NoncentralT have tails that are wrong by 1e-16 and 1e-13, and so has
// what depends on them, such as W1.) If the density has jumps or kinks inside the range, give these
// points as breakPoints; the median needs no break point. The name of the distribution is
// the law's String, if it has one.
//
// It panics if law is nil, if lo < hi does not hold, if a break point lies outside the range, if
// the law's quartiles are not three ascending numbers between lo and hi, and later if LogProb gives
// NaN between lo and hi.
func Continuous(law Law, lo, hi float64, breakPoints ...float64) Distribution {
	if law == nil {
		panic("theory: Continuous: the law is nil")
	}
	label := "law"
	if s, ok := law.(fmt.Stringer); ok {
		label = s.String()
	}
	return oneComponent(newContinuous(label, law, lo, hi, breakPoints...))
}

// continuous is a density whose quantiles are known.
type continuous struct {
	Law
	laidOut
}

// A laidOut is the part of a density that does not depend on its formula. Its maker computes it once.
type laidOut struct {
	label        string
	lo, hi       float64
	coarse, fine []quad.Interval // what intervals and fineIntervals return
}

func (l *laidOut) support() (lo, hi float64) { return l.lo, l.hi }

func (l *laidOut) intervals() []quad.Interval { return l.coarse }

func (l *laidOut) fineIntervals() []quad.Interval { return l.fine }

func (l *laidOut) moments() (mean, variance float64, known bool) { return 0, 0, false }

func (l *laidOut) name() string { return l.label }

func newContinuous(label string, law Law, lo, hi float64, breakPoints ...float64) *continuous {
	checkRange("Continuous", lo, hi, breakPoints)
	c := &continuous{law, laidOut{label: label, lo: lo, hi: hi}}
	if q1, q2, q3 := law.Quantile(0.25), law.Quantile(0.5), law.Quantile(0.75); !(lo < q1 && q1 < q2 && q2 < q3 && q3 < hi) {
		panic(fmt.Sprintf("theory: Continuous: %s has the quartiles %v, %v and %v on (%v, %v), which do not ascend", label, q1, q2, q3, lo, hi))
	}
	c.coarse = c.intervalsBetween(breakPoints, 0.001, 0.16, 0.5, 0.84, 0.999)
	sixteenths := []float64{0.001, 0.01}
	for k := 1; k < 16; k++ {
		sixteenths = append(sixteenths, float64(k)/16)
	}
	c.fine = c.intervalsBetween(breakPoints, append(sixteenths, 0.99, 0.999)...)
	// A law may be narrow between two of these quantiles. Then the intervals miss mass, and more quantiles find it.
	const tolerance, most = 1e-9, 4096
	for parts := 32; parts <= most && !(c.missingMass(c.coarse) <= tolerance && c.missingMass(c.fine) <= tolerance); parts *= 2 {
		us := []float64{0.001, 0.999}
		for k := 1; k < parts; k++ {
			us = append(us, float64(k)/float64(parts))
		}
		c.coarse = c.intervalsBetween(breakPoints, us...)
		c.fine = c.coarse
	}
	return c
}

// missingMass returns how far from 1 the mass over the intervals is.
func (c *continuous) missingMass(intervals []quad.Interval) float64 {
	one := quad.Integrand{F: func(quad.Abscissa) float64 { return 1 }, LogWeight: c.logProbAt}
	return math.Abs(one.Over(intervals).Value - 1)
}

// intervalsBetween returns the intervals between the ends, the break points, and the quantiles of us.
func (c *continuous) intervalsBetween(breakPoints []float64, us ...float64) []quad.Interval {
	points := append([]float64{c.lo, c.hi}, breakPoints...)
	for _, u := range us {
		points = append(points, c.Quantile(u))
	}
	points = slices.DeleteFunc(points, func(x float64) bool { return !(x >= c.lo && x <= c.hi) })
	slices.Sort(points)
	return quad.Between(0, slices.Compact(points)...)
}

func (c *continuous) logProb(x float64) float64 {
	if x < c.lo || x > c.hi {
		return math.Inf(-1)
	}
	l := c.LogProb(x)
	if l != l {
		if x == c.lo || x == c.hi {
			return math.Inf(-1) // a formula may have no value at an end
		}
		panic(fmt.Sprintf("theory: Continuous: the LogProb of %s is NaN at %v; it must be a number, −Inf where there is no mass", c.label, x))
	}
	return l
}

func (c *continuous) logProbAt(x quad.Abscissa) float64 { return x.Apply(c.logProb) }

func (c *continuous) cdf(x float64) (below, above float64) {
	switch {
	case x <= c.lo:
		return 0, 1
	case x >= c.hi:
		return 1, 0
	}
	below = c.CDF(x)
	if s, ok := c.Law.(interface{ Survival(x float64) float64 }); ok {
		return below, s.Survival(x)
	}
	return below, 1 - below
}

func (c *continuous) quantile(u, v float64) float64 {
	if l, ok := c.Law.(interface{ UpperQuantile(v float64) float64 }); ok && v < u {
		return l.UpperQuantile(v)
	}
	if s, ok := c.Law.(interface{ Survival(x float64) float64 }); ok && v < 1e-6 { // u has few digits of v
		return float.Least(max(c.Quantile(1-1e-6), -math.MaxFloat64), min(c.hi, math.MaxFloat64), func(x float64) bool { return s.Survival(x) <= v })
	}
	return c.Quantile(min(u, 1-0x1p-53)) // not that of 1, which may be infinite
}

func (c *continuous) massError() float64 { return 0 }

func (c *continuous) draw(r *rand.Rand) float64 { return drawByQuantile(c, r) }

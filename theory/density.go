package theory

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sync"

	"ganbook/theory/quad"
)

// densityTolerance is how far from 1 the integral of a density may be. An accepted density is
// divided by its integral.
const densityTolerance = 1e-6

// Density returns the distribution whose log density, in nats, is logpdf on (lo, hi). Either end
// may be infinite. logpdf is not called at lo and hi, and its limit there may be infinite. It must
// be −Inf where there is no mass. For example, the exponential distribution is:
//
//	theory.Density(func(x float64) float64 { return -x }, 0, math.Inf(1))
//
// The density must integrate to 1 within 1e-6; it is then divided by its integral. (So a part with up
// to 1e-6 of the mass may be missed without notice, and error estimates do not contain it.) Otherwise
// Density panics and names the mass that it found. It also panics if logpdf is nil or returns NaN, if
// lo < hi does not hold, or if a break point lies outside the range.
//
// Density looks for the mass at some hundreds of points. They lie at distances of 1e-30 to 1e30
// from lo, hi and 0, six to a decade and on both sides, and at even steps of a finite range.
// Density then climbs to the peaks from those points that are higher than their neighbours. So it
// finds a single peak, however narrow and far away, as long as logpdf rises towards it. It may miss
// a narrow peak beside a broad one, and mass that lies between points where logpdf is −Inf. Then
// the mass that it finds is less than 1.
//
// Each of these helps Density to find a narrow peak:
//   - break points in and around the peak, for example at the peak and one standard deviation to each
//     side of it;
//   - a range (lo, hi) close around the mass;
//   - [Mix] of several densities with one peak each.
//
// For a law with known quantiles, use [Continuous], which does not have to search.
//
// Float64 cannot tell some finite masses from infinite ones. The mass counts as infinite if a tail
// is heavier than |x|^−1.01, if a singularity at an end or at 0 is steeper than 1/distance^0.99, or
// if a singularity elsewhere is steeper than 1/distance^0.95.
func Density(logpdf func(x float64) float64, lo, hi float64, breakPoints ...float64) Distribution {
	if logpdf == nil {
		panic("theory: Density: logpdf is nil; give a function from x to the log density")
	}
	checkRange("Density", lo, hi, breakPoints)
	checked := func(x float64) float64 {
		l := logpdf(x)
		if l != l {
			panic(fmt.Sprintf("theory: Density: logpdf(%v) is NaN; it must be a number, −Inf where there is no mass", x))
		}
		return l
	}
	g := &numericalDensity{logpdf: checked}
	g.lo, g.hi = lo, hi
	mass := g.integrand().Over(quad.Locate(checked, lo, hi, breakPoints...))
	found := mass.Value
	if mass.Any() {
		found = math.Inf(1)
	}
	if !(math.Abs(found-1) <= densityTolerance) {
		panic(fmt.Sprintf("theory: Density: found mass %.9g on (%s, %s), not 1 (within %v); "+
			"if logpdf is right, a narrower range around its mass helps", found, formatNumber(lo), formatNumber(hi), densityTolerance))
	}
	g.logMass = math.Log(mass.Value)
	g.massErrorEstimate = mass.ErrorEstimate
	g.coarse = mass.Intervals()
	g.fine = g.coarse
	g.label = fmt.Sprintf("density on (%s, %s)", formatNumber(lo), formatNumber(hi))
	g.cumulative = sync.OnceValue(func() *quad.Cumulative { return g.integrand().Cumulative(g.coarse, lo, hi) })
	return oneComponent(g)
}

// integrand returns the integrand whose integral is the mass: the density as the weight of f = 1.
func (g *numericalDensity) integrand() quad.Integrand {
	return quad.Integrand{F: func(quad.Abscissa) float64 { return 1 }, LogWeight: g.logProbAt}
}

// numericalDensity is a density given by a function of x.
type numericalDensity struct {
	logpdf func(x float64) float64
	laidOut
	logMass           float64 // ln of the integral of exp(logpdf)
	massErrorEstimate float64 // the error estimate of that integral
	// cumulative returns the table of the mass up to any point. It is made on the first call,
	// because most densities are never asked for it.
	cumulative func() *quad.Cumulative
}

func (g *numericalDensity) logProb(x float64) float64 {
	if x <= g.lo || x >= g.hi {
		return math.Inf(-1)
	}
	return g.logpdf(x) - g.logMass
}

func (g *numericalDensity) logProbAt(x quad.Abscissa) float64 { return x.Apply(g.logProb) }

func (g *numericalDensity) massError() float64 { return g.massErrorEstimate }

func (g *numericalDensity) draw(r *rand.Rand) float64 { return drawByQuantile(g, r) }

func (g *numericalDensity) cdf(x float64) (below, above float64) { return g.cumulative().At(x) }

func (g *numericalDensity) quantile(u, v float64) float64 { return g.cumulative().Inverse(u, v) }

// drawByQuantile draws by inverting the cumulative distribution function.
func drawByQuantile(d density, r *rand.Rand) float64 {
	for {
		if u := r.Float64(); u > 0 {
			return d.quantile(u, 1-u)
		}
	}
}

// checkRange panics unless lo < hi and all break points lie in [lo, hi].
func checkRange(maker string, lo, hi float64, breakPoints []float64) {
	if !(lo < hi) {
		panic(fmt.Sprintf("theory: %s: (%v, %v) is not an interval with lo < hi", maker, lo, hi))
	}
	for _, x := range breakPoints {
		if !(x >= lo && x <= hi) {
			panic(fmt.Sprintf("theory: %s: break point %v lies outside the range (%v, %v)", maker, x, lo, hi))
		}
	}
}

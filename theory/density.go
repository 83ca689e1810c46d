package theory

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sync"

	"ganbook/theory/quad"
)

// densityError is how far from 1 the integral of a density may be; what is accepted is divided by it.
const densityError = 1e-6

// Density returns the distribution whose log density, in nats, is logpdf on (lo, hi); either end
// may be infinite. logpdf is not asked at the ends themselves, may be infinite there, and is −Inf
// where there is no mass. The exponential distribution, for example:
//
//	theory.Density(func(x float64) float64 { return -x }, 0, math.Inf(1))
//
// The density must integrate to 1 within 1e-6 (it is then made 1). Otherwise Density panics and
// names the mass that it found. It panics too where lo < hi doesn't hold, where logpdf gives NaN,
// and where a break point lies outside the range.
//
// Density looks for the mass at some hundreds of points: at powers of ten from lo, hi and 0 on
// either side, and at even steps of a finite range. From the highest of these it climbs. So it
// finds one bump however narrow and far, as long as logpdf rises towards it. It may miss a narrow
// bump beside a broad one, and mass between points where logpdf is −Inf; then the mass that it
// finds is less than 1. Break points in and around the narrow bump help: say its peak, and one
// standard deviation to either side. So do ends close around the mass, and [Mix] of one density per
// bump. For a law with known quantiles, [Continuous] has nothing to look for.
//
// Mass that float64 cannot tell from infinite counts as infinite: a tail heavier than |x|^−1.01, a
// singularity steeper than 1/distance^0.99 at an end or at 0, or than 1/distance^0.95 elsewhere.
func Density(logpdf func(x float64) float64, lo, hi float64, breakPoints ...float64) Distribution {
	checkRange("Density", lo, hi)
	for _, x := range breakPoints {
		if !(x >= lo && x <= hi) {
			panic(fmt.Sprintf("theory: Density: break point %v lies outside the range (%v, %v)", x, lo, hi))
		}
	}
	checked := func(x float64) float64 {
		l := logpdf(x)
		if l != l {
			panic(fmt.Sprintf("theory: Density: logpdf(%v) is NaN; it must be a number, −Inf where there is no mass", x))
		}
		return l
	}
	g := &general{logpdf: checked, lo: lo, hi: hi}
	mass := g.integrand().Over(locate(checked, lo, hi, breakPoints))
	found := mass.Value
	if mass.Any() {
		found = math.Inf(1)
	}
	if !(math.Abs(found-1) <= densityError) {
		panic(fmt.Sprintf("theory: Density: found mass %.9g on (%s, %s), not 1 (within %v); "+
			"if logpdf is right, a narrower range around its mass helps", found, number(lo), number(hi), densityError))
	}
	g.log = math.Log(mass.Value)
	g.off = mass.Error
	g.layout = mass.Intervals()
	return whole(g)
}

// integrand is the density, of which the integral is the mass.
func (g *general) integrand() quad.Integrand {
	return quad.Integrand{F: func(quad.Abscissa) float64 { return 1 }, LogWeight: g.logProbAt}
}

// general is a density given by a function.
type general struct {
	logpdf func(x float64) float64
	lo, hi float64
	log    float64 // ln of logpdf's mass
	off    float64 // bound on the error of that mass
	layout []quad.Interval
	tabled sync.Once
	table  *quad.Cumulative
}

func (g *general) logProb(x float64) float64 {
	if x <= g.lo || x >= g.hi {
		return math.Inf(-1)
	}
	return g.logpdf(x) - g.log
}

func (g *general) logProbAt(x quad.Abscissa) float64 { return x.Apply(g.logProb) }

func (g *general) support() (lo, hi float64) { return g.lo, g.hi }

func (g *general) intervals() []quad.Interval { return g.layout }

func (g *general) fineIntervals() []quad.Interval { return g.layout }

func (g *general) massError() float64 { return g.off }

func (g *general) draw(r *rand.Rand) float64 { return drawByQuantile(g, r) }

func (g *general) moments() (mean, variance float64, known bool) { return 0, 0, false }

func (g *general) name() string {
	return fmt.Sprintf("density on (%s, %s)", number(g.lo), number(g.hi))
}

// cumulative is the mass up to any point. Most densities are never asked for it.
func (g *general) cumulative() *quad.Cumulative {
	g.tabled.Do(func() { g.table = g.integrand().Cumulative(g.layout, g.lo, g.hi) })
	return g.table
}

func (g *general) cdf(x float64) (below, above float64) { return g.cumulative().At(x) }

func (g *general) quantile(u, v float64) float64 { return g.cumulative().Inverse(u, v) }

// drawByQuantile draws by inverting the cumulative distribution function.
func drawByQuantile(d density, r *rand.Rand) float64 {
	for {
		if u := r.Float64(); u > 0 {
			return d.quantile(u, 1-u)
		}
	}
}

// checkRange panics unless (lo, hi) is an interval.
func checkRange(maker string, lo, hi float64) {
	if !(lo < hi) {
		panic(fmt.Sprintf("theory: %s: (%v, %v) is not an interval with lo < hi", maker, lo, hi))
	}
}

package theory

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
)

// densityError is how far from 1 the integral of a density may be; what is accepted is divided by it.
const densityError = 1e-6

// Density returns the distribution whose log density, in nats, is logpdf on (lo, hi); either end may be
// infinite. logpdf is not asked at the ends themselves, may be infinite there, and is −Inf where there is
// no mass. The exponential distribution, for example:
//
//	theory.Density(func(x float64) float64 { return -x }, 0, math.Inf(1))
//
// The density must integrate to 1 within 1e-6 (it is then made 1); otherwise Density panics and names the mass
// that it found. It panics too where lo < hi doesn't hold, or logpdf gives NaN. Mass that float64 cannot tell from
// infinite counts as infinite: a tail heavier than |x|^−1.01, a pole steeper than 1/distance^0.99 at an end or at
// 0, or than 1/distance^0.95 elsewhere.
//
// Where the mass sits is found by climbing logpdf from some hundreds of points: at powers of ten from lo, hi and
// 0 on either side, and at even steps of a finite range. So one bump is found however narrow and far, as long
// as logpdf rises towards it. A needle beside a broad bump, or mass between points where logpdf is −Inf, may
// be missed, which shows as mass less than 1; ends close around the mass help, and so does [Mix] of one density
// per bump.
func Density(logpdf func(x float64) float64, lo, hi float64) Distribution {
	if !(lo < hi) || math.IsInf(lo, 1) || math.IsInf(hi, -1) {
		panic(fmt.Sprintf("theory: Density: (%v, %v) is not an interval with lo < hi", lo, hi))
	}
	checked := func(x float64) float64 {
		l := logpdf(x)
		if l != l {
			panic(fmt.Sprintf("theory: Density: logpdf(%v) is NaN; it must be a number, −Inf where there is no mass", x))
		}
		return l
	}
	g := &general{logpdf: checked, lo: lo, hi: hi}
	mass := integrate(over(g, alone), locate(checked, lo, hi), 0)
	found := mass.value
	if mass.any() {
		found = math.Inf(1)
	}
	if !(math.Abs(found-1) <= densityError) {
		panic(fmt.Sprintf("theory: Density: found mass %.9g on (%s, %s), not 1 (within %v); "+
			"if logpdf is right, a narrower range around its mass helps", found, number(lo), number(hi), densityError))
	}
	g.log = math.Log(mass.value)
	g.off = mass.bound
	g.layout = mass.layout()
	return whole(g)
}

// alone is the f of which the expectation is the mass itself.
func alone(place) float64 { return 1 }

// general is a density given by a function.
type general struct {
	logpdf func(x float64) float64
	lo, hi float64
	log    float64 // ln of logpdf's mass
	off    float64 // bound on the error of that mass
	layout []span
	tabled sync.Once
	table  []cell
}

func (g *general) logProb(x float64) float64 {
	if x <= g.lo || x >= g.hi {
		return math.Inf(-1)
	}
	return g.logpdf(x) - g.log
}

func (g *general) logAt(at place) float64 { return at.of(g.logProb) }

func (g *general) support() (lo, hi float64) { return g.lo, g.hi }

func (g *general) spans() []span { return g.layout }

func (g *general) fine() []span { return g.layout }

func (g *general) doubt() float64 { return g.off }

func (g *general) draw(r *rand.Rand) float64 {
	for {
		if u := r.Float64(); u > 0 {
			return g.quantile(u, 1-u)
		}
	}
}

func (g *general) moments() (mean, variance float64, known bool) { return 0, 0, false }

func (g *general) name() string {
	return fmt.Sprintf("density on (%s, %s)", number(g.lo), number(g.hi))
}

// layout returns the panels and charts that hold mass, as spans for later integrals.
func (q *quadrature) layout() []span {
	var s []span
	mass := map[*chart]float64{}
	for _, p := range q.done {
		mass[p.chart] += p.abs
		if p.chart.kind == straight && p.abs > 0 {
			s = q.shares(s, p)
		}
	}
	for _, r := range q.rests {
		if mass[r.chart]+math.Abs(r.value) > 0 {
			s = append(s, endless(*r.chart))
		}
	}
	return s
}

// shares appends the panel in parts of at most a sixteenth of all mass, so that f is looked at wherever the mass is.
func (q *quadrature) shares(s []span, p *panel) []span {
	if p.abs > 1./16 && !p.smallest() {
		l, r := p.halves()
		l.measure(q.integrand)
		r.measure(q.integrand)
		return q.shares(q.shares(s, l), r)
	}
	return append(s, span{chart: *p.chart, a: p.a, b: p.b, from: p.from, to: p.to})
}

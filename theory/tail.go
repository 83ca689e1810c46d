package theory

import "math"

const (
	// farthest and nearest end what is followed: beyond, the square of x is no float64.
	farthest, nearest = 1e150, 1e-300
	// clear is how many roundings of a singular point are kept away from it, unless it is 0.
	clear = 4096
	// slowest is the rate of decay, per unit of ln x, below which a tail counts as divergent: ∫x^−1.01 dx
	// converges, and what is slower float64 cannot tell from ∫dx/x.
	slowest = 0.01
	// far is how many units of ln x make a tail so long that it is judged by its slope even where the density
	// seems to end: none does so 26 decades out, but the formula for it may overflow there.
	far = 60
	// growth tells the rate r that a power law with a logarithm goes to, as ln p(x)·p(x) does: at t it is r − 1/t, whose mean over
	// the last quarter is r − 4·ln(4/3)/length, and over the quarter before r − 4·ln(3/2)/length.
	growth = 2.44
)

// A rest is what lies beyond the last panel of an outward or inward chart, extrapolated as v·e^(−rate·(t − end)):
// a power of the distance.
type rest struct {
	chart            *chart
	start, end       float64
	value, err, rate float64
	infinite
}

// followed walks along an outward or inward chart from a, says how far panels make sense, and judges the rest.
func followed(g integrand, c *chart, a float64) (end float64, r rest) {
	limit := math.Log(farthest / math.Abs(c.width))
	if c.kind == inward {
		limit = math.Log(math.Abs(c.width) / max(nearest, clear*ulp(c.origin)))
	}
	limit = max(limit, a+1)
	w := walk{integrand: g, chart: c}
	stop := plain
	for end = a; end < limit && stop == plain; {
		next := min(end+max(1, (end-a)/16), limit)
		if stop = w.look(next); stop != plain {
			next, stop = w.edge(end, next, stop)
		}
		end = next
	}
	r.chart, r.start, r.end = c, a, end
	switch {
	case stop == wild && len(w.trail) < 2:
		r.note(w.wild)
	case stop != gone || end-a > far:
		r.judge(w.trail)
	}
	return end, r
}

// A walk gathers what an integrand does along a chart.
type walk struct {
	integrand
	chart *chart
	trail []step  // where it is plain and not zero
	wild  float64 // the last value that was not finite
}

// A step is the integrand v seen at t, and ln|v|.
type step struct{ t, log, v float64 }

func (w *walk) look(t float64) state {
	v, s := w.integrand(w.chart, t)
	switch {
	case s == wild:
		w.wild = v
	case s == plain && v != 0:
		w.trail = append(w.trail, step{t, ln(math.Abs(v)), v})
	}
	return s
}

// edge closes in on where the integrand stops being plain, between a and b, and says what it is beyond.
func (w *walk) edge(a, b float64, beyond state) (float64, state) {
	for range 8 {
		mid := a + (b-a)/2
		if s := w.look(mid); s == plain {
			a = mid
		} else {
			b, beyond = mid, s
		}
	}
	return a, beyond
}

// judge extrapolates the trail beyond its end.
func (r *rest) judge(trail []step) {
	n := len(trail)
	if n < 2 || r.end-trail[n-1].t > max(1, (r.end-r.start)/16) {
		return // nothing, or it fell to nothing before the end
	}
	length := r.end - r.start
	half := min(after(trail, r.start+length/2), max(0, n-4))
	quarter := min(after(trail, r.start+length*3/4), n-2)
	rate := decay(trail[quarter:])
	drift := decay(trail[half:max(quarter, half+2)]) - rate
	if rate < slowest {
		if r.chart.kind == inward && !steady(trail[half:]) {
			// The flank of a narrow peak, not a pole: bounded, the integrand falls like the distance in the end.
			r.rate = 1
			r.value = trail[n-1].v
			r.err = math.Abs(r.value)
			return
		}
		if rate-growth*drift >= slowest {
			r.undefined = true // on its way to a rate that converges, which it reaches beyond float64's numbers
			return
		}
		for _, s := range trail[quarter:] {
			r.note(s.v)
		}
		return
	}
	r.rate = rate
	r.value = trail[n-1].v / rate
	r.err = math.Abs(r.value) * min(1, 2*math.Abs(drift)/rate+1e-7)
}

// steady says whether a trail does not level off: the rate of a power law is the same all along.
func steady(trail []step) bool {
	n := len(trail)
	return n >= 4 && decay(trail[n/2:]) < decay(trail[:n/2])+0.5
}

// after returns how many steps of the trail lie before t.
func after(trail []step, t float64) int {
	n := 0
	for n < len(trail) && trail[n].t < t {
		n++
	}
	return n
}

// decay is minus the least-squares slope of ln|v| against t.
func decay(trail []step) float64 {
	var t, log float64
	for _, s := range trail {
		t += s.t
		log += s.log
	}
	n := float64(len(trail))
	t, log = t/n, log/n
	var tt, tl float64
	for _, s := range trail {
		tt += (s.t - t) * (s.t - t)
		tl += (s.t - t) * (s.log - log)
	}
	return -tl / tt
}

package theory

import "math"

const (
	// farthest and nearest end what is followed: beyond, the square of x is no float64.
	farthest, nearest = 1e150, 1e-300
	// slowest is the rate of decay, per unit of ln x, below which a tail counts as divergent: ∫x^−1.01 dx
	// still converges, and float64 cannot tell anything slower from ∫dx/x.
	slowest = 0.01
	// far is how many units of ln x make a tail long enough to be judged by its slope even though it seems to
	// end: a density does not stop 26 decades out, but the formula for it may overflow there.
	far = 60
)

// A rest is what lies beyond the last panel of an outward or inward chart, judged by how the integrand fell
// on the way: like e^(−rate·t), a power of the distance.
type rest struct {
	chart            *chart
	end              float64
	value, err, rate float64
	infinite
}

// followed walks along an outward or inward chart from a, says how far panels make sense, and judges the rest.
func followed(g integrand, c *chart, a float64) (end float64, r rest) {
	limit := math.Log(farthest / math.Abs(c.width))
	if c.kind == inward {
		limit = math.Log(math.Abs(c.width) / max(nearest, 256*ulp(c.origin)))
	}
	limit = max(limit, a+1)
	w := walk{g: g, c: c}
	stop := plain
	for end = a; end < limit && stop == plain; {
		next := min(end+1, limit)
		if stop = w.look(next); stop == plain {
			end = next
			continue
		}
		// Where exactly does it stop?
		lo, hi := end, next
		for range 12 {
			mid := lo + (hi-lo)/2
			if s := w.look(mid); s == plain {
				lo = mid
			} else {
				hi, stop = mid, s
			}
		}
		end = lo
	}
	r.chart, r.end = c, end
	switch {
	case stop == wild && len(w.trail) < 2:
		r.infinite.at(w.wild)
	case stop != gone || end-a > far:
		r.judge(w.trail, a, end)
	}
	return end, r
}

// A walk gathers what an integrand does along a chart.
type walk struct {
	g     integrand
	c     *chart
	trail []step
	wild  float64
}

func (w *walk) look(t float64) state {
	v, s := w.g(w.c, t)
	switch {
	case s == wild:
		w.wild = v
	case s == plain && v != 0:
		w.trail = append(w.trail, step{t, math.Log(math.Abs(v)), v})
	}
	return s
}

// A step is the integrand v seen at t, and ln|v|.
type step struct{ t, log, v float64 }

// judge extrapolates the trail beyond its end.
func (r *rest) judge(trail []step, a, end float64) {
	n := len(trail)
	if n < 2 {
		return
	}
	half, quarter := 0, 0
	for i, s := range trail {
		if s.t < a+0.5*(end-a) {
			half = i + 1
		}
		if s.t < a+0.75*(end-a) {
			quarter = i + 1
		}
	}
	half, quarter = min(half, max(0, n-4)), min(quarter, n-2)
	before, late := decay(trail[half:max(quarter, half+2)]), decay(trail[quarter:])
	last := trail[n-1]
	if end-last.t > 1 {
		return // it fell to nothing before the end
	}
	if late < slowest {
		for _, s := range trail[quarter:] {
			r.infinite.at(s.v)
		}
		return
	}
	r.rate = late
	r.value = last.v / late
	r.err = math.Abs(r.value) * min(1, 2*math.Abs(late-before)/late+1e-9)
}

// decay is minus the least-squares slope of ln|v| against t.
func decay(trail []step) float64 {
	var t, l float64
	for _, s := range trail {
		t += s.t
		l += s.log
	}
	n := float64(len(trail))
	t, l = t/n, l/n
	var tt, tl float64
	for _, s := range trail {
		tt += (s.t - t) * (s.t - t)
		tl += (s.t - t) * (s.log - l)
	}
	return -tl / tt
}

package quad

import (
	"math"

	"ganbook/theory/internal/float"
)

const (
	// farthest and nearest end what is followed: beyond, the square of x is no float64.
	farthest, nearest = 1e150, 1e-300
	// clear is how many roundings of a singular point are kept away from it, unless it is 0.
	clear = 4096
	// slowest is the rate of decay, per unit of ln x, below which a tail counts as divergent:
	// ∫x^−1.01 dx converges, and what is slower float64 cannot tell from ∫dx/x.
	slowest = 0.01
	// far is how many units of ln x make a tail so long that it is judged by its slope even where
	// the weight seems to end: none does so 26 decades out, but its formula may overflow there.
	far = 60
	// growth tells the rate r that a power with a logarithm, such as x^−(1 + r)·ln x, goes to: at t
	// = ln x its rate is r − 1/t, whose mean over the last quarter is r − 4·ln(4/3)/length, and
	// over the quarter before r − 4·ln(3/2)/length.
	growth = 2.44
)

// A tailPart is what lies beyond the last subinterval of an outward or inward substitution,
// extrapolated as v·e^(−rate·(t − end)): a power of the distance.
type tailPart struct {
	on               *substitution
	start, end       float64
	value, err, rate float64
	Divergence
}

// follow samples the integrand along an outward or inward substitution from a on, says up to where
// subintervals make sense, and extrapolates what lies beyond.
func follow(f *Integrand, on *substitution, a float64) (end float64, r tailPart) {
	limit := math.Log(farthest / math.Abs(on.scale))
	if on.kind == inward {
		limit = math.Log(math.Abs(on.scale) / max(nearest, clear*float.ULP(on.origin)))
	}
	limit = max(limit, a+1)
	s := samples{Integrand: f, on: on}
	stop := ordinary
	for end = a; end < limit && stop == ordinary; {
		next := min(end+max(1, (end-a)/16), limit)
		if stop = s.take(next); stop != ordinary {
			next, stop = s.edge(end, next, stop)
		}
		end = next
	}
	r.on, r.start, r.end = on, a, end
	switch {
	case stop == infinite && len(s.taken) < 2:
		r.Note(s.notFinite)
	case stop != vanished || end-a > far:
		r.extrapolate(s.taken)
	}
	return end, r
}

// samples are what an integrand does along a substitution.
type samples struct {
	*Integrand
	on        *substitution
	taken     []sample // where it is ordinary and not zero
	notFinite float64  // the last value that was not finite
}

// A sample is the value v at t, and ln|v|.
type sample struct{ t, log, v float64 }

func (s *samples) take(t float64) state {
	v, state := s.at(s.on, t)
	switch {
	case state == infinite:
		s.notFinite = v
	case state == ordinary && v != 0:
		s.taken = append(s.taken, sample{t, float.Log(math.Abs(v)), v})
	}
	return state
}

// edge closes in on where the integrand stops being ordinary, between a and b, and says what it is
// beyond.
func (s *samples) edge(a, b float64, beyond state) (float64, state) {
	for range 8 {
		middle := a + (b-a)/2
		if state := s.take(middle); state == ordinary {
			a = middle
		} else {
			b, beyond = middle, state
		}
	}
	return a, beyond
}

// extrapolate continues the samples beyond their end.
func (r *tailPart) extrapolate(trail []sample) {
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
		if r.on.kind == inward && !steady(trail[half:]) {
			// The flank of a narrow peak, not a singularity: bounded, the integrand falls like the
			// distance in the end.
			r.rate = 1
			r.value = trail[n-1].v
			r.err = math.Abs(r.value)
			return
		}
		if rate-growth*drift >= slowest {
			r.Undefined = true // on its way to a rate that converges, which it reaches beyond float64's numbers
			return
		}
		for _, s := range trail[quarter:] {
			r.Note(s.v)
		}
		return
	}
	r.rate = rate
	r.value = trail[n-1].v / rate
	r.err = math.Abs(r.value) * min(1, 2*math.Abs(drift)/rate+1e-7)
}

// steady reports whether a trail does not level off: the rate of a power law is the same all along.
func steady(trail []sample) bool {
	n := len(trail)
	return n >= 4 && decay(trail[n/2:]) < decay(trail[:n/2])+0.5
}

// after returns how many samples of the trail lie before t.
func after(trail []sample, t float64) int {
	n := 0
	for n < len(trail) && trail[n].t < t {
		n++
	}
	return n
}

// decay is minus the least-squares slope of ln|v| against t.
func decay(trail []sample) float64 {
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

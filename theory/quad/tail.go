package quad

import (
	"math"

	"ganbook/theory/internal/float"
)

const (
	// farthest and nearest are the largest distance in a tail and the smallest distance from a singularity
	// at which the integrand is evaluated. The square of a larger x may overflow.
	farthest, nearest = 1e150, 1e-300
	// clear is the smallest distance from a singularity in roundings of its point. At 0 it is nearest.
	clear = 4096
	// slowest is the rate of decay, per unit of ln x, below which a tail counts as divergent. ∫x^−1.01 dx
	// converges. Float64 cannot distinguish a slower decay from 1/x.
	slowest = 0.01
	// far is a length in units of ln x, some 26 decades. A tail longer than far is always judged by its
	// slope. If its weight seems to vanish there, the formula of the weight has probably overflowed.
	far = 60
	// growth is for a power with a logarithm, such as x^−(1 + r)·ln x. At t = ln x its rate of decay is
	// r − 1/t. The mean over the last quarter of the length is r − 4·ln(4/3)/length, and over the quarter
	// before it r − 4·ln(3/2)/length. So r is the last mean plus growth times its excess over the other.
	growth = 2.44
)

// A tailPart is the part of an outward or inward substitution beyond its last subinterval. There the
// integrand is extrapolated as v·e^(−rate·(t − end)), which is a power of the distance.
type tailPart struct {
	on               *substitution
	start, end       float64
	value, err, rate float64
	Divergence
}

// sampleTail evaluates the integrand along an outward or inward substitution from a on. It returns the
// end up to which there should be subintervals, and the extrapolated part beyond.
func sampleTail(f *Integrand, on *substitution, a float64) (end float64, r tailPart) {
	// A tail needs so many subintervals to be seen, however near farthest it begins.
	const few = 60
	limit := max(math.Log(farthest)-float.Log(math.Abs(on.scale)), a+few) // a quotient would overflow
	if on.kind == inward {
		limit = max(float.Log(math.Abs(on.scale))-float.Log(max(nearest, clear*float.ULP(on.origin))), a+1)
	}
	s := samples{Integrand: f, on: on}
	stop := ordinary
	for end = a; end < limit && stop == ordinary; {
		next := min(end+max(1, (end-a)/16), limit)
		if stop = s.take(next); stop != ordinary {
			next, stop = s.narrowDown(end, next, stop)
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

// samples are the values of an integrand along a substitution.
type samples struct {
	*Integrand
	on        *substitution
	taken     []sample // the values that are ordinary and not zero
	notFinite float64  // the last value that was not finite
}

// A sample is the value v at t, and ln|v|.
type sample struct{ t, log, v float64 }

// take evaluates the integrand at t and returns its state.
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

// narrowDown searches between a and b for the point at which the integrand stops being ordinary. It
// returns the last ordinary point that it finds, and the state beyond it.
func (s *samples) narrowDown(a, b float64, beyond state) (float64, state) {
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

// extrapolate computes the integral beyond the end of the samples.
func (r *tailPart) extrapolate(trail []sample) {
	n := len(trail)
	if n < 2 || r.end-trail[n-1].t > max(1, (r.end-r.start)/16) {
		return // there are no samples, or the integrand is 0 before the end
	}
	length := r.end - r.start
	half := min(after(trail, r.start+length/2), max(0, n-4))
	quarter := min(after(trail, r.start+length*3/4), n-2)
	rate := decay(trail[quarter:])
	drift := decay(trail[half:max(quarter, half+2)]) - rate
	if rate < slowest {
		if r.on.kind == inward && (!steady(trail[half:]) || fallen(trail)) {
			// This is the flank of a narrow peak, not a singularity. The integrand is bounded, so the
			// integrand over t falls like the distance in the end.
			r.rate = 1
			r.value = trail[n-1].v
			r.err = math.Abs(r.value)
			return
		}
		if rate-growth*drift >= slowest {
			// The decay still speeds up at the end of float64's range, so convergence is unknown.
			r.Undefined = true
			return
		}
		for _, s := range trail[quarter:] {
			r.Note(s.v)
		}
		return
	}
	r.rate = rate
	r.value = trail[n-1].v / rate
	r.err = math.Abs(r.value)
	if n >= 6 { // fewer samples do not show a drift
		r.err *= min(1, 2*math.Abs(drift)/rate+1e-7)
	}
}

// steady reports whether the rate of decay is about the same along the trail, as that of a power is. If
// the integrand levels off towards its peak, the rate over t is greater in the second half.
func steady(trail []sample) bool {
	n := len(trail)
	return n >= 4 && decay(trail[n/2:]) < decay(trail[:n/2])+0.5
}

// fallen reports whether the integrand over t is far lower at the end of the trail than before. That around a
// singularity from which the integral diverges is not.
func fallen(trail []sample) bool {
	top := math.Inf(-1)
	for _, s := range trail {
		top = max(top, s.log)
	}
	return trail[len(trail)-1].log < top-7
}

// after returns how many samples of the trail lie before t.
func after(trail []sample, t float64) int {
	n := 0
	for n < len(trail) && trail[n].t < t {
		n++
	}
	return n
}

// decay returns the rate of decay, minus the least-squares slope of ln|v| against t.
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

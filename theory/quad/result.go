package quad

import "math"

// A Result is an integral, as far as it is known.
type Result struct {
	Value float64 // the integral; NaN or ±Inf where Divergence says so
	Error float64 // a bound on |Value − integral|; +Inf where the integral diverges
	Abs   float64 // the integral of the integrand's absolute value, as far as that converges
	Divergence
	subdivision *subdivision
}

// result gives the outcome of a subdivision.
func (q *subdivision) result() Result {
	r := Result{Abs: q.abs, Divergence: q.Divergence, subdivision: q}
	r.Value, r.Error = q.Outcome(q.value, q.err)
	return r
}

// Intervals returns the subintervals that the integral was taken over, without those on which the
// integrand is 0, as intervals for further integrals with the same weight. None holds more than a
// sixteenth of ∫|f|w, so that wherever it is another function is looked at.
func (r Result) Intervals() []Interval {
	var intervals []Interval
	q := r.subdivision
	abs := map[*substitution]float64{}
	for _, p := range q.done {
		abs[p.on] += p.abs
		if p.on.kind == linear && p.abs > 0 {
			intervals = q.sixteenths(intervals, p)
		}
	}
	for _, t := range q.tails {
		if abs[t.on]+math.Abs(t.value) > 0 {
			intervals = append(intervals, t.on.unbounded())
		}
	}
	return intervals
}

// sixteenths appends the subinterval, in parts of at most a sixteenth of ∫|f|w.
func (q *subdivision) sixteenths(intervals []Interval, p *subinterval) []Interval {
	if p.abs > q.abs/16 && !p.smallest() {
		l, r := p.halves()
		l.measure(q.Integrand)
		r.measure(q.Integrand)
		return q.sixteenths(q.sixteenths(intervals, l), r)
	}
	return append(intervals, Interval{substitution: *p.on, a: p.a, b: p.b, left: p.left, right: p.right})
}

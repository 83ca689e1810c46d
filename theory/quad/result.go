package quad

import "math"

// A Result is an integral and what is known of its error.
type Result struct {
	Value float64 // the integral; it is NaN or ±Inf if the Divergence says so
	// ErrorEstimate is an estimate of |Value − integral|. It is usually greater than the error, but it is
	// no proven bound: it does not show a feature that lies between the points of evaluation. It is +Inf
	// if the integral diverges.
	ErrorEstimate float64
	Abs           float64 // the integral of the integrand's absolute value, over the parts that converge
	Evaluations   int     // the number of values of the integrand that were taken
	// LimitReached says that the integral used all the subintervals that it may add, 4,000, and that the
	// error estimate is still greater than it should be.
	LimitReached bool
	Divergence
	subdivision *subdivision // nil if there was nothing to integrate
}

// result returns the Result of a subdivision.
func (q *subdivision) result() Result {
	r := Result{Abs: q.abs, LimitReached: q.limitReached, Divergence: q.Divergence, subdivision: q}
	r.Value, r.ErrorEstimate = q.Outcome(q.value, q.err)
	return r
}

// Intervals returns the subintervals of the integral, as intervals for further integrals with the same
// weight. It leaves out those on which the integrand is 0. A bounded one holds at most a sixteenth of
// ∫|f|w, unless it is too small to halve. So a further integral evaluates its function in every part.
// The zero Result has no intervals.
func (r Result) Intervals() []Interval {
	q := r.subdivision
	if q == nil {
		return nil
	}
	var intervals []Interval
	abs := map[*substitution]float64{}
	tails := map[*substitution]bool{}
	for _, t := range q.tails {
		tails[t.on] = true
	}
	for _, p := range q.done {
		abs[p.on] += p.abs
		if !tails[p.on] && p.abs > 0 {
			intervals = q.sixteenths(intervals, p)
		}
	}
	for _, t := range q.tails {
		if abs[t.on]+math.Abs(t.value) > 0 {
			v := t.on.unbounded()
			v.a = t.start // not 0 where a singularity has cut the tail
			intervals = append(intervals, v)
		}
	}
	return intervals
}

// sixteenths appends the subinterval. It halves the subinterval until no part holds more than a sixteenth
// of ∫|f|w.
func (q *subdivision) sixteenths(intervals []Interval, p *subinterval) []Interval {
	if p.abs > q.abs/16 && !p.smallest() {
		l, r := p.halves()
		l.measure(q.Integrand)
		r.measure(q.Integrand)
		return q.sixteenths(q.sixteenths(intervals, l), r)
	}
	return append(intervals, Interval{substitution: *p.on, a: p.a, b: p.b, left: p.left, right: p.right})
}

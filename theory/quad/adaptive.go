package quad

import (
	"container/heap"
	"math"

	"ganbook/theory/internal/float"
)

const (
	// target is the usual error estimate, as a share of ∫|f|, at which a subdivision ends.
	target = 1e-11
	// maxSubintervals is the number of subintervals that a subdivision may add to its intervals. They
	// take some 200,000 evaluations.
	maxSubintervals = 4000
	// rounding is the error that float64 arithmetic may cause in the exponential of the weight and in
	// sums, as a share of ∫|f|.
	rounding = 0x1p-50
	// maxSingularities is the number of new singularities with which a subdivision may start anew.
	maxSingularities = 1000
)

// A subdivision is the state of one adaptive integration. It halves the subinterval with the largest
// error estimate until the total is small enough.
type subdivision struct {
	*Integrand
	value, abs, err float64
	absSum, errSum  float.Sum // of the subdivision so far; a plain sum would keep the rounding of its greatest term
	Divergence
	open      worstFirst     // subintervals that may be halved
	done      []*subinterval // those too small to halve
	tails     []tailPart     // the parts beyond the subintervals of unbounded intervals
	nonFinite int            // the number of open subintervals with a node at which f is not finite
	final     float64        // the part of err that no halving will lower
	// singularities are the points found so far at which the integrand has a singularity and no
	// interval ends.
	singularities []BreakPoint
	limitReached  bool // the number of subintervals ended the subdivision
}

// subdivide integrates over the intervals. If a subinterval has the smallest possible length and still
// contributes, it contains a singularity. This point becomes a break point, and the subdivision starts
// anew. Substitutions then lead to the point from both sides.
func (f *Integrand) subdivide(intervals []Interval) *subdivision {
	for {
		q := f.subdivideOnce(intervals)
		split := Split(intervals, q.singularities)
		if len(split) == len(intervals) || len(split) > len(intervals)+maxSingularities {
			return q
		}
		intervals = split
	}
}

// subdivideOnce integrates over the intervals without starting anew.
func (f *Integrand) subdivideOnce(intervals []Interval) *subdivision {
	q := &subdivision{Integrand: f, open: make(worstFirst, 0, 32)}
	for i := range intervals {
		if v := &intervals[i]; v.unbounded {
			q.follow(&v.substitution, v.a)
		} else {
			q.push(&subinterval{on: &v.substitution, a: v.a, b: v.b, left: v.left, right: v.right})
		}
	}
	for !q.good() && len(q.open) > 0 && len(q.open)+len(q.done) < maxSubintervals+len(intervals) {
		q.refine()
	}
	q.limitReached = !q.good() && len(q.open) > 0
	q.total()
	return q
}

// good reports whether the result is accurate enough, or more work would not make it better.
func (q *subdivision) good() bool {
	abs := q.absSum.Total()
	return q.NaN() || q.nonFinite == 0 && q.errSum.Total()-q.final <= max(q.tolerance()*abs, q.Noise*math.Sqrt(abs), q.final/8)
}

// push measures a subinterval and adds it to the open ones.
func (q *subdivision) push(p *subinterval) {
	if d := p.measure(q.Integrand); d.Any() {
		q.Merge(d)
		return
	}
	q.absSum.Add(p.abs)
	q.errSum.Add(p.err)
	if p.nonFinite {
		q.nonFinite++
	}
	heap.Push(&q.open, p)
}

// follow covers a substitution from a on with subintervals, each twice as long as the one before. It
// goes as far as sampleTail says. The rest becomes a tailPart.
func (q *subdivision) follow(s *substitution, a float64) {
	end, rest := sampleTail(q.Integrand, s, a)
	q.Merge(rest.Divergence)
	q.tails = append(q.tails, rest)
	q.errSum.Add(rest.err)
	q.final += rest.err
	for step := 2.0; a < end; step *= 2 {
		b := a + step
		if end-b < step/2 {
			b = end
		}
		q.push(&subinterval{on: s, a: a, b: b, left: math.NaN(), right: math.NaN()})
		a = b
	}
}

// refine replaces the worst subinterval by its halves. If it borders on a singularity, refine replaces
// it by a substitution that leads there. If it is too small to halve, refine finishes it.
func (q *subdivision) refine() {
	p := heap.Pop(&q.open).(*subinterval)
	if p.nonFinite {
		q.nonFinite--
	}
	if p.smallest() {
		q.finish(p)
		return
	}
	q.absSum.Add(-p.abs)
	q.errSum.Add(-p.err)
	if s := p.towardSingularity(); s != nil {
		q.follow(s, 0)
		return
	}
	left, right := p.halves()
	q.push(left)
	q.push(right)
}

// finish adds a subinterval that is too small to halve. Its error estimate becomes final.
func (q *subdivision) finish(p *subinterval) {
	most := p.abs // the rule has not resolved the integrand, so all of ∫|f| is uncertain
	if p.err < resolved*p.abs && !p.nonFinite {
		most = p.err
	} else if p.abs > target*q.absSum.Total() && p.steep() {
		most *= unresolved
		q.singularities = append(q.singularities, BreakPoint{X: p.peak(q.Integrand)})
	}
	q.Merge(p.divergence(q.Integrand))
	more := max(0, most-p.err)
	p.err += more
	q.errSum.Add(more)
	q.final += p.err
	q.done = append(q.done, p)
}

// total computes the sums of the result.
func (q *subdivision) total() {
	q.done = append(q.done, q.open...)
	q.open = nil
	var value, abs, err float.Sum
	for _, p := range q.done {
		value.Add(p.value)
		abs.Add(p.abs)
		err.Add(p.err)
	}
	for _, r := range q.tails {
		value.Add(r.value)
		abs.Add(math.Abs(r.value))
		err.Add(r.err)
	}
	q.value, q.abs = value.Total(), abs.Total()
	q.err = err.Total() + rounding*q.abs
}

// worstFirst is a heap of subintervals. Those with a value that is not finite come first, then those
// with the largest error estimate.
type worstFirst []*subinterval

func (h worstFirst) Len() int      { return len(h) }
func (h worstFirst) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h worstFirst) Less(i, j int) bool {
	if h[i].nonFinite != h[j].nonFinite {
		return h[i].nonFinite
	}
	return h[i].err > h[j].err
}
func (h *worstFirst) Push(x any) { *h = append(*h, x.(*subinterval)) }
func (h *worstFirst) Pop() any {
	n := len(*h) - 1
	x := (*h)[n]
	*h = (*h)[:n]
	return x
}

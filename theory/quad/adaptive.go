package quad

import (
	"container/heap"
	"math"

	"ganbook/theory/internal/float"
)

const (
	// target is the error aimed at, as a share of ∫|f|.
	target = 1e-11
	// maxSubintervals more than intervals end the search for it where the integrand is too rough:
	// some 200,000 evaluations at most.
	maxSubintervals = 4000
	// rounding is the share of ∫|f| that float64 arithmetic may cost, in the weight's exponential
	// and in sums.
	rounding = 0x1p-50
	// maxSingularities is how many new ones are followed at a time.
	maxSingularities = 1000
)

// A subdivision is an integral in the making: intervals, of which the worst subinterval is halved
// until the error is small enough.
type subdivision struct {
	*Integrand
	value, abs, err float64
	Divergence
	open      worstFirst     // subintervals that may be halved
	done      []*subinterval // those too small to halve
	tails     []tailPart     // what lies beyond the subintervals of unbounded intervals
	nonFinite int            // open subintervals in which some node is not finite
	final     float64        // the part of err that no halving will lower
	// singularities are the points met so far at which the integrand has one, and which no interval
	// ends at.
	singularities []BreakPoint
}

// subdivide integrates over the intervals. A singularity inside one shows as a subinterval that is
// as small as they get and still counts; its point becomes a break point, and the integral starts
// anew, with substitutions that lead there from both sides.
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
	q.total()
	return q
}

// good reports whether more work would change nothing that matters.
func (q *subdivision) good() bool {
	return q.NaN() || q.nonFinite == 0 && q.err-q.final <= max(target*q.abs, q.Noise*math.Sqrt(q.abs), q.final/8)
}

func (q *subdivision) push(p *subinterval) {
	if d := p.measure(q.Integrand); d.Any() {
		q.Merge(d)
		return
	}
	q.abs += p.abs
	q.err += p.err
	if p.nonFinite {
		q.nonFinite++
	}
	heap.Push(&q.open, p)
}

// follow covers a substitution from a on as far as the integrand counts, in subintervals that double.
func (q *subdivision) follow(s *substitution, a float64) {
	end, rest := follow(q.Integrand, s, a)
	q.Merge(rest.Divergence)
	q.tails = append(q.tails, rest)
	q.err += rest.err
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

// refine replaces the worst subinterval by its halves.
func (q *subdivision) refine() {
	p := heap.Pop(&q.open).(*subinterval)
	if p.nonFinite {
		q.nonFinite--
	}
	if p.smallest() {
		q.finish(p)
		return
	}
	q.abs -= p.abs
	q.err -= p.err
	if s := p.towardSingularity(); s != nil {
		q.follow(s, 0)
		return
	}
	left, right := p.halves()
	q.push(left)
	q.push(right)
}

// finish takes a subinterval that cannot be halved for what it is.
func (q *subdivision) finish(p *subinterval) {
	most := p.abs // whatever is in there, the rule has not resolved it
	if p.err < resolved*p.abs && !p.nonFinite {
		most = p.err
	} else if p.abs > target*q.abs && p.steep() {
		most *= unresolved
		q.singularities = append(q.singularities, BreakPoint{X: p.peak(q.Integrand)})
	}
	q.Merge(p.divergence(q.Integrand))
	more := max(0, most-p.err)
	p.err += more
	q.err += more
	q.final += p.err
	q.done = append(q.done, p)
}

// total adds everything up afresh: the running sums have drifted.
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

// worstFirst is a heap of subintervals: those that are not finite, then the largest error, on top.
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

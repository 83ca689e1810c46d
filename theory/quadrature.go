package theory

import (
	"container/heap"
	"math"
)

const (
	// target is the bound aimed at, as a share of ∫|g|.
	target = 1e-11
	// maxPanels more than spans end the search for it where the integrand is too rough: some 200,000 evaluations at most.
	maxPanels = 4000
	// rounding is the share of ∫|g| that float64 arithmetic may cost, in the density's exponential and in sums.
	rounding = 0x1p-50
	// maxPoles is how many more of them are followed at a time.
	maxPoles = 1000
)

// An integrand gives g(x)·|dx/dt| at a coordinate of a chart.
type integrand func(c *chart, t float64) (v float64, s state)

// A state says what a value of an integrand is worth.
type state uint8

const (
	plain state = iota
	wild        // not finite: an infinity, a NaN or an overflow; the value says which
	gone        // no density is left that float64 could hold
	blind       // so little is left that an infinite f may as well have overflowed
)

// A quadrature is ∫g over some spans, halved where it is worst until the bound is met.
type quadrature struct {
	integrand
	// blur·√∫|g| is how far rounding in the integrand moves the integral.
	blur              float64
	value, abs, bound float64
	infinite
	open  worstFirst // panels that may be halved
	done  []*panel   // panels too small to halve
	rests []rest     // what lies beyond the panels
	wilds int        // open panels in which some node is not finite
	// final is the part of the bound that no halving will lower.
	final float64
	// poles are those met so far that were no breaks.
	poles []bend
}

// integrate returns ∫g over the spans. A pole inside a span shows as a panel that is as small as panels get and still
// counts; its point becomes a break, and the integral starts anew, with charts that lead to the pole from both sides.
func integrate(g integrand, spans []span, blur float64) *quadrature {
	for {
		q := attempt(g, spans, blur)
		cut := split(spans, q.poles)
		if len(cut) == len(spans) || len(cut) > len(spans)+maxPoles {
			return q
		}
		spans = cut
	}
}

func attempt(g integrand, spans []span, blur float64) *quadrature {
	q := &quadrature{integrand: g, blur: blur, open: make(worstFirst, 0, 32)}
	for i := range spans {
		if s := &spans[i]; s.endless {
			q.follow(&s.chart, s.a)
		} else {
			q.push(&panel{chart: &s.chart, a: s.a, b: s.b, from: s.from, to: s.to})
		}
	}
	for !q.met() && len(q.open) > 0 && len(q.open)+len(q.done) < maxPanels+len(spans) {
		q.refine()
	}
	q.total()
	return q
}

// met says whether more work would change nothing that matters.
func (q *quadrature) met() bool {
	return q.nan() || q.wilds == 0 && q.bound-q.final <= max(target*q.abs, q.blur*math.Sqrt(q.abs), q.final/8)
}

func (q *quadrature) push(p *panel) {
	if odd := p.measure(q.integrand); odd.any() {
		q.merge(odd)
		return
	}
	q.abs += p.abs
	q.bound += p.err
	if p.wild {
		q.wilds++
	}
	heap.Push(&q.open, p)
}

// follow covers a chart from a as far as it counts, in panels that double.
func (q *quadrature) follow(c *chart, a float64) {
	end, r := followed(q.integrand, c, a)
	q.merge(r.infinite)
	q.rests = append(q.rests, r)
	q.bound += r.err
	q.final += r.err
	for step := 2.0; a < end; step *= 2 {
		b := a + step
		if end-b < step/2 {
			b = end
		}
		q.push(&panel{chart: c, a: a, b: b, from: math.NaN(), to: math.NaN()})
		a = b
	}
}

// refine replaces the worst panel.
func (q *quadrature) refine() {
	p := heap.Pop(&q.open).(*panel)
	if p.wild {
		q.wilds--
	}
	if p.smallest() {
		most := p.abs // whatever is in there, the rule has not resolved it
		if p.err < resolved*p.abs && !p.wild {
			most = p.err
		} else if p.abs > target*q.abs && p.steep() {
			most *= unresolved
			q.poles = append(q.poles, bend{x: p.peak(q.integrand)})
		}
		q.merge(p.pole(q.integrand))
		more := max(0, most-p.err)
		p.err += more
		q.bound += more
		q.final += p.err
		q.done = append(q.done, p)
		return
	}
	q.abs -= p.abs
	q.bound -= p.err
	if c := p.singular(); c != nil {
		q.follow(c, 0)
		return
	}
	left, right := p.halves()
	q.push(left)
	q.push(right)
}

// total adds everything up afresh: the running sums have drifted.
func (q *quadrature) total() {
	q.done = append(q.done, q.open...)
	q.open = nil
	var value, abs, bound sum
	for _, p := range q.done {
		value.add(p.value)
		abs.add(p.abs)
		bound.add(p.err)
	}
	for _, r := range q.rests {
		value.add(r.value)
		abs.add(math.Abs(r.value))
		bound.add(r.err)
	}
	q.value, q.abs = value.total(), abs.total()
	q.bound = bound.total() + rounding*q.abs
}

// worstFirst is a heap of panels: those that are not finite, then the largest error, on top.
type worstFirst []*panel

func (h worstFirst) Len() int      { return len(h) }
func (h worstFirst) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h worstFirst) Less(i, j int) bool {
	if h[i].wild != h[j].wild {
		return h[i].wild
	}
	return h[i].err > h[j].err
}
func (h *worstFirst) Push(x any) { *h = append(*h, x.(*panel)) }
func (h *worstFirst) Pop() any {
	n := len(*h) - 1
	x := (*h)[n]
	*h = (*h)[:n]
	return x
}

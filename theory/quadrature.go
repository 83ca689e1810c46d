package theory

import (
	"container/heap"
	"math"
)

const (
	// target is the bound aimed at, as a share of ∫|g|.
	target = 1e-11
	// maxPanels ends the search for it where the integrand is too rough: some 90,000 evaluations.
	maxPanels = 4000
	// rounding is the share of ∫|g| that float64 arithmetic may cost: in the density's exponential, in the sums.
	rounding = 0x1p-50
	// caution multiplies what the null rules say; 4 covers every jump between nodes and most kinks.
	caution = 4
	// stubborn is how often a panel is halved towards the same break before that is taken for a singular point.
	stubborn = 5
)

// An integrand gives g(t)·|dx/dt| on a chart.
type integrand func(c *chart, t float64) (v float64, s state)

type state uint8

const (
	plain state = iota
	wild        // not finite: an infinity, a NaN or an overflow; v says which
	gone        // no density is left that float64 could hold
	blind       // so little of it that an infinite f may as well have overflowed
)

// An integral is ∫g over some spans: a value and a bound on its error where it exists.
type integral struct {
	value, bound, abs float64
	infinite
	panels []*panel
	rests  []rest
}

// infinite says which parts of an integral diverge.
type infinite struct{ up, down, undefined bool }

// at notes that the integrand is like v over a length that counts.
func (f *infinite) at(v float64) {
	f.up = f.up || v > 0
	f.down = f.down || v < 0
	f.undefined = f.undefined || v != v
}

// settled says whether no more divergence could change the integral's value.
func (f infinite) settled() bool { return f.undefined || f.up && f.down }

func (f infinite) any() bool { return f.up || f.down || f.undefined }

// A panel is an interval [a, b] of a chart with the rule's result on it.
type panel struct {
	chart           *chart
	a, b            float64
	value, abs, err float64
	wild            bool
	// from and to are the breaks at which the panel still ends, NaN where it does not; kept counts how often
	// halving has left it there.
	from, to float64
	kept     int
	// firstAbs is ∫|g| over the panel from which depth halvings led here.
	firstAbs float64
	depth    int
}

// integrate adapts panels over the spans until the bound is met, worst first.
func integrate(g integrand, spans []span) integral {
	var in integral
	work := worstFirst{}
	bound, final, wilds := 0.0, 0.0, 0
	push := func(p *panel) {
		if inf := p.measure(g); inf.any() {
			in.infinite.merge(inf)
			return
		}
		if p.firstAbs < p.abs && p.depth == 0 {
			p.firstAbs = p.abs
		}
		in.abs += p.abs
		bound += p.err
		if p.wild {
			wilds++
		}
		heap.Push(&work, p)
	}
	follow := func(c *chart, a float64) {
		end, rest := followed(g, c, a)
		in.infinite.merge(rest.infinite)
		in.rests = append(in.rests, rest)
		bound += rest.err
		final += rest.err
		for step := 1.0; a < end; step *= 2 {
			b := min(a+step, end)
			push(&panel{chart: c, a: a, b: b, from: math.NaN(), to: math.NaN()})
			a = b
		}
	}
	for i := range spans {
		s := &spans[i]
		if s.endless {
			follow(&s.chart, s.a)
		} else {
			push(&panel{chart: &s.chart, a: s.a, b: s.b, from: s.from, to: s.to})
		}
	}
	for !in.settled() && len(work) > 0 && len(work)+len(in.panels) < maxPanels {
		if wilds == 0 && bound-final <= max(target*in.abs, final/8) {
			break
		}
		p := heap.Pop(&work).(*panel)
		if p.smallest() {
			in.infinite.merge(p.pole(g))
			if p.wild {
				wilds--
			}
			final += p.err
			in.panels = append(in.panels, p)
			continue
		}
		in.abs -= p.abs
		bound -= p.err
		if p.wild {
			wilds--
		}
		if c := p.singular(); c != nil {
			follow(c, 0)
			continue
		}
		left, right := p.halves()
		push(left)
		push(right)
	}
	in.panels = append(in.panels, work...)
	in.total()
	return in
}

// total adds up the panels and rests afresh: the running sums have drifted.
func (in *integral) total() {
	var value, abs, bound sum
	for _, p := range in.panels {
		value.add(p.value)
		abs.add(p.abs)
		bound.add(p.err)
	}
	for _, r := range in.rests {
		value.add(r.value)
		abs.add(math.Abs(r.value))
		bound.add(r.err)
	}
	in.value, in.abs = value.total(), abs.total()
	in.bound = bound.total() + rounding*in.abs
}

func (f *infinite) merge(o infinite) {
	f.up = f.up || o.up
	f.down = f.down || o.down
	f.undefined = f.undefined || o.undefined
}

// measure applies the rule. An integrand that is not finite at any node is so over the panel's whole length.
func (p *panel) measure(g integrand) (f infinite) {
	mid, half := p.a+(p.b-p.a)/2, (p.b-p.a)/2
	var v [nodes]float64
	var odd infinite
	wilds := 0
	for i, x := range rule.x {
		y, s := g(p.chart, mid+half*x)
		if s == wild {
			odd.at(y)
			wilds++
			continue
		}
		v[i] = y
	}
	if wilds == nodes {
		return odd
	}
	left, leftState := g(p.chart, mid-half*probeAt)
	right, rightState := g(p.chart, mid+half*probeAt)
	p.wild = wilds > 0 || leftState == wild || rightState == wild

	var value, abs, extraLeft, extraRight float64
	var null [3]float64
	for i, y := range v {
		value += rule.weight[i] * y
		abs += rule.weight[i] * math.Abs(y)
		null[0] += rule.null[0][i] * y
		null[1] += rule.null[1][i] * y
		null[2] += rule.null[2][i] * y
		extraRight += rule.probe[i] * y
		extraLeft += rule.probe[nodes-1-i] * y
	}
	p.value, p.abs = value*half, abs*half
	p.err = caution * half * max(math.Abs(null[0]), math.Abs(null[1]), math.Abs(null[2]))
	if !p.wild {
		p.err += half * (1 - rule.x[nodes-1]) * (math.Abs(left-extraLeft) + math.Abs(right-extraRight))
	}
	return f
}

// halves splits the panel in two.
func (p *panel) halves() (left, right *panel) {
	mid := p.a + (p.b-p.a)/2
	l, r := *p, *p
	l.b, r.a = mid, mid
	l.to, r.from = math.NaN(), math.NaN()
	l.depth++
	r.depth++
	l.kept, r.kept = 0, 0
	if p.from == p.from {
		l.kept = p.kept + 1
	}
	if p.to == p.to {
		r.kept = p.kept + 1
	}
	return &l, &r
}

// singular returns an inward chart around the break that the panel's halvings keep running into, nil if none.
func (p *panel) singular() *chart {
	if p.kept < stubborn {
		return nil
	}
	end, other := p.from, p.b
	if p.to == p.to {
		end, other = p.to, p.a
	}
	d, _ := p.chart.at(other)
	return &chart{kind: inward, origin: end, width: (p.chart.origin - end) + d}
}

// smallest says whether the panel's nodes are too close together to tell apart.
func (p *panel) smallest() bool {
	m := max(math.Abs(p.a), math.Abs(p.b))
	if p.b-p.a <= 64*ulp(m) {
		return true
	}
	da, _ := p.chart.at(p.a)
	db, _ := p.chart.at(p.b)
	return math.Abs(db-da) <= 32*ulp(p.chart.origin+da)
}

// pole says whether a panel at the smallest size still holds so much that the integral around its point
// diverges: the integrand falls slower than 1/distance^0.95.
func (p *panel) pole(g integrand) (f infinite) {
	if p.depth < 20 || p.abs*math.Exp2(0.05*float64(p.depth)) < p.firstAbs || p.abs == 0 {
		return f
	}
	for _, x := range rule.x {
		v, _ := g(p.chart, p.a+(p.b-p.a)/2*(1+x))
		f.at(v)
	}
	return f
}

func ulp(x float64) float64 {
	x = math.Abs(x)
	return math.Nextafter(x, math.Inf(1)) - x
}

// sum adds with Neumaier's compensation, so that an average of a million draws is as good as one of ten.
type sum struct{ s, c float64 }

func (s *sum) add(x float64) {
	t := s.s + x
	if math.Abs(s.s) >= math.Abs(x) {
		s.c += (s.s - t) + x
	} else {
		s.c += (x - t) + s.s
	}
	s.s = t
}

func (s *sum) total() float64 {
	if !finite(s.c) {
		return s.s
	}
	return s.s + s.c
}

// worstFirst is a heap of panels, those that are not finite and then the largest error on top.
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

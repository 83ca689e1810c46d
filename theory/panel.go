package theory

import "math"

const (
	// caution multiplies what the null rules say: 4 covers every jump between two nodes and most kinks, 10 most
	// logarithms too.
	caution = 10
	// stubborn is how often a panel is halved towards the same break before that is taken for a singular point.
	stubborn = 5
	// steepest is the power of 1/distance from which a pole counts as divergent. Float64 cannot come near
	// enough to a point in the midst of others to tell more.
	steepest = 0.95
	// enough is how many halvings tell a power of the distance.
	enough = 20
	// unresolved bounds the integral over the smallest panel around a pole less steep than steepest, as a multiple of what
	// the rule finds there: 1/(1 − 2^(steepest − 1)), the sum of what all further halvings would add.
	unresolved = 30
	// resolved is the error, as a share of ∫|g|, below which a panel holds no jump and no pole, however small it is: those make
	// it some tenths.
	resolved = 1e-3
)

// A panel is an interval [a, b] of a chart with the rule's result on it.
type panel struct {
	chart           *chart
	a, b            float64
	value, abs, err float64
	wild            bool // some node is not finite
	// from and to are the breaks at which the panel still ends, NaN where it does not; kept counts how many
	// halvings have left it there.
	from, to float64
	kept     int
	// whole is ∫|g| over the panel from which depth halvings led here.
	whole float64
	depth int
}

// measure applies the rule. An integrand that is at no node finite is so over the whole length, and measure
// says how.
func (p *panel) measure(g integrand) (odd infinite) {
	mid, half := p.a+(p.b-p.a)/2, (p.b-p.a)/2
	var value, abs, low, high float64
	var null [3]float64
	wilds := 0
	for i, x := range rule.x {
		y, s := g(p.chart, mid+half*x)
		if s == wild {
			odd.note(y)
			wilds++
			continue
		}
		value += rule.weight[i] * y
		abs += rule.weight[i] * math.Abs(y)
		for k := range null {
			null[k] += rule.null[k][i] * y
		}
		low += rule.probe[nodes-1-i] * y
		high += rule.probe[i] * y
	}
	if wilds == nodes {
		return odd
	}
	p.value, p.abs = value*half, abs*half
	p.err = caution * half * max(math.Abs(null[0]), math.Abs(null[1]), math.Abs(null[2]))
	if p.depth == 0 {
		p.whole = p.abs
	}
	left, leftState := g(p.chart, mid-half*probeAt)
	right, rightState := g(p.chart, mid+half*probeAt)
	p.wild = wilds > 0 || leftState == wild || rightState == wild
	if !p.wild {
		p.err += half * (1 - rule.x[nodes-1]) * (math.Abs(left-low) + math.Abs(right-high))
	}
	return infinite{}
}

// halves splits the panel in two.
func (p *panel) halves() (left, right *panel) {
	mid := p.a + (p.b-p.a)/2
	l, r := *p, *p
	l.b, l.to = mid, math.NaN()
	r.a, r.from = mid, math.NaN()
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

// singular returns an inward chart around the break that the panel's halvings keep running into, nil where
// there is none.
func (p *panel) singular() *chart {
	if p.kept < stubborn {
		return nil
	}
	c := p.chart.around(p.from, p.b)
	if p.from != p.from {
		c = p.chart.around(p.to, p.a)
	}
	if math.Abs(c.width) < math.E*clear*ulp(c.origin) {
		return nil // the chart would end before it begins
	}
	return c
}

// smallest says whether the panel's nodes are too close together to tell apart.
func (p *panel) smallest() bool {
	if p.b-p.a <= 64*ulp(max(math.Abs(p.a), math.Abs(p.b))) {
		return true
	}
	da, _ := p.chart.at(p.a)
	db, _ := p.chart.at(p.b)
	return math.Abs(db-da) <= 32*ulp(p.chart.origin+da)
}

// steep says whether the halvings that led here have lost less than those towards a point of a bounded integrand would.
func (p *panel) steep() bool {
	const bounded = 0.9 // a power of the length that is clearly less than the first
	return p.depth >= enough && p.abs*math.Exp2(bounded*float64(p.depth)) > p.whole
}

// peak returns the float64 in or beside the smallest panel where the integrand is largest, or not finite.
func (p *panel) peak(g integrand) float64 {
	height := func(x float64) float64 {
		v, s := g(&chart{kind: straight, origin: x, width: 1}, 0)
		if s == wild {
			return math.Inf(1)
		}
		return math.Abs(v)
	}
	return uphill(height, p.chart.x(p.a+(p.b-p.a)/2))
}

// pole says whether a panel of the smallest size still holds so much that the integral around its point diverges.
func (p *panel) pole(g integrand) (f infinite) {
	if p.depth < enough || p.abs == 0 || p.abs*math.Exp2((1-steepest)*float64(p.depth)) < p.whole {
		return f
	}
	for _, x := range rule.x {
		v, _ := g(p.chart, p.a+(p.b-p.a)/2*(1+x))
		f.note(v)
	}
	return f
}

package quad

import (
	"math"

	"ganbook/theory/internal/float"
)

const (
	// caution is the safety factor on the error estimate of the null rules. A factor of 4 covers every
	// jump between two nodes and most kinks. A factor of 10 also covers most logarithms.
	caution = 10
	// singularAfter is the number of halvings towards the same break point after which the point counts
	// as a singularity.
	singularAfter = 5
	// steepest is the power of 1/distance from which a singularity counts as divergent. At a point other
	// than 0, float64 does not come near enough to the point to distinguish greater powers.
	steepest = 0.95
	// enough is the number of halvings that are needed to measure a power of the distance.
	enough = 20
	// unresolved is for the smallest subinterval around a singularity that is less steep than steepest.
	// The integral there is at most this multiple of what the rule gives: 1/(1 − 2^(steepest − 1)), which
	// is the sum over all further halvings.
	unresolved = 30
	// resolved is an error estimate, as a share of ∫|f|. Below it, a subinterval contains no jump and no
	// singularity, because these cause an error estimate of some tenths at any length.
	resolved = 1e-3
)

// A subinterval is a part [a, b] of an interval, with the result of the rule there.
type subinterval struct {
	on              *substitution
	a, b            float64
	value, abs, err float64
	nonFinite       bool // the integrand is not finite at some node
	// left and right are the break points at the ends of the subinterval. They are NaN where it does not
	// end at a break point. kept is the number of halvings in a row that have left it there.
	left, right float64
	kept        int
	// whole is ∫|f| over the subinterval of which this one is a part after depth halvings.
	whole float64
	depth int
}

// measure applies the rule. If the integrand is finite at no node, the integral counts as divergent, and
// measure returns its Divergence.
func (p *subinterval) measure(f *Integrand) (d Divergence) {
	middle, half := p.a+(p.b-p.a)/2, (p.b-p.a)/2
	var value, abs, low, high float64
	var null [3]float64
	nonFinite := 0
	for i, x := range rule.x {
		y, s := f.at(p.on, middle+half*x)
		if s == infinite {
			d.Note(y)
			nonFinite++
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
	if nonFinite == nodes {
		return d
	}
	p.value, p.abs = value*half, abs*half
	p.err = caution * half * max(math.Abs(null[0]), math.Abs(null[1]), math.Abs(null[2]))
	if p.depth == 0 {
		p.whole = p.abs
	}
	atLeft, leftState := f.at(p.on, middle-half*probeAt)
	atRight, rightState := f.at(p.on, middle+half*probeAt)
	p.nonFinite = nonFinite > 0 || leftState == infinite || rightState == infinite
	if !p.nonFinite {
		p.err += half * (1 - rule.x[nodes-1]) * (math.Abs(atLeft-low) + math.Abs(atRight-high))
	}
	return Divergence{}
}

// halves splits the subinterval in two.
func (p *subinterval) halves() (left, right *subinterval) {
	middle := p.a + (p.b-p.a)/2
	l, r := *p, *p
	l.b, l.right = middle, math.NaN()
	r.a, r.left = middle, math.NaN()
	l.depth++
	r.depth++
	l.kept, r.kept = 0, 0
	if p.left == p.left {
		l.kept = p.kept + 1
	}
	if p.right == p.right {
		r.kept = p.kept + 1
	}
	return &l, &r
}

// towardSingularity returns a substitution to a break point that counts as a singularity, because
// singularAfter halvings in a row have led towards it. It returns nil if there is none.
func (p *subinterval) towardSingularity() *substitution {
	if p.kept < singularAfter {
		return nil
	}
	s := p.on.toward(p.left, p.b)
	if p.left != p.left {
		s = p.on.toward(p.right, p.a)
	}
	if math.Abs(s.scale) < math.E*clear*float.ULP(s.origin) {
		return nil // the substitution would end before its start
	}
	return s
}

// smallest reports whether the nodes are so close together that float64 hardly distinguishes them.
func (p *subinterval) smallest() bool {
	if p.b-p.a <= 64*float.ULP(max(math.Abs(p.a), math.Abs(p.b))) {
		return true
	}
	da, _ := p.on.at(p.a)
	db, _ := p.on.at(p.b)
	return math.Abs(db-da) <= 32*float.ULP(p.on.origin+da)
}

// steep reports whether the integrand seems to be unbounded here: ∫|f| has fallen more slowly in the
// halvings than it does at a point of a bounded integrand.
func (p *subinterval) steep() bool {
	const bounded = 0.9 // a bit less than 1: for a bounded integrand, ∫|f| falls as the length
	return p.depth >= enough && p.abs*math.Exp2(bounded*float64(p.depth)) > p.whole
}

// peak returns a float64 in or beside a smallest subinterval. It is a point at which the integrand is
// largest or not finite.
func (p *subinterval) peak(f *Integrand) float64 {
	height := func(x float64) float64 {
		v, s := f.at(&substitution{kind: linear, origin: x, scale: 1}, 0)
		if s == infinite {
			return math.Inf(1)
		}
		return math.Abs(v)
	}
	x := float.Uphill(height, p.on.x(p.a+(p.b-p.a)/2))
	// There are too many float64s around 0 to reach it by single steps.
	if a, b := p.on.x(p.a), p.on.x(p.b); min(a, b) <= 0 && max(a, b) >= 0 && height(0) >= height(x) {
		return 0
	}
	return x
}

// divergence returns a Divergence if ∫|f| over a smallest subinterval is still so large that the integral
// around its point diverges.
func (p *subinterval) divergence(f *Integrand) (d Divergence) {
	if p.depth < enough || p.abs == 0 || p.abs*math.Exp2((1-steepest)*float64(p.depth)) < p.whole {
		return d
	}
	for _, x := range rule.x {
		v, _ := f.at(p.on, p.a+(p.b-p.a)/2*(1+x))
		d.Note(v)
	}
	return d
}

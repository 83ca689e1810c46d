package quad

import (
	"math"

	"ganbook/theory/internal/float"
)

const (
	// caution multiplies what the null rules say: 4 covers every jump between two nodes and most
	// kinks, 10 most logarithms too.
	caution = 10
	// singularAfter is how often a subinterval is halved towards the same break point before that
	// is taken for a singularity.
	singularAfter = 5
	// steepest is the power of 1/distance from which a singularity counts as divergent. Float64
	// cannot come near enough to a point that is not 0 to tell more.
	steepest = 0.95
	// enough is how many halvings it takes to measure a power of the distance.
	enough = 20
	// unresolved bounds the integral over the smallest subinterval around a singularity less steep
	// than steepest, as a multiple of what the rule gives there: 1/(1 − 2^(steepest − 1)), the sum
	// of what all further halvings would add.
	unresolved = 30
	// resolved is the error, as a share of ∫|f|, below which a subinterval holds no jump and no
	// singularity, however small it is: those make it some tenths.
	resolved = 1e-3
)

// A subinterval is a part [a, b] of an interval, with the rule's result on it.
type subinterval struct {
	on              *substitution
	a, b            float64
	value, abs, err float64
	nonFinite       bool // the integrand is not finite at some node
	// left and right are the break points at which the subinterval still ends, NaN where it does
	// not; kept counts how many halvings have left it there.
	left, right float64
	kept        int
	// whole is ∫|f| over the subinterval from which depth halvings led here.
	whole float64
	depth int
}

// measure applies the rule. An integrand that is finite at no node counts as infinite over the
// whole length; measure says with which sign.
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

// towardSingularity returns a substitution to the break point that the subinterval's halvings keep
// running into, nil where there is none.
func (p *subinterval) towardSingularity() *substitution {
	if p.kept < singularAfter {
		return nil
	}
	s := p.on.toward(p.left, p.b)
	if p.left != p.left {
		s = p.on.toward(p.right, p.a)
	}
	if math.Abs(s.scale) < math.E*clear*float.ULP(s.origin) {
		return nil // it would end before it begins
	}
	return s
}

// smallest reports whether the nodes are too close together to tell apart.
func (p *subinterval) smallest() bool {
	if p.b-p.a <= 64*float.ULP(max(math.Abs(p.a), math.Abs(p.b))) {
		return true
	}
	da, _ := p.on.at(p.a)
	db, _ := p.on.at(p.b)
	return math.Abs(db-da) <= 32*float.ULP(p.on.origin+da)
}

// steep reports whether the halvings that led here have lost less than those towards a point of a
// bounded integrand would.
func (p *subinterval) steep() bool {
	const bounded = 0.9 // a power of the length that is clearly less than the first
	return p.depth >= enough && p.abs*math.Exp2(bounded*float64(p.depth)) > p.whole
}

// peak returns the float64 in or beside a smallest subinterval where the integrand is largest, or
// not finite.
func (p *subinterval) peak(f *Integrand) float64 {
	height := func(x float64) float64 {
		v, s := f.at(&substitution{kind: linear, origin: x, scale: 1}, 0)
		if s == infinite {
			return math.Inf(1)
		}
		return math.Abs(v)
	}
	x := float.Uphill(height, p.on.x(p.a+(p.b-p.a)/2))
	// Around 0 there are more float64s than can be walked.
	if a, b := p.on.x(p.a), p.on.x(p.b); min(a, b) <= 0 && max(a, b) >= 0 && height(0) >= height(x) {
		return 0
	}
	return x
}

// divergence says whether a smallest subinterval still holds so much that the integral around its
// point diverges.
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

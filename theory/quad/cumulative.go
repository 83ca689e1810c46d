package quad

import (
	"cmp"
	"math"
	"slices"
	"sort"

	"ganbook/theory/internal/float"
)

// A Cumulative is a table of the integral of an integrand that is nowhere negative. It gives the integral
// below any point and the integral above it.
type Cumulative struct {
	lo, hi float64
	cells  []cell // from left to right
}

// degrees is the number of Legendre polynomials that describe the integrand within a cell.
const degrees = 10

// A cell is a part of the line, with a coordinate ξ from −1 to 1. A polynomial describes the integrand
// there to the last digits. The outermost cell of an unbounded interval has a rate instead, as a
// tailPart has.
type cell struct {
	on           *substitution
	middle, half float64 // t = middle + half·ξ, so that x rises with ξ
	coef         [degrees]float64
	lo, hi       float64 // the ends on the line
	integral     float64
	below, above float64 // the integrals left and right of it
	rate         float64
	end          float64 // the coordinate t at which a cell with a rate begins
}

// Cumulative makes a table of the integral over intervals that [Result.Intervals] returned. They cover
// the range from lo to hi. It panics if F is nil.
func (f Integrand) Cumulative(intervals []Interval, lo, hi float64) *Cumulative {
	f.check("Cumulative")
	q := f.subdivide(endsInward(intervals, lo, hi))
	c := &Cumulative{lo: lo, hi: hi}
	for _, p := range q.done {
		if p.abs > 0 {
			c.cells = f.cells(c.cells, p)
		}
	}
	for _, t := range q.tails {
		if t.value > 0 {
			c.cells = append(c.cells, t.cell())
		}
	}
	slices.SortFunc(c.cells, func(a, b cell) int { return cmp.Or(cmp.Compare(a.lo, b.lo), cmp.Compare(a.hi, b.hi)) })
	c.accumulate()
	return c
}

// endsInward replaces the intervals at the finite ends lo and hi by substitutions that lead inward to
// these ends. So the cells near an end have a relative precision.
func endsInward(intervals []Interval, lo, hi float64) []Interval {
	var all []Interval
	for _, v := range intervals {
		switch {
		case v.left == lo && v.right == hi:
			middle := v.a + (v.b-v.a)/2
			all = append(all, v.toward(v.left, middle).unbounded(), v.toward(v.right, middle).unbounded())
		case v.left == lo:
			all = append(all, v.toward(v.left, v.b).unbounded())
		case v.right == hi:
			all = append(all, v.toward(v.right, v.a).unbounded())
		default:
			all = append(all, v)
		}
	}
	return all
}

// cells appends the cells of a subinterval. It halves the subinterval until the integral over each half
// is accurate relative to itself. A far tail is small, but its inverse needs the same relative accuracy.
// Halving stops when it no longer lowers the error estimate to a quarter, because rounding noise is left.
func (f *Integrand) cells(cells []cell, p *subinterval) []cell {
	const negligible, parts, steep = 1e-36, 4, 64
	if p.abs > negligible && !p.smallest() {
		l, r := p.halves()
		l.measure(f)
		r.measure(f)
		// Where one half holds nearly all, the other half would have the digits of the whole only.
		uneven := min(l.abs, r.abs) > 0 && max(l.abs, r.abs) > steep*min(l.abs, r.abs)
		if uneven || p.err > target*p.abs && l.err+r.err < p.err/4 {
			return f.cells(f.cells(cells, l), r)
		}
	}
	step := (p.b - p.a) / parts
	for k := range parts {
		cells = append(cells, f.cell(p.on, p.a+step*float64(k), p.a+step*float64(k+1)))
	}
	return cells
}

// cell returns the cell from a to b. It projects the integrand on the Legendre polynomials, by the Gauss
// rule.
func (f *Integrand) cell(on *substitution, a, b float64) cell {
	c := cell{on: on, middle: a + (b-a)/2, half: (b - a) / 2}
	if !on.rising() {
		c.half = -c.half
	}
	c.lo, c.hi = on.x(c.middle-c.half), on.x(c.middle+c.half)
	for i, w := range gaussWeight {
		for _, x := range [...]float64{-kronrodNode[2*i+1], kronrodNode[2*i+1]} {
			v, _ := f.at(on, c.middle+c.half*x)
			v *= w * math.Abs(c.half)
			p, next := 1.0, x
			for k := range c.coef {
				c.coef[k] += (float64(k) + 0.5) * v * p
				n := float64(k + 1)
				p, next = next, ((2*n+1)*x*next-n*p)/(n+1)
			}
		}
	}
	c.integral = 2 * c.coef[0]
	return c
}

// cell returns the cell of a tailPart.
func (t *tailPart) cell() cell {
	c := cell{on: t.on, rate: t.rate, end: t.end, integral: t.value}
	from, to := t.on.x(t.end), t.on.origin
	if t.on.kind == outward {
		to = math.Copysign(math.Inf(1), t.on.scale)
	}
	c.lo, c.hi = min(from, to), max(from, to)
	return c
}

// accumulate computes the integrals below and above each cell.
func (c *Cumulative) accumulate() {
	var s float.Sum
	for i := range c.cells {
		c.cells[i].below = s.Total()
		s.Add(c.cells[i].integral)
	}
	s = float.Sum{}
	for i := len(c.cells) - 1; i >= 0; i-- {
		c.cells[i].above = s.Total()
		s.Add(c.cells[i].integral)
	}
}

// At returns the integral below x and the integral above x. Each is accurate relative to itself. Both are
// 0 if the integrand is 0 everywhere.
func (c *Cumulative) At(x float64) (below, above float64) {
	if len(c.cells) == 0 {
		return 0, 0
	}
	first, last := &c.cells[0], &c.cells[len(c.cells)-1]
	i := sort.Search(len(c.cells), func(i int) bool { return c.cells[i].hi > x })
	if x <= c.lo {
		return 0, first.integral + first.above
	}
	if x >= c.hi || i == len(c.cells) {
		return last.below + last.integral, 0
	}
	in := &c.cells[i]
	if x <= in.lo {
		return in.below, in.above + in.integral
	}
	m := in.upTo(x)
	return in.below + m, in.above + (in.integral - m)
}

// Inverse returns the point that has the integral below to its left and the integral above to its right.
// It uses the smaller of the two, which has more digits. It returns NaN if the integrand is 0 everywhere,
// because then no point differs from the others.
func (c *Cumulative) Inverse(below, above float64) float64 {
	n := len(c.cells)
	if n == 0 {
		return math.NaN()
	}
	var in *cell
	var rest float64
	if below <= above {
		in = &c.cells[min(sort.Search(n, func(i int) bool { return c.cells[i].below+c.cells[i].integral >= below }), n-1)]
		rest = below - in.below
	} else {
		in = &c.cells[min(sort.Search(n, func(i int) bool { return c.cells[i].above <= above }), n-1)]
		rest = in.integral - (above - in.above)
	}
	x := in.inverse(min(max(rest, 0), in.integral))
	return min(max(x, math.Nextafter(c.lo, math.Inf(1))), math.Nextafter(c.hi, math.Inf(-1)))
}

// to returns the cell's integral up to ξ, and the integrand there.
func (c *cell) to(x float64) (integral, slope float64) {
	// ∫Pₖ = (Pₖ₊₁ − Pₖ₋₁)/(2k + 1).
	before, p := 1.0, x
	integral, slope = c.coef[0]*(1+x), c.coef[0]
	for k := 1; k < degrees; k++ {
		n := float64(k)
		next := ((2*n+1)*x*p - n*before) / (n + 1)
		slope += c.coef[k] * p
		integral += c.coef[k] * (next - before) / (2*n + 1)
		before, p = p, next
	}
	return integral, slope
}

// inverse returns the point of the cell that has the given integral to its left. It uses Newton's method,
// and bisects where a step would leave the range that is left.
func (c *cell) inverse(integral float64) float64 {
	if c.rate > 0 {
		if c.on.rising() {
			integral = c.integral - integral
		}
		return c.on.x(c.end - math.Log(integral/c.integral)/c.rate)
	}
	lo, hi := -1.0, 1.0
	x := 2*integral/c.integral - 1
	for range 50 {
		m, slope := c.to(x)
		if m < integral {
			lo = x
		} else {
			hi = x
		}
		next := x - (m-integral)/slope
		if !(next >= lo && next <= hi) {
			next = lo + (hi-lo)/2
		}
		done := math.Abs(next-x) <= 0x1p-50
		x = next
		if done {
			break
		}
	}
	return c.on.x(c.middle + c.half*x)
}

// upTo returns the cell's integral left of a point inside it.
func (c *cell) upTo(x float64) float64 {
	t := c.on.t(x)
	if c.rate > 0 {
		beyond := c.integral * math.Exp(-c.rate*max(0, t-c.end))
		if c.on.rising() {
			return c.integral - beyond
		}
		return beyond
	}
	m, _ := c.to(min(max((t-c.middle)/c.half, -1), 1))
	return min(max(m, 0), c.integral)
}

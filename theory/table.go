package theory

import (
	"math"
	"slices"
	"sort"
)

// degrees is how many Legendre polynomials describe a density within a cell.
const degrees = 10

// A cell is a stretch of a density, given by ξ from −1 to 1, in which it is a polynomial to the last digits.
// What lies beyond all others towards an end has a rate instead, as in a rest.
type cell struct {
	chart        *chart
	mid, half    float64 // t = mid + half·ξ, so that x rises with ξ
	coef         [degrees]float64
	lo, hi       float64 // the ends on the line
	mass         float64
	below, above float64 // the masses left and right of it
	rate         float64
	end          float64 // where a cell with a rate begins
}

// table lays a density out in cells, from left to right.
func table(g *general) []cell {
	density := over(g, alone)
	q := integrate(density, g.ends(), 0)
	var cells []cell
	for _, p := range q.done {
		if p.abs > 0 {
			cells = fine(density, cells, p)
		}
	}
	for _, r := range q.rests {
		if r.value > 0 {
			cells = append(cells, restCell(r))
		}
	}
	slices.SortFunc(cells, func(a, b cell) int {
		if a.lo < b.lo || a.lo == b.lo && a.hi < b.hi {
			return -1
		}
		return 1
	})
	accumulate(cells)
	return cells
}

// fine appends the cells of a panel. Halving goes on until each half is known to its own digits: a far tail is
// nothing beside the whole, but its quantiles want theirs. Where noise keeps halving from helping, it stops.
func fine(g integrand, cells []cell, p *panel) []cell {
	const negligible, parts = 1e-30, 4
	if p.err > target*p.abs && p.abs > negligible {
		l, r := p.halves()
		l.measure(g)
		r.measure(g)
		if l.err+r.err < p.err/4 {
			return fine(g, fine(g, cells, l), r)
		}
	}
	step := (p.b - p.a) / parts
	for k := range parts {
		cells = append(cells, newCell(g, p.chart, p.a+step*float64(k), p.a+step*float64(k+1)))
	}
	return cells
}

// ends is the layout with finite ends of the range in inward charts, whose cells keep a relative precision.
func (g *general) ends() []span {
	var s []span
	for _, p := range g.layout {
		if p.from == g.lo && p.to == g.hi {
			m := p.a + (p.b-p.a)/2
			s = append(s, endless(*p.around(p.from, m)), endless(*p.around(p.to, m)))
		} else if p.from == g.lo {
			s = append(s, endless(*p.around(p.from, p.b)))
		} else if p.to == g.hi {
			s = append(s, endless(*p.around(p.to, p.a)))
		} else {
			s = append(s, p)
		}
	}
	return s
}

func newCell(g integrand, on *chart, a, b float64) cell {
	c := cell{chart: on, mid: a + (b-a)/2, half: (b - a) / 2}
	if !on.rising() {
		c.half = -c.half
	}
	c.lo, c.hi = on.x(c.mid-c.half), on.x(c.mid+c.half)
	// Project on the Legendre polynomials by the Gauss rule.
	for i, w := range gaussWeight {
		for _, x := range [...]float64{-kronrodNode[2*i+1], kronrodNode[2*i+1]} {
			v, _ := g(on, c.mid+c.half*x)
			v *= w * math.Abs(c.half)
			p, next := 1.0, x
			for k := range c.coef {
				c.coef[k] += (float64(k) + 0.5) * v * p
				n := float64(k + 1)
				p, next = next, ((2*n+1)*x*next-n*p)/(n+1)
			}
		}
	}
	c.mass = 2 * c.coef[0]
	return c
}

func restCell(r rest) cell {
	c := cell{chart: r.chart, rate: r.rate, end: r.end, mass: r.value}
	from, to := r.chart.x(r.end), r.chart.origin
	if r.chart.kind == outward {
		to = math.Copysign(math.Inf(1), r.chart.width)
	}
	c.lo, c.hi = min(from, to), max(from, to)
	return c
}

func accumulate(cells []cell) {
	var s sum
	for i := range cells {
		cells[i].below = s.total()
		s.add(cells[i].mass)
	}
	s = sum{}
	for i := len(cells) - 1; i >= 0; i-- {
		cells[i].above = s.total()
		s.add(cells[i].mass)
	}
}

// to returns the cell's mass up to ξ, and its density there.
func (c *cell) to(x float64) (mass, density float64) {
	// ∫Pₖ = (Pₖ₊₁ − Pₖ₋₁)/(2k + 1).
	before, p := 1.0, x
	mass, density = c.coef[0]*(1+x), c.coef[0]
	for k := 1; k < degrees; k++ {
		n := float64(k)
		next := ((2*n+1)*x*p - n*before) / (n + 1)
		density += c.coef[k] * p
		mass += c.coef[k] * (next - before) / (2*n + 1)
		before, p = p, next
	}
	return mass, density
}

// at returns the point of the cell with the given mass to its left.
func (c *cell) at(mass float64) float64 {
	if c.rate > 0 {
		if c.chart.rising() {
			mass = c.mass - mass
		}
		return c.chart.x(c.end - math.Log(mass/c.mass)/c.rate)
	}
	lo, hi := -1.0, 1.0
	x := 2*mass/c.mass - 1
	for range 50 {
		m, slope := c.to(x)
		if m < mass {
			lo = x
		} else {
			hi = x
		}
		next := x - (m-mass)/slope
		if !(next >= lo && next <= hi) {
			next = lo + (hi-lo)/2
		}
		done := math.Abs(next-x) <= 0x1p-50
		x = next
		if done {
			break
		}
	}
	return c.chart.x(c.mid + c.half*x)
}

// upTo returns the cell's mass left of a point inside it.
func (c *cell) upTo(x float64) float64 {
	t := c.chart.coordinate(x)
	if c.rate > 0 {
		beyond := c.mass * math.Exp(-c.rate*max(0, t-c.end))
		if c.chart.rising() {
			return c.mass - beyond
		}
		return beyond
	}
	mass, _ := c.to(min(max((t-c.mid)/c.half, -1), 1))
	return min(max(mass, 0), c.mass)
}

func (g *general) cells() []cell {
	g.tabled.Do(func() { g.table = table(g) })
	return g.table
}

func (g *general) cdf(x float64) (below, above float64) {
	cells := g.cells()
	i := sort.Search(len(cells), func(i int) bool { return cells[i].hi > x })
	if x <= g.lo {
		return 0, 1
	}
	if x >= g.hi || i == len(cells) {
		return 1, 0
	}
	c := &cells[i]
	if x <= c.lo {
		return c.below, c.above + c.mass
	}
	m := c.upTo(x)
	return c.below + m, c.above + (c.mass - m)
}

func (g *general) quantile(u, v float64) float64 {
	cells := g.cells()
	var i int
	var mass float64
	// From the nearer end, where the digits are.
	if u <= v {
		i = min(sort.Search(len(cells), func(i int) bool { return cells[i].below+cells[i].mass >= u }), len(cells)-1)
		mass = u - cells[i].below
	} else {
		i = min(sort.Search(len(cells), func(i int) bool { return cells[i].above <= v }), len(cells)-1)
		mass = cells[i].mass - (v - cells[i].above)
	}
	c := &cells[i]
	x := c.at(min(max(mass, 0), c.mass))
	return min(max(x, math.Nextafter(g.lo, math.Inf(1))), math.Nextafter(g.hi, math.Inf(-1)))
}

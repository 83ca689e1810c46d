package theory

import (
	"math"
	"slices"
	"sort"
)

// A cell is a stretch of a density on which the Gauss rule is good to its last digits, with its mass and the
// masses on either side. A cell with a rate is what lies beyond all others towards an end: the density
// falls like e^(−rate·t) there.
type cell struct {
	chart        *chart
	tlo, thi     float64 // coordinates of the ends lo < hi on the line
	lo, hi       float64
	mass         float64
	below, above float64
}

// table lays out the cells, from left to right. It is made when first asked for.
func (g *general) table() []cell {
	g.tabled.Do(func() {
		in := integrate(over(g, one), g.layout)
		density := over(g, one)
		for len(in.panels) > 0 {
			p := in.panels[len(in.panels)-1]
			in.panels = in.panels[:len(in.panels)-1]
			if p.abs == 0 {
				continue
			}
			if p.err > 1e-11*p.abs && p.depth < 60 && !p.smallest() {
				l, r := p.halves()
				l.measure(density)
				r.measure(density)
				in.panels = append(in.panels, l, r)
				continue
			}
			for k := range 4 {
				at := func(k int) float64 { return p.a + (p.b-p.a)*float64(k)/4 }
				c := cell{chart: p.chart, tlo: at(k), thi: at(k + 1)}
				if k == 3 {
					c.thi = p.b
				}
				if !c.chart.rising() {
					c.tlo, c.thi = c.thi, c.tlo
				}
				c.lo, c.hi = c.chart.x(c.tlo), c.chart.x(c.thi)
				c.mass = g.between(&c, c.tlo, c.thi)
				g.cells = append(g.cells, c)
			}
		}
		slices.SortFunc(g.cells, func(a, b cell) int {
			if a.lo != b.lo {
				if a.lo < b.lo {
					return -1
				}
				return 1
			}
			if a.hi < b.hi {
				return -1
			}
			return 1
		})
		var s sum
		for i := range g.cells {
			g.cells[i].below = s.total()
			s.add(g.cells[i].mass)
		}
		s = sum{}
		for i := len(g.cells) - 1; i >= 0; i-- {
			g.cells[i].above = s.total()
			s.add(g.cells[i].mass)
		}
	})
	return g.cells
}

func (g *general) dens(c *cell, t float64) float64 {
	d, jacobian := c.chart.at(t)
	return math.Exp(g.logAt(c.chart.origin, d, c.chart.place(d))) * jacobian
}

// between returns the mass between two coordinates of a cell.
func (g *general) between(c *cell, s, t float64) float64 {
	return math.Abs(gauss(func(t float64) float64 { return g.dens(c, t) }, s, t))
}

func (g *general) cdf(x float64) (below, above float64) {
	if x <= g.lo {
		return 0, 1
	}
	if x >= g.hi {
		return 1, 0
	}
	cells := g.table()
	i := sort.Search(len(cells), func(i int) bool { return cells[i].hi > x })
	if i == len(cells) {
		return 1, 0
	}
	c := &cells[i]
	if x <= c.lo {
		return c.below, c.above + c.mass
	}
	t := c.chart.coordinate(x)
	return c.below + g.between(c, c.tlo, t), c.above + g.between(c, t, c.thi)
}

func (g *general) quantile(u, v float64) float64 {
	cells := g.table()
	var i int
	if u <= v {
		i = sort.Search(len(cells), func(i int) bool { return cells[i].below+cells[i].mass >= u })
	} else {
		i = sort.Search(len(cells), func(i int) bool { return cells[i].above <= v })
	}
	i = min(i, len(cells)-1)
	c := &cells[i]
	// The mass wanted between start and t.
	start, end, want := c.tlo, c.thi, u-c.below
	if u > v {
		start, end, want = c.thi, c.tlo, v-c.above
	}
	want = min(max(want, 0), c.mass)
	lo, hi := start, end
	t := start + (end-start)*want/c.mass
	for range 60 {
		excess := g.between(c, start, t) - want
		if excess > 0 {
			hi = t
		} else {
			lo = t
		}
		step := excess / g.dens(c, t)
		if end < start {
			step = -step
		}
		next := t - step
		if !(next > min(lo, hi) && next < max(lo, hi)) {
			next = lo + (hi-lo)/2
		}
		if math.Abs(next-t) <= 1e-15*max(math.Abs(t), math.Abs(end-start)) {
			t = next
			break
		}
		t = next
	}
	x := c.chart.x(t)
	return min(max(x, math.Nextafter(g.lo, math.Inf(1))), math.Nextafter(g.hi, math.Inf(-1)))
}

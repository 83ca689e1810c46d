package show

import (
	"math"
	"slices"

	"ganbook/notebooks/show/scene"
)

// axes are the axes of a figure. They have room for what the marks of all frames need. The space
// between them is w by h pixels.
func axes(frames []Figure, w, h float64) (x, y scene.Axis) {
	f := frames[0]
	n := figureNeeds{x: noNeeds(), y: noNeeds(), xAxis: scene.Axis{Log: f.LogX}, yAxis: scene.Axis{Log: f.LogY}}
	for _, g := range frames {
		for _, m := range g.Marks {
			n.add(m)
		}
	}
	const xTick, yTick = 55, 38 // the least distances between two ticks, in pixels
	x = newAxis(f.X, f.XRange, f.LogX, w, xTick, n.x)
	y = newAxis(f.Y, f.YRange, f.LogY, h, yTick, n.y)
	namesRule := func(m Mark) bool { return m.kind == rule && m.name != "" }
	inFrame := func(f Figure) bool { return slices.ContainsFunc(f.Marks, namesRule) } // a name may come with a slider
	if f.YRange == (Range{}) && slices.ContainsFunc(frames, inFrame) {
		// The names of rules stand at the top. So leave room for them above what is drawn.
		const row = 20
		n.y.include(y.Unscale(y.Scale(y.Lo)+(y.Scale(y.Hi)-y.Scale(y.Lo))*h/(h-row)), false)
		y = newAxis(f.Y, f.YRange, f.LogY, h, yTick, n.y)
	}
	return x, y
}

// newAxis returns an axis over the range fixed, or over what is needed if fixed is the zero Range. In
// pixels, its length is pixels, and the least distance between two ticks is every.
func newAxis(title string, fixed Range, log bool, pixels, every float64, n needs) scene.Axis {
	a := scene.Axis{Title: title, Log: log, Pixels: pixels}
	if fixed != (Range{}) {
		a.Lo, a.Hi = fixed[0], fixed[1]
	} else {
		a.Lo, a.Hi = n.ends(a)
	}
	a.Ticks = ticks(a, max(3, math.Floor(pixels/every)))
	return a
}

// needs is what the marks of a figure ask of one of its axes.
type needs struct {
	tight    Range // of values that may be at the axis's ends; NaN while there are none
	loose    Range // of values that want room between them and the axis's ends
	fromZero bool  // bars and areas stand on zero
}

func noNeeds() needs {
	none := Range{math.NaN(), math.NaN()}
	return needs{tight: none, loose: none}
}

func (n *needs) include(v float64, loose bool) {
	r := &n.tight
	if loose {
		r = &n.loose
	}
	r[0], r[1] = extent(r[:], []float64{v})
}

// ends chooses where the axis a begins and ends.
func (n needs) ends(a scene.Axis) (lo, hi float64) {
	least, greatest := extent(n.tight[:], n.loose[:])
	if math.IsNaN(least) {
		if a.Log {
			return 1, 10
		}
		return 0, 1
	}
	if n.fromZero && !a.Log {
		least, greatest = min(least, 0), max(greatest, 0)
	}
	lo, hi = a.Scale(least), a.Scale(greatest)
	if narrow(lo, hi) || narrow(least, greatest) { // near 1, logarithms are close to 0 and relatively far apart
		margin := max(math.Abs(lo), math.Abs(hi)) / 10
		if a.Log {
			margin = 0.5
		} else if margin < 1e-290 {
			margin = 1
		}
		return a.Unscale(lo - margin), a.Unscale(hi + margin)
	}
	room := (hi - lo) * 0.05
	from, to := lo, hi
	if n.loose[0] == least {
		from -= room
	}
	if n.loose[1] == greatest {
		to += room
	}
	if !a.Log {
		// Room beyond zero would suggest that values can have the other sign.
		if lo >= 0 && from < 0 {
			from = 0
		}
		if hi <= 0 && to > 0 {
			to = 0
		}
	}
	return a.Unscale(from), a.Unscale(to)
}

// figureNeeds is what marks ask of both axes.
type figureNeeds struct {
	x, y         needs
	xAxis, yAxis scene.Axis // only Log is known yet
}

// add adds what a mark needs.
func (n *figureNeeds) add(m Mark) {
	switch m.kind {
	case histogram:
		edges, density := m.bin()
		for i, d := range density {
			n.point(edges[i], d, false, true)
			n.point(edges[i+1], d, false, true)
		}
		n.y.fromZero = true
	case bars:
		half := barStep(m.xs, n.xAxis) / 2
		for i, x := range m.xs {
			if n.xAxis.Takes(x) {
				n.point(n.xAxis.Unscale(n.xAxis.Scale(x)-half), m.ys[i], false, true)
				n.point(n.xAxis.Unscale(n.xAxis.Scale(x)+half), m.ys[i], false, true)
			}
		}
		n.y.fromZero = true
	case heat:
		n.point(m.x0, m.y0, false, false)
		n.point(m.x1, m.y1, false, false)
	case board:
		n.point(-0.5, -float64(len(m.grid))+0.5, false, false)
		n.point(float64(len(m.grid[0]))-0.5, 0.5, false, false)
	case images:
		w, h := m.sheetSize()
		n.point(0, 0, false, false)
		n.point(float64(w), float64(h), false, false)
	case rule:
		if n.xAxis.Takes(m.xs[0]) {
			n.x.include(m.xs[0], true)
		}
	case level:
		if n.yAxis.Takes(m.ys[0]) {
			n.y.include(m.ys[0], true)
		}
	default:
		loose := m.kind == points || m.kind == label || m.kind == arrows
		for i, x := range m.xs {
			n.point(x, m.ys[i], loose, true)
			if m.kind == arrows {
				n.point(x+m.dxs[i], m.ys[i]+m.dys[i], loose, true)
			}
			if m.los != nil {
				n.point(x, m.los[i], loose, true)
			}
		}
		n.y.fromZero = n.y.fromZero || m.kind == areas && m.los == nil
	}
}

// point adds a point. A point that one of the axes has no place for is not drawn, and needs nothing.
func (n *figureNeeds) point(x, y float64, looseX, looseY bool) {
	if n.xAxis.Takes(x) && n.yAxis.Takes(y) {
		n.x.include(x, looseX)
		n.y.include(y, looseY)
	}
}

package theory

import (
	"cmp"
	"math"
	"slices"
)

// A terrain is a log density l on (lo, hi), looked at from a lattice of points to find where it needs cutting.
type terrain struct {
	l      func(x float64) float64
	lo, hi float64
	grid   []float64
	logs   []float64
	breaks []bend
	top    float64 // the highest finite value seen
	unit   float64 // the breadth of the broadest bump
}

// A bump this many nats below the top is nothing; an edge this far below none.
const deep, abyss = 700, 5000

// locate returns spans over (lo, hi), cut where the density exp(l) has its bumps, edges and poles.
func locate(l func(x float64) float64, lo, hi float64) []span {
	t := terrain{l: l, lo: lo, hi: hi, grid: lattice(lo, hi), top: math.Inf(-1)}
	t.logs = make([]float64, len(t.grid))
	for i, x := range t.grid {
		t.logs[i] = l(x)
	}
	for _, l := range t.logs {
		if finite(l) {
			t.top = max(t.top, l)
		}
	}
	for i := range t.grid {
		t.edge(i)
		if t.summit(i) {
			t.bump(i)
		}
	}
	return t.spans()
}

// log is the log density at a lattice point, −Inf beyond the last.
func (t *terrain) log(i int) float64 {
	if i < 0 || i >= len(t.logs) {
		return math.Inf(-1)
	}
	return t.logs[i]
}

// point is a lattice point, the end of the range beyond the last.
func (t *terrain) point(i int) float64 {
	switch {
	case i < 0:
		return t.lo
	case i >= len(t.grid):
		return t.hi
	}
	return t.grid[i]
}

// add adds a break, unless float64 has hardly any numbers between it and an end. Its width is that of the bump it
// belongs to, 0 for edges and poles.
func (t *terrain) add(x, width float64) {
	if x > t.lo && x < t.hi && !(x-t.lo < clear*ulp(t.lo)) && !(t.hi-x < clear*ulp(t.hi)) {
		t.breaks = append(t.breaks, bend{x, width})
	}
}

// edge adds where the density starts or ends being zero, between a point and the one before.
func (t *terrain) edge(i int) {
	none := func(l float64) bool { return math.IsInf(l, -1) }
	before, after := t.log(i-1), t.log(i)
	if i == 0 || none(before) == none(after) {
		return
	}
	x := leastFloat(t.point(i-1), t.point(i), func(x float64) bool { return none(t.l(x)) == none(after) })
	inside := x
	if none(after) {
		inside = math.Nextafter(x, math.Inf(-1))
	}
	// Where a formula runs into −Inf far down its slope there is no edge.
	if t.l(inside) > t.top-abyss {
		t.add(x, 0)
	}
}

// summit says whether the lattice point i is higher than its neighbours.
func (t *terrain) summit(i int) bool {
	l := t.log(i)
	return !math.IsInf(l, -1) && t.log(i-1) <= l && (t.log(i+1) < l || math.IsInf(l, 1))
}

// bump adds the breaks of the bump around a lattice point, unless it is nothing beside the highest so far.
func (t *terrain) bump(i int) {
	const away = 12 // lattice steps: two decades of the distance from an end
	x, peak := t.point(i), t.log(i)
	switch {
	case math.IsInf(peak, 1):
		t.add(x, 0)
		t.bulk(x)
	case i == 0 && finite(t.lo):
		t.end(t.lo, peak, t.log(i+away))
	case i == len(t.grid)-1 && finite(t.hi):
		t.end(t.hi, peak, t.log(i-away))
	default:
		x = uphill(t.l, climb(t.l, t.point(i-1), x, t.point(i+1)))
		peak = t.l(x)
		if math.IsInf(peak, 1) {
			t.add(x, 0)
			t.bulk(x)
			return
		}
		t.top = max(t.top, peak)
		if peak > t.top-deep {
			t.slopes(x, peak)
		}
	}
}

// end adds the breaks of a density that is highest at an end of the range: bounded there, or with a pole.
func (t *terrain) end(x, peak, inner float64) {
	if peak-inner < 1 {
		t.slopes(x, peak)
	} else {
		t.bulk(x)
	}
}

// slopes adds the peak at m and where the density has fallen to exp(−½), exp(−4½) and exp(−18) of it: one, three
// and six standard deviations of a bell.
func (t *terrain) slopes(m, peak float64) {
	sides, drops := [...]float64{-1, 1}, [...]float64{0.5, 4.5, 18}
	breadth := 0.0
	for _, side := range sides {
		if d := t.fall(m, side, peak-drops[0]); finite(d) {
			breadth = max(breadth, d)
		}
	}
	t.unit = max(t.unit, breadth)
	t.add(m, breadth)
	for _, side := range sides {
		for _, drop := range drops {
			t.add(m+side*t.fall(m, side, peak-drop), breadth)
		}
	}
}

// bulk adds, on either side of a pole, where the density per unit of ln|x − pole| is largest. The far half of
// the range is the other end's.
func (t *terrain) bulk(pole float64) {
	for _, side := range [...]float64{-1, 1} {
		best, at := math.Inf(-1), pole
		for i, x := range t.grid {
			if d := (x - pole) * side; d > 0 && d <= t.hi/2-t.lo/2 && finite(t.logs[i]) {
				if l := t.logs[i] + math.Log(d); l > best {
					best, at = l, x
				}
			}
		}
		t.add(at, math.Abs(at-pole))
		t.unit = max(t.unit, math.Abs(at-pole))
	}
}

// fall returns how far from m, to one side, the log density first falls below a level, to within a few percent:
// at most the distance to the end of the range.
func (t *terrain) fall(m, side, level float64) float64 {
	limit := t.hi - m
	if side < 0 {
		limit = m - t.lo
	}
	low := func(d float64) bool { return d >= limit || t.l(m+side*d) < level }
	b := max(64*ulp(m), 1e-300)
	for !low(b) {
		b *= 8
	}
	a := b / 8
	for range 6 {
		if mid := math.Sqrt(a) * math.Sqrt(b); low(mid) {
			b = mid
		} else {
			a = mid
		}
	}
	return min(b, limit)
}

// spans makes spans of the stretches between the breaks, and charts out to infinite ends.
func (t *terrain) spans() []span {
	breaks := graded(t.points())
	n := len(breaks)
	first, last := breaks[0], breaks[n-1]
	left, right := t.unit, t.unit
	if n > 1 {
		left, right = breaks[1]-first, last-breaks[n-2]
	} else if t.unit == 0 {
		left, right = max(1, math.Abs(first)), max(1, math.Abs(first))
	}
	var s []span
	for i, a := range breaks[:n-1] {
		b := breaks[i+1]
		s = append(s, span{chart: chart{kind: straight, origin: a, width: b - a}, a: 0, b: 1, from: a, to: b})
	}
	if math.IsInf(t.lo, -1) {
		s = append(s, endless(chart{kind: outward, origin: first, width: -left}))
	}
	if math.IsInf(t.hi, 1) {
		s = append(s, endless(chart{kind: outward, origin: last, width: right}))
	}
	return s
}

// points returns the breaks and finite ends in order, without those that lie on another for all their bump's width.
func (t *terrain) points() []float64 {
	const close = 1e-3
	for _, end := range [...]float64{t.lo, t.hi} {
		if finite(end) {
			t.breaks = append(t.breaks, bend{end, 0})
		}
	}
	// The sharper first, so that what is dropped is the broader of two.
	slices.SortFunc(t.breaks, func(a, b bend) int { return cmp.Compare(a.width, b.width) })
	var xs []float64
	for _, b := range t.breaks {
		i, found := slices.BinarySearch(xs, b.x)
		near := found || i > 0 && b.x-xs[i-1] < close*b.width || i < len(xs) && xs[i]-b.x < close*b.width
		if !near {
			xs = slices.Insert(xs, i, b.x)
		}
	}
	if len(xs) == 0 {
		xs = append(xs, 0)
	}
	return xs
}

// graded cuts gaps that are much wider than one beside them, so that no panel is so wide that
// the slope of a narrow neighbour hides between its end and its first node.
func graded(breaks []float64) []float64 {
	const ratio = 4
	n := len(breaks)
	for i := range n - 1 {
		a, b := breaks[i], breaks[i+1]
		mid := a + (b-a)/2
		if i > 0 {
			for x, gap := a, a-breaks[i-1]; ; {
				gap *= ratio
				if x += gap; !(x < mid) {
					break
				}
				breaks = append(breaks, x)
			}
		}
		if i+2 < n {
			for x, gap := b, breaks[i+2]-b; ; {
				gap *= ratio
				if x -= gap; !(x > mid) {
					break
				}
				breaks = append(breaks, x)
			}
		}
	}
	slices.Sort(breaks)
	return slices.Compact(breaks)
}

// lattice returns ascending points inside (lo, hi): at even steps of a finite range, and at steps of equal ratio
// from each finite end and from 0, sixty decades each.
func lattice(lo, hi float64) []float64 {
	const even, perDecade, decades = 128, 6, 30
	var xs []float64
	add := func(x float64) {
		if x > lo && x < hi {
			xs = append(xs, x)
		}
	}
	if finite(lo) && finite(hi) {
		for k := 1; k < even; k++ {
			add(lo + (hi-lo)*(float64(k)/even))
		}
	}
	add(0)
	for k := -decades * perDecade; k <= decades*perDecade; k++ {
		r := math.Pow(10, float64(k)/perDecade)
		add(r)
		add(-r)
		add(lo + r)
		add(hi - r)
	}
	slices.Sort(xs)
	// Points too close for their distance from every end only show the rounding of the log density.
	kept := xs[:0]
	for _, x := range xs {
		if n := len(kept); n == 0 || x-kept[n-1] > 1e-3*min(math.Abs(x), x-lo, hi-x) {
			kept = append(kept, x)
		}
	}
	return kept
}

// climb returns where l is largest between a and b, given that it is nowhere larger at them than at x, by golden
// section. Where a or b is infinite it stays.
func climb(l func(x float64) float64, a, x, b float64) float64 {
	const golden, rounds, sharp = 0.38196601125010515, 100, 1e-14
	if !finite(b - a) {
		return x
	}
	lx := l(x)
	for range rounds {
		// Into the longer side.
		y := x - golden*(x-a)
		if b-x > x-a {
			y = x + golden*(b-x)
		}
		if y <= a || y >= b || b-a < sharp*math.Abs(x) {
			break
		}
		if ly := l(y); ly > lx {
			a, x, b = narrow(a, y, b, x)
			lx = ly
		} else {
			a, x, b = narrow(a, x, b, y)
		}
	}
	return x
}

// uphill goes on from x by single float64s while f rises, some thousand at most: so a search that has come within 1e-14 of
// a pole ends on it.
func uphill(f func(x float64) float64, x float64) float64 {
	const most = 1024
	top := f(x)
	for _, end := range [...]float64{math.Inf(-1), math.Inf(1)} {
		for range most {
			next := math.Nextafter(x, end)
			height := f(next)
			if !(height > top) {
				break
			}
			x, top = next, height
		}
	}
	return x
}

// narrow cuts [a, b] off at y, on the side of x on which it lies.
func narrow(a, x, b, y float64) (float64, float64, float64) {
	if y < x {
		return y, x, b
	}
	return a, x, y
}

package theory

import (
	"cmp"
	"math"
	"slices"

	"ganbook/theory/internal/float"
	"ganbook/theory/quad"
)

// locate returns intervals over (lo, hi) whose ends lie where the density exp(l) has its bumps and
// its edges.
//
// Where the range ends, a bump is looked for in exp(l)·distance, the mass per unit of ln(distance)
// from the end: so the bulk of a density that is highest at an end is a bump like others. So it is
// beside a pole at 0. The first look is at a lattice of points; from those that are higher than
// their neighbours the search climbs.
func locate(l func(x float64) float64, lo, hi float64, breakPoints []float64) []quad.Interval {
	anchors := []float64{lo, hi}
	if lo < 0 && hi > 0 && math.IsInf(l(0), 1) {
		anchors = append(anchors, 0)
	}
	h := func(x float64) float64 {
		distance := math.Inf(1)
		for _, a := range anchors {
			if d := math.Abs(x - a); d > 0 {
				distance = min(distance, d)
			}
		}
		if math.IsInf(distance, 1) {
			return l(x)
		}
		return l(x) + float.Log(distance)
	}
	xs := lattice(lo, hi)
	ls, hs := make([]float64, len(xs)+2), make([]float64, len(xs)+2) // −Inf before the first and after the last
	for i := range hs {
		ls[i], hs[i] = math.Inf(-1), math.Inf(-1)
		if i > 0 && i <= len(xs) {
			ls[i], hs[i] = l(xs[i-1]), h(xs[i-1])
		}
	}
	xs = slices.Concat([]float64{lo}, xs, []float64{hi})
	found := []quad.BreakPoint{{X: lo}, {X: hi}}
	add := func(x, width float64) {
		if x > lo && x < hi && !(x-lo < tiny*float.ULP(lo)) && !(hi-x < tiny*float.ULP(hi)) { // of an infinite end, NaN
			found = append(found, quad.BreakPoint{X: x, Width: width})
		}
	}
	for _, x := range breakPoints {
		add(x, 0)
	}
	for i := 1; i < len(xs)-1; i++ {
		if i > 1 && math.IsInf(ls[i], -1) != math.IsInf(ls[i-1], -1) {
			add(edge(l, xs[i-1], xs[i]), 0)
		}
		if xs[i] == 0 && ls[i] > ls[i-1] && ls[i] > ls[i+1] {
			add(0, 0)
		}
		if hs[i] > math.Inf(-1) && hs[i-1] <= hs[i] && hs[i] > hs[i+1] {
			m := quad.Uphill(h, goldenMaximum(h, xs[i-1], xs[i], xs[i+1]))
			for _, p := range slopes(h, m, lo, hi) {
				add(p.X, p.Width)
			}
		}
	}
	return quad.Between(0, distinct(found)...)
}

// tiny is how many roundings of an end a break point keeps away from it.
const tiny = 4096

// edge returns the first float64 above a at which it is no longer so that l is −Inf, or no longer
// so that it is not.
func edge(l func(x float64) float64, a, b float64) float64 {
	none := func(x float64) bool { return math.IsInf(l(x), -1) }
	before := none(a)
	return leastFloat(a, b, func(x float64) bool { return none(x) != before })
}

// slopes returns the peak at m and where h has fallen from it by ½, 4½ and 18: by one, three and
// six standard deviations of a bell.
func slopes(h func(x float64) float64, m, lo, hi float64) []quad.BreakPoint {
	points := []quad.BreakPoint{{X: m}}
	width, peak := 0.0, h(m)
	if math.IsInf(peak, 1) {
		return points
	}
	for _, side := range [...]float64{-1, 1} {
		limit := hi - m
		if side < 0 {
			limit = m - lo
		}
		for i, drop := range [...]float64{0.5, 4.5, 18} {
			d := fall(func(d float64) bool { return d >= limit || h(m+side*d) < peak-drop }, max(64*float.ULP(m), 1e-300))
			if d = min(d, limit); i == 0 && float.Finite(d) {
				width = max(width, d)
			}
			points = append(points, quad.BreakPoint{X: m + side*d})
		}
	}
	for i := range points {
		points[i].Width = width
	}
	return points
}

// fall returns the least distance, from d on, at which it is low, to within a few percent.
func fall(low func(d float64) bool, d float64) float64 {
	for !low(d) {
		d *= 8
	}
	a := d / 8
	for range 6 {
		if middle := math.Sqrt(a) * math.Sqrt(d); low(middle) {
			d = middle
		} else {
			a = middle
		}
	}
	return d
}

// ascending returns those of the points that lie in [lo, hi], in order, each once.
func ascending(points []float64, lo, hi float64) []float64 {
	points = slices.DeleteFunc(points, func(x float64) bool { return !(x >= lo && x <= hi) })
	slices.Sort(points)
	return slices.Compact(points)
}

// distinct returns the points in order, without those that lie on another one for all their bump's
// width.
func distinct(points []quad.BreakPoint) []float64 {
	const close = 1e-3
	// The sharper first, so that what is dropped is the broader of two.
	slices.SortStableFunc(points, func(a, b quad.BreakPoint) int { return cmp.Compare(a.Width, b.Width) })
	var xs []float64
	for _, p := range points {
		i, found := slices.BinarySearch(xs, p.X)
		if !(found || i > 0 && p.X-xs[i-1] < close*p.Width || i < len(xs) && xs[i]-p.X < close*p.Width) {
			xs = slices.Insert(xs, i, p.X)
		}
	}
	return xs
}

// lattice returns ascending points inside (lo, hi): at even steps of a finite range, and at steps
// of equal ratio from each finite end and from 0, sixty decades each.
func lattice(lo, hi float64) []float64 {
	const even, perDecade, decades = 128, 6, 30
	var xs []float64
	add := func(x float64) {
		if x > lo && x < hi {
			xs = append(xs, x)
		}
	}
	if float.Finite(lo) && float.Finite(hi) {
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

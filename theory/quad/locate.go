package quad

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"ganbook/theory/internal/float"
)

// Locate returns intervals over (lo, hi) whose ends lie at the peaks and at the edges of the weight
// exp(l), and at those break points that lie inside. An edge is a point at which the weight starts or
// stops being 0.
//
// The search looks for the peaks of exp(l)·distance. Here distance is the distance from the nearest
// finite end; if no end is finite, it is left out. This product is the integrand per unit of
// ln(distance). A weight that is highest at an end has no peak inside, but the product has one, where
// the bulk of the integral lies. The same holds beside a singularity at 0, so that 0 then counts as
// an end.
//
// The search first evaluates l at some hundreds of points. They lie at distances of 1e-30 to 1e30 from
// lo, hi and 0, and at even steps of a finite range. The search climbs from those points that are
// higher than their neighbours. So it may miss a narrow peak beside a broad one. It panics if l is nil, and
// unless lo < hi.
func Locate(l func(x float64) float64, lo, hi float64, breakPoints ...float64) []Interval {
	if l == nil {
		panic("quad: Locate: the log weight is nil; give a function from x to ln w(x)")
	}
	if !(lo < hi) {
		panic(fmt.Sprintf("quad: Locate: from %v to %v; the first end must be the lower one", lo, hi))
	}
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
	xs := searchPoints(lo, hi)
	// The values have −Inf before the first point and after the last.
	ls, hs := make([]float64, len(xs)+2), make([]float64, len(xs)+2)
	for i := range hs {
		ls[i], hs[i] = math.Inf(-1), math.Inf(-1)
		if i > 0 && i <= len(xs) {
			ls[i], hs[i] = l(xs[i-1]), h(xs[i-1])
		}
	}
	xs = slices.Concat([]float64{lo}, xs, []float64{hi})
	found := []BreakPoint{{X: lo}, {X: hi}}
	add := func(x, width float64) {
		// The ULP of an infinite end is NaN, so no point is too close to such an end.
		if x > lo && x < hi && !(x-lo < clear*float.ULP(lo)) && !(hi-x < clear*float.ULP(hi)) {
			found = append(found, BreakPoint{X: x, Width: width})
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
			m := float.Uphill(h, float.Maximum(h, xs[i-1], xs[i], xs[i+1]))
			for _, p := range peakPoints(h, m, lo, hi) {
				add(p.X, p.Width)
			}
		}
	}
	return Between(0, distinct(found)...)
}

// edge returns the edge of the weight between a and b: the first float64 after a at which l
// changes from −Inf to a greater value, or from a greater value to −Inf.
func edge(l func(x float64) float64, a, b float64) float64 {
	isZero := func(x float64) bool { return math.IsInf(l(x), -1) }
	before := isZero(a)
	return float.Least(a, b, func(x float64) bool { return isZero(x) != before })
}

// peakPoints returns the peak m of h, and the points on both sides at which h has fallen by ½, 4½
// and 18. For a bell exp(−z²/2) these lie at z = ±1, ±3 and ±6.
func peakPoints(h func(x float64) float64, m, lo, hi float64) []BreakPoint {
	points := []BreakPoint{{X: m}}
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
			d := fallDistance(func(d float64) bool { return d >= limit || h(m+side*d) < peak-drop }, max(64*float.ULP(m), 1e-300))
			if d = min(d, limit); i == 0 && float.Finite(d) {
				width = max(width, d)
			}
			points = append(points, BreakPoint{X: m + side*d})
		}
	}
	for i := range points {
		points[i].Width = width
	}
	return points
}

// fallDistance returns the least distance at which low holds, to within a few percent. It starts
// the search at distance d.
func fallDistance(low func(d float64) bool, d float64) float64 {
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

// distinct returns the points in ascending order. It drops a point if another point is closer than
// a thousandth of its width.
func distinct(points []BreakPoint) []float64 {
	const tolerance = 1e-3
	// The narrower points come first, so that of two close points the broader one is dropped.
	slices.SortStableFunc(points, func(a, b BreakPoint) int { return cmp.Compare(a.Width, b.Width) })
	var xs []float64
	for _, p := range points {
		i, found := slices.BinarySearch(xs, p.X)
		if !(found || i > 0 && p.X-xs[i-1] < tolerance*p.Width || i < len(xs) && xs[i]-p.X < tolerance*p.Width) {
			xs = slices.Insert(xs, i, p.X)
		}
	}
	return xs
}

// searchPoints returns ascending points inside (lo, hi). They lie at even steps of a finite range,
// and at steps of equal ratio from each finite end and from 0. The steps of equal ratio cover sixty
// decades each.
func searchPoints(lo, hi float64) []float64 {
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
	// Drop points that are very close to each other compared with their distance from 0 and from the
	// ends. Differences between them show only the rounding of l.
	kept := xs[:0]
	for _, x := range xs {
		if n := len(kept); n == 0 || x-kept[n-1] > 1e-3*min(math.Abs(x), x-lo, hi-x) {
			kept = append(kept, x)
		}
	}
	return kept
}

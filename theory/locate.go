package theory

import (
	"math"
	"slices"
)

// locate returns spans over (lo, hi) that are cut where the density exp(l) has its bumps and edges.
func locate(l func(x float64) float64, lo, hi float64) []span {
	grid := lattice(lo, hi)
	logs := make([]float64, len(grid))
	for i, x := range grid {
		logs[i] = l(x)
	}
	var breaks []float64
	add := func(x float64) {
		if x > lo && x < hi {
			breaks = append(breaks, x)
		}
	}
	at := func(i int) float64 {
		if i < 0 || i >= len(logs) {
			return math.Inf(-1)
		}
		return logs[i]
	}
	none := func(x float64) bool { return math.IsInf(x, -1) }
	top := slices.Max(logs)
	unit := 0.0
	for i, x := range grid {
		if math.IsInf(logs[i], 1) {
			add(x)
			continue
		}
		// An edge of the support between two points.
		if i > 0 && none(at(i-1)) != none(logs[i]) {
			dead := none(at(i - 1))
			add(leastFloat(grid[i-1], x, func(y float64) bool { return none(l(y)) != dead }))
		}
		if none(logs[i]) || at(i-1) > logs[i] || at(i+1) >= logs[i] {
			continue
		}
		a, b := lo, hi
		if i > 0 {
			a = grid[i-1]
		}
		if i+1 < len(grid) {
			b = grid[i+1]
		}
		m := climb(l, a, x, b)
		peak := l(m)
		if peak < top-700 {
			continue
		}
		top = max(top, peak)
		add(m)
		for _, drop := range [...]float64{0.5, 4.5, 18} {
			for _, side := range [...]float64{-1, 1} {
				d := fall(l, m, side, peak-drop, lo, hi)
				add(m + side*d)
				if drop == 0.5 {
					unit = max(unit, d)
				}
			}
		}
	}
	return lay(breaks, lo, hi, unit)
}

// lay makes spans of the stretches between the breaks.
func lay(breaks []float64, lo, hi, unit float64) []span {
	slices.Sort(breaks)
	breaks = slices.Compact(breaks)
	if !math.IsInf(lo, 0) {
		breaks = slices.Insert(breaks, 0, lo)
	}
	if !math.IsInf(hi, 0) {
		breaks = append(breaks, hi)
	}
	if len(breaks) == 0 {
		breaks = []float64{0}
	}
	var s []span
	for i := range len(breaks) - 1 {
		a, b := breaks[i], breaks[i+1]
		c := chart{kind: straight, origin: a, width: 1}
		s = append(s, span{chart: c, a: 0, b: b - a, from: a, to: b})
	}
	first, last := breaks[0], breaks[len(breaks)-1]
	unit = max(unit, (last-first)/2)
	if unit == 0 {
		unit = max(1, math.Abs(first))
	}
	if math.IsInf(lo, -1) {
		s = append(s, span{chart: chart{kind: outward, origin: first, width: -unit}, endless: true, from: math.NaN(), to: math.NaN()})
	}
	if math.IsInf(hi, 1) {
		s = append(s, span{chart: chart{kind: outward, origin: last, width: unit}, endless: true, from: math.NaN(), to: math.NaN()})
	}
	return s
}

// lattice returns ascending points inside (lo, hi): at even steps of a finite range, and at steps of equal ratio
// from each finite end and from 0.
func lattice(lo, hi float64) []float64 {
	var xs []float64
	add := func(x float64) {
		if x > lo && x < hi && finite(x) {
			xs = append(xs, x)
		}
	}
	if finite(lo) && finite(hi) {
		for k := 1; k < 128; k++ {
			add(lo + (hi-lo)*float64(k)/128)
		}
	}
	add(0)
	for k := -120; k <= 120; k++ {
		r := math.Pow(10, float64(k)/6)
		add(r)
		add(-r)
		if finite(lo) {
			add(lo + r)
		}
		if finite(hi) {
			add(hi - r)
		}
	}
	slices.Sort(xs)
	return slices.Compact(xs)
}

// climb returns where l is largest between a and b, given that it is larger at x than at both, by golden
// section.
func climb(l func(x float64) float64, a, x, b float64) float64 {
	const golden = 0.38196601125010515
	if math.IsInf(a, 0) || math.IsInf(b, 0) {
		return x
	}
	lx := l(x)
	for range 200 {
		// Into the longer side.
		var y float64
		if b-x > x-a {
			y = x + golden*(b-x)
		} else {
			y = x - golden*(x-a)
		}
		if y == x || y <= a || y >= b || b-a < 1e-14*math.Abs(x) {
			break
		}
		if ly := l(y); ly > lx {
			if y > x {
				a = x
			} else {
				b = x
			}
			x, lx = y, ly
		} else if y > x {
			b = y
		} else {
			a = y
		}
	}
	return x
}

// fall returns how far from m, to one side, l first falls below level, to within a few percent, or the distance
// to the end of the range.
func fall(l func(x float64) float64, m, side, level, lo, hi float64) float64 {
	limit := hi - m
	if side < 0 {
		limit = m - lo
	}
	low := func(d float64) bool { return d >= limit || l(m+side*d) < level }
	d := min(max(64*ulp(m), 1e-300), limit)
	for !low(d) {
		if d *= 4; math.IsInf(d, 0) {
			return limit
		}
	}
	if d >= limit && !math.IsInf(limit, 0) {
		d = limit
	}
	a, b := d/4, d
	for range 6 {
		if mid := math.Sqrt(a) * math.Sqrt(b); low(mid) {
			b = mid
		} else {
			a = mid
		}
	}
	return b
}

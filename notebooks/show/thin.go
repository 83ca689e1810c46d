package show

import "math"

// thin drops the points of a path that no reader would miss: those within 0.15 pixels of the line through their
// neighbours, and on long paths all but each pixel column's first, last, lowest and highest.
func (p *panel) thin(q path) path {
	xs := make([]float64, len(q.xs))
	ys := make([]float64, len(q.xs))
	los := make([]float64, len(q.los))
	for i := range q.xs {
		xs[i], ys[i] = p.x.at(q.xs[i]), p.y.at(q.ys[i])
		if q.los != nil && p.y.takes(q.los[i]) {
			los[i] = p.y.at(q.los[i])
		}
	}
	keep := columns(xs, ys, los)
	edges := [][]float64{ys}
	if q.los != nil {
		edges = append(edges, los)
	}
	chosen := make([]bool, len(xs))
	for _, edge := range edges {
		straighten(xs, edge, keep, chosen)
	}
	thinned := path{}
	for i, c := range chosen {
		if c {
			thinned.xs, thinned.ys = append(thinned.xs, p.x.clamp(q.xs[i])), append(thinned.ys, p.y.clamp(q.ys[i]))
			if q.los != nil {
				thinned.los = append(thinned.los, p.y.clamp(q.los[i]))
			}
		}
	}
	return thinned
}

// columns lists the points that matter of a path that runs through many points a pixel: all of them unless it
// goes steadily to the right.
func columns(xs, ys, los []float64) (keep []int) {
	const few = 500
	steady := len(xs) > few
	for i := 1; i < len(xs) && steady; i++ {
		steady = xs[i] >= xs[i-1]
	}
	if !steady {
		for i := range xs {
			keep = append(keep, i)
		}
		return keep
	}
	for i := 0; i < len(xs); {
		j := i
		marked := map[int]bool{}
		top, bottom, floor := i, i, i
		for ; j < len(xs) && math.Floor(xs[j]) == math.Floor(xs[i]); j++ {
			if ys[j] > ys[top] {
				top = j
			}
			if ys[j] < ys[bottom] {
				bottom = j
			}
			if len(los) > 0 && los[j] < los[floor] {
				floor = j
			}
		}
		for _, k := range []int{i, top, bottom, floor, j - 1} {
			marked[k] = true
		}
		for k := i; k < j; k++ {
			if marked[k] {
				keep = append(keep, k)
			}
		}
		i = j
	}
	return keep
}

// straighten chooses, of the points to keep, those that a polyline needs to pass all of them within the
// tolerance (Douglas and Peucker 1973).
func straighten(xs, ys []float64, keep []int, chosen []bool) {
	const tolerance = 0.15
	if len(keep) == 0 {
		return
	}
	type stretch struct{ from, to int }
	last := len(keep) - 1
	chosen[keep[0]], chosen[keep[last]] = true, true
	for todo := []stretch{{0, last}}; len(todo) > 0; {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		worst, most := -1, tolerance
		a, b := keep[s.from], keep[s.to]
		for i := s.from + 1; i < s.to; i++ {
			if d := offLine(xs[keep[i]]-xs[a], ys[keep[i]]-ys[a], xs[b]-xs[a], ys[b]-ys[a]); d > most {
				worst, most = i, d
			}
		}
		if worst >= 0 {
			chosen[keep[worst]] = true
			todo = append(todo, stretch{s.from, worst}, stretch{worst, s.to})
		}
	}
}

// offLine is how far (px, py) is from the stretch between the origin and (dx, dy).
func offLine(px, py, dx, dy float64) float64 {
	length := dx*dx + dy*dy
	if length == 0 {
		return math.Hypot(px, py)
	}
	t := min(max((px*dx+py*dy)/length, 0), 1)
	return math.Hypot(px-t*dx, py-t*dy)
}

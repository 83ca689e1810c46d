package show

import (
	"math"

	"ganbook/notebooks/show/scene"
)

// thin drops those points of a path that no reader would miss. On a long path it keeps only the
// first, last, lowest and highest of each pixel column. Of those it drops the ones within 0.15
// pixels of the line through their neighbours. It clamps what remains.
func thin(p *scene.Panel, q scene.Path) scene.Path {
	xs := make([]float64, len(q.Xs))
	ys := make([]float64, len(q.Xs))
	los := make([]float64, len(q.Los))
	for i := range q.Xs {
		xs[i], ys[i] = p.X.At(q.Xs[i]), p.Y.At(q.Ys[i])
		if q.Los != nil && p.Y.Takes(q.Los[i]) {
			los[i] = p.Y.At(q.Los[i])
		}
	}
	kept := extremes(xs, ys, los)
	chosen := make([]bool, len(xs))
	straighten(xs, ys, kept, chosen)
	if q.Los != nil {
		straighten(xs, los, kept, chosen)
	}
	var thinned scene.Path
	for i, c := range chosen {
		if c {
			thinned.Xs, thinned.Ys = append(thinned.Xs, clamp(p.X, q.Xs[i])), append(thinned.Ys, clamp(p.Y, q.Ys[i]))
			if q.Los != nil {
				thinned.Los = append(thinned.Los, clamp(p.Y, q.Los[i]))
			}
		}
	}
	return thinned
}

// extremes lists the first, last, lowest and highest point of a path in each pixel column. If the
// path is short, or does not go steadily to the right, it lists all points.
func extremes(xs, ys, los []float64) (kept []int) {
	const short = 500
	steady := len(xs) > short
	for i := 1; i < len(xs) && steady; i++ {
		steady = xs[i] >= xs[i-1]
	}
	if !steady {
		for i := range xs {
			kept = append(kept, i)
		}
		return kept
	}
	for i := 0; i < len(xs); {
		j := i
		highest, lowest, lowestLo := i, i, i
		for ; j < len(xs) && math.Floor(xs[j]) == math.Floor(xs[i]); j++ {
			if ys[j] > ys[highest] {
				highest = j
			}
			if ys[j] < ys[lowest] {
				lowest = j
			}
			if len(los) > 0 && los[j] < los[lowestLo] {
				lowestLo = j
			}
		}
		for k := i; k < j; k++ {
			if k == i || k == highest || k == lowest || k == lowestLo || k == j-1 {
				kept = append(kept, k)
			}
		}
		i = j
	}
	return kept
}

// straighten chooses some of the kept points. The polyline that joins them passes every kept point
// within the tolerance (Douglas and Peucker 1973).
func straighten(xs, ys []float64, kept []int, chosen []bool) {
	const tolerance = 0.15 // pixels
	if len(kept) == 0 {
		return
	}
	type stretch struct{ from, to int } // indices of kept
	last := len(kept) - 1
	chosen[kept[0]], chosen[kept[last]] = true, true
	for todo := []stretch{{0, last}}; len(todo) > 0; {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		a, b := kept[s.from], kept[s.to]
		farthest, most := -1, tolerance
		for i := s.from + 1; i < s.to; i++ {
			if d := offLine(xs[kept[i]]-xs[a], ys[kept[i]]-ys[a], xs[b]-xs[a], ys[b]-ys[a]); d > most {
				farthest, most = i, d
			}
		}
		if farthest >= 0 {
			chosen[kept[farthest]] = true
			todo = append(todo, stretch{s.from, farthest}, stretch{farthest, s.to})
		}
	}
}

// offLine is the distance of (px, py) from the line segment between the origin and (dx, dy).
func offLine(px, py, dx, dy float64) float64 {
	length := dx*dx + dy*dy
	if length == 0 {
		return math.Hypot(px, py)
	}
	t := min(max((px*dx+py*dy)/length, 0), 1)
	return math.Hypot(px-t*dx, py-t*dy)
}

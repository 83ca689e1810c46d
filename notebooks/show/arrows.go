package show

import (
	"fmt"
	"math"

	"ganbook/notebooks/show/scene"
)

// Arrows draws an arrow from each (xs[i], ys[i]) to (xs[i] + dxs[i], ys[i] + dys[i]).
func Arrows(xs, ys, dxs, dys []float64) Mark {
	sameLength("Arrows", xs, ys)
	sameLength("Arrows", xs, dxs)
	sameLength("Arrows", xs, dys)
	return Mark{kind: arrows, xs: xs, ys: ys, dxs: dxs, dys: dys}
}

// Field draws a vector field as arrows centred on the middles of n by n equal cells of [x0, x1] ×
// [y0, y1]. f returns the vector at a point. The longest arrow spans a cell; the others are in
// proportion, so no arrow leaves its cell. Where f is not finite, there is no arrow.
func Field(f func(x, y float64) (dx, dy float64), x0, x1, y0, y1 float64, n int) Mark {
	if f == nil {
		panic("show: Field: f is nil, want a function")
	}
	checkRange("Field", x0, x1)
	checkRange("Field", y0, y1)
	if n < 1 || n > 100 {
		panic(fmt.Sprintf("show: Field: %d cells a side, want 1 to 100", n))
	}
	width, height := (x1-x0)/float64(n), (y1-y0)/float64(n)
	var m Mark
	longest := 0.0 // in cells
	for i := range n {
		for j := range n {
			x, y := x0+(float64(j)+0.5)*width, y0+(float64(i)+0.5)*height
			dx, dy := f(x, y)
			if !scene.Drawable(dx) || !scene.Drawable(dy) {
				continue
			}
			m.xs, m.ys = append(m.xs, x), append(m.ys, y)
			m.dxs, m.dys = append(m.dxs, dx), append(m.dys, dy)
			longest = max(longest, math.Hypot(dx/width, dy/height))
		}
	}
	if longest > 0 {
		for i := range m.dxs {
			m.dxs[i] /= longest
			m.dys[i] /= longest
			m.xs[i] -= m.dxs[i] / 2
			m.ys[i] -= m.dys[i] / 2
		}
	}
	m.kind = arrows
	return m
}

// arrowPaths are a shaft and a head for each arrow that is at least one pixel long.
func arrowPaths(p *scene.Panel, m Mark) (ps []scene.Path) {
	const head, spread = 5.0, 0.45 // the head's length in pixels, and its half angle
	for i := range m.xs {
		x0, y0, x1, y1 := m.xs[i], m.ys[i], m.xs[i]+m.dxs[i], m.ys[i]+m.dys[i]
		if !(p.X.Takes(x0) && p.X.Takes(x1) && p.Y.Takes(y0) && p.Y.Takes(y1)) {
			continue
		}
		dx, dy := p.X.At(x1)-p.X.At(x0), p.Y.At(y1)-p.Y.At(y0)
		length := math.Hypot(dx, dy)
		if !(length >= 1) {
			continue
		}
		ps = append(ps, scene.Path{Xs: []float64{x0, x1}, Ys: []float64{y0, y1}})
		size := min(head, length/2)
		angle := math.Atan2(dy, dx)
		barb := func(side float64) (x, y float64) {
			a := angle + math.Pi + side*spread
			return valueAt(p.X, p.X.At(x1)+size*math.Cos(a)), valueAt(p.Y, p.Y.At(y1)+size*math.Sin(a))
		}
		ax, ay := barb(1)
		bx, by := barb(-1)
		ps = append(ps, scene.Path{Xs: []float64{ax, x1, bx}, Ys: []float64{ay, y1, by}})
	}
	return ps
}

// valueAt is the inverse of [scene.Axis.At].
func valueAt(a scene.Axis, pixels float64) float64 {
	lo, hi := a.Scale(a.Lo), a.Scale(a.Hi)
	return a.Unscale(lo + pixels/a.Pixels*(hi-lo))
}

func (m Mark) describeArrows(what string) string {
	longest := 0.0
	for i := range m.dxs {
		longest = max(longest, math.Hypot(m.dxs[i], m.dys[i]))
	}
	return fmt.Sprintf("%s: %d arrows, the longest %s long.", what, len(m.xs), brief(longest))
}

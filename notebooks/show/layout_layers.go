package show

import (
	"cmp"
	"math"
	"slices"

	"ganbook/notebooks/show/scene"
)

// addLayers adds the layers of a figure's marks to the panel p, whose axes are known. frames holds the
// figure at each frame.
func addLayers(p *scene.Panel, frames []Figure) {
	marks := frames[0].Marks
	hues := assignColors(marks)
	named := map[string]bool{} // the entries of the legend that have a layer
	slot := barSlot{of: marks.bars()}
	var labels []int // which marks are labels
	for j, m := range marks {
		var same []Mark // m at each frame
		for _, f := range frames {
			same = append(same, f.Marks[j])
		}
		if m.kind == board {
			continue // its layers hold words too, so they come after the labels are placed
		}
		if m.kind == heat {
			p.Bar = colorBar(same)
		}
		l := scene.Layer{Style: m.style(hues[j])}
		if m.isSeries() && !named[m.name] {
			named[m.name] = true
			l.Name = m.name
		}
		for _, g := range same {
			l.Frames = append(l.Frames, content(p, g, slot))
		}
		p.Layers = append(p.Layers, l)
		if m.kind == histogram || m.kind == areas && m.los == nil {
			p.Layers = append(p.Layers, outline(p, l.Style, same))
		}
		switch m.kind {
		case bars:
			slot.i++
		case label:
			labels = append(labels, j)
		}
	}
	if slices.ContainsFunc(marks, func(m Mark) bool { return m.noBar }) {
		p.Bar = nil // the layers have their colours
	}
	cloud(p)
	slices.SortStableFunc(p.Layers, func(a, b scene.Layer) int { return cmp.Compare(depth(a.Style), depth(b.Style)) })
	placeLabels(p, frames, labels)
	addLineNames(p, frames, hues)
	if frames[0].board() {
		var boards []Mark
		for _, f := range frames {
			boards = append(boards, f.Marks[0])
		}
		over := p.Layers
		p.Layers = nil
		addBoard(p, boards)
		p.Layers = append(p.Layers, over...)
	}
}

// cloud makes very many dots translucent, so that their density can be seen.
func cloud(p *scene.Panel) {
	if !p.Heavy() {
		return
	}
	for i := range p.Layers {
		if l := &p.Layers[i]; l.Primitive == scene.Dots {
			l.Rim = 0
			l.Opacity *= 0.75
		}
	}
}

// depth orders layers from the back to the front. A dashed line is a reference: what coincides with it
// is drawn over it. An area stays with its dashed outline.
func depth(s scene.Style) int {
	switch s.Primitive {
	case scene.Pictures:
		return 0
	case scene.Strokes, scene.Rules, scene.Levels, scene.Fills:
		if s.Dashed {
			return 1
		}
	case scene.Words:
		return 3
	}
	return 2
}

// bars is how many Bars there are.
func (ms Marks) bars() (n int) {
	for _, m := range ms {
		if m.kind == bars {
			n++
		}
	}
	return n
}

// content is what the layer of m holds at m's frame. If m is Bars, it takes the given slot.
func content(p *scene.Panel, m Mark, slot barSlot) (f scene.Frame) {
	switch m.kind {
	case lines:
		f.Paths = paths(p, m.xs, m.ys, nil)
	case areas:
		los := m.los
		if los == nil {
			los = make([]float64, len(m.xs))
		}
		f.Paths = paths(p, m.xs, m.ys, los)
	case histogram:
		xs, ys := m.steps()
		f.Paths = paths(p, xs, ys, make([]float64, len(xs)))
	case points:
		f.Dots = dots(p, m)
	case arrows:
		f.Paths = arrowPaths(p, m)
	case bars:
		f.Boxes = boxes(p, m, slot)
	case rule:
		f.At = m.xs[0]
	case level:
		f.At = m.ys[0]
	case heat:
		f.Image = m.paint(p.Bar)
		f.Boxes = []scene.Box{{X0: m.x0, X1: m.x1, Y0: m.y0, Y1: m.y1}}
	case images:
		w, h := m.sheetSize()
		f.Image = m.sheet()
		f.Boxes = []scene.Box{{X1: float64(w), Y1: float64(h)}}
	}
	return f
}

// outline is the line above a histogram or an area of the given style.
func outline(p *scene.Panel, s scene.Style, frames []Mark) scene.Layer {
	s.Primitive, s.Opacity, s.Width = scene.Strokes, 1, 1.5
	if frames[0].faint {
		s.Opacity = faintness
	}
	l := scene.Layer{Style: s}
	for _, m := range frames {
		xs, ys := m.xs, m.ys
		if m.kind == histogram {
			xs, ys = m.steps()
		}
		l.Frames = append(l.Frames, scene.Frame{Paths: paths(p, xs, ys, nil)})
	}
	return l
}

// paths cuts a line where it has no value, and thins out the rest. los is the lower edge of what is
// filled, and nil for a line.
func paths(p *scene.Panel, xs, ys, los []float64) (ps []scene.Path) {
	from := 0
	cut := func(to int) {
		if to > from {
			q := scene.Path{Xs: xs[from:to], Ys: ys[from:to]}
			if los != nil {
				q.Los = los[from:to]
			}
			ps = append(ps, thin(p, q))
		}
		from = to + 1
	}
	for i := range xs {
		// On a logarithmic axis, a lower edge at 0 stands for the axis's beginning.
		low := los == nil || p.Y.Takes(los[i]) || los[i] == 0
		if !(p.X.Takes(xs[i]) && p.Y.Takes(ys[i]) && low) {
			cut(i)
		}
	}
	cut(len(xs))
	return ps
}

func dots(p *scene.Panel, m Mark) (ds []scene.Dot) {
	for i, x := range m.xs {
		if p.X.Takes(x) && p.Y.Takes(m.ys[i]) {
			ds = append(ds, scene.Dot{X: x, Y: m.ys[i]})
		}
	}
	return ds
}

// A barSlot is the place of the i-th of several Bars that stand side by side.
type barSlot struct{ i, of int }

func boxes(p *scene.Panel, m Mark, slot barSlot) (bs []scene.Box) {
	step := barStep(m.xs, p.X)
	width := 0.8 * step / float64(slot.of)
	for i, at := range m.xs {
		height := m.ys[i]
		if !p.X.Takes(at) || !scene.Drawable(height) {
			continue
		}
		from := p.X.Scale(at) - 0.4*step + float64(slot.i)*width
		bs = append(bs, scene.Box{
			X0: p.X.Unscale(from), X1: p.X.Unscale(from + width),
			Y0: clamp(p.Y, min(0, height)), Y1: clamp(p.Y, max(0, height)),
			At: at, Height: height,
		})
	}
	return bs
}

// barStep is the least distance between two bars, in the units of the axis's Scale. It is 1 for a
// single bar.
func barStep(xs []float64, a scene.Axis) float64 {
	var us []float64
	for _, x := range xs {
		if a.Takes(x) {
			us = append(us, a.Scale(x))
		}
	}
	slices.Sort(us)
	step := math.Inf(1)
	for i := 1; i < len(us); i++ {
		if d := us[i] - us[i-1]; d > 0 {
			step = min(step, d)
		}
	}
	if math.IsInf(step, 1) {
		return 1
	}
	return step
}

// clamp moves a value that is more than 500 axis lengths away from the axis to that distance. Farther
// out, the renderers' arithmetic fails. A line to the clamped value leaves the panel less than a pixel
// from where it should. A value that has no place on the axis becomes the axis's beginning. On a
// logarithmic axis this happens to 0, the foot of bars and areas.
func clamp(a scene.Axis, v float64) float64 {
	if !a.Takes(v) {
		return a.Lo
	}
	lo, hi := a.Scale(a.Lo), a.Scale(a.Hi)
	far := 500 * (hi - lo)
	if u := a.Scale(v); u < lo-far || u > hi+far {
		v = a.Unscale(min(max(u, lo-far), hi+far))
	}
	return v
}

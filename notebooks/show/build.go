package show

import (
	"image/color"
	"math"
	"slices"
)

// A builder turns a figure's marks into layers of shapes.
type builder struct {
	panel  *panel
	colors []hue
	index  int
	named  map[string]bool
}

// mark adds the layers of one mark; frames holds it as it is at each frame. It is the nth of the figure's all sets of bars
// where it is one.
func (b *builder) mark(frames []Mark, nth, all int) {
	m := frames[0]
	l := m.style(b.colors[b.index])
	b.index++
	if b.named == nil {
		b.named = map[string]bool{}
	}
	if m.name != "" && m.isSeries() && !b.named[m.name] {
		b.named[m.name] = true
		l.name = m.name
	}
	var paint func(float64) color.NRGBA
	if m.kind == heat {
		paint = b.colorBar(frames)
	}
	outline := l
	outline.name, outline.shape, outline.opacity, outline.width = "", strokes, 1, 1.5
	if m.faint {
		outline.opacity = 0.45
	}
	for _, g := range frames {
		var s, o shapes
		switch g.kind {
		case lines:
			s.paths = b.paths(g.xs, g.ys, nil)
		case areas:
			s.paths = b.paths(g.xs, g.ys, lower(g))
			if g.los == nil {
				o.paths = b.paths(g.xs, g.ys, nil)
			}
		case histogram:
			xs, ys := g.steps()
			s.paths = b.paths(xs, ys, make([]float64, len(xs)))
			o.paths = b.paths(xs, ys, nil)
		case points:
			s.boxes = b.dots(g)
		case bars:
			s.boxes = b.bars(g, nth, all)
		case rule:
			s.at = g.xs[0]
		case level:
			s.at = g.ys[0]
		case label:
			s.words = b.label(g)
		case heat:
			s.image = g.paint(paint)
			s.boxes = []box{{x0: g.x0, x1: g.x1, y0: g.y0, y1: g.y1}}
		case images:
			w, h := g.imagesSize()
			s.image = g.sheet()
			s.boxes = []box{{x1: float64(w), y1: float64(h)}}
		}
		l.frames = append(l.frames, s)
		outline.frames = append(outline.frames, o)
	}
	b.panel.layers = append(b.panel.layers, l)
	if m.kind == histogram || m.kind == areas && m.los == nil {
		b.panel.layers = append(b.panel.layers, outline)
	}
}

func lower(m Mark) []float64 {
	if m.los != nil {
		return m.los
	}
	return make([]float64, len(m.xs))
}

// paths cuts a line where it has no value, and drops what would not be seen of the rest.
func (b *builder) paths(xs, ys, los []float64) (ps []path) {
	from := 0
	flush := func(to int) {
		if to > from {
			p := path{xs: xs[from:to], ys: ys[from:to]}
			if los != nil {
				p.los = los[from:to]
			}
			ps = append(ps, b.panel.thin(p))
		}
		from = to + 1
	}
	for i := range xs {
		lo := los == nil || b.panel.y.takes(los[i]) || los[i] == 0
		if !(b.panel.x.takes(xs[i]) && b.panel.y.takes(ys[i]) && lo) {
			flush(i)
		}
	}
	flush(len(xs))
	return ps
}

func (b *builder) dots(m Mark) (bs []box) {
	for i, x := range m.xs {
		if b.panel.x.takes(x) && b.panel.y.takes(m.ys[i]) {
			bs = append(bs, box{at: x, height: m.ys[i]})
		}
	}
	return bs
}

func (b *builder) bars(m Mark, nth, all int) (bs []box) {
	x, y := b.panel.x, b.panel.y
	step := barStep(m.xs, x)
	width := 0.8 * step / float64(all)
	for i, at := range m.xs {
		if !x.takes(at) || !drawable(m.ys[i]) {
			continue
		}
		from := x.scale(at) - 0.4*step + float64(nth)*width
		bs = append(bs, box{
			x0: x.unscale(from), x1: x.unscale(from + width),
			y0: y.clamp(min(0, m.ys[i])), y1: y.clamp(max(0, m.ys[i])),
			at: at, height: m.ys[i],
		})
	}
	return bs
}

// barStep is the distance between neighbouring bars, in units in which the axis is even.
func barStep(xs []float64, a axis) float64 {
	var us []float64
	for _, x := range xs {
		if a.takes(x) {
			us = append(us, a.scale(x))
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

// label places a text above its point, or below or beside it where the panel ends.
func (b *builder) label(m Mark) []word {
	p := b.panel
	if !p.x.takes(m.xs[0]) || !p.y.takes(m.ys[0]) {
		return nil
	}
	w := word{x: p.x.at(m.xs[0]), y: p.y.pixels - p.y.at(m.ys[0]) - 7, align: center, text: m.text}
	if w.x < 0 || w.x > p.x.pixels || w.y+7 < 0 || w.y+7 > p.y.pixels {
		return nil
	}
	half := textWidth(m.text, textSize, false) / 2
	if w.x < half {
		w.align, w.x = left, max(w.x-7, 2)
	} else if w.x > p.x.pixels-half {
		w.align, w.x = right, min(w.x+7, p.x.pixels-2)
	}
	if w.y < textSize {
		w.y += 7 + textSize + 5
	}
	return []word{w}
}

// ruleNames writes the names of rules and levels at their lines, where they do not run into each other.
func (b *builder) ruleNames(frames []Figure) {
	p := b.panel
	for j, m := range frames[0].Marks {
		if m.name == "" || m.kind != rule && m.kind != level {
			continue
		}
		l := m.style(b.colors[j])
		l.shape, l.opacity, l.dashed = words, 1, false
		for _, g := range frames {
			l.frames = append(l.frames, shapes{words: p.nameRule(g.Marks, j)})
		}
		p.layers = append(p.layers, l)
	}
}

// nameRule places the name of the jth mark among those of the rules and levels before it.
func (p *panel) nameRule(marks Marks, j int) []word {
	var placed []word
	for i, m := range marks[:j+1] {
		if m.name == "" || m.kind != rule && m.kind != level {
			continue
		}
		w, ok := p.ruleWord(m, marks, placed)
		if i == j {
			if !ok {
				return nil
			}
			return []word{w}
		}
		if ok {
			placed = append(placed, w)
		}
	}
	return nil
}

// ruleWord finds a place for a rule's or level's name that is inside the panel, off the other names and off other rules.
func (p *panel) ruleWord(m Mark, marks Marks, placed []word) (word, bool) {
	var tries []word
	if m.kind == rule {
		if !p.x.takes(m.xs[0]) {
			return word{}, false
		}
		x := p.x.at(m.xs[0])
		if x < 0 || x > p.x.pixels {
			return word{}, false
		}
		for row := range 4 {
			y := float64(13 + 16*row)
			tries = append(tries, word{x: x + 5, y: y, align: left, text: m.name}, word{x: x - 5, y: y, align: right, text: m.name})
		}
	} else {
		if !p.y.takes(m.ys[0]) {
			return word{}, false
		}
		y := p.y.pixels - p.y.at(m.ys[0])
		if y < 0 || y > p.y.pixels {
			return word{}, false
		}
		above, below := y-5, y+textSize+3
		if above < textSize {
			above, below = below, above
		}
		for _, at := range []float64{above, below} {
			tries = append(tries, word{x: p.x.pixels - 4, y: at, align: right, text: m.name})
		}
		tries = append(tries, word{x: 4, y: above, align: left, text: m.name})
	}
	crosses := func(w word) bool {
		x0, x1 := w.extent()
		return x0 < 0 || x1 > p.x.pixels || slices.ContainsFunc(marks, func(r Mark) bool {
			return r.kind == rule && p.x.takes(r.xs[0]) && p.x.at(r.xs[0]) > x0-2 && p.x.at(r.xs[0]) < x1+2
		})
	}
	for _, avoid := range []func(word) bool{crosses, func(word) bool { return false }} {
		for _, w := range tries {
			if !avoid(w) && !slices.ContainsFunc(placed, w.overlaps) {
				return w, true
			}
		}
	}
	return tries[0], true
}

func (w word) overlaps(v word) bool {
	a0, a1 := w.extent()
	b0, b1 := v.extent()
	return a0 < b1+4 && b0 < a1+4 && math.Abs(w.y-v.y) < textSize+1
}

func (w word) extent() (x0, x1 float64) {
	width := textWidth(w.text, textSize, false)
	switch w.align {
	case center:
		return w.x - width/2, w.x + width/2
	case right:
		return w.x - width, w.x
	}
	return w.x, w.x + width
}

package show

import (
	"image/color"
	"math"
)

// PNG draws the picture, as its sliders begin, with two dots to the pixel.
func PNG(p Picture) []byte { return newScene(p).png(nil) }

var dashes = []float64{6, 4}

// png draws the scene, and the progress under it where there is one.
func (s scene) png(progress *Progress) []byte {
	w, h := s.size()
	bottom := h
	if progress != nil {
		h += progressHeight
	}
	p := newPen(w, h)
	y := float64(margin)
	if s.captions != nil && len(s.panels) > 1 {
		p.text(point{margin + s.panels[0].frame("").left, y + captionSize}, s.captions[s.start], captionSize, false, left, ink)
		y += captionSize + 12
	}
	x := float64(margin)
	for i := range s.panels {
		q := &s.panels[i]
		f := q.frame(s.caption(len(s.panels)))
		if s.stacked {
			// One above the other, panels share their left edge.
			q.draw(p, s.start, x+s.widestLeft()-f.left, y, s.caption(len(s.panels)))
			y += f.top + q.y.pixels + f.bottom + gap
		} else {
			q.draw(p, s.start, x, y+s.tallestTop()-f.top, s.caption(len(s.panels)))
			x += f.left + q.x.pixels + f.right + gap
		}
	}
	if progress != nil {
		progress.draw(p, w, bottom)
	}
	return encode(p.image.Image(), progress == nil)
}

const (
	margin = 8
	gap    = 24
)

// caption is what stands under the only panel's title; several panels have theirs above them all.
func (s scene) caption(panels int) string {
	if s.captions == nil || panels > 1 {
		return ""
	}
	return s.captions[s.start]
}

func (s scene) widestLeft() (w float64) {
	for i := range s.panels {
		w = max(w, s.panels[i].frame("").left)
	}
	return w
}

func (s scene) tallestTop() (h float64) {
	for i := range s.panels {
		h = max(h, s.panels[i].frame(s.caption(len(s.panels))).top)
	}
	return h
}

func (s scene) size() (w, h float64) {
	for i := range s.panels {
		f := s.panels[i].frame(s.caption(len(s.panels)))
		pw, ph := f.right+s.panels[i].x.pixels, f.bottom+s.panels[i].y.pixels
		if s.stacked {
			w, h = max(w, s.widestLeft()+pw), h+f.top+ph
		} else {
			w, h = w+f.left+pw, max(h, s.tallestTop()+ph)
		}
	}
	if between := float64(gap * (len(s.panels) - 1)); s.stacked {
		h += between
	} else {
		w += between
	}
	if s.captions != nil && len(s.panels) > 1 {
		h += captionSize + 12
	}
	return math.Ceil(w + 2*margin), math.Ceil(h + 2*margin)
}

// A frame is the room that a panel's axes, titles and legend take around it.
type frame struct{ left, right, top, bottom float64 }

const (
	tickSize  = 4
	legendRow = 20

	// The legend's samples.
	lineKey   = 20
	dotKey    = 7
	boxKey    = 11
	keyHeight = 12
	keyGap    = 5
	entryGap  = 14

	sideGap = 16 // between a panel and what stands to its right
)

// key is how wide the legend's sample of the layer is.
func (l layer) key() float64 {
	switch l.shape {
	case strokes:
		return lineKey
	case dots:
		return dotKey
	}
	return boxKey
}

func (e entry) width() float64 { return e.layer.key() + keyGap + textWidth(e.name, textSize, false) }

func (p *panel) frame(caption string) frame {
	f := frame{right: 8, top: 6, bottom: tickSize + 4 + textSize + 8 + axisSize + 3}
	if p.bare {
		f.bottom = titleRoom(p.x)
	}
	for _, t := range p.y.ticks {
		f.left = max(f.left, textWidth(t.label, textSize, false))
	}
	if p.bare {
		f.left = titleRoom(p.y)
	} else {
		f.left += axisSize + 8 + 4 + tickSize + 4
	}
	for _, t := range p.x.ticks {
		half := textWidth(t.label, textSize, false) / 2
		f.right = max(f.right, p.x.at(t.at)+half-p.x.pixels)
		f.left = max(f.left, half-p.x.at(t.at))
	}
	if p.titles[0] != "" {
		f.top += titleSize + 8
	}
	if caption != "" {
		f.top += captionSize + 8
	}
	if len(p.legend) > 0 && !p.legendOnRight {
		f.top += legendRow
	}
	if p.legendOnRight {
		for _, e := range p.legend {
			f.right = max(f.right, sideGap+e.width())
		}
	}
	if p.bar != nil {
		f.right = max(f.right, sideGap+max(70, textWidth(p.bar.title, textSize, false)))
	}
	return f
}

// titleRoom is what the title of an axis without ticks takes.
func titleRoom(a axis) float64 {
	if a.title == "" {
		return 0
	}
	return 8 + axisSize + 3
}

// legendWidth is how long the legend is in one row.
func legendWidth(es []entry) (w float64) {
	for _, e := range es {
		w += e.width() + entryGap
	}
	return w
}

// draw puts the panel with its surroundings' upper left corner at (x, y).
func (p *panel) draw(pen pen, at int, x, y float64, caption string) {
	f := p.frame(caption)
	w, h := p.x.pixels, p.y.pixels
	left, top := x+f.left, y+f.top
	head := y
	if p.titles[at] != "" {
		pen.text(point{left, head + titleSize}, p.titles[at], titleSize, true, align(0), ink)
		head += titleSize + 8
	}
	if caption != "" {
		pen.text(point{left, head + captionSize}, caption, captionSize, false, align(0), ink)
		head += captionSize + 8
	}
	p.drawLegend(pen, left, head, w)
	p.drawAxes(pen, left, top)
	inside := pen.within(left, top, w, h)
	for _, l := range p.layers {
		p.drawLayer(inside, l, l.frames[at], left, top)
	}
	if p.bar != nil {
		p.drawBar(pen, left+w+sideGap, top)
	}
}

func (p *panel) drawAxes(pen pen, x, y float64) {
	w, h := p.x.pixels, p.y.pixels
	if p.bare {
		pen.text(point{x + w/2, y + h + 8 + axisSize - 3}, p.x.title, axisSize, false, center, ink)
		pen.upwards(point{x - 8, y + h/2}, p.y.title, axisSize, ink)
		return
	}
	for _, t := range p.x.ticks {
		at := x + p.x.at(t.at)
		pen.line([]point{{at, y}, {at, y + h}}, grid, 1, nil)
		pen.line([]point{{at, y + h}, {at, y + h + tickSize}}, quiet, 1, nil)
		pen.text(point{at, y + h + tickSize + 4 + textSize - 2}, t.label, textSize, false, center, ink)
	}
	for _, t := range p.y.ticks {
		at := y + h - p.y.at(t.at)
		pen.line([]point{{x, at}, {x + w, at}}, grid, 1, nil)
		pen.line([]point{{x - tickSize, at}, {x, at}}, quiet, 1, nil)
		pen.text(point{x - tickSize - 4, at + 4}, t.label, textSize, false, right, ink)
	}
	pen.line([]point{{x, y + h}, {x + w, y + h}}, quiet, 1, nil)
	pen.line([]point{{x, y}, {x, y + h}}, quiet, 1, nil)
	pen.text(point{x + w/2, y + h + tickSize + 4 + textSize + 8 + axisSize - 3}, p.x.title, axisSize, false, center, ink)
	widest := 0.0
	for _, t := range p.y.ticks {
		widest = max(widest, textWidth(t.label, textSize, false))
	}
	pen.upwards(point{x - tickSize - 4 - widest - 8, y + h/2}, p.y.title, axisSize, ink)
}

func (p *panel) drawLayer(pen pen, l layer, s shapes, x, y float64) {
	h := p.y.pixels
	place := func(vx, vy float64) point { return point{x + p.x.at(vx), y + h - p.y.at(vy)} }
	paint := alpha(l.color, l.opacity)
	var dash []float64
	if l.dashed {
		dash = dashes
	}
	switch l.shape {
	case strokes:
		for _, q := range s.paths {
			pen.line(q.edge(place), paint, l.width, dash)
		}
	case fills:
		for _, q := range s.paths {
			pen.area(q.outline(place), paint)
		}
	case dots:
		for _, b := range s.boxes {
			pen.dot(place(b.at, b.height), dotRadius, paint)
		}
	case boxes:
		for _, b := range s.boxes {
			from, to := place(b.x0, b.y0), place(b.x1, b.y1)
			pen.box(from.x, from.y, to.x, to.y, paint)
		}
	case rules:
		switch {
		case l.upright && p.x.takes(s.at):
			at := x + p.x.at(s.at)
			pen.line([]point{{at, y}, {at, y + h}}, paint, l.width, dash)
		case !l.upright && p.y.takes(s.at):
			at := y + h - p.y.at(s.at)
			pen.line([]point{{x, at}, {x + p.x.pixels, at}}, paint, l.width, dash)
		}
	case words:
		for _, w := range s.words {
			pen.halo(point{x + w.x, y + w.y}, w.text, w.align)
			pen.text(point{x + w.x, y + w.y}, w.text, textSize, false, w.align, paint)
		}
	case pictures:
		for _, b := range s.boxes {
			from, to := place(b.x0, b.y1), place(b.x1, b.y0)
			pen.picture(s.image, from.x, from.y, to.x, to.y)
		}
	}
}

const dotRadius = 2.5

func (q path) edge(place func(x, y float64) point) (ps []point) {
	for i := range q.xs {
		ps = append(ps, place(q.xs[i], q.ys[i]))
	}
	return ps
}

func (q path) outline(place func(x, y float64) point) []point {
	ps := q.edge(place)
	for i := len(q.xs) - 1; i >= 0; i-- {
		ps = append(ps, place(q.xs[i], q.los[i]))
	}
	return ps
}

func (p *panel) drawLegend(pen pen, x, y, w float64) {
	if p.legendOnRight {
		x, y = x+w+sideGap, y+6
	}
	for _, e := range p.legend {
		e.layer.drawKey(pen, x, y+legendRow/2-3)
		pen.text(point{x + e.layer.key() + keyGap, y + legendRow/2 + 1}, e.name, textSize, false, left, ink)
		if p.legendOnRight {
			y += legendRow
		} else {
			x += e.width() + entryGap
		}
	}
}

// drawKey draws a legend's sample of the layer, centred at height y.
func (l layer) drawKey(pen pen, x, y float64) {
	paint := alpha(l.color, l.opacity)
	switch l.shape {
	case strokes:
		var dash []float64
		if l.dashed {
			dash = dashes
		}
		pen.line([]point{{x, y}, {x + lineKey, y}}, paint, l.width, dash)
	case dots:
		pen.dot(point{x + dotKey/2., y}, dotKey/2., paint)
	default:
		pen.box(x, y-boxKey/2., x+boxKey, y+boxKey/2., paint)
	}
}

const barLength = 120

func (p *panel) drawBar(pen pen, x, y float64) {
	pen.text(point{x, y + textSize}, p.bar.title, textSize, false, left, ink)
	y += textSize + 8
	const steps = 120
	for i := range steps {
		v := p.bar.hi + (p.bar.lo-p.bar.hi)*(float64(i)+0.5)/steps
		from := y + barLength*float64(i)/steps
		pen.box(x, from, x+14, from+barLength/steps, p.bar.paint(v))
	}
	for _, v := range p.bar.labels() {
		at := y + barLength*(p.bar.hi-v)/(p.bar.hi-p.bar.lo)
		pen.text(point{x + 20, at + 4}, number(v), textSize, false, left, color.Color(ink))
	}
}

// labels are the values named beside a colour bar.
func (b *colorBar) labels() []float64 { return []float64{b.lo, b.lo + (b.hi-b.lo)/2, b.hi} }

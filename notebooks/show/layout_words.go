package show

import (
	"math"
	"slices"

	"ganbook/notebooks/show/scene"
)

// placeLabels fills the layers of the labels. labels holds their indices among the marks. Each label
// stands where it covers least of what is drawn.
func placeLabels(p *scene.Panel, frames []Figure, labels []int) {
	placed := make([][]scene.Word, len(frames))
	k := 0
	for i := range p.Layers {
		l := &p.Layers[i]
		if l.Primitive != scene.Words {
			continue
		}
		for j, f := range frames {
			l.Frames[j].Words = labelWords(p, f.Marks[labels[k]], j, placed[j])
			placed[j] = append(placed[j], l.Frames[j].Words...)
		}
		k++
	}
}

// labelWords places a label at its point: above, below, right or left of it, and inside the panel.
// It takes the place where it covers least of what is drawn at the frame and of the labels placed
// before.
func labelWords(p *scene.Panel, m Mark, frame int, placed []scene.Word) []scene.Word {
	words := besidePoint(p, m)
	if words == nil {
		return nil
	}
	best, least := words[0], math.MaxInt
	for _, w := range words {
		covered := covers(p, w, frame)
		for _, v := range placed {
			if overlap(w, v) {
				covered += 100
			}
		}
		if covered < least {
			best, least = w, covered
		}
	}
	return []scene.Word{best}
}

// covers is how many pieces of lines, and how many dots, a word would cover.
func covers(p *scene.Panel, w scene.Word, frame int) (n int) {
	x0, x1 := edges(w)
	y0, y1 := w.Y-scene.TextSize+1, w.Y+3
	at := func(x, y float64) (float64, float64) { return p.X.At(x), p.Y.Pixels - p.Y.At(y) }
	for _, l := range p.Layers {
		if l.Primitive != scene.Strokes && l.Primitive != scene.Dots || frame >= len(l.Frames) {
			continue
		}
		f := l.Frames[frame]
		for _, q := range f.Paths {
			for i := 1; i < len(q.Xs); i++ {
				ax, ay := at(q.Xs[i-1], q.Ys[i-1])
				bx, by := at(q.Xs[i], q.Ys[i])
				if crosses(ax, ay, bx, by, x0-2, x1+2, y0, y1) {
					n++
				}
			}
		}
		for _, d := range f.Dots {
			if x, y := at(d.X, d.Y); x > x0-2 && x < x1+2 && y > y0 && y < y1 {
				n++
			}
		}
	}
	return n
}

// crosses reports whether the line from a to b has a point inside [x0, x1] × [y0, y1] (Liang and
// Barsky 1984).
func crosses(ax, ay, bx, by, x0, x1, y0, y1 float64) bool {
	from, to := 0.0, 1.0
	for _, side := range [...]struct{ d, room float64 }{{ax - bx, ax - x0}, {bx - ax, x1 - ax}, {ay - by, ay - y0}, {by - ay, y1 - ay}} {
		switch t := side.room / side.d; {
		case side.d == 0 && side.room < 0:
			return false
		case side.d < 0:
			from = max(from, t)
		case side.d > 0:
			to = min(to, t)
		}
	}
	return from < to
}

// besidePoint are the places for a label, the best one first.
func besidePoint(p *scene.Panel, m Mark) []scene.Word {
	if m.text == "" || !p.X.Takes(m.xs[0]) || !p.Y.Takes(m.ys[0]) {
		return nil
	}
	const gap = 7 // between the point and the text, in pixels
	w := scene.Word{X: p.X.At(m.xs[0]), Y: p.Y.Pixels - p.Y.At(m.ys[0]) - gap, Align: scene.Center, Text: m.text}
	if w.X < 0 || w.X > p.X.Pixels || w.Y+gap < 0 || w.Y+gap > p.Y.Pixels {
		return nil
	}
	half := scene.TextWidth(m.text, scene.TextSize, false) / 2
	if w.X < half {
		w.Align, w.X = scene.Left, max(w.X-gap, 2)
	} else if w.X > p.X.Pixels-half {
		w.Align, w.X = scene.Right, min(w.X+gap, p.X.Pixels-2)
	}
	x, y := p.X.At(m.xs[0]), p.Y.Pixels-p.Y.At(m.ys[0])
	below := w
	below.Y += gap + scene.TextSize + 5
	middle := y + scene.TextSize/3
	var words []scene.Word
	for _, w := range []scene.Word{w, below,
		{X: x + gap, Y: middle, Align: scene.Left, Text: m.text},
		{X: x - gap, Y: middle, Align: scene.Right, Text: m.text}} {
		if x0, x1 := edges(w); x0 >= 0 && x1 <= p.X.Pixels && w.Y >= scene.TextSize && w.Y <= p.Y.Pixels-2 {
			words = append(words, w)
		}
	}
	if words == nil { // the panel is smaller than the text
		words = []scene.Word{w}
	}
	return words
}

// namesLine says whether m is a rule or level with a name, which stands at the line.
func (m Mark) namesLine() bool { return m.name != "" && (m.kind == rule || m.kind == level) }

// addLineNames adds a layer with its name for each rule and level that has one.
func addLineNames(p *scene.Panel, frames []Figure, hues []hue) {
	for j, m := range frames[0].Marks {
		if !slices.ContainsFunc(frames, func(f Figure) bool { return f.Marks[j].namesLine() }) {
			continue
		}
		l := scene.Layer{Style: m.style(hues[j])}
		l.Primitive, l.Opacity, l.Dashed, l.Rim = scene.Words, 1, false, scene.HaloWidth
		for i, f := range frames {
			l.Frames = append(l.Frames, scene.Frame{Words: lineName(p, f.Marks, j, i)})
		}
		p.Layers = append(p.Layers, l)
	}
}

// lineName places the name of the j-th mark, after those of the rules and levels before it.
func lineName(p *scene.Panel, marks Marks, j, frame int) []scene.Word {
	var placed []scene.Word
	for _, m := range marks[:j] {
		if m.namesLine() {
			placed = append(placed, placeName(p, m, marks, placed, frame)...)
		}
	}
	return placeName(p, marks[j], marks, placed, frame)
}

// placeName finds a place for a line's name that is inside the panel, away from the names that are
// placed, and not crossed by a rule. Of several it takes the one that covers least of what is
// drawn. If no place is free of rules, a rule may cross the name. If no place is left, it takes the
// first. It is nil if the line is outside the panel.
func placeName(p *scene.Panel, m Mark, marks Marks, placed []scene.Word, frame int) []scene.Word {
	places := besideRule
	if m.kind == level {
		places = besideLevel
	}
	words := places(p, m)
	if words == nil || m.name == "" { // Vega would write "null"
		return nil
	}
	crossed := func(w scene.Word) bool {
		x0, x1 := edges(w)
		return x0 < 0 || x1 > p.X.Pixels || slices.ContainsFunc(marks, func(r Mark) bool {
			return r.kind == rule && p.X.Takes(r.xs[0]) && p.X.At(r.xs[0]) > x0-2 && p.X.At(r.xs[0]) < x1+2
		})
	}
	for _, mayCross := range []bool{false, true} {
		best, least := scene.Word{}, math.MaxInt
		for _, w := range words {
			taken := func(v scene.Word) bool { return overlap(w, v) }
			if !mayCross && crossed(w) || slices.ContainsFunc(placed, taken) {
				continue
			}
			if n := covers(p, w, frame); n < least {
				best, least = w, n
			}
		}
		if least < math.MaxInt {
			return []scene.Word{best}
		}
	}
	return words[:1]
}

// besideRule are the places for a rule's name, the best one first: right and left of the rule in
// the first four rows of the panel.
func besideRule(p *scene.Panel, m Mark) (words []scene.Word) {
	if !p.X.Takes(m.xs[0]) {
		return nil
	}
	x := p.X.At(m.xs[0])
	if x < 0 || x > p.X.Pixels {
		return nil
	}
	for row := range 4 {
		y := float64(13 + 16*row)
		words = append(words,
			scene.Word{X: x + 5, Y: y, Align: scene.Left, Text: m.name},
			scene.Word{X: x - 5, Y: y, Align: scene.Right, Text: m.name})
	}
	return words
}

// besideLevel are the places for a level's name, the best one first: above and below the level at
// its right end, at its left end, and in the middle.
func besideLevel(p *scene.Panel, m Mark) []scene.Word {
	if !p.Y.Takes(m.ys[0]) {
		return nil
	}
	y := p.Y.Pixels - p.Y.At(m.ys[0])
	if y < 0 || y > p.Y.Pixels {
		return nil
	}
	above, below := y-5, y+scene.TextSize+3
	if above < scene.TextSize {
		above, below = below, above
	}
	return []scene.Word{
		{X: p.X.Pixels - 4, Y: above, Align: scene.Right, Text: m.name},
		{X: p.X.Pixels - 4, Y: below, Align: scene.Right, Text: m.name},
		{X: 4, Y: above, Align: scene.Left, Text: m.name},
		{X: 4, Y: below, Align: scene.Left, Text: m.name},
		{X: p.X.Pixels / 2, Y: above, Align: scene.Center, Text: m.name},
		{X: p.X.Pixels / 2, Y: below, Align: scene.Center, Text: m.name},
	}
}

func overlap(w, v scene.Word) bool {
	a0, a1 := edges(w)
	b0, b1 := edges(v)
	return a0 < b1+4 && b0 < a1+4 && math.Abs(w.Y-v.Y) < scene.TextSize+1
}

// edges is where a word begins and ends, in pixels from the panel's left edge.
func edges(w scene.Word) (x0, x1 float64) {
	width := scene.TextWidth(w.Text, scene.TextSize, false)
	switch w.Align {
	case scene.Center:
		return w.X - width/2, w.X + width/2
	case scene.Right:
		return w.X - width, w.X
	}
	return w.X, w.X + width
}

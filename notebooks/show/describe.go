package show

import (
	"fmt"
	"math"
	"strings"

	"ganbook/notebooks/show/scene"
)

// describe says in words what figures show, for those who cannot see them. panels are the panels of
// the figures, and seq is the picture that holds them.
func describe(figures []Figure, panels []scene.Panel, seq sequence) string {
	var b strings.Builder
	if len(figures) > 1 {
		how := "side by side"
		if seq.stacked {
			how = "one below the other"
		}
		fmt.Fprintf(&b, "%d figures %s.\n", len(figures), how)
	}
	for i, f := range figures {
		if f.Alt != "" {
			b.WriteString(f.Alt)
		} else {
			f.describe(&b, panels[i])
		}
		b.WriteByte('\n')
	}
	for _, s := range seq.sliders {
		least, greatest := extent(s.Values)
		fmt.Fprintf(&b, "Slider %s: %d positions from %s to %s, shown at %s.\n", s.Name, len(s.Values), number(least), number(greatest), number(s.Values[s.start()]))
	}
	if len(seq.sliders) > 0 {
		if reading := seq.reading(seq.start()); reading != "" {
			fmt.Fprintf(&b, "There %s.\n", reading)
		}
	}
	return strings.TrimSpace(b.String())
}

func (f Figure) describe(b *strings.Builder, p scene.Panel) {
	if f.Title != "" {
		b.WriteString(f.Title)
		b.WriteString(". ")
	}
	if !p.Bare {
		fmt.Fprintf(b, "Across: %s, %s. Up: %s, %s.", p.X.Title, describeAxis(p.X), p.Y.Title, describeAxis(p.Y))
	} else {
		for _, title := range []string{f.X, f.Y} {
			if title != "" {
				b.WriteString(title + ". ")
			}
		}
	}
	for _, m := range f.Marks {
		b.WriteString("\n  ")
		b.WriteString(m.describe())
	}
}

func describeAxis(a scene.Axis) string {
	if a.Names {
		var names []string
		for _, t := range a.Ticks {
			names = append(names, t.Label)
		}
		return strings.Join(names, ", ")
	}
	s := brief(a.Lo) + " to " + brief(a.Hi)
	if a.Log {
		s += ", logarithmic"
	}
	return s
}

// describe says what kind of mark m is, where it begins and ends, and where it is greatest and
// least.
func (m Mark) describe() string {
	what := m.kind.String()
	if m.name != "" {
		what += " “" + m.name + "”"
	}
	switch m.kind {
	case rule:
		return what + " at x = " + number(m.xs[0]) + "."
	case level:
		return what + " at y = " + number(m.ys[0]) + "."
	case label:
		return fmt.Sprintf("%s “%s” at (%s, %s).", what, m.text, number(m.xs[0]), number(m.ys[0]))
	case arrows:
		return m.describeArrows(what)
	case board:
		return m.describeBoard(what)
	case heat:
		least, greatest := extent(m.grid...)
		return fmt.Sprintf("%s: %d rows, from %s to %s.", what, len(m.grid), brief(least), brief(greatest))
	case histogram:
		return m.describeHistogram(what)
	case images:
		return m.describeImages(what)
	}
	return m.describeSeries(what)
}

func (m Mark) describeHistogram(what string) string {
	edges, density := m.bin()
	densest, at := 0.0, math.NaN()
	for i, d := range density {
		if d > densest {
			densest, at = d, (edges[i]+edges[i+1])/2
		}
	}
	n := 0
	for _, v := range m.xs {
		if scene.Drawable(v) {
			n++
		}
	}
	text := fmt.Sprintf("%s: %s values in %d bins", what, number(float64(n)), m.bins)
	if n > 0 {
		least, greatest := extent(m.xs)
		text += fmt.Sprintf(" from %s to %s, densest (%s) near %s", brief(least), brief(greatest), brief(densest), brief(at))
	}
	return text + leftOut(len(m.xs)-n) + "."
}

func (m Mark) describeImages(what string) string {
	sum := 0.0
	for _, pixels := range m.images {
		for _, v := range pixels {
			sum += float64(shade(v)) / (shades - 1)
		}
	}
	mean := brief(sum / float64(len(m.images[0])*len(m.images)))
	if m.channels == 3 {
		return fmt.Sprintf("%s: %d of %d by %d pixels, in colour, %d to a line, their channels %s on average.", what,
			len(m.images), m.imageWidth, m.imageHeight(), m.columns, mean)
	}
	return fmt.Sprintf("%s: %d of %d by %d pixels, %d to a line, on average %s of them ink.", what,
		len(m.images), m.imageWidth, m.imageHeight(), m.columns, mean)
}

// describeSeries describes what is drawn at the points (xs[i], ys[i]).
func (m Mark) describeSeries(what string) string {
	first, last, highest, lowest, n := -1, -1, -1, -1, 0
	for i := range m.xs {
		if !scene.Drawable(m.xs[i]) || !scene.Drawable(m.ys[i]) {
			continue
		}
		if first < 0 {
			first, highest, lowest = i, i, i
		}
		last = i
		n++
		if m.ys[i] > m.ys[highest] {
			highest = i
		}
		if m.ys[i] < m.ys[lowest] {
			lowest = i
		}
	}
	text := fmt.Sprintf("%s: %s points", what, number(float64(n)))
	if n == 1 {
		text = what + ": 1 point"
	}
	if n > 0 {
		point := func(i int) string { return brief(m.xs[i]) + ", " + brief(m.ys[i]) }
		text += fmt.Sprintf(", from (%s) to (%s)", point(first), point(last))
		if m.ys[highest] > m.ys[lowest] {
			text += fmt.Sprintf(", highest at (%s), lowest at (%s)", point(highest), point(lowest))
		}
	}
	return text + leftOut(len(m.xs)-n) + "."
}

// leftOut says how many values are not drawn.
func leftOut(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("; %s not finite and left out", number(float64(n)))
}

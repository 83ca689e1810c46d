package show

import (
	"fmt"
	"math"
	"strings"
)

// describe says in words what a scene shows, for those who cannot see it.
func describe(s scene, figures []Figure) string {
	var b strings.Builder
	if len(figures) > 1 {
		how := "side by side"
		if s.stacked {
			how = "one below the other"
		}
		fmt.Fprintf(&b, "%d figures %s.\n", len(figures), how)
	}
	for i, f := range figures {
		if f.Alt != "" {
			b.WriteString(f.Alt)
		} else {
			f.describe(&b, s.panels[i])
		}
		b.WriteByte('\n')
	}
	for _, sl := range s.sliders {
		least, greatest := extent(sl.Values)
		fmt.Fprintf(&b, "Slider %s: %d positions from %s to %s, shown at %s.\n", sl.Name, len(sl.Values), number(least), number(greatest), number(sl.Values[sl.start()]))
	}
	return strings.TrimSpace(b.String())
}

func (f Figure) describe(b *strings.Builder, p panel) {
	if f.Title != "" {
		b.WriteString(f.Title)
		b.WriteString(". ")
	}
	if !p.bare {
		fmt.Fprintf(b, "Across: %s, %s. Up: %s, %s.", p.x.title, p.x.describe(), p.y.title, p.y.describe())
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

func (a axis) describe() string {
	s := brief(a.lo) + " to " + brief(a.hi)
	if a.log {
		s += ", logarithmic"
	}
	return s
}

// describe says what kind of mark m is, and where it begins, ends, and is greatest and least.
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
	best, at := 0.0, math.NaN()
	for i, d := range density {
		if d > best {
			best, at = d, (edges[i]+edges[i+1])/2
		}
	}
	n := 0
	for _, v := range m.xs {
		if drawable(v) {
			n++
		}
	}
	text := fmt.Sprintf("%s: %s values in %d bins", what, number(float64(n)), m.bins)
	if n > 0 {
		least, greatest := extent(m.xs)
		text += fmt.Sprintf(" from %s to %s, densest (%s) near %s", brief(least), brief(greatest), brief(best), brief(at))
	}
	return text + leftOut(len(m.xs)-n) + "."
}

func (m Mark) describeSeries(what string) string {
	first, last, top, bottom, n := -1, -1, -1, -1, 0
	for i := range m.xs {
		if !drawable(m.xs[i]) || !drawable(m.ys[i]) {
			continue
		}
		if first < 0 {
			first, top, bottom = i, i, i
		}
		last = i
		n++
		if m.ys[i] > m.ys[top] {
			top = i
		}
		if m.ys[i] < m.ys[bottom] {
			bottom = i
		}
	}
	text := fmt.Sprintf("%s: %s points", what, number(float64(n)))
	if n == 1 {
		text = what + ": 1 point"
	}
	if n > 0 {
		text += fmt.Sprintf(", from (%s) to (%s)", m.at(first), m.at(last))
		if m.ys[top] > m.ys[bottom] {
			text += fmt.Sprintf(", highest at (%s), lowest at (%s)", m.at(top), m.at(bottom))
		}
	}
	return text + leftOut(len(m.xs)-n) + "."
}

func (m Mark) at(i int) string { return brief(m.xs[i]) + ", " + brief(m.ys[i]) }

// brief is number to three significant digits, as much as one takes in by ear.
func brief(v float64) string {
	if v == 0 || !drawable(v) {
		return number(v)
	}
	unit := math.Pow(10, math.Floor(math.Log10(math.Abs(v)))-2)
	return number(math.Round(v/unit) * unit)
}

func leftOut(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("; %s not finite and left out", number(float64(n)))
}

package show

import "ganbook/notebooks/show/scene"

// isSeries says whether m takes one of the palette's colours and a place in the legend.
func (m Mark) isSeries() bool {
	switch m.kind {
	case rule, level, label, heat, images, board:
		return false
	}
	return true
}

// A hue is a series' colour. When all colours of the palette are taken, further series take them
// again, and their lines are dashed.
type hue struct {
	color Color
	again bool
}

// assignColors gives each series the palette's next colour, and marks of one name the same.
func assignColors(marks Marks) []hue {
	taken := map[Color]bool{}
	byName := map[string]hue{}
	for _, m := range marks {
		if m.color != Auto {
			taken[m.color] = true
			byName[m.name] = hue{color: m.color}
		}
	}
	var free []Color
	for c := Blue; int(c) < len(palette); c++ {
		if !taken[c] {
			free = append(free, c)
		}
	}
	used := 0
	next := func() hue {
		used++
		if n := used - 1 - len(free); n >= 0 {
			return hue{Blue + Color(n%(len(palette)-1)), true}
		}
		return hue{color: free[used-1]}
	}
	hues := make([]hue, len(marks))
	for j, m := range marks {
		named, known := byName[m.name]
		switch {
		case m.color != Auto:
			hues[j].color = m.color
		case !m.isSeries():
		case m.name != "" && known:
			hues[j] = named
		default:
			hues[j] = next()
			byName[m.name] = hues[j]
		}
	}
	return hues
}

// dotRim is the width of the paper around a dot, in pixels. It keeps dots apart that overlap.
const dotRim = 0.75

// style is how m looks.
func (m Mark) style(h hue) scene.Style {
	s := scene.Style{Color: palette[h.color], Dashed: m.dashed || h.again, Opacity: 1, Width: 2}
	switch m.kind {
	case lines:
		s.Primitive = scene.Strokes
	case areas, histogram:
		s.Primitive, s.Opacity = scene.Fills, 0.3
	case points:
		s.Primitive, s.Rim = scene.Dots, dotRim
	case arrows:
		s.Primitive, s.Width = scene.Strokes, 1.25
	case bars:
		s.Primitive, s.Color = scene.Boxes, fade(s.Color, 0.8) // opaque, so that no grid shows through
	case rule:
		s.Primitive, s.Width = scene.Rules, 1.25
	case level:
		s.Primitive, s.Width = scene.Levels, 1.25
	case label:
		s.Primitive, s.Rim = scene.Words, scene.HaloWidth
	case heat, images:
		s.Primitive, s.AsIs = scene.Pictures, m.channels == 3
	}
	if m.faint {
		s.Opacity *= faintness
	}
	return s
}

// legend lists the named series, each name once.
func legend(marks Marks) (entries []scene.Entry) {
	seen := map[string]bool{}
	hues := assignColors(marks)
	for j, m := range marks {
		if m.kind == board {
			entries = answerEntries(m)
		}
		if m.name == "" || !m.isSeries() || seen[m.name] {
			continue
		}
		seen[m.name] = true
		entries = append(entries, scene.Entry{Name: m.name, Style: m.style(hues[j])})
	}
	return entries
}

// legendWidth is how wide the legend is in one row, in pixels.
func legendWidth(entries []scene.Entry) (w float64) {
	for _, e := range entries {
		w += e.Width() + scene.EntryGap
	}
	return w
}

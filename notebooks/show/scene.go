package show

import (
	"fmt"
	"image"
	"image/color"
	"math"
)

// A scene is a picture worked out to the last pixel, so that both renderers only draw.
type scene struct {
	captions []string // what the sliders say at each frame, nil without sliders
	sliders  []Slider
	start    int // the frame that is seen first
	stacked  bool
	panels   []panel
	alt      string
}

type panel struct {
	titles        []string // by frame
	x, y          axis
	layers        []layer
	legend        []entry
	legendOnRight bool
	bar           *colorBar
}

// A layer is one mark's shapes, frame by frame.
type layer struct {
	shape   shape
	color   Color
	opacity float64
	dashed  bool
	width   float64 // of lines
	name    string  // in the legend; empty where another layer of the same name has the entry
	frames  []shapes
}

type shape int

const (
	strokes shape = iota // open paths
	fills                // between a path and its lower edge
	dots
	boxes
	rules // straight across the panel
	words
	pictures
)

// shapes is what a layer holds at one frame. Positions are in data units, those of words in pixels from the upper
// left corner of the space between the axes.
type shapes struct {
	paths []path
	boxes []box
	words []word
	image image.Image
	x, y  float64 // of a rule: one is NaN
}

// A path is a stretch without a gap; los is empty for open paths.
type path struct{ xs, ys, los []float64 }

type box struct{ x0, x1, y0, y1, at, height float64 }

type word struct {
	x, y  float64 // of the baseline
	align align
	text  string
}

type align int

const (
	left align = iota
	center
	right
)

func (a align) String() string { return [...]string{"left", "center", "right"}[a] }

// An entry is a line of the legend.
type entry struct {
	name  string
	layer layer
}

type colorBar struct {
	title  string
	lo, hi float64
	stops  []color.NRGBA // evenly spaced from lo to hi
}

// newScene works a picture out.
func newScene(p Picture) scene {
	seq := p.frames()
	first := seq.figures[0]
	if len(first) == 0 {
		panic("show: a Row or Column without figures, want at least one")
	}
	s := scene{start: seq.start(), stacked: seq.stacked, sliders: seq.sliders}
	if len(seq.sliders) > 0 {
		for i := range seq.figures {
			s.captions = append(s.captions, seq.caption(i))
		}
	}
	for j := range first {
		var same []Figure
		for i, figures := range seq.figures {
			if len(figures) != len(first) {
				panic(fmt.Sprintf("show: Slide: frame %d has %d figures and frame 0 has %d, want as many", i, len(figures), len(first)))
			}
			same = append(same, figures[j])
		}
		s.panels = append(s.panels, newPanel(same, len(first), seq.stacked))
	}
	s.alt = describe(s, seq)
	return s
}

// newPanel works out one figure from all its frames.
func newPanel(frames []Figure, n int, stacked bool) panel {
	f := frames[0]
	var p panel
	for i, g := range frames {
		g.validate()
		sameMarks(f, g, i)
		p.titles = append(p.titles, g.Title)
	}
	p.legend = legend(f.Marks)
	w, h := f.size(n, stacked)
	p.x, p.y = axes(frames, w, h)
	p.legendOnRight = legendWidth(p.legend) > w
	b := builder{panel: &p, colors: assignColors(f.Marks)}
	for j := range f.Marks {
		var same []Mark
		for _, g := range frames {
			same = append(same, g.Marks[j])
		}
		b.mark(same, barsBefore(f.Marks, j), barsBefore(f.Marks, len(f.Marks)))
	}
	b.ruleNames(frames)
	return p
}

func sameMarks(f, g Figure, i int) {
	if len(f.Marks) != len(g.Marks) {
		panic(fmt.Sprintf("show: Slide: frame %d of %q has %d marks and frame 0 has %d, want the same", i, g.Title, len(g.Marks), len(f.Marks)))
	}
	for j := range f.Marks {
		if a, b := f.Marks[j], g.Marks[j]; a.kind != b.kind {
			panic(fmt.Sprintf("show: Slide: mark %d of %q is a %v in frame %d and a %v in frame 0, want the same", j, g.Title, b.kind, i, a.kind))
		}
	}
}

func barsBefore(marks Marks, j int) (n int) {
	for _, m := range marks[:j] {
		if m.kind == bars {
			n++
		}
	}
	return n
}

// axes spans what the marks of all frames need.
func axes(frames []Figure, w, h float64) (x, y axis) {
	f := frames[0]
	nx := needs{least: math.NaN(), greatest: math.NaN()}
	ny := nx
	for _, g := range frames {
		for _, m := range g.Marks {
			m.ask(&nx, &ny, f)
		}
	}
	const everyX, everyY = 70, 45 // pixels a tick
	x = newAxis(f.X, f.XRange, f.LogX, w, everyX, nx)
	y = newAxis(f.Y, f.YRange, f.LogY, h, everyY, ny)
	return x, y
}

// ask adds to nx and ny what m needs of the axes.
func (m Mark) ask(nx, ny *needs, f Figure) {
	ax, ay := axis{log: f.LogX}, axis{log: f.LogY}
	put := func(x, y float64) {
		// A point off one axis is not drawn, so the other need not reach it.
		if (math.IsNaN(x) || ax.takes(x)) && (math.IsNaN(y) || ay.takes(y)) {
			if ax.takes(x) {
				nx.include(x)
			}
			if ay.takes(y) {
				ny.include(y)
			}
		}
	}
	switch m.kind {
	case histogram:
		edges, density := m.bin()
		for i, d := range density {
			put(edges[i], d)
			put(edges[i+1], d)
		}
		ny.fromZero, ny.pad = true, true
	case bars:
		for i, x := range m.xs {
			if ax.takes(x) && drawable(m.ys[i]) {
				half := barStep(m.xs, ax) / 2
				put(ax.unscale(ax.scale(x)-half), m.ys[i])
				put(ax.unscale(ax.scale(x)+half), m.ys[i])
			}
		}
		ny.fromZero, ny.pad = true, true
	case heat:
		put(m.x0, m.y0)
		put(m.x1, m.y1)
	default:
		for i := range m.xs {
			if math.IsNaN(m.xs[i]) && m.kind != level || math.IsNaN(m.ys[i]) && m.kind != rule {
				continue
			}
			put(m.xs[i], m.ys[i])
			if m.los != nil {
				put(m.xs[i], m.los[i])
			}
		}
		ny.pad = true
		ny.fromZero = ny.fromZero || m.kind == areas && m.los == nil
		nx.pad = nx.pad || m.kind == points || m.kind == rule || m.kind == label
	}
}

// legend lists the named marks, each name once.
func legend(marks Marks) (es []entry) {
	seen := map[string]bool{}
	colors := assignColors(marks)
	for j, m := range marks {
		if m.name == "" || m.kind == rule || m.kind == level || m.kind == heat || m.kind == label || seen[m.name] {
			continue
		}
		seen[m.name] = true
		l := m.style(colors[j])
		es = append(es, entry{m.name, l})
	}
	return es
}

// assignColors gives each series the palette's next colour, and marks of one name the same.
func assignColors(marks Marks) []Color {
	taken := map[Color]bool{}
	byName := map[string]Color{}
	for _, m := range marks {
		if m.color != Auto {
			taken[m.color] = true
			if m.name != "" {
				byName[m.name] = m.color
			}
		}
	}
	next := Blue
	colors := make([]Color, len(marks))
	for j, m := range marks {
		named, known := byName[m.name]
		switch {
		case m.color != Auto:
			colors[j] = m.color
		case m.kind == rule || m.kind == level || m.kind == label || m.kind == heat:
			colors[j] = Auto
		case m.name != "" && known:
			colors[j] = named
		default:
			for int(next) < len(palette)-1 && taken[next] {
				next++
			}
			colors[j] = next
			taken[next] = true
			if m.name != "" {
				byName[m.name] = next
			}
		}
	}
	return colors
}

// style is how m looks, without its shapes.
func (m Mark) style(c Color) layer {
	l := layer{color: c, dashed: m.dashed, opacity: 1, width: 2}
	switch m.kind {
	case lines:
		l.shape = strokes
	case areas, histogram:
		l.shape, l.opacity = fills, 0.3
	case points:
		l.shape, l.opacity = dots, 0.75
	case bars:
		l.shape, l.opacity = boxes, 0.85
	case rule, level:
		l.shape, l.width = rules, 1.25
	case label:
		l.shape = words
	case heat:
		l.shape = pictures
	}
	if m.faint {
		l.opacity *= 0.45
	}
	return l
}

package show

import (
	"fmt"
	"image"
	"image/color"
	"reflect"
	"slices"
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
	bare          bool // no axes, only their titles
}

// A layer is one mark's shapes, frame by frame.
type layer struct {
	shape   shape
	color   color.NRGBA
	opacity float64
	dashed  bool
	upright bool    // of rules
	width   float64 // of lines
	name    string  // in the legend; empty where another layer of the same name has the entry
	frames  []shapes
	still   bool // all frames are the same
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
	at    float64 // of a rule: its x if it stands, else its y
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
	var shown []Figure
	for j := range first {
		var same []Figure
		for i, figures := range seq.figures {
			if len(figures) != len(first) {
				panic(fmt.Sprintf("show: Slide: frame %d has %d figures and frame 0 has %d, want as many", i, len(figures), len(first)))
			}
			f := figures[j]
			f.validate()
			f.Marks = f.sampled()
			same = append(same, f)
		}
		shown = append(shown, same[s.start])
		s.panels = append(s.panels, newPanel(same, len(first), seq.stacked))
	}
	s.alt = describe(s, shown)
	return s
}

// sampled is f's marks with its curves turned into points.
func (f Figure) sampled() Marks {
	marks := slices.Clone(f.Marks)
	for i, m := range marks {
		marks[i] = m.sampled(axis{log: f.LogX})
	}
	return marks
}

// newPanel works out one figure from all its frames.
func newPanel(frames []Figure, n int, stacked bool) panel {
	f := frames[0]
	var p panel
	for i, g := range frames {
		sameMarks(f, g, i)
		p.titles = append(p.titles, g.Title)
	}
	p.legend = legend(f.Marks)
	w, h := f.size(n, stacked)
	if p.bare = f.bare(); p.bare {
		w, h = f.Marks[0].fit(w, h)
	}
	p.x, p.y = axes(frames, w, h)
	if p.bare {
		p.x.ticks, p.y.ticks = nil, nil
	}
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
	for i := range p.layers {
		l := &p.layers[i]
		l.still = !slices.ContainsFunc(l.frames, func(s shapes) bool { return !reflect.DeepEqual(s, l.frames[0]) })
	}
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
	need := asker{x: noNeeds(), y: noNeeds(), ax: axis{log: f.LogX}, ay: axis{log: f.LogY}}
	for _, g := range frames {
		for _, m := range g.Marks {
			need.mark(m)
		}
	}
	const everyX, everyY = 70, 45 // pixels a tick
	x = newAxis(f.X, f.XRange, f.LogX, w, everyX, need.x)
	y = newAxis(f.Y, f.YRange, f.LogY, h, everyY, need.y)
	if f.YRange == (Range{}) && slices.ContainsFunc(f.Marks, func(m Mark) bool { return m.kind == rule && m.name != "" }) {
		// The names of rules stand at the top; what is drawn keeps below them.
		const row = 20
		need.y.include(y.unscale(y.scale(y.lo)+(y.scale(y.hi)-y.scale(y.lo))*h/(h-row)), false)
		y = newAxis(f.Y, f.YRange, f.LogY, h, everyY, need.y)
	}
	return x, y
}

// An asker collects what marks need of both axes.
type asker struct {
	x, y   needs
	ax, ay axis
}

func (a *asker) mark(m Mark) {
	switch m.kind {
	case histogram:
		edges, density := m.bin()
		for i, d := range density {
			a.point(edges[i], d, false, true)
			a.point(edges[i+1], d, false, true)
		}
		a.y.fromZero = true
	case bars:
		half := barStep(m.xs, a.ax) / 2
		for i, x := range m.xs {
			if a.ax.takes(x) {
				a.point(a.ax.unscale(a.ax.scale(x)-half), m.ys[i], false, true)
				a.point(a.ax.unscale(a.ax.scale(x)+half), m.ys[i], false, true)
			}
		}
		a.y.fromZero = true
	case heat:
		a.point(m.x0, m.y0, false, false)
		a.point(m.x1, m.y1, false, false)
	case images:
		w, h := m.imagesSize()
		a.point(0, 0, false, false)
		a.point(float64(w), float64(h), false, false)
	case rule:
		if a.ax.takes(m.xs[0]) {
			a.x.include(m.xs[0], true)
		}
	case level:
		if a.ay.takes(m.ys[0]) {
			a.y.include(m.ys[0], true)
		}
	default:
		airy := m.kind == points || m.kind == label
		for i, x := range m.xs {
			a.point(x, m.ys[i], airy, true)
			if m.los != nil {
				a.point(x, m.los[i], airy, true)
			}
		}
		a.y.fromZero = a.y.fromZero || m.kind == areas && m.los == nil
	}
}

// point asks for room for a point, unless it is off one of the axes and so is not drawn.
func (a *asker) point(x, y float64, airyX, airyY bool) {
	if a.ax.takes(x) && a.ay.takes(y) {
		a.x.include(x, airyX)
		a.y.include(y, airyY)
	}
}

// legend lists the named marks, each name once.
func legend(marks Marks) (es []entry) {
	seen := map[string]bool{}
	colors := assignColors(marks)
	for j, m := range marks {
		if m.name == "" || !m.isSeries() || seen[m.name] {
			continue
		}
		seen[m.name] = true
		l := m.style(colors[j])
		es = append(es, entry{m.name, l})
	}
	return es
}

// A hue is a series' colour; those that come after the palette's end begin it again with dashes.
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
		if n := used - len(free); n >= 0 {
			used++
			return hue{Blue + Color(n%(len(palette)-1)), true}
		}
		used++
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

// isSeries says whether m takes one of the palette's colours and a place in the legend.
func (m Mark) isSeries() bool {
	switch m.kind {
	case rule, level, label, heat, images:
		return false
	}
	return true
}

// style is how m looks, without its shapes.
func (m Mark) style(h hue) layer {
	l := layer{color: palette[h.color], dashed: m.dashed || h.again, opacity: 1, width: 2}
	switch m.kind {
	case lines:
		l.shape = strokes
	case areas, histogram:
		l.shape, l.opacity = fills, 0.3
	case points:
		l.shape, l.opacity = dots, 0.75
	case bars:
		l.shape, l.color = boxes, fade(l.color, 0.8) // no grid shows through
	case rule, level:
		l.shape, l.width, l.upright = rules, 1.25, m.kind == rule
	case label:
		l.shape = words
	case heat, images:
		l.shape = pictures
	}
	if m.faint {
		l.opacity *= 0.45
	}
	return l
}

package show

import (
	"fmt"
	"reflect"
	"slices"

	"ganbook/notebooks/show/scene"
)

// newScene turns a picture into a scene.
func newScene(p Picture) scene.Scene {
	seq := p.frames()
	first := seq.figures[0]
	if len(first) == 0 {
		panic("show: a Row or Column without figures, want at least one")
	}
	s := scene.Scene{Start: seq.start(), Stacked: seq.stacked}
	for _, slider := range seq.sliders {
		s.Sliders = append(s.Sliders, slider.scene())
	}
	if len(seq.sliders) > 0 {
		for i := range seq.figures {
			caption, reading := seq.caption(i), seq.reading(i)
			s.Readings = append(s.Readings, reading)
			if reading != "" {
				caption += between + reading
			}
			s.Captions = append(s.Captions, caption)
		}
	}
	var seen []Figure
	for j := range first {
		var frames []Figure
		for i, figures := range seq.figures {
			if len(figures) != len(first) {
				panic(fmt.Sprintf("show: Slide: frame %d has %d figures and frame 0 has %d, want as many", i, len(figures), len(first)))
			}
			f := figures[j]
			f.validate()
			f.Marks = f.sampled()
			frames = append(frames, f)
		}
		seen = append(seen, frames[s.Start])
		s.Panels = append(s.Panels, newPanel(frames, len(first), seq.stacked))
	}
	s.Alt = describe(seen, s.Panels, seq)
	return s
}

// sampled is f's marks with its curves turned into lines.
func (f Figure) sampled() Marks {
	marks := slices.Clone(f.Marks)
	for i, m := range marks {
		marks[i] = m.sampled(scene.Axis{Log: f.LogX})
	}
	return marks
}

// newPanel turns one of a picture's n figures into a panel. frames holds the figure at each frame.
func newPanel(frames []Figure, n int, stacked bool) scene.Panel {
	f := frames[0]
	p := scene.Panel{Bare: f.bare(), Legend: legend(f.Marks)}
	for i, g := range frames {
		sameMarks(f, g, i)
		p.Titles = append(p.Titles, g.Title)
	}
	w, h := f.size(n, stacked)
	if p.Bare {
		w, h = f.Marks[0].fit(w, h)
	}
	p.X, p.Y = axes(frames, w, h)
	if p.Bare {
		p.X.Ticks, p.Y.Ticks = nil, nil
	}
	if f.board() {
		p.X.Ticks, p.Y.Ticks = f.Marks[0].boardTicks()
		p.X.Names, p.Y.Names = true, true
	}
	p.LegendOnRight = legendWidth(p.Legend) > w
	addLayers(&p, frames)
	for i := range p.Layers {
		l := &p.Layers[i]
		l.Still = !slices.ContainsFunc(l.Frames, func(f scene.Frame) bool { return !reflect.DeepEqual(f, l.Frames[0]) })
	}
	return p
}

// sameMarks panics unless g, a figure at frame i, has the axes and the kinds of marks of f, the figure at
// frame 0, with the names and the looks that the legend shows.
func sameMarks(f, g Figure, i int) {
	type axes struct {
		x, y           string
		logX, logY     bool
		xRange, yRange Range
		width, height  int
	}
	of := func(f Figure) axes { return axes{f.X, f.Y, f.LogX, f.LogY, f.XRange, f.YRange, f.Width, f.Height} }
	if of(f) != of(g) {
		panic(fmt.Sprintf("show: Slide: %q has other axes (X, Y, LogX, LogY, XRange, YRange, Width, Height) in frame %d than in frame 0, want the same", g.Title, i))
	}
	if len(f.Marks) != len(g.Marks) {
		panic(fmt.Sprintf("show: Slide: frame %d of %q has %d marks and frame 0 has %d, want the same", i, g.Title, len(g.Marks), len(f.Marks)))
	}
	for j := range f.Marks {
		if a, b := f.Marks[j], g.Marks[j]; a.kind != b.kind {
			panic(fmt.Sprintf("show: Slide: mark %d of %q is a %v in frame %d and a %v in frame 0, want the same", j, g.Title, b.kind, i, a.kind))
		} else if (a.isSeries() || a.kind == heat) && a.name != b.name {
			panic(fmt.Sprintf("show: Slide: mark %d of %q is named %q in frame %d and %q in frame 0, want the same; put what changes into Title or Reading", j, g.Title, b.name, i, a.name))
		} else if a.color != b.color || a.dashed != b.dashed || a.faint != b.faint {
			panic(fmt.Sprintf("show: Slide: mark %d of %q has another colour or line in frame %d than in frame 0, want the same", j, g.Title, i))
		} else if !slices.Equal(a.rowNames, b.rowNames) || !slices.Equal(a.columnNames, b.columnNames) || a.answers != b.answers {
			panic(fmt.Sprintf("show: Slide: the Board of %q has other names or answers in frame %d than in frame 0, want the same", g.Title, i))
		}
	}
}

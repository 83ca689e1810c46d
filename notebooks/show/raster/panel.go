package raster

import (
	"ganbook/notebooks/show/scene"
	"slices"
)

// A room is the space, in pixels, that titles, axes and legend take around a panel.
type room struct{ left, right, top, bottom float64 }

const (
	// lineGap is the space between a line of text and the next, or the panel.
	lineGap = 8

	// axisTitleRoom is the height of an axis title with the gap to what is before it. Letters such
	// as g reach 3 pixels below the baseline.
	axisTitleRoom = scene.TitleGap + scene.AxisSize + 3
)

func roomOf(p scene.Panel, subtitle string) room {
	r := room{right: 8, top: 6}
	if p.Bare {
		if p.Y.Title != "" {
			r.left = axisTitleRoom
		}
		if p.X.Title != "" {
			r.bottom = axisTitleRoom
		}
	} else {
		r.left = widestLabel(p.Y) + (scene.TickSize + scene.LabelGap + axisTitleRoom + 1)
		r.bottom = scene.TickSize + scene.LabelGap + scene.TextSize + axisTitleRoom
	}
	for _, t := range p.X.Ticks {
		half := scene.TextWidth(t.Label, scene.TextSize, false) / 2
		r.right = max(r.right, p.X.At(t.At)+half-p.X.Pixels)
		r.left = max(r.left, half-p.X.At(t.At))
	}
	if slices.ContainsFunc(p.Titles, func(title string) bool { return title != "" }) {
		r.top += scene.TitleSize + lineGap
	}
	for _, title := range p.Titles { // a slider keeps its width
		r.right = max(r.right, scene.TextWidth(title, scene.TitleSize, true)-p.X.Pixels)
	}
	if subtitle != "" {
		r.top += scene.CaptionSize + lineGap
	}
	switch {
	case p.LegendOnRight:
		for _, e := range p.Legend {
			r.right = max(r.right, scene.SideGap+e.Width())
		}
		r.bottom = max(r.bottom, sideTop(p)+float64(len(p.Legend))*legendRow-p.Y.Pixels)
	case len(p.Legend) > 0:
		r.top += legendRow
	}
	if p.Bar != nil {
		const narrowest = 70 // holds the bar and its labels
		r.right = max(r.right, scene.SideGap+max(narrowest, scene.TextWidth(p.Bar.Title, scene.TextSize, false)))
	}
	return r
}

func widestLabel(a scene.Axis) (w float64) {
	for _, t := range a.Ticks {
		w = max(w, scene.TextWidth(t.Label, scene.TextSize, false))
	}
	return w
}

// drawPanel draws a panel at one frame, with all that is around it. (x, y) is the upper left corner
// of its room.
func drawPanel(pen pen, p scene.Panel, frame int, x, y float64, room room, subtitle string) {
	left, top := x+room.left, y+room.top
	if title := p.Titles[frame]; title != "" {
		pen.text(point{left, y + scene.TitleSize}, title, scene.TitleSize, true, scene.Left, scene.Ink)
		y += scene.TitleSize + lineGap
	}
	if subtitle != "" {
		pen.text(point{left, y + scene.CaptionSize}, subtitle, scene.CaptionSize, false, scene.Left, scene.Ink)
		y += scene.CaptionSize + lineGap
	}
	drawLegend(pen, p, left, y)
	yTitle, xTitle := left, top+p.Y.Pixels
	if !p.Bare {
		drawAxes(pen, p, left, top)
		yTitle = left - scene.TickSize - scene.LabelGap - widestLabel(p.Y)
		xTitle += scene.TickSize + scene.LabelGap + scene.TextSize
	}
	pen.upwards(point{yTitle - scene.TitleGap, top + p.Y.Pixels/2}, p.Y.Title, scene.AxisSize, scene.Ink)
	pen.text(point{left + p.X.Pixels/2, xTitle + scene.TitleGap + scene.AxisSize - 3}, p.X.Title, scene.AxisSize,
		false, scene.Center, scene.Ink)
	inside, done := pen.within(p, left, top)
	for _, l := range p.Layers {
		drawLayer(inside, p, l, l.Frames[frame], left, top)
	}
	done()
	if p.Bar != nil {
		drawColorBar(pen, p.Bar, left+p.X.Pixels+scene.SideGap, top)
	}
}

// drawAxes draws the axes and the grid of the panel whose upper left corner is (x, y).
func drawAxes(pen pen, p scene.Panel, x, y float64) {
	w, h := p.X.Pixels, p.Y.Pixels
	for _, t := range p.X.Ticks {
		at := x + p.X.At(t.At)
		if !p.X.Names {
			pen.line([]point{{at, y}, {at, y + h}}, scene.Grid, 1, nil)
		}
		pen.line([]point{{at, y + h}, {at, y + h + scene.TickSize}}, scene.Quiet, 1, nil)
		baseline := y + h + scene.TickSize + scene.LabelGap + scene.TextSize - 2
		pen.text(point{at, baseline}, t.Label, scene.TextSize, false, scene.Center, scene.Ink)
	}
	for _, t := range p.Y.Ticks {
		at := y + h - p.Y.At(t.At)
		if !p.Y.Names {
			pen.line([]point{{x, at}, {x + w, at}}, scene.Grid, 1, nil)
		}
		pen.line([]point{{x - scene.TickSize, at}, {x, at}}, scene.Quiet, 1, nil)
		end := x - scene.TickSize - scene.LabelGap
		pen.text(point{end, at + 4}, t.Label, scene.TextSize, false, scene.Right, scene.Ink)
	}
	pen.line([]point{{x, y + h}, {x + w, y + h}}, scene.Quiet, 1, nil)
	pen.line([]point{{x, y}, {x, y + h}}, scene.Quiet, 1, nil)
}

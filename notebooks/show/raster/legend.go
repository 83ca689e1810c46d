package raster

import "ganbook/notebooks/show/scene"

const (
	legendRow = 20                 // height of a row of the legend, in pixels
	barTop    = scene.TextSize + 8 // distance from the title of the colour bar to its upper edge
)

// drawLegend draws a panel's legend. (x, y) is where it begins if it stands above the panel.
func drawLegend(pen pen, p scene.Panel, x, y float64) {
	if p.LegendOnRight {
		x, y = x+p.X.Pixels+scene.SideGap, y+sideTop(p)
	}
	for _, e := range p.Legend {
		drawKey(pen, e.Style, x, y+legendRow/2-3)
		at := point{x + e.KeyWidth() + scene.KeyGap, y + legendRow/2 + 1}
		pen.text(at, e.Name, scene.TextSize, false, scene.Left, scene.Ink)
		if p.LegendOnRight {
			y += legendRow
		} else {
			x += e.Width() + scene.EntryGap
		}
	}
}

// sideTop is the distance from a panel's upper edge to the first row of a legend on its right, which
// stands below the colour bar if there is one.
func sideTop(p scene.Panel) float64 {
	if p.Bar == nil {
		return 6
	}
	return barTop + scene.BarLength + scene.TextSize + 6
}

// drawKey draws the sample of a style from x to the right, with its middle at y.
func drawKey(pen pen, s scene.Style, x, y float64) {
	paint := paintOf(s)
	switch s.Primitive {
	case scene.Strokes:
		pen.line([]point{{x, y}, {x + scene.LineKey, y}}, paint, s.Width, dashesOf(s))
	case scene.Dots:
		pen.dot(point{x + scene.DotKey/2., y}, scene.DotKey/2., 0, paint)
	default:
		pen.box(x, y-scene.BoxKey/2., x+scene.BoxKey, y+scene.BoxKey/2., paint)
	}
}

// drawColorBar draws a colour bar with its upper left corner at (x, y).
func drawColorBar(pen pen, b *scene.ColorBar, x, y float64) {
	pen.text(point{x, y + scene.TextSize}, b.Title, scene.TextSize, false, scene.Left, scene.Ink)
	y += barTop
	const steps = 120
	for i := range steps {
		v := b.Hi + (b.Lo-b.Hi)*(float64(i)+0.5)/steps
		from := y + scene.BarLength*float64(i)/steps
		pen.box(x, from, x+scene.BarWidth, from+scene.BarLength/steps, b.ColorAt(v))
	}
	for _, t := range b.Ticks {
		at := y + scene.BarLength*(b.Hi-t.At)/(b.Hi-b.Lo)
		pen.text(point{x + (scene.BarWidth + 6), at + 4}, t.Label, scene.TextSize, false, scene.Left, scene.Ink)
	}
}

package vegalite

import (
	"strconv"

	"ganbook/notebooks/show/scene"
)

// keyHeight is the height of a sample, in pixels. Without it a line's sample is as high as long.
const keyHeight = 12

// key is the legend of one layer: the sample beside its name.
func key(s scene.Style, onRight bool) object {
	k := object{"title": "", "symbolOpacity": s.Opacity, "orient": "top", "direction": "horizontal",
		"symbolStrokeWidth": 0, "clipHeight": keyHeight}
	if onRight {
		k["orient"], k["direction"], k["offset"] = "right", "vertical", scene.SideGap
	}
	// A symbol's size is the area of a square around it.
	switch s.Primitive {
	case scene.Strokes:
		k["symbolType"], k["symbolStrokeWidth"], k["symbolSize"] = "stroke", s.Width, scene.LineKey*scene.LineKey
		if s.Dashed {
			k["symbolDash"] = scene.Dashes
		}
	case scene.Dots:
		k["symbolType"], k["symbolSize"] = "circle", scene.DotKey*scene.DotKey
	default:
		k["symbolType"], k["symbolSize"] = "square", scene.BoxKey*scene.BoxKey
	}
	return k
}

// colorBar is a layer that draws nothing. Its legend is the colour bar.
func colorBar(b *scene.ColorBar) object {
	domain := make([]float64, len(b.Stops))
	colors := make([]string, len(b.Stops))
	labels := make([]string, len(b.Stops))
	for i, c := range b.Stops {
		domain[i] = b.Lo + (b.Hi-b.Lo)*float64(i)/float64(len(b.Stops)-1)
		colors[i] = css(c)
		labels[i] = b.Ticks[i].Label
	}
	return object{
		"data": object{"values": "v\n" + strconv.FormatFloat(b.Lo, 'g', -1, 64),
			"format": object{"type": "csv", "parse": object{"v": "number"}}},
		"mark": object{"type": "point", "opacity": 0},
		"encoding": object{
			"x": object{"value": 0}, "y": object{"value": 0},
			"color": object{"field": "v", "type": "quantitative",
				"scale": object{"domain": domain, "range": colors, "interpolate": "rgb"},
				"legend": object{"title": b.Title, "orient": "right", "offset": scene.SideGap,
					"gradientLength": scene.BarLength, "gradientThickness": scene.BarWidth, "gradientOpacity": 1,
					"values": domain, "labelExpr": labelOf(domain, labels)}},
		},
	}
}

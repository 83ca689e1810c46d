package vegalite

import (
	"maps"

	"ganbook/notebooks/show/scene"
)

// inColor is what the SVG says of a picture in colour, also to a screen reader. By it the style sheets
// of JupyterLab and of the book find what a dark theme must not turn over.
const inColor = "picture in colour"

// panel is one panel of the scene s as a layered chart. Where the scene moves, its layers depend on
// the parameter frame.
func panel(s scene.Scene, p scene.Panel) object {
	moving := s.Captions != nil
	// Vega takes the mouse to be elsewhere on a canvas that JupyterLab shrinks.
	tips := Renderer(s) == svg && !p.X.Names
	var layers []any
	for _, l := range p.Layers {
		drawn := layer(p, l, moving, tips)
		if l.Primitive == scene.Words && l.Rim > 0 {
			layers = append(layers, halo(drawn))
		}
		layers = append(layers, drawn)
	}
	if p.Bar != nil {
		layers = append(layers, colorBar(p.Bar))
	}
	x, y := axis("x", p.X), axis("y", p.Y)
	if p.Bare {
		for _, a := range []object{x, y} {
			a["axis"] = object{"domain": false, "ticks": false, "labels": false, "grid": false}
		}
	}
	return object{
		"width": p.X.Pixels, "height": p.Y.Pixels,
		"layer":    layers,
		"encoding": object{"x": x, "y": y},
		"resolve":  object{"scale": object{"color": "independent"}, "legend": object{"color": "independent"}},
	}
}

// axis encodes a field of the data by its place on an axis.
func axis(field string, a scene.Axis) object {
	scale := object{"domain": []float64{a.Lo, a.Hi}, "nice": false}
	if a.Log {
		scale["type"] = "log"
	} else {
		scale["zero"] = false
	}
	values := make([]float64, len(a.Ticks))
	labels := make([]string, len(a.Ticks))
	for i, t := range a.Ticks {
		values[i], labels[i] = t.At, t.Label
	}
	marks := object{"values": values, "labelExpr": labelOf(values, labels)}
	if a.Names {
		marks["grid"], marks["labelLimit"] = false, 0
	}
	return object{
		"field": field, "type": "quantitative", "title": a.Title, "scale": scale,
		"axis": marks,
	}
}

// labelOf is an expression for the label of the value that Vega writes a label for.
func labelOf(values []float64, labels []string) string {
	return literal(labels) + "[indexof(" + literal(values) + ", datum.value)]"
}

// layer is one layer. Vega-Lite's "mark" says how it is drawn, and "encoding" by which data. tips
// says whether it shows its values where the mouse is.
func layer(p scene.Panel, l scene.Layer, moving, tips bool) object {
	color := css(l.Color)
	look := object{"clip": true, "color": color, "opacity": l.Opacity}
	encoding := object{}
	switch l.Primitive {
	case scene.Strokes:
		look["type"], look["strokeWidth"], look["strokeJoin"] = "line", l.Width, "round"
		encoding["detail"] = object{"field": "s", "type": "nominal"}
		encoding["order"] = object{"value": false} // as given, not from left to right
		if tips {
			corners(p, l, look, encoding)
		}
	case scene.Fills:
		look["type"], look["line"] = "area", false
		encoding["detail"] = object{"field": "s", "type": "nominal"}
		encoding["order"] = object{"value": false}
		encoding["y2"] = object{"field": "lo"}
		if tips {
			corners(p, l, look, encoding)
		}
	case scene.Dots:
		const across = 2 * scene.DotRadius // a symbol's size is the area of a square around it
		look["type"], look["filled"], look["size"] = "point", true, across*across
		if l.Rim > 0 {
			look["stroke"], look["strokeWidth"] = css(scene.Paper), l.Rim
		}
		if tips {
			encoding["tooltip"] = tooltip(p, "x", "y")
		}
	case scene.Boxes:
		look["type"] = "rect"
		encoding["x2"], encoding["y2"] = object{"field": "x2"}, object{"field": "y2"}
		if tips {
			encoding["tooltip"] = tooltip(p, "at", "height")
		}
	case scene.Tiles:
		look["type"], look["color"] = "rect", datum("color")
		encoding["x2"], encoding["y2"] = object{"field": "x2"}, object{"field": "y2"}
	case scene.Rules:
		look["type"], look["strokeWidth"] = "rule", l.Width
		delete(look, "clip")
		encoding["y"], encoding["y2"] = object{"value": 0}, object{"value": p.Y.Pixels}
	case scene.Levels:
		look["type"], look["strokeWidth"] = "rule", l.Width
		delete(look, "clip")
		encoding["x"], encoding["x2"] = object{"value": 0}, object{"value": p.X.Pixels}
	case scene.Words:
		look = object{"type": "text", "color": color, "fontSize": scene.TextSize,
			"baseline": "alphabetic", "align": datum("align")}
		encoding["text"] = object{"field": "text", "type": "nominal"}
		encoding["x"], encoding["y"] = object{"value": datum("x")}, object{"value": datum("y")}
	case scene.Pictures:
		look = object{"type": "image", "aspect": false, "clip": true, "align": "left", "baseline": "top",
			"width": datum("width"), "height": datum("height")}
		encoding["x"], encoding["y"] = object{"value": datum("x")}, object{"value": datum("y")}
		encoding["url"] = object{"field": "url", "type": "nominal"}
		if l.AsIs {
			look["ariaRoleDescription"] = inColor
		}
	}
	if l.Dashed && (l.Primitive == scene.Strokes || l.Primitive == scene.Rules || l.Primitive == scene.Levels) {
		look["strokeDash"] = scene.Dashes
	}
	if l.Name != "" {
		encoding["color"] = object{"datum": l.Name, "type": "nominal",
			"scale":  object{"domain": []string{l.Name}, "range": []string{color}},
			"legend": key(l.Style, p.LegendOnRight)}
	}
	moving = moving && !l.Still
	out := object{"data": data(p, l, moving), "mark": look, "encoding": encoding}
	if moving {
		out["transform"] = []any{object{"filter": "datum.frame === frame"}}
	}
	return out
}

// corners lets a line or an area say its values: Vega shows a tooltip over its points, which are
// there and not seen. Of very many there is none.
func corners(p scene.Panel, l scene.Layer, look, encoding object) {
	const most = 400
	for _, f := range l.Frames {
		n := 0
		for _, q := range f.Paths {
			n += len(q.Xs)
		}
		if n > most {
			return
		}
	}
	look["point"] = object{"opacity": 0, "size": 60}
	encoding["tooltip"] = tooltip(p, "x", "y")
}

// datum is an expression for a field whose value Vega uses as it is, for instance in pixels.
func datum(name string) object { return object{"expr": "datum." + name} }

// tooltip shows two fields under the axes' titles.
func tooltip(p scene.Panel, x, y string) []any {
	return []any{
		object{"field": x, "type": "quantitative", "title": p.X.Title},
		object{"field": y, "type": "quantitative", "title": p.Y.Title},
	}
}

// halo is a layer of words again, in the colour of paper and a little larger. It is drawn under
// them.
func halo(words object) object {
	look := maps.Clone(words["mark"].(object))
	look["color"], look["stroke"] = css(scene.Paper), css(scene.Paper)
	look["strokeWidth"], look["strokeJoin"] = 2*scene.HaloWidth, "round"
	halo := maps.Clone(words)
	halo["mark"] = look
	return halo
}

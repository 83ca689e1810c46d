package vegalite

import (
	"maps"

	"ganbook/notebooks/show/scene"
)

// layer is one layer. tips says whether it shows its values where the mouse is.
func layer(p scene.Panel, l scene.Layer, moving, tips bool) object {
	look, encoding := drawing(p, l, tips)
	if l.Name != "" {
		encoding["color"] = object{"datum": l.Name, "type": "nominal",
			"scale":  object{"domain": []string{l.Name}, "range": []string{css(l.Color)}},
			"legend": key(l.Style, p.LegendOnRight)}
	}
	moving = moving && !l.Still
	out := object{"data": data(p, l, moving), "mark": look, "encoding": encoding}
	if moving {
		out["transform"] = []any{object{"filter": "datum.frame === frame"}}
	}
	return out
}

// drawing says how a layer is drawn (Vega-Lite's "mark"), and by which data ("encoding").
func drawing(p scene.Panel, l scene.Layer, tips bool) (look, encoding object) {
	switch l.Primitive {
	case scene.Strokes, scene.Fills:
		look, encoding = paths(l.Style)
		if tips && hasFewPoints(l) {
			look["point"] = object{"opacity": 0, "size": 60}
			encoding["tooltip"] = tooltip(p, "x", "y")
		}
	case scene.Dots:
		look, encoding = dots(l.Style), object{}
		if tips {
			encoding["tooltip"] = tooltip(p, "x", "y")
		}
	case scene.Boxes:
		look, encoding = basic("rect", l.Style), rectangle()
		if tips {
			encoding["tooltip"] = tooltip(p, "at", "height")
		}
	case scene.Tiles:
		look, encoding = basic("rect", l.Style), rectangle()
		look["color"] = datum("color")
	case scene.Rules:
		look = across(l.Style)
		encoding = object{"y": object{"value": 0}, "y2": object{"value": p.Y.Pixels}}
	case scene.Levels:
		look = across(l.Style)
		encoding = object{"x": object{"value": 0}, "x2": object{"value": p.X.Pixels}}
	case scene.Words:
		look, encoding = words(l.Style)
	case scene.Pictures:
		look, encoding = pictures(l.Style)
	}
	return look, encoding
}

// basic is the look of a mark of one colour that ends at the panel's edges.
func basic(kind string, s scene.Style) object {
	return object{"type": kind, "clip": true, "color": css(s.Color), "opacity": s.Opacity}
}

func paths(s scene.Style) (look, encoding object) {
	encoding = object{
		"detail": object{"field": "s", "type": "nominal"},
		"order":  object{"value": false}, // as given, not from left to right
	}
	if s.Primitive == scene.Fills {
		look = basic("area", s)
		look["line"] = false
		encoding["y2"] = object{"field": "lo"}
		return look, encoding
	}
	look = basic("line", s)
	look["strokeJoin"] = "round"
	stroke(look, s)
	return look, encoding
}

// stroke gives a line its width and its dashes.
func stroke(look object, s scene.Style) {
	look["strokeWidth"] = s.Width
	if s.Dashed {
		look["strokeDash"] = scene.Dashes
	}
}

// hasFewPoints says whether a line or an area has tooltips. Vega shows tooltips at invisible points on
// the line. A line with more than 400 points has no tooltips.
func hasFewPoints(l scene.Layer) bool {
	const most = 400
	for _, f := range l.Frames {
		n := 0
		for _, q := range f.Paths {
			n += len(q.Xs)
		}
		if n > most {
			return false
		}
	}
	return true
}

func dots(s scene.Style) object {
	const across = 2 * scene.DotRadius // a symbol's size is the area of a square around it
	look := basic("point", s)
	look["filled"], look["size"] = true, across*across
	if s.Rim > 0 {
		look["stroke"], look["strokeWidth"] = css(scene.Paper), s.Rim
	}
	return look
}

// rectangle encodes the other corner of a rectangle.
func rectangle() object {
	return object{"x2": object{"field": "x2"}, "y2": object{"field": "y2"}}
}

// across is the look of a line across the whole panel.
func across(s scene.Style) object {
	look := basic("rule", s)
	delete(look, "clip")
	stroke(look, s)
	return look
}

func words(s scene.Style) (look, encoding object) {
	look = object{"type": "text", "color": css(s.Color), "fontSize": scene.TextSize,
		"baseline": "alphabetic", "align": datum("align")}
	if s.Opacity < 1 {
		look["opacity"] = s.Opacity
	}
	encoding = inPixels()
	encoding["text"] = object{"field": "text", "type": "nominal"}
	return look, encoding
}

// halo is a layer of words again, in the colour of paper and a little larger. It is drawn under
// them, and hides what is there even if they are faint.
func halo(words object) object {
	look := maps.Clone(words["mark"].(object))
	delete(look, "opacity")
	look["color"], look["stroke"] = css(scene.Paper), css(scene.Paper)
	look["strokeWidth"], look["strokeJoin"] = 2*scene.HaloWidth, "round"
	halo := maps.Clone(words)
	halo["mark"] = look
	return halo
}

// inColor is the role that the SVG gives to a picture in colour. Screen readers say it. By it, the
// style sheets of JupyterLab and of the book find the pictures that a dark theme must not invert.
const inColor = "picture in colour"

func pictures(s scene.Style) (look, encoding object) {
	look = object{"type": "image", "aspect": false, "clip": true, "align": "left", "baseline": "top",
		"width": datum("width"), "height": datum("height")}
	if s.AsIs {
		look["ariaRoleDescription"] = inColor
	}
	encoding = inPixels()
	encoding["url"] = object{"field": "url", "type": "nominal"}
	return look, encoding
}

// inPixels encodes a place that the data give in pixels.
func inPixels() object {
	return object{"x": object{"value": datum("x")}, "y": object{"value": datum("y")}}
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

package vegalite

import "ganbook/notebooks/show/scene"

// panel is one panel of the scene s as a layered chart. Where the scene moves, its layers depend on
// the parameter frame.
func panel(s scene.Scene, p scene.Panel) object {
	moving := s.Captions != nil
	// Vega misplaces the mouse on a canvas that JupyterLab shrinks.
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
	ticks := object{"values": values, "labelExpr": labelOf(values, labels)}
	if a.Names {
		ticks["grid"], ticks["labelLimit"] = false, 0
	}
	return object{
		"field": field, "type": "quantitative", "title": a.Title, "scale": scale,
		"axis": ticks,
	}
}

// labelOf is an expression for the label at the value where Vega writes one.
func labelOf(values []float64, labels []string) string {
	return literal(labels) + "[indexof(" + literal(values) + ", datum.value)]"
}

package show

import (
	"bytes"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"maps"
	"math"
	"slices"
	"strconv"
)

// An object is part of a Vega-Lite specification. It holds no nil and no number that is not finite: neither would
// survive the way to the notebook.
type object = map[string]any

// spec is the scene as a Vega-Lite v5 chart.
func (s scene) spec() object {
	spec := object{
		"$schema":     "https://vega.github.io/schema/vega-lite/v5.json",
		"description": s.alt,
		"background":  css(paper),
		"padding":     margin,
		"config":      theme(),
	}
	if s.captions != nil {
		spec["params"] = s.params()
	}
	if len(s.panels) == 1 {
		p := s.panels[0]
		for k, v := range p.spec(s.captions != nil) {
			spec[k] = v
		}
		if t := s.heading(p.titles, s.captions); t != nil {
			spec["title"] = t
		}
		return spec
	}
	var panels []any
	for _, p := range s.panels {
		q := p.spec(s.captions != nil)
		if t := s.heading(p.titles, nil); t != nil {
			q["title"] = t
		}
		panels = append(panels, q)
	}
	if s.stacked {
		spec["vconcat"] = panels
	} else {
		spec["hconcat"] = panels
	}
	spec["spacing"] = gap
	if s.captions != nil {
		spec["title"] = object{"text": s.pick(s.captions), "fontWeight": "normal", "fontSize": captionSize, "anchor": "start", "offset": 12}
	}
	return spec
}

// params are the sliders: each is bound to an input that holds a position, and frame is what they add up to.
func (s scene) params() []any {
	var params []any
	position, rest := "0", s.start
	for i, sl := range s.sliders {
		position = fmt.Sprintf("(%s) * %d + toNumber(slider%d)", position, len(sl.Values), i)
	}
	for i, sl := range slices.Backward(s.sliders) {
		// Vega writes the bare position beside an input of type "range", and nothing beside one whose type it does
		// not know by that spelling; browsers do. What the reader should see, the value, the caption says.
		bind := object{"input": "RANGE", "min": 0, "max": len(sl.Values) - 1, "step": 1, "name": sl.Name + " ",
			"style": "width: 260px; vertical-align: middle"}
		params = append(params, object{"name": fmt.Sprintf("slider%d", i), "value": rest % len(sl.Values), "bind": bind})
		rest /= len(sl.Values)
	}
	slices.Reverse(params)
	return append(params, object{"name": "frame", "expr": position})
}

// pick is the text of the frame that the sliders stand at.
func (s scene) pick(texts []string) any {
	for _, t := range texts {
		if t != texts[0] {
			return object{"expr": literal(texts) + "[frame]"}
		}
	}
	return texts[0]
}

// heading is a panel's title, with the sliders' caption under it where it stands alone.
func (s scene) heading(titles, captions []string) any {
	t := object{"text": s.pick(titles)}
	if captions != nil {
		t["subtitle"] = s.pick(captions)
	}
	if t["text"] == "" && captions == nil {
		return nil
	}
	return t
}

func (p panel) spec(moving bool) object {
	var layers []any
	for _, l := range p.layers {
		drawn := p.layer(l, moving)
		if l.shape == words {
			halo := maps.Clone(drawn)
			mark := maps.Clone(drawn["mark"].(object))
			mark["color"], mark["stroke"], mark["strokeWidth"], mark["strokeJoin"] = css(paper), css(paper), 2*haloWidth, "round"
			halo["mark"] = mark
			layers = append(layers, halo)
		}
		layers = append(layers, drawn)
	}
	if p.bar != nil {
		layers = append(layers, p.bar.spec())
	}
	x, y := p.x.encoding("x"), p.y.encoding("y")
	if p.bare {
		for _, e := range []object{x, y} {
			e["axis"] = object{"domain": false, "ticks": false, "labels": false, "grid": false}
		}
	}
	return object{
		"width": p.x.pixels, "height": p.y.pixels,
		"layer":    layers,
		"encoding": object{"x": x, "y": y},
		"resolve":  object{"scale": object{"color": "independent"}, "legend": object{"color": "independent"}},
	}
}

func (a axis) encoding(field string) object {
	scale := object{"domain": []float64{a.lo, a.hi}, "nice": false}
	if a.log {
		scale["type"] = "log"
	} else {
		scale["zero"] = false
	}
	values := make([]float64, len(a.ticks))
	labels := make([]string, len(a.ticks))
	for i, t := range a.ticks {
		values[i], labels[i] = t.at, t.label
	}
	return object{
		"field": field, "type": "quantitative", "title": a.title, "scale": scale,
		"axis": object{"values": values, "labelExpr": literal(labels) + "[indexof(" + literal(values) + ", datum.value)]"},
	}
}

func (p panel) layer(l layer, moving bool) object {
	hue := css(l.color)
	mark := object{"clip": true, "color": hue, "opacity": l.opacity}
	encoding := object{}
	columns := []string{"x", "y"}
	switch l.shape {
	case strokes:
		columns = []string{"s", "x", "y"}
		mark["type"], mark["strokeWidth"], mark["strokeJoin"] = "line", l.width, "round"
		encoding["detail"] = object{"field": "s", "type": "nominal"}
		encoding["order"] = object{"value": false} // as given, not from left to right
	case fills:
		columns = []string{"s", "x", "y", "lo"}
		mark["type"], mark["line"] = "area", false
		encoding["detail"] = object{"field": "s", "type": "nominal"}
		encoding["order"] = object{"value": false}
		encoding["y2"] = object{"field": "lo"}
	case dots:
		mark["type"], mark["filled"], mark["size"] = "point", true, math.Round(math.Pi*dotRadius*dotRadius*10)/10
		encoding["tooltip"] = p.tooltip("x", "y")
	case boxes:
		columns = []string{"x", "x2", "y", "y2", "at", "height"}
		mark["type"] = "rect"
		encoding["x2"], encoding["y2"] = object{"field": "x2"}, object{"field": "y2"}
		encoding["tooltip"] = p.tooltip("at", "height")
	case rules:
		mark["type"], mark["strokeWidth"] = "rule", l.width
		delete(mark, "clip")
		if l.upright {
			columns = []string{"x"}
			encoding["y"], encoding["y2"] = object{"value": 0}, object{"value": p.y.pixels}
		} else {
			columns = []string{"y"}
			encoding["x"], encoding["x2"] = object{"value": 0}, object{"value": p.x.pixels}
		}
	case words:
		columns = []string{"x", "y", "align", "text"}
		mark = object{"type": "text", "color": hue, "fontSize": textSize, "baseline": "alphabetic", "align": object{"expr": "datum.align"}}
		encoding["text"] = object{"field": "text", "type": "nominal"}
		encoding["x"], encoding["y"] = object{"value": object{"expr": "datum.x"}}, object{"value": object{"expr": "datum.y"}}
	case pictures:
		columns = []string{"x", "y", "width", "height", "url"}
		mark = object{"type": "image", "aspect": false, "clip": true, "align": "left", "baseline": "top",
			"width": object{"expr": "datum.width"}, "height": object{"expr": "datum.height"}}
		encoding["x"], encoding["y"] = object{"value": object{"expr": "datum.x"}}, object{"value": object{"expr": "datum.y"}}
		encoding["url"] = object{"field": "url", "type": "nominal"}
	}
	if l.dashed && (l.shape == strokes || l.shape == rules) {
		mark["strokeDash"] = dashes
	}
	if l.name != "" {
		encoding["color"] = object{"datum": l.name, "type": "nominal", "scale": object{"domain": []string{l.name}, "range": []string{hue}},
			"legend": p.key(l)}
	}
	out := object{"data": p.data(l, columns, moving), "mark": mark, "encoding": encoding}
	if moving && !l.still {
		out["transform"] = []any{object{"filter": "datum.frame === frame"}}
	}
	return out
}

// key is how a layer looks in the legend.
func (p panel) key(l layer) object {
	k := object{"title": "", "symbolOpacity": l.opacity, "orient": "top", "direction": "horizontal", "symbolStrokeWidth": 0, "clipHeight": keyHeight}
	if p.legendOnRight {
		k["orient"], k["direction"], k["offset"] = "right", "vertical", sideGap
	}
	switch l.shape {
	case strokes:
		k["symbolType"], k["symbolStrokeWidth"], k["symbolSize"] = "stroke", l.width, lineKey*lineKey
		if l.dashed {
			k["symbolDash"] = dashes
		}
	case dots:
		k["symbolType"], k["symbolSize"] = "circle", dotKey*dotKey
	default:
		k["symbolType"], k["symbolSize"] = "square", boxKey*boxKey
	}
	return k
}

func (p panel) tooltip(x, y string) []any {
	return []any{
		object{"field": x, "type": "quantitative", "title": p.x.title},
		object{"field": y, "type": "quantitative", "title": p.y.title},
	}
}

// data writes a layer's shapes as inline CSV, the shortest form that readers of the notebook's file can still read.
func (p panel) data(l layer, columns []string, moving bool) object {
	moving = moving && !l.still
	if moving {
		columns = append([]string{"frame"}, columns...)
	}
	parse := object{}
	for _, c := range columns {
		parse[c] = "number"
	}
	for _, c := range []string{"align", "text", "url"} {
		if parse[c] != nil {
			parse[c] = "string"
		}
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Write(columns)
	frames := l.frames
	if l.still {
		frames = frames[:1]
	}
	for i, s := range frames {
		for _, row := range p.rows(l, s) {
			if moving {
				row = append([]string{strconv.Itoa(i)}, row...)
			}
			w.Write(row)
		}
	}
	w.Flush()
	return object{"values": b.String(), "format": object{"type": "csv", "parse": parse}}
}

func (p panel) rows(l layer, s shapes) (rows [][]string) {
	x, y := p.x.digits, p.y.digits
	switch l.shape {
	case strokes, fills:
		for k, q := range s.paths {
			for i := range q.xs {
				row := []string{strconv.Itoa(k), x(q.xs[i]), y(q.ys[i])}
				if l.shape == fills {
					row = append(row, y(q.los[i]))
				}
				rows = append(rows, row)
			}
		}
	case dots:
		for _, b := range s.boxes {
			rows = append(rows, []string{x(b.at), y(b.height)})
		}
	case boxes:
		for _, b := range s.boxes {
			rows = append(rows, []string{x(b.x0), x(b.x1), y(b.y0), y(b.y1), x(b.at), y(b.height)})
		}
	case rules:
		a, write := p.y, y
		if l.upright {
			a, write = p.x, x
		}
		if a.takes(s.at) && s.at >= a.lo && s.at <= a.hi {
			rows = append(rows, []string{write(s.at)})
		}
	case words:
		for _, v := range s.words {
			rows = append(rows, []string{digits(v.x, 1), digits(v.y, 1), v.align.String(), v.text})
		}
	case pictures:
		for _, b := range s.boxes {
			left, top := p.x.at(b.x0), p.y.pixels-p.y.at(b.y1)
			right, bottom := p.x.at(b.x1), p.y.pixels-p.y.at(b.y0)
			rows = append(rows, []string{digits(left, 1), digits(top, 1), digits(right-left, 1), digits(bottom-top, 1), dataURL(s.image)})
		}
	}
	return rows
}

// digits writes v with what can be seen of it: to a twentieth of a pixel, or five significant digits on a logarithmic axis.
func (a axis) digits(v float64) string {
	if a.log {
		return strconv.FormatFloat(v, 'g', 5, 64)
	}
	decimals := int(math.Ceil(-math.Log10((a.hi - a.lo) / a.pixels / 20)))
	if decimals > 15 || decimals < -3 {
		most := max(math.Abs(v), a.hi-a.lo)
		return strconv.FormatFloat(v, 'g', max(5, 6+int(math.Log10(most/(a.hi-a.lo)))), 64)
	}
	return digits(v, max(0, decimals))
}

func digits(v float64, decimals int) string {
	s := trimZeros(strconv.FormatFloat(v, 'f', decimals, 64))
	if s == "-0" {
		return "0"
	}
	return s
}

func dataURL(img image.Image) string {
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, img); err != nil {
		panic("show: an image: " + err.Error()) // a buffer and a valid image leave nothing that can fail
	}
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(b.Bytes())
}

// spec is a layer that draws nothing and has the colour bar as its legend.
func (b *colorBar) spec() object {
	domain := make([]float64, len(b.stops))
	colors := make([]string, len(b.stops))
	for i, c := range b.stops {
		domain[i] = b.lo + (b.hi-b.lo)*float64(i)/float64(len(b.stops)-1)
		colors[i] = css(c)
	}
	labels := make([]string, len(domain))
	for i, v := range b.labels() {
		labels[i] = number(v)
	}
	return object{
		"data": object{"values": "v\n" + strconv.FormatFloat(b.lo, 'g', -1, 64), "format": object{"type": "csv", "parse": object{"v": "number"}}},
		"mark": object{"type": "point", "opacity": 0},
		"encoding": object{
			"x": object{"value": 0}, "y": object{"value": 0},
			"color": object{"field": "v", "type": "quantitative", "scale": object{"domain": domain, "range": colors, "interpolate": "rgb"},
				"legend": object{"title": b.title, "orient": "right", "offset": sideGap, "gradientLength": barLength, "gradientThickness": 14, "gradientOpacity": 1,
					"values": domain, "labelExpr": literal(labels) + "[indexof(" + literal(domain) + ", datum.value)]"}},
		},
	}
}

// theme is the Vega-Lite side of what color.go, font.go and png.go say.
func theme() object {
	return object{
		"font": fontFamily,
		"view": object{"stroke": "transparent"},
		"axis": object{
			"domainColor": css(quiet), "tickColor": css(quiet), "gridColor": css(grid), "tickSize": tickSize,
			"labelColor": css(ink), "labelFontSize": textSize, "labelPadding": 4, "labelOverlap": false, "labelFlush": false,
			"titleColor": css(ink), "titleFontSize": axisSize, "titleFontWeight": "normal", "titlePadding": 8,
		},
		"title": object{
			"anchor": "start", "frame": "group", "offset": 10, "color": css(ink), "fontSize": titleSize, "fontWeight": "bold",
			"subtitleColor": css(ink), "subtitleFontSize": captionSize, "subtitlePadding": 8,
		},
		"legend": object{"labelColor": css(ink), "labelFontSize": textSize, "labelLimit": 0, "titleColor": css(ink), "titleFontSize": textSize,
			"titleFontWeight": "normal", "titleLimit": 0, "offset": 8, "padding": 0},
	}
}

// literal writes an array for Vega's expressions.
func literal[T string | float64](vs []T) string {
	b, err := json.Marshal(vs)
	if err != nil {
		panic("show: " + err.Error()) // axes and captions hold no number that is not finite
	}
	return string(b)
}

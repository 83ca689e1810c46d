// Package vegalite turns scenes into Vega-Lite v5 specifications, which notebooks show as
// interactive charts.
package vegalite

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"ganbook/notebooks/show/scene"
)

// An object is part of a specification. It holds no nil and no number that is not finite: neither
// would survive the way to the notebook.
type object = map[string]any

// Spec returns the scene as a Vega-Lite v5 chart. It leaves the progress of a run out.
//
// Besides map[string]any and []any it holds string, bool, int, float64, []string and []float64.
func Spec(s scene.Scene) map[string]any { return overlined(spec(s)).(object) }

func spec(s scene.Scene) object {
	spec := object{
		"$schema":     "https://vega.github.io/schema/vega-lite/v5.json",
		"description": s.Alt,
		"background":  css(scene.Paper),
		"padding":     scene.Margin,
		"config":      theme(),
	}
	moving := s.Captions != nil
	if moving {
		spec["params"] = params(s)
	}
	if len(s.Panels) == 1 {
		p := s.Panels[0]
		for key, value := range panel(s, p) {
			spec[key] = value
		}
		if t := title(p.Titles, s.Captions); t != nil {
			spec["title"] = t
		}
		return spec
	}
	var panels []any
	for _, p := range s.Panels {
		q := panel(s, p)
		if t := title(p.Titles, nil); t != nil {
			q["title"] = t
		}
		panels = append(panels, q)
	}
	if s.Stacked {
		spec["vconcat"] = panels
	} else {
		spec["hconcat"] = panels
	}
	spec["spacing"] = scene.PanelGap
	if moving {
		spec["title"] = object{"text": perFrame(s.Captions), "fontWeight": "normal",
			"fontSize": scene.CaptionSize, "anchor": "start", "offset": 12}
	}
	return spec
}

// The two ways in which Vega draws.
const (
	svg    = "svg"
	canvas = "canvas"
)

// overlined is part of a specification with ℓ's bar above the letter. Fonts have no macron position
// for ℓ. So browsers draw the macron through the letter. An overline is high enough.
func overlined(v any) any {
	switch v := v.(type) {
	case object:
		for key, part := range v {
			v[key] = overlined(part)
		}
	case []any:
		for i, part := range v {
			v[i] = overlined(part)
		}
	case []string:
		for i, part := range v {
			v[i] = overlined(part).(string)
		}
	case string:
		return strings.ReplaceAll(v, "ℓ\u0304", "ℓ\u0305")
	}
	return v
}

// Renderer names how Vega is to draw the scene: "svg", whose text stays sharp and can be found and
// selected, or "canvas" where there are very many dots.
func Renderer(s scene.Scene) string {
	if slices.ContainsFunc(s.Panels, scene.Panel.Heavy) {
		return canvas
	}
	return svg
}

// params returns the sliders. Each is bound to an input that holds a position, and the parameter
// frame is computed from all of them.
func params(s scene.Scene) []any {
	var params []any
	frame, rest := "0", s.Start
	for i, slider := range s.Sliders {
		frame = fmt.Sprintf("(%s) * %d + toNumber(slider%d)", frame, slider.Positions, i)
	}
	for i, slider := range slices.Backward(s.Sliders) {
		// Vega writes the bare position beside an input of type "range". It does not know the type
		// "RANGE", which browsers take for "range", and writes nothing there. It turns all other
		// fields of bind into the input's attributes. The caption shows the value and the reading. A
		// script (docker/jupyter/dress.js) also writes them beside the slider, from data-texts and, at
		// the last slider, data-readings.
		bind := object{"input": "RANGE", "min": 0, "max": slider.Positions - 1, "step": 1,
			"name": slider.Name + " ", "style": "width: 260px; vertical-align: middle",
			"aria-label": slider.Name, "data-texts": literal(slider.Values)}
		if i == len(s.Sliders)-1 && slices.ContainsFunc(s.Readings, func(r string) bool { return r != "" }) {
			bind["data-readings"] = literal(s.Readings)
		}
		if slider.Replay {
			bind["data-play"] = true
		}
		params = append(params, object{"name": fmt.Sprintf("slider%d", i), "value": rest % slider.Positions, "bind": bind})
		rest /= slider.Positions
	}
	slices.Reverse(params)
	return append(params, object{"name": "frame", "expr": frame})
}

// perFrame is the text of the frame that is seen.
func perFrame(texts []string) any {
	for _, t := range texts {
		if t != texts[0] {
			return object{"expr": literal(texts) + "[frame]"}
		}
	}
	return texts[0]
}

// title is a panel's title with captions, if there are any, under it. It is nil if there is neither.
func title(titles, captions []string) any {
	t := object{"text": perFrame(titles)}
	if captions != nil {
		t["subtitle"] = perFrame(captions)
	}
	if t["text"] == "" && captions == nil {
		return nil
	}
	return t
}

// literal writes an array for Vega's expressions.
func literal[T string | float64](vs []T) string {
	b, err := json.Marshal(vs)
	if err != nil {
		panic("vegalite: " + err.Error()) // a scene holds no number that is not finite
	}
	return string(b)
}

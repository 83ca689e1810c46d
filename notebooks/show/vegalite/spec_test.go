package vegalite

import (
	"encoding/json"
	"image"
	"reflect"
	"strings"
	"testing"

	"ganbook/notebooks/show/scene"
)

func TestSlidersChooseTheFrame(t *testing.T) {
	s := scene.Scene{
		Sliders:  []scene.Slider{{Name: "a", Positions: 2}, {Name: "b", Positions: 3}},
		Captions: []string{"0,0", "0,1", "0,2", "1,0", "1,1", "1,2"},
		Start:    4,
	}
	params := Spec(s)["params"].([]any)
	if got := []any{params[0].(object)["value"], params[1].(object)["value"]}; !reflect.DeepEqual(got, []any{1, 1}) {
		t.Errorf("sliders at %v, want 1 and 1", got)
	}
	if _, reads := params[1].(object)["bind"].(object)["data-readings"]; reads {
		t.Error("sliders without readings are told of some")
	}
	s.Readings = []string{"", "r", "", "", "", ""}
	params = Spec(s)["params"].([]any)
	for i, want := range []any{nil, `["","r","","","",""]`} {
		if got := params[i].(object)["bind"].(object)["data-readings"]; got != want {
			t.Errorf("slider %d reads %v, want %v", i, got, want)
		}
	}
	if got, want := params[2].(object)["expr"], "((0) * 2 + toNumber(slider0)) * 3 + toNumber(slider1)"; got != want {
		t.Errorf("frame is %q, want %q", got, want)
	}
}

func TestAxesAreThoseOfTheScene(t *testing.T) {
	p := scene.Panel{Titles: []string{""},
		X: scene.Axis{Title: "n", Lo: 10, Hi: 1e5, Log: true, Pixels: 520, Ticks: []scene.Tick{{At: 10, Label: "10"}, {At: 1e4, Label: "10,000"}}},
		Y: scene.Axis{Title: "average", Lo: 1, Hi: 6, Pixels: 300}}
	spec := Spec(scene.Scene{Panels: []scene.Panel{p}})
	x := spec["encoding"].(object)["x"].(object)
	want := object{
		"field": "x", "type": "quantitative", "title": "n",
		"scale": object{"domain": []float64{10, 1e5}, "nice": false, "type": "log"},
		"axis":  object{"values": []float64{10, 1e4}, "labelExpr": `["10","10,000"][indexof([10,10000], datum.value)]`},
	}
	if !reflect.DeepEqual(x, want) {
		t.Errorf("x is %v, want %v", x, want)
	}
	if spec["width"] != 520.0 || spec["height"] != 300.0 {
		t.Errorf("%v by %v, want 520 by 300", spec["width"], spec["height"])
	}
}

func TestDataOfEachPrimitive(t *testing.T) {
	axis := scene.Axis{Hi: 10, Pixels: 100}
	p := scene.Panel{X: axis, Y: axis}
	path := scene.Path{Xs: []float64{1, 2}, Ys: []float64{3, 1. / 3}, Los: []float64{0, -1e-9}}
	for _, tt := range []struct {
		primitive scene.Primitive
		frame     scene.Frame
		want      string
	}{
		{scene.Strokes, scene.Frame{Paths: []scene.Path{path, path}}, "s,x,y\n0,1,3\n0,2,0.333\n1,1,3\n1,2,0.333\n"},
		{scene.Fills, scene.Frame{Paths: []scene.Path{path}}, "s,x,y,lo\n0,1,3,0\n0,2,0.333,0\n"},
		{scene.Dots, scene.Frame{Dots: []scene.Dot{{X: 1, Y: 2}}}, "x,y\n1,2\n"},
		{scene.Boxes, scene.Frame{Boxes: []scene.Box{{X0: 1, X1: 2, Y0: 3, Y1: 4, At: 5, Height: 6}}}, "x,x2,y,y2,at,height\n1,2,3,4,5,6\n"},
		{scene.Rules, scene.Frame{At: 7}, "x\n7\n"},
		{scene.Rules, scene.Frame{At: 11}, "x\n"},
		{scene.Levels, scene.Frame{At: 10}, "y\n10\n"},
		{scene.Words, scene.Frame{Words: []scene.Word{{X: 1.26, Y: 2, Align: scene.Right, Text: "a, b"}}}, "x,y,align,text\n1.3,2,right,\"a, b\"\n"},
		{scene.Pictures, scene.Frame{Image: image.NewGray(image.Rect(0, 0, 1, 1)), Boxes: []scene.Box{{X0: 1, X1: 3, Y0: 2, Y1: 9}}},
			"x,y,width,height,url\n10,10,20,70,\"data:image/png;base64,"},
	} {
		l := scene.Layer{Style: scene.Style{Primitive: tt.primitive}, Frames: []scene.Frame{tt.frame}}
		got := data(p, l, false)["values"].(string)
		if tt.primitive == scene.Pictures {
			got = got[:min(len(got), len(tt.want))]
		}
		if got != tt.want {
			t.Errorf("primitive %d: %q, want %q", tt.primitive, got, tt.want)
		}
	}
}

func TestLayersThatStandStillAreSentOnce(t *testing.T) {
	frames := []scene.Frame{{At: 1}, {At: 1}}
	s := scene.Scene{Captions: []string{"n = 1", "n = 2"}, Sliders: []scene.Slider{{Name: "n", Positions: 2}}}
	axis := scene.Axis{Hi: 10, Pixels: 100}
	style := scene.Style{Primitive: scene.Rules}
	s.Panels = []scene.Panel{{Titles: []string{"", ""}, X: axis, Y: axis,
		Layers: []scene.Layer{{Style: style, Frames: frames, Still: true}, {Style: style, Frames: frames}}}}
	layers := Spec(s)["layer"].([]any)
	for i, want := range []string{"x\n1\n", "frame,x\n0,1\n1,1\n"} {
		l := layers[i].(object)
		if got := l["data"].(object)["values"]; got != want {
			t.Errorf("layer %d: %q, want %q", i, got, want)
		}
		if _, filtered := l["transform"]; filtered != strings.HasPrefix(want, "frame") {
			t.Errorf("layer %d is filtered by frame: %t", i, filtered)
		}
	}
}

func TestCanvasHasNoTooltips(t *testing.T) {
	axis := scene.Axis{Hi: 10, Pixels: 100}
	line := scene.Layer{Style: scene.Style{Primitive: scene.Strokes}, Frames: []scene.Frame{{Paths: []scene.Path{{Xs: []float64{1, 2}, Ys: []float64{3, 4}}}}}}
	bars := scene.Layer{Style: scene.Style{Primitive: scene.Boxes}, Frames: []scene.Frame{{Boxes: []scene.Box{{X1: 1, Y1: 1}}}}}
	for _, dots := range []int{1000, 1001} {
		cloud := scene.Layer{Style: scene.Style{Primitive: scene.Dots}, Frames: []scene.Frame{{Dots: make([]scene.Dot, dots)}}}
		s := scene.Scene{Panels: []scene.Panel{
			{Titles: []string{""}, X: axis, Y: axis, Layers: []scene.Layer{line, bars}},
			{Titles: []string{""}, X: axis, Y: axis, Layers: []scene.Layer{cloud}}}}
		for _, p := range Spec(s)["hconcat"].([]any) {
			for i, l := range p.(object)["layer"].([]any) {
				if _, tips := l.(object)["encoding"].(object)["tooltip"]; tips != (Renderer(s) == svg) {
					t.Errorf("%d dots, drawn as %s: layer %d has tooltips: %t", dots, Renderer(s), i, tips)
				}
			}
		}
	}
}

func TestBarStandsAboveEll(t *testing.T) {
	macron, overline := "ℓ\u0304(θ)", "ℓ\u0305(θ)"
	axis := scene.Axis{Title: macron, Hi: 10, Pixels: 100, Ticks: []scene.Tick{{At: 1, Label: macron}}}
	layer := scene.Layer{Style: scene.Style{Primitive: scene.Words}, Name: macron, Frames: []scene.Frame{{Words: []scene.Word{{Text: macron}}}}}
	spec := Spec(scene.Scene{Alt: macron, Panels: []scene.Panel{{Titles: []string{macron}, X: axis, Y: axis, Layers: []scene.Layer{layer}}}})
	written, err := json.Marshal(spec)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(written), macron) || !strings.Contains(string(written), overline) {
		t.Errorf("macrons, which browsers draw through the letter, are left in %s", written)
	}
}

func TestFaintWords(t *testing.T) {
	axis := scene.Axis{Hi: 10, Pixels: 100}
	frames := []scene.Frame{{Words: []scene.Word{{Text: "here"}}}}
	for opacity, want := range map[float64]any{1: nil, 0.75: 0.75} {
		style := scene.Style{Primitive: scene.Words, Opacity: opacity, Rim: scene.HaloWidth}
		p := scene.Panel{Titles: []string{""}, X: axis, Y: axis,
			Layers: []scene.Layer{{Style: style, Frames: frames}}}
		layers := Spec(scene.Scene{Panels: []scene.Panel{p}})["layer"].([]any)
		halo, words := layers[0].(object)["mark"].(object), layers[1].(object)["mark"].(object)
		if words["opacity"] != want || halo["opacity"] != nil {
			t.Errorf("words of opacity %g have %v and their halo %v, want %v and none",
				opacity, words["opacity"], halo["opacity"], want)
		}
	}
}

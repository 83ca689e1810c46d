package raster

import (
	"encoding/base64"
	"encoding/json"
	"image"
	"image/color"
	"math"
	"testing"

	"ganbook/notebooks/show/scene"
)

// A recording is what Record writes.
type recording struct {
	Width, Height float64
	Alt           string
	Panels        []struct{ X, Y, W, H, X0, X1, Y0, Y1 float64 }
	Strokes       [][]any
}

func record(t *testing.T, s scene.Scene) (r recording) {
	t.Helper()
	if err := json.Unmarshal(Record(s), &r); err != nil {
		t.Fatalf("%v\n%s", err, Record(s))
	}
	return r
}

// named are the strokes of a kind, within the panel if it is cut.
func (r recording) named(kind string) (found [][]any) {
	for _, s := range r.Strokes {
		if s[0] == kind {
			found = append(found, s)
		}
	}
	return found
}

// Each primitive is recorded at the place in which the PNG has it.
func TestRecordPutsEachPrimitiveInItsPlace(t *testing.T) {
	dot := image.NewNRGBA(image.Rect(0, 0, 2, 1))
	dot.SetNRGBA(1, 0, color.NRGBA{R: 1, G: 2, B: 3, A: 4})
	box := []scene.Box{{X0: 1, X1: 3, Y0: 2, Y1: 4}}
	for _, tt := range []struct {
		name      string
		primitive scene.Primitive
		frame     scene.Frame
		stroke    string
		at        int       // which part of the stroke holds the places
		want      []float64 // in data units
	}{
		{"a path", scene.Strokes, scene.Frame{Paths: []scene.Path{{Xs: []float64{0, 10}, Ys: []float64{2, 7}}}}, "line", 4, []float64{0, 2, 10, 7}},
		{"an area", scene.Fills, scene.Frame{Paths: []scene.Path{{Xs: []float64{1, 9}, Ys: []float64{6, 6}, Los: []float64{4, 4}}}}, "area", 2, []float64{1, 6, 9, 6, 9, 4, 1, 4}},
		{"dots", scene.Dots, scene.Frame{Dots: []scene.Dot{{X: 5, Y: 5}, {X: 6, Y: 1}}}, "dots", 4, []float64{5, 5, 6, 1}},
		{"a box", scene.Boxes, scene.Frame{Boxes: box}, "area", 2, []float64{1, 2, 3, 2, 3, 4, 1, 4}},
		{"a rule", scene.Rules, scene.Frame{At: 4}, "line", 4, []float64{4, 10, 4, 0}},
		{"a level", scene.Levels, scene.Frame{At: 4}, "line", 4, []float64{0, 4, 10, 4}},
	} {
		r := record(t, scene.Scene{Panels: []scene.Panel{panelOf(tt.primitive, tt.frame)}})
		p := r.Panels[0]
		if p.X0 != 0 || p.X1 != 10 || p.Y0 != 0 || p.Y1 != 10 || p.W != 100 || p.H != 100 {
			t.Errorf("%s: the panel is %+v", tt.name, p)
		}
		inside, found := false, false
		for _, s := range r.Strokes {
			switch s[0] {
			case "cut":
				inside = true
			case "whole":
				inside = false
			case tt.stroke:
				if !inside || found {
					continue
				}
				found = true
				at := s[tt.at].([]any)
				if len(at) != len(tt.want) {
					t.Fatalf("%s: %v, want %v", tt.name, at, tt.want)
				}
				for i := 0; i < len(at); i += 2 {
					x, y := (at[i].(float64)-p.X)/10, (p.Y+100-at[i+1].(float64))/10
					if math.Abs(x-tt.want[i]) > 0.01 || math.Abs(y-tt.want[i+1]) > 0.01 {
						t.Errorf("%s: (%v, %v), want (%v, %v)", tt.name, x, y, tt.want[i], tt.want[i+1])
					}
				}
			}
		}
		if !found {
			t.Errorf("%s: no %s in the panel", tt.name, tt.stroke)
		}
	}
	r := record(t, scene.Scene{Panels: []scene.Panel{panelOf(scene.Pictures, scene.Frame{Boxes: box, Image: dot})}})
	picture := r.named("picture")[0]
	pixels, err := base64.StdEncoding.DecodeString(picture[7].(string))
	if err != nil || picture[5] != 2. || picture[6] != 1. || len(pixels) != 8 || pixels[4] != 1 || pixels[7] != 4 {
		t.Errorf("the picture is %v, %v", picture, pixels)
	}
}

// The recording has the size of the PNG, the words of the scene, and each text with its width.
func TestRecordIsTheDrawing(t *testing.T) {
	p := panelOf(scene.Words, scene.Frame{Words: []scene.Word{{X: 50, Y: 50, Align: scene.Center, Text: "a “word”"}}})
	p.Titles = []string{"Title"}
	p.X.Title, p.Y.Title = "x", "upwards"
	p.X.Ticks = []scene.Tick{{At: 5, Label: "5"}}
	p.Layers[0].Rim = 1
	p.Legend = []scene.Entry{{Name: "name", Style: p.Layers[0].Style}}
	p.Bar = &scene.ColorBar{Title: "bar", Hi: 1, Stops: []color.NRGBA{blue, blue}}
	s := scene.Scene{Panels: []scene.Panel{p, panelOf(scene.Rules, scene.Frame{At: 1})}, Alt: "what it\nshows"}
	r := record(t, s)
	if _, w, h := Draw(s); r.Width != float64(w) || r.Height != float64(h) {
		t.Errorf("%v by %v, and the PNG is %d by %d", r.Width, r.Height, w, h)
	}
	if r.Alt != s.Alt || len(r.Panels) != 2 {
		t.Errorf("%d panels, %q", len(r.Panels), r.Alt)
	}
	texts := map[string]bool{}
	for _, stroke := range append(append(r.named("text"), r.named("halo")...), r.named("upwards")...) {
		text := stroke[len(stroke)-1].(string)
		texts[text] = true
		if width := stroke[len(stroke)-2].(float64); math.Abs(width-scene.TextWidth(text, stroke[2].(float64), stroke[3] == true)) > 0.01 {
			t.Errorf("%q is %v wide", text, width)
		}
	}
	for _, want := range []string{"a “word”", "Title", "x", "upwards", "5", "name", "bar"} {
		if !texts[want] {
			t.Errorf("%q is not written", want)
		}
	}
	if len(r.named("halo")) != 1 {
		t.Error("the word has no halo")
	}
	depth := 0
	for _, stroke := range r.Strokes {
		switch stroke[0] {
		case "cut":
			depth++
		case "whole":
			depth--
		}
	}
	if depth != 0 {
		t.Errorf("%d cuts are not ended", depth)
	}
}

package raster

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"ganbook/notebooks/show/scene"
)

var blue = color.NRGBA{B: 0xB2, A: 0xFF}

// panelOf has axes from 0 to 10 of 100 pixels each, and one frame of one layer.
func panelOf(primitive scene.Primitive, f scene.Frame) scene.Panel {
	axis := scene.Axis{Hi: 10, Pixels: 100}
	style := scene.Style{Primitive: primitive, Color: blue, Opacity: 1, Width: 2}
	return scene.Panel{Titles: []string{""}, X: axis, Y: axis, Layers: []scene.Layer{{Style: style, Frames: []scene.Frame{f}}}}
}

func drawn(t *testing.T, s scene.Scene) image.Image {
	t.Helper()
	b, w, h := Draw(s)
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if size := img.Bounds().Size(); size != image.Pt(2*w, 2*h) {
		t.Fatalf("%v dots for %d by %d pixels, want two on each side", size, w, h)
	}
	return img
}

func TestDrawPutsEachPrimitiveInItsPlace(t *testing.T) {
	black := image.NewNRGBA(image.Rect(0, 0, 1, 1))
	black.Set(0, 0, color.Black)
	tests := []struct {
		name      string
		primitive scene.Primitive
		frame     scene.Frame
		x, y      float64 // in data units
		want      color.Color
	}{
		{"on a stroke", scene.Strokes, scene.Frame{Paths: []scene.Path{{Xs: []float64{0, 10}, Ys: []float64{0, 10}}}}, 5, 5, blue},
		{"off a stroke", scene.Strokes, scene.Frame{Paths: []scene.Path{{Xs: []float64{0, 10}, Ys: []float64{0, 10}}}}, 5, 6, scene.Paper},
		{"in a filled path", scene.Fills, scene.Frame{Paths: []scene.Path{{Xs: []float64{1, 9}, Ys: []float64{6, 6}, Los: []float64{4, 4}}}}, 5, 5, blue},
		{"below it", scene.Fills, scene.Frame{Paths: []scene.Path{{Xs: []float64{1, 9}, Ys: []float64{6, 6}, Los: []float64{4, 4}}}}, 5, 3, scene.Paper},
		{"on a dot", scene.Dots, scene.Frame{Dots: []scene.Dot{{X: 2, Y: 8}}}, 2, 8, blue},
		{"beside a dot", scene.Dots, scene.Frame{Dots: []scene.Dot{{X: 2, Y: 8}}}, 2.5, 8, scene.Paper},
		{"in a box", scene.Boxes, scene.Frame{Boxes: []scene.Box{{X0: 1, X1: 2, Y0: 3, Y1: 9}}}, 1.5, 8.5, blue},
		{"under a box", scene.Boxes, scene.Frame{Boxes: []scene.Box{{X0: 1, X1: 2, Y0: 3, Y1: 9}}}, 1.5, 2, scene.Paper},
		{"on a rule", scene.Rules, scene.Frame{At: 4}, 4, 9, blue},
		{"on a level", scene.Levels, scene.Frame{At: 4}, 9, 4, blue},
		{"in a picture", scene.Pictures, scene.Frame{Image: black, Boxes: []scene.Box{{X0: 2, X1: 4, Y0: 2, Y1: 4}}}, 3, 3, color.Black},
		{"above a picture", scene.Pictures, scene.Frame{Image: black, Boxes: []scene.Box{{X0: 2, X1: 4, Y0: 2, Y1: 4}}}, 3, 5, scene.Paper},
	}
	for _, tt := range tests {
		p := panelOf(tt.primitive, tt.frame)
		img := drawn(t, scene.Scene{Panels: []scene.Panel{p}})
		room := roomOf(p, "")
		x := int(dotsPerPixel * (scene.Margin + room.left + p.X.At(tt.x)))
		y := int(dotsPerPixel * (scene.Margin + room.top + p.Y.Pixels - p.Y.At(tt.y)))
		if got := img.At(x, y); !same(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func same(a, b color.Color) bool {
	r0, g0, b0, a0 := a.RGBA()
	r1, g1, b1, a1 := b.RGBA()
	return r0 == r1 && g0 == g1 && b0 == b1 && a0 == a1
}

func TestDrawMakesRoom(t *testing.T) {
	size := func(change func(s *scene.Scene)) image.Point {
		s := scene.Scene{Panels: []scene.Panel{panelOf(scene.Rules, scene.Frame{At: 5})}}
		change(&s)
		return drawn(t, s).Bounds().Size()
	}
	alone := size(func(*scene.Scene) {})
	double := func(s *scene.Scene) { s.Panels = append(s.Panels, s.Panels[0]) }
	long := scene.Entry{Name: "a name that is wider than the panel"}
	for _, tt := range []struct {
		name          string
		change        func(s *scene.Scene)
		wider, higher bool
	}{
		{"title", func(s *scene.Scene) { s.Panels[0].Titles = []string{"Title"} }, false, true},
		{"a title wider than the panel", func(s *scene.Scene) { s.Panels[0].Titles = []string{long.Name} }, true, true},
		{"caption", func(s *scene.Scene) { s.Captions = []string{"n = 1"} }, false, true},
		{"legend above", func(s *scene.Scene) { s.Panels[0].Legend = []scene.Entry{{Name: "a"}} }, false, true},
		{"legend on the right", func(s *scene.Scene) { s.Panels[0].Legend, s.Panels[0].LegendOnRight = []scene.Entry{long}, true }, true, false},
		{"legend on the right, under a colour bar", func(s *scene.Scene) {
			p := &s.Panels[0]
			p.Bar = &scene.ColorBar{Hi: 1, Stops: []color.NRGBA{blue, blue}, Ticks: make([]scene.Tick, 2)}
			p.Legend, p.LegendOnRight = slices.Repeat([]scene.Entry{{Name: "a"}}, int(p.Y.Pixels/10)), true
		}, true, true},
		{"row", double, true, false},
		{"column", func(s *scene.Scene) { double(s); s.Stacked = true }, false, true},
		{"progress", func(s *scene.Scene) { s.Progress = &scene.Progress{} }, false, true},
	} {
		got := size(tt.change)
		if wider, higher := got.X > alone.X, got.Y > alone.Y; wider != tt.wider || higher != tt.higher {
			t.Errorf("%s: %v dots and without it %v, want wider: %t, higher: %t", tt.name, got, alone, tt.wider, tt.higher)
		}
	}
}

func TestEncodeKeepsEachFrequentColour(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 200, 100))
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range img.Pix {
		img.Pix[i] = uint8(rng.UintN(256))
		if i%4 == 3 {
			img.Pix[i] = 0xFF
		}
	}
	for x := range 200 {
		img.Set(x, 50, blue)
	}
	few, err := png.Decode(bytes.NewReader(encode(img, true)))
	if err != nil {
		t.Fatal(err)
	}
	colors := map[color.Color]bool{}
	for y := range 100 {
		for x := range 200 {
			colors[few.At(x, y)] = true
		}
	}
	if len(colors) > 256 {
		t.Errorf("%d colours, want at most 256", len(colors))
	}
	if got := few.At(7, 50); !same(got, blue) {
		t.Errorf("the line is %v, want %v", got, blue)
	}
}

// Of many similar colours some tens are enough, and each is near one of these.
func TestEncodeKeepsNearColours(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 256, 100))
	for x := range 256 {
		for y := range 100 {
			img.Set(x, y, color.RGBA{R: uint8(x), G: uint8(x), B: uint8(x), A: 0xFF})
		}
	}
	few, err := png.Decode(bytes.NewReader(encode(img, true)))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(few.(*image.Paletted).Palette); n > 100 {
		t.Errorf("%d shades of grey, want some tens", n)
	}
	for x := range 256 {
		if r, _, _, _ := few.At(x, 0).RGBA(); math.Abs(float64(r>>8)-float64(x)) > 7 { // three times 7² is just above 12²
			t.Errorf("grey %d became %d", x, r>>8)
		}
	}
}

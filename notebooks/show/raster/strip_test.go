package raster

import (
	"bytes"
	"fmt"
	"image/color"
	"image/png"
	"slices"
	"testing"

	"ganbook/notebooks/show/scene"
)

// replay is a scene with a panel whose dot stands at 1, 2, … in its frames, and a panel in which only
// a rule moves. A slider chooses the frame.
func replay(frames int, played bool) scene.Scene {
	dot, rule := panelOf(scene.Dots, scene.Frame{}), panelOf(scene.Rules, scene.Frame{})
	s := scene.Scene{Start: frames - 1}
	dot.Layers[0].Frames, rule.Layers[0].Frames = nil, nil
	for i := range frames {
		at := float64(i + 1)
		dot.Layers[0].Frames = append(dot.Layers[0].Frames, scene.Frame{Dots: []scene.Dot{{X: at, Y: 5}}})
		rule.Layers[0].Frames = append(rule.Layers[0].Frames, scene.Frame{At: at})
		s.Captions = append(s.Captions, fmt.Sprint("step = ", i))
	}
	dot.Titles = slices.Repeat([]string{""}, frames)
	rule.Titles = dot.Titles
	s.Panels = []scene.Panel{dot, rule}
	s.Sliders = []scene.Slider{{Name: "step", Positions: frames, Replay: played}}
	return s
}

// The strip of a scene that can be played holds its moving panel at four moments, the first and the
// last among them, and the other one once.
func TestStrip(t *testing.T) {
	var got [][]int
	for _, l := range strip(replay(9, true)) {
		var frames []int
		for _, tile := range l {
			frames = append(frames, tile.frame)
		}
		got = append(got, frames)
	}
	if want := "[[0 3] [5 8] [8]]"; fmt.Sprint(got) != want {
		t.Errorf("the strip's frames are %v, want %s", got, want)
	}
}

func TestDrawShowsTheMoments(t *testing.T) {
	s := replay(9, true)
	raw, w, h := Draw(s)
	img, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if size := img.Bounds().Size(); size.X != w || size.Y != h {
		t.Fatalf("%v dots for %d by %d pixels, want one on each side", size, w, h)
	}
	first := strip(s)[0]
	lineHeight := func() float64 { _, h := first.size(); return h + scene.PanelGap }()
	tileWidth := first[0].room.left + first[0].X.Pixels + first[0].room.right + scene.PanelGap
	for i, frame := range []int{0, 3, 5, 8} {
		x0 := scene.Margin + float64(i%2)*tileWidth + first[0].room.left
		y0 := scene.Margin + float64(i/2)*lineHeight + first[0].room.top
		for at := range 9 {
			want := color.Color(scene.Paper)
			if at == frame {
				want = blue
			}
			x, y := int(x0+first[0].X.At(float64(at+1))), int(y0+first[0].Y.Pixels/2)
			if got := img.At(x, y); !same(got, want) {
				t.Errorf("moment %d: %v where the dot of frame %d stands, want %v", i, got, at, want)
			}
		}
	}
}

// Other scenes are drawn only as they start.
func TestNoStrip(t *testing.T) {
	for _, s := range []scene.Scene{replay(9, false), replay(4, true)} {
		alone := s
		alone.Sliders = nil
		if got, want := drawn(t, s).Bounds(), drawn(t, alone).Bounds(); got != want {
			t.Errorf("%d frames: %v, want %v", s.Sliders[0].Positions, got, want)
		}
	}
}

package raster

import (
	"fmt"
	"image/color"
	"slices"
	"testing"

	"ganbook/notebooks/show/scene"
)

// replay is a scene whose rule stands at 1, 2, … in its frames, with a slider over them.
func replay(frames int, played bool) scene.Scene {
	p := panelOf(scene.Rules, scene.Frame{})
	p.Layers[0].Frames, p.Titles = nil, nil
	s := scene.Scene{Start: frames - 1}
	for i := range frames {
		p.Layers[0].Frames = append(p.Layers[0].Frames, scene.Frame{At: float64(i + 1)})
		p.Titles = append(p.Titles, "")
		s.Captions = append(s.Captions, fmt.Sprint("step = ", i))
	}
	s.Panels = []scene.Panel{p}
	s.Sliders = []scene.Slider{{Name: "step", Positions: frames, Replay: played}}
	return s
}

// A scene that can be played is drawn at four moments, the first and the last among them; others
// only as they start.
func TestDrawShowsMoments(t *testing.T) {
	for _, test := range []struct {
		frames int
		played bool
		want   []int
	}{
		{9, true, []int{0, 3, 5, 8}},
		{5, true, []int{0, 1, 3, 4}},
		{4, true, []int{3}},
		{9, false, []int{8}},
	} {
		s := replay(test.frames, test.played)
		if got := moments(s); !slices.Equal(got, test.want) {
			t.Fatalf("%d frames, played: %t: moments %v, want %v", test.frames, test.played, got, test.want)
		}
		img := drawn(t, s)
		p, room := s.Panels[0], roomOf(s.Panels[0], "step")
		height := img.Bounds().Dy() / len(test.want)
		for i, frame := range test.want {
			y := i*height + int(dotsPerPixel*(scene.Margin+room.top+p.Y.Pixels/2))
			for at := range test.frames {
				x := int(dotsPerPixel * (scene.Margin + room.left + p.X.At(float64(at+1))))
				want := color.Color(scene.Paper)
				if at == frame {
					want = blue
				}
				if got := img.At(x, y); !same(got, want) {
					t.Errorf("%d frames, moment %d: %v where the rule of frame %d stands, want %v", test.frames, i, got, at, want)
				}
			}
		}
	}
}

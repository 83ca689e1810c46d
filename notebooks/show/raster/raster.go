// Package raster draws scenes as PNG images, two dots to each pixel's side.
package raster

import (
	"fmt"
	"math"

	"ganbook/notebooks/show/scene"
)

const (
	captionRoom  = scene.CaptionSize + 12 // height of a caption above several panels
	progressRoom = 34                     // height of a run's progress
)

// Draw returns the PNG of the scene, and the size in pixels at which to show it. It is half the
// image's own size, so that the image is sharp on dense screens. The PNG shows the frame that the
// scene starts with. A scene that can be played is shown at four moments, one below the other, so
// that a front end without sliders shows how it went.
//
// A scene with a progress is compressed less and drawn faster.
func Draw(s scene.Scene) (png []byte, width, height int) {
	rooms, left, top := rooms(s)
	w, h := size(s, rooms, left, top)
	moments := moments(s)
	total := h * float64(len(moments))
	if s.Progress != nil {
		total += progressRoom
	}
	p := newPen(w, total)
	for i, frame := range moments {
		drawFrame(p, s, frame, h*float64(i), rooms, left, top)
	}
	if s.Progress != nil {
		drawProgress(p, s.Progress, w, h)
	}
	return encode(p.dots(), s.Progress == nil), int(w), int(total)
}

// strip is how many moments of a scene that can be played its PNG shows.
const strip = 4

// moments returns the frames that the PNG shows: the one that the scene starts with, or frames at
// even distances from the first to the last if the scene can be played.
func moments(s scene.Scene) (frames []int) {
	if len(s.Sliders) != 1 || !s.Sliders[0].Replay || s.Sliders[0].Positions <= strip {
		return []int{s.Start}
	}
	last := s.Sliders[0].Positions - 1
	for i := range strip {
		frames = append(frames, (i*last+(strip-1)/2)/(strip-1))
	}
	return frames
}

// drawFrame draws the panels at a frame, from y on.
func drawFrame(p pen, s scene.Scene, frame int, y float64, rooms []room, left, top float64) {
	x := float64(scene.Margin)
	y += scene.Margin
	if hasCaptionAbove(s) {
		at := point{x + rooms[0].left, y + scene.CaptionSize}
		p.text(at, s.Captions[frame], scene.CaptionSize, false, scene.Left, scene.Ink)
		y += captionRoom
	}
	for i, q := range s.Panels {
		room := rooms[i]
		if s.Stacked { // the panels' left edges are in line
			drawPanel(p, q, frame, x+left-room.left, y, room, subtitle(s, frame))
			y += room.top + q.Y.Pixels + room.bottom + scene.PanelGap
		} else { // their upper edges are
			drawPanel(p, q, frame, x, y+top-room.top, room, subtitle(s, frame))
			x += room.left + q.X.Pixels + room.right + scene.PanelGap
		}
	}
}

// rooms returns the room of each panel, with the most that any of them takes on the left and on
// top.
func rooms(s scene.Scene) (rs []room, left, top float64) {
	for _, p := range s.Panels {
		r := roomOf(p, subtitle(s, s.Start))
		rs = append(rs, r)
		left, top = max(left, r.left), max(top, r.top)
	}
	return rs, left, top
}

// size returns the size of the picture without a progress.
func size(s scene.Scene, rooms []room, left, top float64) (w, h float64) {
	for i, p := range s.Panels {
		pw, ph := rooms[i].right+p.X.Pixels, rooms[i].bottom+p.Y.Pixels
		if s.Stacked {
			w, h = max(w, left+pw), h+rooms[i].top+ph
		} else {
			w, h = w+rooms[i].left+pw, max(h, top+ph)
		}
	}
	if between := float64(scene.PanelGap * (len(s.Panels) - 1)); s.Stacked {
		h += between
	} else {
		w += between
	}
	if hasCaptionAbove(s) {
		h += captionRoom
	}
	return math.Ceil(w + 2*scene.Margin), math.Ceil(h + 2*scene.Margin)
}

// hasCaptionAbove says whether the caption stands above all panels. The caption of a single panel
// stands under its title.
func hasCaptionAbove(s scene.Scene) bool { return s.Captions != nil && len(s.Panels) > 1 }

// subtitle is the caption that stands under a panel's title at a frame, empty for none.
func subtitle(s scene.Scene, frame int) string {
	if s.Captions == nil || len(s.Panels) > 1 {
		return ""
	}
	return s.Captions[frame]
}

// drawProgress draws a bar and a line of text in a picture of width w, from y on.
func drawProgress(pen pen, p *scene.Progress, w, y float64) {
	const x, thick = 24, 5
	pen.box(x, y+2, w-x, y+2+thick, scene.Grid)
	pen.box(x, y+2, x+(w-2*x)*p.Done, y+2+thick, p.Color)
	baseline := y + 2 + thick + 6 + scene.TextSize - 2
	pen.text(point{x, baseline}, p.Text, scene.TextSize, false, scene.Left, scene.Ink)
	percent := fmt.Sprintf("%.0f %%", 100*p.Done)
	pen.text(point{w - x, baseline}, percent, scene.TextSize, false, scene.Right, scene.Ink)
}

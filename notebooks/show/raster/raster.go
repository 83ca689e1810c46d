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

// Draw returns the PNG of the frame that the scene starts with, and the size in pixels at which to
// show it. It is half the image's own size, so that the image is sharp on dense screens.
//
// A scene with a progress is compressed less and drawn faster.
func Draw(s scene.Scene) (png []byte, width, height int) {
	rooms, left, top := rooms(s)
	w, h := size(s, rooms, left, top)
	bottom := h
	if s.Progress != nil {
		h += progressRoom
	}
	p := newPen(w, h)
	x, y := float64(scene.Margin), float64(scene.Margin)
	if hasCaptionAbove(s) {
		at := point{x + rooms[0].left, y + scene.CaptionSize}
		p.text(at, s.Captions[s.Start], scene.CaptionSize, false, scene.Left, scene.Ink)
		y += captionRoom
	}
	for i, q := range s.Panels {
		room := rooms[i]
		if s.Stacked { // the panels' left edges are in line
			drawPanel(p, q, s.Start, x+left-room.left, y, room, subtitle(s))
			y += room.top + q.Y.Pixels + room.bottom + scene.PanelGap
		} else { // their upper edges are
			drawPanel(p, q, s.Start, x, y+top-room.top, room, subtitle(s))
			x += room.left + q.X.Pixels + room.right + scene.PanelGap
		}
	}
	if s.Progress != nil {
		drawProgress(p, s.Progress, w, bottom)
	}
	return encode(p.dots(), s.Progress == nil), int(w), int(h)
}

// rooms returns the room of each panel, with the most that any of them takes on the left and on
// top.
func rooms(s scene.Scene) (rs []room, left, top float64) {
	for _, p := range s.Panels {
		r := roomOf(p, subtitle(s))
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

// subtitle is the caption that stands under a panel's title, empty for none.
func subtitle(s scene.Scene) string {
	if s.Captions == nil || len(s.Panels) > 1 {
		return ""
	}
	return s.Captions[s.Start]
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

// Package raster draws scenes as PNG images, two dots to each pixel's side.
package raster

import (
	"fmt"
	"image"
	"math"

	"ganbook/notebooks/show/scene"
)

const (
	captionRoom  = scene.CaptionSize + 12 // height of a caption above several panels
	progressRoom = 34                     // height of a run's progress
)

// Draw returns the PNG of the scene, and the size in pixels at which to show it. It is half the
// image's own size, so that the image is sharp on dense screens. The PNG shows the frame that the
// scene starts with. A scene that can be played becomes a strip of four moments (see [strip]), with
// one dot to each pixel's side.
//
// A scene with a progress is compressed less and drawn faster.
func Draw(s scene.Scene) (png []byte, width, height int) {
	if isStrip(s) {
		return drawStrip(s)
	}
	dots, w, h := dotsOf(s, lines(s))
	return encode(dots, s.Progress == nil), int(w), int(h)
}

// dotsOf draws lines of tiles as an image.
func dotsOf(s scene.Scene, ls []tileRow) (dots *image.RGBA, w, h float64) {
	drawLines(s, ls, func(width, height float64) pen {
		p := newDotPen(width, height)
		dots, w, h = p.dots(), width, height
		return p
	})
	return dots, w, h
}

// A tile is a panel at a frame, as one part of the image.
type tile struct {
	scene.Panel
	frame    int
	subtitle string // under the panel's title; empty for none
	room     room
}

func newTile(p scene.Panel, frame int, subtitle string) tile {
	return tile{p, frame, subtitle, roomOf(p, subtitle)}
}

// A tileRow is tiles side by side, with their upper edges at one height.
type tileRow []tile

func (l tileRow) size() (w, h float64) {
	for _, t := range l {
		w += t.room.left + t.X.Pixels + t.room.right
		h = max(h, t.Y.Pixels+t.room.bottom)
	}
	return w + float64(scene.PanelGap*(len(l)-1)), l.top() + h
}

func (l tileRow) top() (most float64) {
	for _, t := range l {
		most = max(most, t.room.top)
	}
	return most
}

// lines returns the panels of a scene as it starts: a column if it is stacked, else a row.
func lines(s scene.Scene) (ls []tileRow) {
	var all tileRow
	for _, p := range s.Panels {
		all = append(all, newTile(p, s.Start, subtitle(s)))
	}
	if !s.Stacked {
		return []tileRow{all}
	}
	left := 0.0
	for _, t := range all {
		left = max(left, t.room.left)
	}
	for _, t := range all {
		t.room.left = left // the panels' left edges are in line
		ls = append(ls, tileRow{t})
	}
	return ls
}

// drawLines draws lines of tiles one below the other, and the scene's caption and progress. newPen
// returns the pen for a picture of a width and a height.
func drawLines(s scene.Scene, ls []tileRow, newPen func(w, h float64) pen) {
	width, height := 0.0, float64(scene.PanelGap*(len(ls)-1))
	for _, l := range ls {
		w, h := l.size()
		width, height = max(width, w), height+h
	}
	above := hasCaptionAbove(s)
	if above {
		height += captionRoom
	}
	width, height = math.Ceil(width+2*scene.Margin), math.Ceil(height+2*scene.Margin)
	bottom := height
	if s.Progress != nil {
		height += progressRoom
	}
	p := newPen(width, height)
	y := float64(scene.Margin)
	if above {
		at := point{scene.Margin + ls[0][0].room.left, y + scene.CaptionSize}
		p.text(at, s.Captions[s.Start], scene.CaptionSize, false, scene.Left, scene.Ink)
		y += captionRoom
	}
	for _, l := range ls {
		x := float64(scene.Margin)
		for _, t := range l {
			drawPanel(p, t.Panel, t.frame, x, y+l.top()-t.room.top, t.room, t.subtitle)
			x += t.room.left + t.X.Pixels + t.room.right + scene.PanelGap
		}
		_, h := l.size()
		y += h + scene.PanelGap
	}
	if s.Progress != nil {
		drawProgress(p, s.Progress, width, bottom)
	}
}

// hasCaptionAbove says whether the caption stands above all panels. The caption of a single panel
// stands under its title, and in a strip each moment has its own.
func hasCaptionAbove(s scene.Scene) bool {
	return s.Captions != nil && len(s.Panels) > 1 && !isStrip(s)
}

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

package raster

import "ganbook/notebooks/show/scene"

// moments is how many moments of a scene that can be played its PNG shows.
const moments = 4

// isStrip says whether a scene is drawn as a strip: its only slider can be played, and has more
// positions than a strip has moments.
func isStrip(s scene.Scene) bool {
	return len(s.Sliders) == 1 && s.Sliders[0].Replay && s.Sliders[0].Positions > moments
}

// strip returns the lines of a scene that can be played: its moving panels at four moments, from the
// first to the last, and then the other panels once. So a front end without sliders shows how it
// went.
func strip(s scene.Scene) (ls []tileRow) {
	var moving, still []scene.Panel
	for _, p := range s.Panels {
		if moves(p) {
			moving = append(moving, p)
		} else {
			still = append(still, p)
		}
	}
	var now tileRow
	last := s.Sliders[0].Positions - 1
	for i := range moments {
		frame := (i*last + (moments-1)/2) / (moments - 1)
		for _, p := range moving {
			now = append(now, newTile(p, frame, s.Captions[frame]))
		}
		if len(now) > 1 { // a line holds two moments of one panel, or one moment of several
			ls, now = append(ls, now), nil
		}
	}
	for _, p := range still {
		now = append(now, newTile(p, s.Start, ""))
	}
	if len(now) > 0 {
		ls = append(ls, now)
	}
	return ls
}

// moves says whether anything but rules and words changes from frame to frame. A rule only shows the
// moment, and words keep out of its way.
func moves(p scene.Panel) bool {
	for _, l := range p.Layers {
		if !l.Still && l.Primitive != scene.Rules && l.Primitive != scene.Words {
			return true
		}
	}
	return false
}

// drawStrip draws the strip of a scene that can be played. A strip is large, so it has one dot to each
// pixel's side.
func drawStrip(s scene.Scene) (png []byte, width, height int) {
	dots, w, h := dotsOf(s, strip(s))
	half := blend(dots, dots.Rect.Dx()/dotsPerPixel, dots.Rect.Dy()/dotsPerPixel) // the mean of four dots
	return encode(half, s.Progress == nil), int(w), int(h)
}

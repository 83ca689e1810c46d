package main

import (
	"os"

	"ganbook/notebooks/show"
)

// picture returns the ratios of all rows. A row is a line with its name at the left, from the first at the
// bottom on, and a peer is a dot where its time over ganbook's lies on a logarithmic axis.
func picture(all []summary) show.Figure {
	f := show.Figure{
		Title: "Right of the dashed line, ganbook is faster",
		X:     "time over ganbook's time", Y: "row of the table",
		LogX: true, XRange: axisRange(all), Width: 560, Height: 60 + 28*len(all),
		YRange: show.Range{0.5, float64(len(all)) + 0.9},
		Marks:  show.Marks{show.Rule(1).Dashed()},
	}
	for _, peer := range []struct {
		family string
		color  show.Color
	}{{JAX, show.Blue}, {PyTorch, show.Orange}} {
		var xs, ys []float64
		for i, s := range all {
			if x := s.ratio(peer.family); x > 0 {
				xs, ys = append(xs, x), append(ys, float64(i+1))
			}
		}
		if len(xs) > 0 {
			f.Marks = append(f.Marks, show.Points(xs, ys).Named(peer.family).In(peer.color))
		}
	}
	for i, s := range all {
		f.Marks = append(f.Marks, show.Label(1.2*f.XRange[0], float64(i+1)-0.22, s.Row.Name)) // a label stands above its place
	}
	return f
}

// axisRange returns the range of the axis: from 0.3 to 10, or further so that every ratio is on it.
func axisRange(all []summary) show.Range {
	r := show.Range{0.3, 10}
	for _, s := range all {
		for _, family := range []string{JAX, PyTorch} {
			if x := s.ratio(family); x > 0 {
				r[0], r[1] = min(r[0], x/1.2), max(r[1], 1.2*x)
			}
		}
	}
	return r
}

func drawTimes(all []summary, file string) error {
	return os.WriteFile(file, show.PNG(picture(all)), 0o644)
}

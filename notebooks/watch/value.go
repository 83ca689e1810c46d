package watch

import (
	"math"

	"ganbook/gan"
	"ganbook/notebooks/show"
)

// points is how many the curve of V̂ has over a whole training: each is a mean over as many steps as that leaves.
const points = 100

// value draws V̂(D, G) by step, up to now, against −ln 4, where D = ½.
func (f *film) value(now frame, h gan.History) show.Figure {
	xs, ys := blocks(h, max(1, f.steps/points))
	return show.Figure{
		Title: "Value of the game", X: "step", Y: "V̂(D, G), nats",
		XRange: show.Range{0, float64(f.steps)}, YRange: show.Range{-2, 0},
		Marks: show.Marks{
			show.Line(xs, ys),
			show.Level(-math.Log(4)).Named("−ln 4 = −1.386").Dashed(),
			show.Rule(float64(now.step)),
		},
	}
}

// blocks returns the mean of V̂ over each block of steps, at the block's middle.
func blocks(h gan.History, size int) (xs, ys []float64) {
	for start := 0; start+size <= len(h.Value); start += size {
		sum := 0.0
		for _, v := range h.Value[start : start+size] {
			sum += v
		}
		xs = append(xs, float64(start)+float64(size+1)/2)
		ys = append(ys, sum/float64(size))
	}
	return xs, ys
}

package watch

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"ganbook/gan"
	"ganbook/notebooks/show"
)

// curvePoints is the number of points of a curve over a whole training. Each point is a mean over
// the steps between two points.
const curvePoints = 100

// course draws what the loss says, by step, up to now. If the value at Pg = Pdata is known, it is
// drawn as a level. The reading beside the slider is the curve's value at the frame's step.
func (f *film) course(now frame, h gan.History) show.Figure {
	size := max(1, f.cfg.Steps/curvePoints)
	curve := func(ys []float64) show.Mark { return show.Line(blocks(ys, size)) }
	reading := func(name string, ys []float64) string {
		return fmt.Sprintf("%s = %s", name, signed(blockAt(now.step, ys, size)))
	}
	losses := show.Marks{curve(h.DLoss).Named("D's loss").In(show.Green), curve(h.GLoss).Named("G's loss").In(show.Orange)}
	at := func(name string, value float64) show.Mark {
		return show.Level(value).Named(name).Dashed()
	}
	fig := show.Figure{Title: "Losses", X: "step", Y: "mean over a batch", XRange: show.Range{0, float64(f.cfg.Steps)}}
	switch loss := f.cfg.Loss; {
	case loss.Logit:
		name, end := balance(f.cfg.LabelSmoothing)
		xs, values := blocks(h.Value, size)
		fig.Title, fig.Y = "What D reaches against G", "V̂(D, G), nats"
		fig.Marks = show.Marks{show.Line(xs, values).Named("V̂").In(show.Green)}
		fig.Reading = reading("V̂", h.Value)
		if loss.Name != gan.Minimax.Name && loss.Name != gan.NonSaturating.Name {
			break // the best D of another loss, and its value, are not known
		}
		fig.YRange = around(append(slices.Clone(values), end))
		// The curve often runs along the value of the game: a name at the line would be under the curve.
		flat := show.Line([]float64{fig.XRange[0], fig.XRange[1]}, []float64{end, end})
		fig.Marks = append(fig.Marks, flat.Named(name).Dashed().In(show.Purple))
	// L_G is a mean score. It means nothing, since the loss leaves a constant in all scores free.
	case loss.Name == gan.Wasserstein.Name:
		fig.Title, fig.Y = "Distance, as D sees it", "E[l(x)] − E[l(G(z))]"
		fig.Marks = show.Marks{curve(negative(h.DLoss)), at("no difference", 0)}
		fig.Reading = reading("distance", negative(h.DLoss))
	default:
		fig.Marks = losses
		fig.Reading = reading("D's loss", h.DLoss) + ", " + reading("G's loss", h.GLoss)
		known := func(whose string, value float64) {
			if !math.IsNaN(value) {
				fig.Marks = append(fig.Marks, at(fmt.Sprintf("%s at Pg = Pdata: %.3g", whose, value), value))
			}
		}
		switch both := loss.AtPdata; {
		case both == nil:
		case both[0] == both[1]:
			known("both", both[0])
		default:
			known("D's", both[0])
			known("G's", both[1])
		}
	}
	fig.Marks = append(fig.Marks, show.Rule(float64(now.step)))
	return fig
}

// balance returns V̂ at Pg = Pdata with the best D, which is (1 − s)/2 everywhere, and a name for
// it. s is the label smoothing.
func balance(s float64) (name string, v float64) {
	v = math.Log((1-s)/2) + math.Log((1+s)/2)
	name = fmt.Sprintf("−%.3f", -v)
	if s == 0 {
		name = "−ln 4 = " + name
	}
	return name, v
}

// around returns a range of an axis that holds all values, with a little space on both sides: so much
// that the noise of a training at rest looks small.
func around(values []float64) show.Range {
	const space = 0.1
	return show.Range{slices.Min(values) - space, slices.Max(values) + space}
}

// signed writes a number with three digits after the point and a true minus sign, or a dash for NaN.
func signed(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	return strings.ReplaceAll(fmt.Sprintf("%.3f", v), "-", "−")
}

// blockAt returns the mean of the last whole block of steps up to a step, or NaN if there is none.
func blockAt(step int, values []float64, size int) float64 {
	_, means := blocks(values, size)
	if at := min(step/size, len(means)) - 1; at >= 0 {
		return means[at]
	}
	return math.NaN()
}

func negative(xs []float64) []float64 { return show.Map(xs, func(x float64) float64 { return -x }) }

// blocks returns the mean of each block of steps, and the middle of the block.
func blocks(values []float64, size int) (xs, ys []float64) {
	for start := 0; start+size <= len(values); start += size {
		sum := 0.0
		for _, v := range values[start : start+size] {
			sum += v
		}
		xs = append(xs, float64(start)+float64(size+1)/2)
		ys = append(ys, sum/float64(size))
	}
	return xs, ys
}

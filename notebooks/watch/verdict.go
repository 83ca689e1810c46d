package watch

import (
	"fmt"
	"math"

	"ganbook/gan"
)

// A verdict describes how D's output for one sample x is drawn. It is the probability D(x) that x
// is real, or the score l(x) if the loss does not make D a probability.
type verdict struct {
	name           string // the name in a legend
	axis           string
	probability    bool
	inUnitRange    bool // whether the best score is a share, from 0 to 1
	margin         bool // whether D gains nothing from a score beyond 1 on data, −1 on fakes
	shiftInvariant bool // whether the loss leaves a constant free; then the data's mean is set to 0

	// best returns the verdict that minimises D's loss at a point where Pdata has the density p and
	// Pg has the density q, not both 0. It is nil if the best verdict depends on more than p and q.
	best     func(p, q float64) float64
	bestName string
}

// newVerdict returns how D is drawn, or nil if D does not judge single samples.
func newVerdict(cfg gan.Config) *verdict {
	if unseen(cfg) != "" {
		return nil
	}
	share := func(p, q float64) float64 { return p / (p + q) }
	var v verdict
	switch {
	case cfg.Loss.Logit:
		v = verdict{name: "D(x)", axis: "D(x)", probability: true}
		if cfg.Loss.Name != gan.Minimax.Name && cfg.Loss.Name != gan.NonSaturating.Name {
			break // only the author of the loss knows its best D
		}
		v.best, v.bestName = share, "D* = Pdata/(Pdata + Pg)"
		if s := cfg.LabelSmoothing; s > 0 {
			v.best, v.bestName = func(p, q float64) float64 { return (1 - s) * share(p, q) }, fmt.Sprintf("D* = %.3g·Pdata/(Pdata + Pg)", 1-s)
		}
	case cfg.Loss.Name == gan.LeastSquares.Name:
		v = verdict{name: "l(x)", axis: "l(x)", inUnitRange: true, best: share, bestName: "best: Pdata/(Pdata + Pg)"}
	// The best score depends on the transport of mass, not on the densities at x.
	case cfg.Loss.Name == gan.Wasserstein.Name:
		v = verdict{name: "l(x)", axis: "l(x) − mean on data", shiftInvariant: true}
	// The best score is the sign of Pdata − Pg. Where the two are close, a histogram does not show
	// it.
	case cfg.Loss.Name == gan.Hinge.Name:
		v = verdict{name: "l(x)", axis: "l(x)", margin: true}
	case cfg.Loss.Name == gan.Relativistic.Name:
		v = verdict{name: "l(x)", axis: "l(x) − mean on data", shiftInvariant: true,
			best: func(p, q float64) float64 { return math.Log(p / q) }, bestName: "best: ln(Pdata/Pg) + c"}
	default: // a reader's loss: only the reader knows its best score
		v = verdict{name: "l(x)", axis: "l(x)"}
	}
	if cfg.Averaging > 0 { // Pg is drawn with the averaged G, but D faces the other one
		v.best = nil
	}
	return &v
}

// unseen says why D is not drawn for single samples, or returns "" if D is drawn.
func unseen(cfg gan.Config) string {
	switch {
	case cfg.Packing > 1:
		return fmt.Sprintf("D is not drawn: it judges %d samples at once, so that it has no value at one.", cfg.Packing)
	case cfg.Conditional:
		return "D is not drawn: it judges a sample together with its class."
	}
	return ""
}

// ask returns the verdict on each row. If a constant in all scores changes nothing, the scores are
// shifted so that their mean on the rows onData is 0.
func (v *verdict) ask(r *gan.Run, rows, onData [][]float32) []float64 {
	if v.probability {
		return column64(r.Discriminate(rows))
	}
	scores := column64(r.Logits(rows))
	if v.shiftInvariant {
		zero := average(column64(r.Logits(onData)))
		for i := range scores {
			scores[i] -= zero
		}
	}
	return scores
}

func column64(xs []float32) []float64 {
	out := make([]float64, len(xs))
	for i, x := range xs {
		out[i] = float64(x)
	}
	return out
}

func average(xs []float64) float64 {
	sum := 0.0
	for _, x := range xs {
		sum += x
	}
	return sum / float64(len(xs))
}

package watch

import (
	"fmt"
	"math"

	"ganbook/gan"
)

// A verdict is what D says of one sample x, as it is drawn: the probability D(x) that it is real, or, where the loss
// makes it none, the score l(x).
type verdict struct {
	name        string // in a legend
	axis        string
	probability bool
	share       bool // a score whose best is a share, from 0 to 1
	margin      bool // beyond ±1 on the right side of 0 D has nothing to gain
	free        bool // a constant added to all scores changes nothing: they are counted from the data's mean

	// best is the verdict that minimises D's loss where the densities of Pdata and Pg are p and q, not both 0; nil
	// where it does not depend on these two alone.
	best     func(p, q float64) float64
	bestName string
}

// newVerdict returns how a run's D is drawn, or nil where it gives no verdict on one sample.
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
			break // what its best D is, only its author knows
		}
		v.best, v.bestName = share, "D* = Pdata/(Pdata + Pg)"
		if s := cfg.LabelSmoothing; s > 0 {
			v.best, v.bestName = func(p, q float64) float64 { return (1 - s) * share(p, q) }, fmt.Sprintf("D* = %.3g·Pdata/(Pdata + Pg)", 1-s)
		}
	case cfg.Loss.Name == gan.LeastSquares.Name:
		v = verdict{name: "l(x)", axis: "l(x)", share: true, best: share, bestName: "best: Pdata/(Pdata + Pg)"}
	case cfg.Loss.Name == gan.Wasserstein.Name: // its best score follows the way that mass has to go, not the densities at x
		v = verdict{name: "l(x)", axis: "l(x) − mean on data", free: true}
	case cfg.Loss.Name == gan.Hinge.Name: // its best score, the sign of Pdata − Pg, a histogram of Pg cannot tell where they are close
		v = verdict{name: "l(x)", axis: "l(x)", margin: true}
	case cfg.Loss.Name == gan.Relativistic.Name:
		v = verdict{name: "l(x)", axis: "l(x) − mean on data", free: true,
			best: func(p, q float64) float64 { return math.Log(p / q) }, bestName: "best: ln(Pdata/Pg) + c"}
	default: // a reader's own: what its best score is, only the reader knows
		v = verdict{name: "l(x)", axis: "l(x)"}
	}
	if cfg.Averaging > 0 { // the Pg that is drawn is not the one that D faces
		v.best = nil
	}
	return &v
}

// unseen says why D has no picture over single samples; nothing where it has one.
func unseen(cfg gan.Config) string {
	switch {
	case cfg.Packing > 1:
		return fmt.Sprintf("D is not drawn: it judges %d samples at once, so that it has no value at one.", cfg.Packing)
	case cfg.Conditional:
		return "D is not drawn: it judges a sample together with its class."
	}
	return ""
}

// ask returns the verdict on each row. Where only differences count, onData are rows of the data to count from.
func (v *verdict) ask(r *gan.Run, rows, onData [][]float32) []float64 {
	if v.probability {
		return column64(r.Discriminate(rows))
	}
	scores := column64(r.Logits(rows))
	if v.free {
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

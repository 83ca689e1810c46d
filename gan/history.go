package gan

import (
	"fmt"
	"math"
	"slices"

	"ganbook/gan/internal/checkpoint"
)

// A History holds one entry for each step taken. The values of D are means over the step's last
// batch of D, before D's move on that batch. G's loss is taken after that move, or before it with
// Config.Simultaneous. If the loss makes D a probability, the losses are in nats, and DReal and
// DFake are probabilities. Otherwise DReal and DFake are mean scores.
type History struct {
	Step    []int     // 1, 2, …
	DLoss   []float64 // L_D, without the penalty
	GLoss   []float64 // L_G; nil if Pg is fixed, since G has no loss
	Penalty []float64 // the sum of the penalties, which is added to L_D; nil if there is none
	DReal   []float64 // the mean of D(x), x ~ Pdata; the mean score if D is no probability
	DFake   []float64 // the mean of D(G(z)), or the mean score; DReal = DFake = ½ at Pg = Pdata, D = D*

	// Value is V̂(D, G) = mean ln D(x) + mean ln(1 − D(G(z))). It is −ln 4 = −1.386 if D = ½
	// everywhere. It is nil if D is no probability, and NaN at steps at which D was none.
	Value []float64

	// Changes lists the changes that [Run.Advance] and [Run.Continue] made during the training.
	Changes []Change
}

// A Change is in force from the step after Step.
type Change struct {
	Step int    // the number of steps taken before the change
	What string // a description, such as "R1: 0 before, 0.1 now"
}

// String describes the change and its step.
func (c Change) String() string { return fmt.Sprintf("after step %d, %s", c.Step, c.What) }

// change records a change after the last step.
func (h *History) change(what string) {
	h.Changes = append(h.Changes, Change{len(h.Step), what})
}

// cut keeps the given number of steps and removes the later ones, and a column that only these had.
func (h *History) cut(steps int, phases []checkpoint.Phase) {
	h.Step = h.Step[:steps]
	for _, column := range []*[]float64{&h.DLoss, &h.GLoss, &h.Penalty, &h.DReal, &h.DFake, &h.Value} {
		if *column != nil {
			*column = (*column)[:steps]
		}
	}
	if last := phases[len(phases)-1]; last.After == steps { // no step of this phase is left
		before := phases[:len(phases)-1]
		if !slices.ContainsFunc(before, func(p checkpoint.Phase) bool { return p.Penalised && p.After < steps }) {
			h.Penalty = nil
		}
		if !slices.ContainsFunc(before, func(p checkpoint.Phase) bool { return p.Logit && p.After < steps }) {
			h.Value = nil
		}
	}
}

// add appends records of steps of a phase. generator says whether there is a G. A column that an
// earlier phase used stays in use.
func (h *History) add(p checkpoint.Phase, generator bool, records [][]float32) {
	for _, record := range records {
		before := len(h.Step)
		h.Step = append(h.Step, before+1)
		h.DLoss = append(h.DLoss, float64(record[colDLoss]))
		if generator {
			h.GLoss = append(h.GLoss, float64(record[colGLoss]))
		}
		if p.Penalised || h.Penalty != nil {
			h.Penalty = append(padded(h.Penalty, before, 0), float64(record[colPenalty]))
		}
		h.DReal = append(h.DReal, float64(record[colDReal]))
		h.DFake = append(h.DFake, float64(record[colDFake]))
		switch {
		case p.Logit:
			h.Value = append(padded(h.Value, before, math.NaN()), float64(record[colValue]))
		case h.Value != nil:
			h.Value = append(h.Value, math.NaN())
		}
	}
}

// phase returns the phase that begins after the given number of steps under this config.
func (c Config) phase(after int) checkpoint.Phase {
	return checkpoint.Phase{After: after, Logit: c.Loss.Logit, Penalised: c.penalised()}
}

// padded returns column extended to n entries. The missing entries are at the start and have the
// value fill.
func padded(column []float64, n int, fill float64) []float64 {
	if missing := n - len(column); missing > 0 {
		return append(slices.Repeat([]float64{fill}, missing), column...)
	}
	return column
}

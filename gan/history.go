package gan

import (
	"fmt"
	"math"
	"slices"
)

// A History holds one entry for each step taken: what the step's last
// discriminator batch saw before D moved, and G's loss after it. All are means
// over a batch, in nats, as probabilities, or in the score's own units where the
// loss does not make D a probability.
type History struct {
	Step    []int     // 1, 2, …
	DLoss   []float64 // L_D, without the penalty
	GLoss   []float64 // L_G; nil where Pg is fixed and G has no loss
	Penalty []float64 // what R1, R2 and the gradient penalty add to L_D; nil without them
	DReal   []float64 // mean D(x), x ~ Pdata; the mean score where D is no probability
	DFake   []float64 // mean D(G(z)) likewise; both end at ½ where Pg = Pdata and D = D*

	// V̂(D, G) = mean ln D(x) + mean ln(1 − D(G(z))): −ln 4 = −1.386 where D = ½; nil
	// where D is no probability, NaN at steps where it was none.
	Value []float64

	// Changes says where the training went on otherwise than it began: by [Run.Advance] and
	// [Run.Continue].
	Changes []Change
}

// A Change is in force from the step after Step on.
type Change struct {
	Step int    // steps that were taken before
	What string // such as "R1: 0 before, 0.1 now"
}

// String says what has changed, and when.
func (c Change) String() string { return fmt.Sprintf("after step %d, %s", c.Step, c.What) }

// change notes what is otherwise from here on.
func (h *History) change(what string) {
	h.Changes = append(h.Changes, Change{len(h.Step), what})
}

// cut leaves the first steps.
func (h *History) cut(steps int) {
	h.Step = h.Step[:steps]
	for _, column := range []*[]float64{&h.DLoss, &h.GLoss, &h.Penalty, &h.DReal, &h.DFake, &h.Value} {
		if *column != nil {
			*column = (*column)[:steps]
		}
	}
}

// add appends rows of a game's history. A column that a former part of the training had goes on.
func (h *History) add(p game, rows [][]float32) {
	for _, row := range rows {
		before := len(h.Step)
		h.Step = append(h.Step, before+1)
		h.DLoss = append(h.DLoss, float64(row[colDLoss]))
		if p.fake == nil {
			h.GLoss = append(h.GLoss, float64(row[colGLoss]))
		}
		if p.cfg.penalised() || h.Penalty != nil {
			h.Penalty = append(padded(h.Penalty, before, 0), float64(row[colPenalty]))
		}
		h.DReal = append(h.DReal, float64(row[colDReal]))
		h.DFake = append(h.DFake, float64(row[colDFake]))
		switch {
		case p.cfg.Loss.Logit:
			h.Value = append(padded(h.Value, before, math.NaN()), float64(row[colValue]))
		case h.Value != nil:
			h.Value = append(h.Value, math.NaN())
		}
	}
}

// padded is a column of n entries, those that it lacks filled in at its start.
func padded(column []float64, n int, fill float64) []float64 {
	if missing := n - len(column); missing > 0 {
		return append(slices.Repeat([]float64{fill}, missing), column...)
	}
	return column
}

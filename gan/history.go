package gan

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
	// where D is no probability.
	Value []float64
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

// add appends rows of a game's history.
func (h *History) add(p game, rows [][]float32) {
	for _, row := range rows {
		h.Step = append(h.Step, len(h.Step)+1)
		h.DLoss = append(h.DLoss, float64(row[colDLoss]))
		if p.fake == nil {
			h.GLoss = append(h.GLoss, float64(row[colGLoss]))
		}
		if p.cfg.penalised() {
			h.Penalty = append(h.Penalty, float64(row[colPenalty]))
		}
		h.DReal = append(h.DReal, float64(row[colDReal]))
		h.DFake = append(h.DFake, float64(row[colDFake]))
		if p.cfg.Loss.Logit {
			h.Value = append(h.Value, float64(row[colValue]))
		}
	}
}

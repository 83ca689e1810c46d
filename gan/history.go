package gan

// A History holds one entry for each step taken: what the step's last
// discriminator batch saw before D moved, and G's loss after it. All are means
// over a batch, in nats or as probabilities.
type History struct {
	Step  []int     // 1, 2, …
	DLoss []float64 // L_D
	GLoss []float64 // L_G; nil where Pg is fixed and G has no loss
	DReal []float64 // mean D(x), x ~ Pdata
	DFake []float64 // mean D(G(z)); both end at ½ where Pg = Pdata and D = D*
	Value []float64 // V̂(D, G) = mean ln D(x) + mean ln(1 − D(G(z))); −ln 4 = −1.386 where D = ½
}

func (h *History) add(rows [][]float32, generator bool) {
	for _, row := range rows {
		h.Step = append(h.Step, len(h.Step)+1)
		h.DLoss = append(h.DLoss, float64(row[colDLoss]))
		if generator {
			h.GLoss = append(h.GLoss, float64(row[colGLoss]))
		}
		h.DReal = append(h.DReal, float64(row[colDReal]))
		h.DFake = append(h.DFake, float64(row[colDFake]))
		h.Value = append(h.Value, float64(row[colValue]))
	}
}

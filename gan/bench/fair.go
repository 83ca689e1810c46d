package main

import (
	"fmt"
	"math"
	"slices"
)

// lossesWithin is how far the loss of D of a program may be from that of the others, in nats.
const lossesWithin = 0.25

// unfair lists what forbids to compare the programs of a row: other numbers of parameters than
// ganbook's, samples that are worse than those of the others, or a loss of D that theory excludes or
// that is not that of the others.
//
// The score and the loss of a family's fastest variant, which the table shows, are medians over its rounds.
// They are compared with the medians over the families. Scores may differ by Judge.Within or, if that is
// more, by the widest range of one of the other programs over its rounds. In a short run too few steps
// were taken for scores to say anything, so scores is false.
func unfair(row Row, results []result, scores bool) (faults []string) {
	byProgram, losses := map[string][]float64{}, map[string][]float64{}
	var parameters []int
	for _, r := range results {
		if r.Program == Ours && r.Parameters != nil {
			parameters = r.Parameters
		}
	}
	for _, r := range results {
		if limits(row, r.Program) {
			continue
		}
		if !slices.Equal(r.Parameters, parameters) {
			faults = append(faults, fmt.Sprintf("%s, round %d: %v parameters; ganbook has %v", r.Program, r.Round, r.Parameters, parameters))
		}
		// D = ½ everywhere has the loss ln 4, and a D that learns is not worse for long.
		if most := 2*math.Ln2 + 0.1; scores && !row.Judge.BothWays && !(r.DLoss >= 0 && r.DLoss <= most) {
			faults = append(faults, fmt.Sprintf("%s, round %d: D's loss is %.3f; from 0 to ln 4 + 0.1 = %.3f", r.Program, r.Round, r.DLoss, most))
		}
		byProgram[r.Program] = append(byProgram[r.Program], r.Score)
		losses[r.Program] = append(losses[r.Program], r.DLoss)
	}
	if !scores {
		return faults
	}
	var shown []string // the programs of the table: slower variants run in the first round only
	var ofFamilies, lossesOfFamilies []float64
	for _, p := range fastest(row.programs(), results) {
		if !p.Limit {
			shown = append(shown, p.Name())
			ofFamilies = append(ofFamilies, median(byProgram[p.Name()]))
			lossesOfFamilies = append(lossesOfFamilies, median(losses[p.Name()]))
		}
	}
	middle, middleLoss := median(ofFamilies), median(lossesOfFamilies)
	within, lossesApart := row.Judge.Within, lossesWithin
	if len(shown) == 2 { // the middle of two is half as far from each as they are from one another
		within, lossesApart = within/2, lossesApart/2
	}
	for _, name := range shown {
		score, loss := median(byProgram[name]), median(losses[name])
		worse, may := middle-score, "it may be worse by"
		if row.Judge.BothWays {
			worse, may = math.Abs(worse), "they may differ by"
		}
		most := within
		for _, other := range shown { // other seeds of one program may be as far apart as two programs
			if scores := byProgram[other]; other != name && !row.Judge.BothWays {
				if apart := slices.Max(scores) - slices.Min(scores); apart > most {
					most = apart
				}
			}
		}
		if !(worse <= most) {
			faults = append(faults, fmt.Sprintf("%s: a score of %.4g; the middle of all is %.4g, and %s %v",
				name, score, middle, may, most))
		}
		if !(math.Abs(loss-middleLoss) <= lossesApart) {
			faults = append(faults, fmt.Sprintf("%s: D's loss is %.3f; the middle of all is %.3f, and they may differ by %v",
				name, loss, middleLoss, lossesApart))
		}
	}
	return faults
}

// limits reports whether a program of the row does the matrix products only.
func limits(row Row, program string) bool {
	return slices.ContainsFunc(row.programs(), func(p Program) bool { return p.Limit && p.Name() == program })
}

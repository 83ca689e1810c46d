package main

import (
	"fmt"
	"math"
	"slices"
)

// unfair lists what forbids to compare the programs of a row: other numbers of parameters than
// ganbook's, samples that are worse than those of the others, or a loss of D that theory excludes.
//
// The score of a program is the median over its rounds. It is compared with the median over all
// programs. In a short run too few steps were taken for scores to say anything, so scores is false.
func unfair(row Row, results []result, scores bool) (faults []string) {
	byProgram := map[string][]float64{}
	var order []string
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
		if byProgram[r.Program] == nil {
			order = append(order, r.Program)
		}
		byProgram[r.Program] = append(byProgram[r.Program], r.Score)
	}
	if !scores {
		return faults
	}
	var medians []float64
	for _, name := range order {
		medians = append(medians, median(byProgram[name]))
	}
	middle := median(medians)
	for i, name := range order {
		worse := middle - medians[i]
		if row.Judge.BothWays {
			worse = math.Abs(worse)
		}
		if !(worse <= row.Judge.Within) {
			faults = append(faults, fmt.Sprintf("%s: a score of %.4g; the middle of all is %.4g, and they may differ by %v",
				name, medians[i], middle, row.Judge.Within))
		}
	}
	return faults
}

// limits reports whether a program of the row does the matrix products only.
func limits(row Row, program string) bool {
	return slices.ContainsFunc(row.programs(), func(p Program) bool { return p.Limit && p.Name() == program })
}

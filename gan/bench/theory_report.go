package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// accuracy is the error that package theory promises at most, relative where a value is above 1.
const accuracy = 2e-9

// A comparison is what the table says of one quantity of one kind of pairs.
type comparison struct {
	pairs  int                  // with a reference value
	times  map[string][]float64 // the medians over the rounds, a pair each
	ratios []float64            // SciPy's time over ganbook's, a pair each
	worst  map[string]float64   // the largest error
	missed map[string]int       // how many errors are above accuracy
	no     map[string]int       // how many values are missing or not finite
}

// compareTheory compares the programs in one quantity of one kind.
func compareTheory(of []measurement, k kind, quantity string) comparison {
	c := comparison{times: map[string][]float64{}, worst: map[string]float64{}, missed: map[string]int{}, no: map[string]int{}}
	for i := range pairsOfAKind {
		name := fmt.Sprintf("%s %d", k.name, i+1)
		exact := collect(of, name, MPMath, quantity)
		if len(exact) > 0 {
			c.pairs++
		}
		rounds := map[string]map[int]float64{}
		for _, program := range []string{Ours, SciPy} {
			rounds[program] = map[int]float64{}
			for _, m := range of {
				if m.Case != name || m.Program != program {
					continue
				}
				rounds[program][m.Round] = m.Values[quantity+" s"]
			}
			if times := collect(of, name, program, quantity+" s"); len(times) > 0 {
				c.times[program] = append(c.times[program], median(times))
			}
			if len(exact) == 0 || len(rounds[program]) == 0 {
				continue
			}
			got := collect(of, name, program, quantity)
			if len(got) == 0 {
				c.no[program]++
				continue
			}
			off := math.Abs(got[0]-exact[0]) / math.Max(1, math.Abs(exact[0]))
			c.worst[program] = math.Max(c.worst[program], off)
			if !(off <= accuracy) {
				c.missed[program]++
			}
		}
		if r := ratio(rounds[Ours], rounds[SciPy]); !math.IsNaN(r) {
			c.ratios = append(c.ratios, r)
		}
	}
	return c
}

func theorySection(of []measurement, _ string) (string, error) {
	var b strings.Builder
	b.WriteString("| of mixtures of | | ganbook | SciPy | SciPy ÷ ganbook | largest error: ganbook | SciPy | errors above 2e-9: ganbook, SciPy | pairs |\n")
	b.WriteString("|---|---|---|---|---|---|---|---|---|\n")
	for _, k := range kinds {
		for _, q := range quantities {
			c := compareTheory(of, k, q.name)
			if len(c.times[Ours]) == 0 {
				continue
			}
			title := map[string]string{"KL": "KL(P‖Q)", "JS": "JS(P, Q)", "H": "H(P)"}[q.name]
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s | %s | %d, %d | %d |\n", k.name, title,
				duration(median(c.times[Ours])), duration(median(c.times[SciPy])), c.ratioAndRange(), c.errors(Ours), c.errors(SciPy),
				c.missed[Ours], c.missed[SciPy], c.pairs)
		}
	}
	fmt.Fprintf(&b, `
Each kind has %d random pairs (P, Q) with seeds: mixtures of one to four components whose scales span a factor of 30. A time is the median
over the pairs, of medians over the rounds; it includes the making of the distributions. The ratio is the median over the pairs, and its range
is behind it. SciPy: %s, with centres and scales as break points, integrands in plain Python on scalars, asked for 1e-11.
Errors are distances from mpmath's values, which are computed with 40 digits; they are relative where the value is above 1, and below 1e-15 they
are rounding. "no value" counts results that are NaN or infinite.
`, pairsOfAKind, "`scipy.integrate.quad`")
	return b.String(), nil
}

func (c comparison) ratioAndRange() string {
	if len(c.ratios) == 0 {
		return "–"
	}
	return fmt.Sprintf("%s (%s to %s)", times(median(c.ratios)), times(slices.Min(c.ratios)), times(slices.Max(c.ratios)))
}

func (c comparison) errors(program string) string {
	text := "–"
	if worst, ok := c.worst[program]; ok {
		text = fmt.Sprintf("%.0e", worst)
	}
	if n := c.no[program]; n > 0 {
		text += fmt.Sprintf(", %d no value", n)
	}
	return text
}

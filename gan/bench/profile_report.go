package main

import (
	"fmt"
	"strings"
)

func profileSection(of []measurement, _ string) (string, error) {
	var b strings.Builder
	b.WriteString("| seconds of a step |")
	for _, o := range omissions {
		fmt.Fprintf(&b, " %s |", o.title)
	}
	b.WriteString("\n|---|---|---|---|---|\n")
	for _, row := range rows() {
		whole := collect(of, row.Name+" "+omissions[0].name, Ours, "step")
		if len(whole) == 0 {
			continue
		}
		fmt.Fprintf(&b, "| %s |", row.Name)
		for _, o := range omissions {
			b.WriteString(" " + withoutIt(collect(of, row.Name+" "+o.name, Ours, "step"), median(whole)) + " |")
		}
		b.WriteString("\n")
	}
	b.WriteString(`
Medians over the rounds, and in brackets what is saved. A column has one change to the training as it is. What no column leaves out are the
matrix products, which the table of the rows has alone, the elementwise work between them, and the loop. [PROFILE.md](PROFILE.md) says what else
was looked at.
`)
	return b.String(), nil
}

// withoutIt writes the median of times, and how much less that is than the whole.
func withoutIt(times []float64, whole float64) string {
	if len(times) == 0 {
		return "–"
	}
	text := duration(median(times))
	if saved := 1 - median(times)/whole; saved != 0 {
		text += fmt.Sprintf(" (%.0f %%)", 100*saved)
	}
	return text
}

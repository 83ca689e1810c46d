package main

import (
	"fmt"
	"io"
	"slices"
)

// printTable prints the table, with a line for each part and a column for each condition. It
// returns how many trials have no green result with the present files.
func printTable(w io.Writer, trials []trial, known *results, keys *keys) (open int) {
	var columns, lines []string
	cells := map[string]string{}
	var notes []string
	for _, t := range trials {
		if !slices.Contains(columns, t.condition.name) {
			columns = append(columns, t.condition.name)
		}
		if !slices.Contains(lines, t.part.name) {
			lines = append(lines, t.part.name)
		}
		key, err := keys.of(t.part)
		found, ok := known.of(t)
		cell := fmt.Sprintf("%d s", found.Seconds)
		switch {
		case err != nil || !ok:
			cell = "·"
			open++
		case !found.Green:
			cell = "✗"
			notes = append(notes, fmt.Sprintf("✗ %s at %s: %s", t, found.Commit, found.Note))
			open++
		case found.Key != key:
			cell = "old"
			open++
		}
		cells[t.String()] = cell
	}
	width := 0
	for _, l := range lines {
		width = max(width, len(l))
	}
	fmt.Fprintf(w, "\n%-*s", width, "")
	for _, c := range columns {
		fmt.Fprintf(w, " %12s", c)
	}
	fmt.Fprintln(w)
	for _, l := range lines {
		fmt.Fprintf(w, "%-*s", width, l)
		for _, c := range columns {
			fmt.Fprintf(w, " %12s", cells[l+"@"+c])
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintln(w, "\nseconds: green;  ✗: failed;  old: green with other sources;  ·: not run")
	for _, c := range conditions {
		if slices.Contains(columns, c.name) {
			fmt.Fprintf(w, "  %-14s %s\n", c.name, c.says)
		}
	}
	for _, n := range notes {
		fmt.Fprintln(w, n)
	}
	return open
}

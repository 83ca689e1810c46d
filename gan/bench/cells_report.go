package main

import (
	"fmt"
	"slices"
	"strings"
)

// A wait is a line of the table: what a reader waits for, and for how long at most.
type wait struct {
	value  string  // its name in the values
	title  string  // in the table
	target float64 // seconds; 0 means none
}

var waits = []wait{
	{"edit", "a cell re-run after an edit: a divergence and a picture", 0.35},
	{"gan", "… one that uses `gan`", 1.0},
	{"kept", "… one that loads a kept run and draws samples of it", 0},
	{"start", "a kernel, from its start until it answers", 0},
	{"fresh", "a fresh kernel's first cell: imports, a divergence and a picture", 2},
	{"frame", "a training cell, until its first frame", 3},
	{"moved", "… until its first frame after steps", 3},
}

func cellsSection(of []measurement, _ string) (string, error) {
	programs := []string{Ours, GoNB, JAX, PyTorch}
	var b strings.Builder
	b.WriteString("| seconds | target | ganbook | target met | GoNB as it comes | IPython, JAX | IPython, PyTorch |\n|---|---|---|---|---|---|---|\n")
	for _, w := range waits {
		times := map[string][]float64{}
		for _, p := range programs {
			times[p] = collect(of, "session", p, w.value)
		}
		target, met := "–", "–"
		if w.target > 0 {
			target = fmt.Sprintf("%.2f", w.target)
			met = verdict(times[Ours], w.target)
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s | %s |\n", w.title, target, medianAndRange(times[Ours]), met,
			medianAndRange(times[GoNB]), medianAndRange(times[JAX]), medianAndRange(times[PyTorch]))
	}
	if changed := collect(of, "session", Browser, "changed"); len(changed) > 0 {
		fmt.Fprintf(&b, "\nIn JupyterLab and Chromium, from Shift-Enter until the picture has changed, the first of these cells: %s s; until the training's first frame is on the screen: %s s.\n",
			medianAndRange(changed), medianAndRange(collect(of, "session", Browser, "firstFrame")))
	}
	b.WriteString(`
A time is the median over sessions, with the smallest and the largest behind it. Each session is a kernel of its own; the programs take turns. From
sending a cell to the kernel until it is idle again; for frames, until the picture arrives. What is re-run has run in the session before and
comes with another number, so that its code is compiled anew and all packages are not. The trainings are of two MLPs 2×64 with R1, batch 256; the
first frame shows the networks as they start, the next one after some steps, whose compilation is in the time.
GoNB as it comes is the kernel that ` + "`gonb --install`" + ` makes, with no settings of ours and without ` + "`%noautoget`" + `, and gopls as it is. IPython keeps
imports, functions and weights from cell to cell: its cells do less, and in place of a kept run they have untrained networks in memory. The cells are in gan/bench/cells.
`)
	return b.String(), nil
}

// medianAndRange writes the median of times and their range.
func medianAndRange(times []float64) string {
	if len(times) == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f (%.2f–%.2f)", median(times), slices.Min(times), slices.Max(times))
}

// verdict says whether the median of times is within a target.
func verdict(times []float64, target float64) string {
	switch {
	case len(times) == 0:
		return "–"
	case median(times) <= target:
		return "yes"
	}
	return "**no**"
}

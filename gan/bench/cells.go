package main

import (
	"context"
	"path/filepath"
	"time"

	"ganbook/notebooks/chromium"
)

// The programs of the part, besides those of the rows.
const (
	GoNB    = "GoNB"
	Browser = "ganbook in the browser"
)

// cellsPart measures what a reader waits for: from sending a cell to a kernel until it is idle again, and
// from Shift-Enter until the picture has changed. Each turn starts a kernel of its own.
func cellsPart() Part {
	warmed := map[string]bool{}
	return Part{
		Name: "cells", Rounds: 10, Minutes: 20,
		Sources: append(engineSources, "docker/requirements.txt", "docker/requirements-peers.txt", "docker/setup", "docker/jupyter/*",
			"theory/*.go", "theory/internal/*/*.go", "theory/quad/*.go", "notebooks/show/*.go", "notebooks/show/*/*.go", "notebooks/watch/*.go",
			"notebooks/testdata/lab.py", "gan/bench/cells.go", "gan/bench/cells/*", "gan/bench/peers/cells.py", "gan/bench/peers/cells_browser.py"),
		Cases: cellsCases,
		Turn: func(ctx context.Context, s *stage, c Case, _ int) (values, error) {
			// The first turn of each program would also compile packages, load libraries from the disk and
			// write caches. It is taken twice.
			if !warmed[c.Program] && !s.short {
				if _, err := cellsTurn(ctx, s, c.Program); err != nil {
					return nil, err
				}
				warmed[c.Program] = true
			}
			return cellsTurn(ctx, s, c.Program)
		},
		Section: cellsSection,
	}
}

func cellsCases(bool) (cases []Case) {
	for _, program := range []string{Ours, GoNB, JAX, PyTorch, Browser} {
		cases = append(cases, Case{Name: "session", Program: program})
	}
	return cases
}

func cellsTurn(ctx context.Context, s *stage, program string) (v values, err error) {
	script := func(name string) string { return filepath.Join("gan", "bench", "peers", name) }
	command := []string{s.python, script("cells.py"), program, "."}
	if s.short {
		command = append(command, "short")
	}
	if program == Browser {
		browser, err := chromium.Path()
		if err != nil {
			return nil, err
		}
		command = []string{filepath.Join(".venv", "bin", "python"), script("cells_browser.py"), ".", browser}
	}
	err = s.askInto(ctx, command, 10*time.Minute, &v)
	return v, err
}

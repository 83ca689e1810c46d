package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestCellsSection(t *testing.T) {
	var ms []measurement
	add := func(program string, round int, v values) {
		ms = append(ms, measurement{Part: "cells", Case: "session", Program: program, Round: round, Values: v})
	}
	for round, t := range []float64{0.3, 0.2, 0.4} {
		add(Ours, round+1, values{"edit": t, "gan": 4 * t, "start": 1})
		add(JAX, round+1, values{"edit": 2 * t})
	}
	add(Browser, 1, values{"changed": 0.5})
	text, err := cellsSection(ms, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"| 0.35 | 0.30 (0.20–0.40) | yes | – | 0.60 (0.40–0.80) | – |",
		"| 1.00 | 1.20 (0.80–1.60) | **no** | – | – | – |",
		"| – | 1.00 (1.00–1.00) | – | – | – | – |",
		"| 2.00 | – | – | – | – | – |",
		"until the picture has changed, the first of these cells: 0.50 (0.50–0.50) s",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

// Each language has the same cells, and each that is re-run holds the number that makes it new.
func TestCellsAreThereInEachLanguage(t *testing.T) {
	section := regexp.MustCompile(`(?m)^(?:////|####) (\w+)\n`)
	for _, file := range []string{"ganbook.txt", "jax.py", "torch.py"} {
		text, err := os.ReadFile(filepath.Join("cells", file))
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, m := range section.FindAllStringSubmatch(string(text), -1) {
			names = append(names, m[1])
		}
		if want := []string{"first", "edit", "gan", "keep", "kept", "train"}; !slices.Equal(names, want) {
			t.Errorf("%s: %v, want %v", file, names, want)
			continue
		}
		for i, body := range section.Split(string(text), -1)[1:] {
			if names[i] != "keep" && !strings.Contains(body, "NUMBER") {
				t.Errorf("%s: the cell %s has no NUMBER", file, names[i])
			}
		}
	}
}

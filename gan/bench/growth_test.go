package main

import (
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// someGrowth returns three rounds of all cases. A step takes 1 ms plus 1 µs for each sample of a batch.
func someGrowth() (ms []measurement) {
	for round := 1; round <= 3; round++ {
		for _, a := range growthAxes() {
			for _, n := range a.Sizes {
				v := values{"step": 1e-3 + 1e-6*float64(n), "first": 0.5 + 0.1*float64(n), "total": 1 + 1e-4*float64(n), "memory": 200 + 1e-4*float64(n), "before": 10}
				v["step"] *= 1 + 0.01*float64(round-2) // the median is that of round 2
				ms = append(ms, measurement{Part: "growth", Case: fmt.Sprint(a.Name, " ", n), Program: Ours, Round: round, Values: v, Commit: "abc", Key: "k", Load: 0.2})
			}
		}
	}
	return ms
}

func TestGrowthTable(t *testing.T) {
	text := growthTable(curves(someGrowth()))
	for _, want := range []string{
		"| a step, by batch (MLP 2×64) | 1.06 ms at 64 | 66.5 ms at 65,536 | 1.00 ms | 1.00 ms per 1,000 samples | 0 % | 2 % |",
		"| a training, by steps (MLP 1×16, batch 16) | 1.10 s at 1,000 | 101 s at 1,000,000 | 1.00 s | 100 ms per 1,000 steps | 0 % | 0 % |",
		"| the largest memory, by steps (the same) | 200 MB at 1,000 | 300 MB at 1,000,000 | 200 MB | 0.10 MB per 1,000 steps, whose losses the run keeps | 0 % | 0 % |",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no line\n%s\nin\n%s", want, text)
		}
	}
	if lines := strings.Count(text, "\n"); lines != 2+6 {
		t.Errorf("%d lines, want a head of 2 and 6", lines)
	}
}

func TestGrowthIsDrawnAlsoInPart(t *testing.T) {
	for _, of := range [][]measurement{someGrowth(), someGrowth()[:1], someGrowth()[:2]} {
		folder := t.TempDir()
		if _, err := growthSection(of, folder); err != nil {
			t.Fatal(err)
		}
		f, err := os.Open(filepath.Join(folder, "growth.png"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if m, err := png.Decode(f); err != nil || m.Bounds().Dx() < 400 {
			t.Errorf("%d measurements: %v, %v", len(of), m.Bounds(), err)
		}
	}
}

func TestEveryCaseOfGrowthIsKnownAgain(t *testing.T) {
	for _, c := range growthCases(false) {
		a, n, err := growthCase(c.Name)
		if err != nil || fmt.Sprint(a.Name, " ", n) != c.Name {
			t.Errorf("%s: %v %d, %v", c.Name, a.Name, n, err)
			continue
		}
		if err := a.Config(n).Validate(); err != nil {
			t.Errorf("%s: %v", c.Name, err)
		}
	}
	if _, _, err := growthCase("height 3"); err == nil {
		t.Error("a case that does not exist is known")
	}
}

func TestCount(t *testing.T) {
	for x, want := range map[float64]string{1: "1", 999: "999", 1000: "1,000", 65536: "65,536", 1e6: "1,000,000", 2.5e9: "2.5e+09"} {
		if got := count(x); got != want {
			t.Errorf("%v: %s, want %s", x, got, want)
		}
	}
}

func TestPartOfGrowthHasNoNaN(t *testing.T) {
	var ms []measurement
	for _, m := range someGrowth() {
		if m.Case == "steps 1000" {
			ms = append(ms, m)
		}
	}
	if text := growthTable(curves(ms)); strings.Contains(text, "NaN") {
		t.Error(text)
	}
}

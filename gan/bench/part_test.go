package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// two is a part of two cases and a case that is taken once.
var two = Part{Name: "two", Rounds: 3, Cases: func(bool) []Case {
	return []Case{{Name: "a", Program: Ours}, {Name: "a", Program: SciPy}, {Name: "a", Program: MPMath, Once: true}}
}}

// playPart takes turns until there are none, or at most so many.
func playPart(known []measurement, failed map[Case]bool, most int) ([]measurement, []string) {
	var order []string
	for len(order) < most {
		c, round, ok := nextCase(two, known, failed, two.Rounds)
		if !ok {
			break
		}
		order = append(order, fmt.Sprint(c.Program, " ", round))
		known = append(known, measurement{Part: "two", Case: c.Name, Program: c.Program, Round: round})
	}
	return known, order
}

func TestAPartsTurnsInterleave(t *testing.T) {
	_, order := playPart(nil, nil, 100)
	if got, want := strings.Join(order, ", "), "ganbook 1, SciPy 1, mpmath 1, ganbook 2, SciPy 2, ganbook 3, SciPy 3"; got != want {
		t.Errorf("%s; want %s", got, want)
	}
	_, order = playPart(nil, map[Case]bool{{Name: "a", Program: SciPy}: true}, 100)
	if got, want := strings.Join(order, ", "), "ganbook 1, mpmath 1, ganbook 2, ganbook 3"; got != want {
		t.Errorf("SciPy failed: %s; want %s", got, want)
	}
}

func TestAPartGoesOnWhereItStopped(t *testing.T) {
	_, whole := playPart(nil, nil, 100)
	for stop := range whole {
		known, first := playPart(nil, nil, stop)
		_, rest := playPart(known, nil, 100)
		if got := append(first, rest...); !reflect.DeepEqual(got, whole) {
			t.Errorf("stopped after %d turns: %v, want %v", stop, got, whole)
		}
	}
}

func TestMeasurementsComeBack(t *testing.T) {
	file := filepath.Join(t.TempDir(), "measurements.tsv")
	ms, err := readMeasurements(file)
	if err != nil || len(ms.all) != 0 {
		t.Fatalf("no file: %v, %v", ms, err)
	}
	want := []measurement{
		{Part: "theory", Case: "normals 1", Program: Ours, Round: 1, Values: values{"KL": math.Pi, "KL s": 1e-5}, Load: 0.1, Commit: "abc", Key: "k"},
		{Part: "theory", Case: "normals 1", Program: SciPy, Round: 1, Values: values{}, Commit: "abc", Key: "k"},
		{Part: "growth", Case: "batch 64", Program: Ours, Round: 2, Values: values{"step": 3e-4}, Commit: "abc", Key: "other"},
	}
	for i := range want {
		want[i].When = time.Unix(1e9, 0).UTC()
		if err := ms.add(want[i]); err != nil {
			t.Fatal(err)
		}
	}
	back, err := readMeasurements(file)
	if err != nil || !reflect.DeepEqual(back.all, want) {
		t.Errorf("%+v (%v), want %+v", back.all, err, want)
	}
	// The same turn replaces its measurement. Another key replaces the part, and no other part.
	again := want[0]
	again.Values = values{"KL": 7}
	back.add(again)
	if got := collect(back.all, "normals 1", Ours, "KL"); !reflect.DeepEqual(got, []float64{7}) || len(back.all) != 3 {
		t.Errorf("the same turn again: %v of %d", got, len(back.all))
	}
	again.Key = "new"
	back.add(again)
	if got := back.of("theory", ""); len(got) != 1 || got[0].Key != "new" || len(back.of("growth", "other")) != 1 {
		t.Errorf("under other conditions: %+v", back.all)
	}
}

func TestDamagedValuesAreRefused(t *testing.T) {
	for _, text := range []string{"KL", "KL=", "KL=much", "KL=1;JS=2"} {
		if v, err := parseValues(text); err == nil {
			t.Errorf("%q: %v, want an error", text, v)
		}
	}
}

func TestPartsAreChosenByName(t *testing.T) {
	for _, test := range []struct {
		names       string
		long        bool
		rows, parts int
	}{
		{"", false, len(rows()) - 2, 0},
		{"", true, len(rows()), len(parts())},
		{"growth", false, 0, 1},
		{"growth", true, 0, 1},
		{"toy growth cells", false, 1, 2},
	} {
		c, err := choices(strings.Fields(test.names), test.long)
		if err != nil || len(c.rows) != test.rows || len(c.parts) != test.parts {
			t.Errorf("%q: %d rows and %d parts (%v), want %d and %d", test.names, len(c.rows), len(c.parts), err, test.rows, test.parts)
		}
	}
	if _, err := choices([]string{"growing"}, false); err == nil || !strings.Contains(err.Error(), "growth theory cells") {
		t.Errorf("%v; want the names of the parts", err)
	}
}

func TestSourcesOfPartsAreThere(t *testing.T) {
	for _, p := range parts() {
		if _, err := sumSources("../..", p.Sources); err != nil {
			t.Errorf("%s: %v", p.Name, err)
		}
	}
}

// A command that must end can tidy up first: it is not killed.
func TestAStoppedCommandIsAskedToEnd(t *testing.T) {
	s := &stage{folder: t.TempDir()}
	ready, asked := filepath.Join(s.folder, "ready"), filepath.Join(s.folder, "asked")
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	go func() {
		for {
			if _, err := os.Stat(ready); err == nil {
				stop()
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
	}()
	var v values
	script := `trap 'touch "$2"; kill $!; exit 3' TERM; sleep 60 & touch "$1"; wait`
	if err := s.askInto(ctx, []string{"sh", "-c", script, "sh", ready, asked}, time.Minute, &v); err == nil {
		t.Error("no error")
	}
	if _, err := os.Stat(asked); err != nil {
		t.Errorf("it was not asked: %v", err)
	}
}

func TestOnlyPartsWithResultsHaveSections(t *testing.T) {
	ms := &Measurements{all: someGrowth()}
	text, err := sections(ms, map[string]conditions{"k": {Machine: "2 cores", Versions: "go 1"}}, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"\n## Growth\n", "Rounds: 3. Commits: abc.", "load average before a turn: 0.2", "2 cores; go 1"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if strings.Contains(text, "## Theory") || strings.Contains(text, "## Cells") {
		t.Errorf("a section of nothing:\n%s", text)
	}
	if got := report(nil, nil, ""); got != title+nothing {
		t.Errorf("without results: %q", got)
	}
	if got := report(nil, nil, text); strings.Contains(got, "times.png") || !strings.Contains(got, "## Growth") {
		t.Errorf("without rows:\n%s", got)
	}
}

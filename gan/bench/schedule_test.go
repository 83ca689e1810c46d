package main

import (
	"ganbook/gan/device"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// training is a row whose programs are those of a training.
var training = Row{Name: "toy"}

// play takes turns until there are none, or at most so many. A program takes the seconds that its name
// has in times.
func play(known []result, times map[string]float64, failed map[string]bool, rounds, most int) ([]result, []string) {
	var order []string
	for len(order) < most {
		t, ok := next(training, known, failed, rounds)
		if !ok {
			break
		}
		order = append(order, t.program.Name())
		known = append(known, result{Row: "toy", Program: t.program.Name(), Round: t.round, answer: answer{Seconds: times[t.program.Name()]}})
	}
	return known, order
}

var someTimes = map[string]float64{
	"ganbook": 1, "JAX scan": 2, "JAX step": 1.5, "PyTorch eager": 3, "PyTorch compile": 4, "products, XLA": 0.5, "products, NumPy": 0.6,
}

func TestTurnsInterleaveAndOnlyTheFastestVariantGoesOn(t *testing.T) {
	_, order := play(nil, someTimes, nil, 3, 100)
	later := "ganbook, PyTorch eager, JAX step, products, XLA, products, NumPy"
	want := "ganbook, JAX scan, PyTorch eager, JAX step, PyTorch compile, products, XLA, products, NumPy, " + later + ", " + later
	if got := strings.Join(order, ", "); got != want {
		t.Errorf("\n%s\nwant\n%s", got, want)
	}
}

func TestTurnsGoOnWhereTheyStopped(t *testing.T) {
	_, whole := play(nil, someTimes, nil, 3, 100)
	for stop := range whole {
		known, first := play(nil, someTimes, nil, 3, stop)
		_, rest := play(known, someTimes, nil, 3, 100)
		if got := append(first, rest...); !reflect.DeepEqual(got, whole) {
			t.Errorf("stopped after %d turns: %v, want %v", stop, got, whole)
		}
	}
}

func TestAFailedProgramStopsNoOther(t *testing.T) {
	_, order := play(nil, someTimes, map[string]bool{"PyTorch compile": true, "JAX step": true}, 2, 100)
	want := "ganbook, JAX scan, PyTorch eager, products, XLA, products, NumPy"
	if got := strings.Join(order, ", "); got != want+", "+want {
		t.Errorf("%s, want %s twice", got, want)
	}
}

func some(row, program string, round int, seconds float64, key string) result {
	return result{Row: row, Program: program, Round: round, Key: key, Score: 0.5, Quality: "8 of 8 modes", Load: 0.1, Commit: "abc", When: time.Unix(1e9, 0).UTC(),
		answer: answer{Seconds: seconds, First: 1, Total: 2, Parameters: []int{10, 20}, DLoss: 1.3}}
}

func TestResultsComeBack(t *testing.T) {
	file := filepath.Join(t.TempDir(), "results.tsv")
	rs, err := readResults(file)
	if err != nil || len(rs.all) != 0 {
		t.Fatalf("no file: %v, %v", rs, err)
	}
	want := []result{some("toy", "ganbook", 1, 0.002, "k"), some("toy", "JAX scan", 1, 0.003, "k"), some("tiny", "ganbook", 1, 1e-5, "other")}
	want[1].Parameters = nil
	for _, r := range want {
		if err := rs.add(r); err != nil {
			t.Fatal(err)
		}
	}
	back, err := readResults(file)
	if err != nil || !reflect.DeepEqual(back.all, want) {
		t.Errorf("%+v (%v), want %+v", back.all, err, want)
	}
	// The same turn replaces its result. Other conditions replace the row, and no other row.
	back.add(some("toy", "ganbook", 1, 0.005, "k"))
	if got := secondsBy(back.of("toy", "k"), "ganbook"); !reflect.DeepEqual(got, map[int]float64{1: 0.005}) {
		t.Errorf("the same turn again: %v", got)
	}
	back.add(some("toy", "ganbook", 1, 0.001, "new"))
	if got := back.of("toy", ""); len(got) != 1 || got[0].Key != "new" || len(back.of("tiny", "")) != 1 {
		t.Errorf("under other conditions: %+v", back.all)
	}
}

func TestOursRunsOnXLA(t *testing.T) {
	t.Setenv("GOMLX_BACKEND", device.Go)
	last := ""
	for _, v := range (&stage{folder: t.TempDir()}).environment() {
		if value, ok := strings.CutPrefix(v, "GOMLX_BACKEND="); ok {
			last = value
		}
	}
	if last != device.XLA {
		t.Errorf("a turn runs on %q, want %q", last, device.XLA)
	}
}

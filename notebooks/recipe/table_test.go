package recipe

import (
	"math"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestTableComesBackAsItWas(t *testing.T) {
	table := Table{Machine: "2 cores", Rows: []Row{{Method: "a", Data: "ring", Config: "c", Seeds: []Result{
		{Seed: 1, Measures: map[string]Number{"x": 1, "y": Number(math.Inf(1))}},
		{Seed: 2, Measures: map[string]Number{"x": 3, "y": 0.1}},
		{Seed: 3, Measures: map[string]Number{"x": 5, "y": 0.2}},
	}}}}
	file := filepath.Join(t.TempDir(), "table.json")
	if err := table.Write(file); err != nil {
		t.Fatal(err)
	}
	got, err := Read(file)
	if err != nil || !reflect.DeepEqual(got, table) {
		t.Fatalf("read %+v, %v; want %+v", got, err, table)
	}
	row := got.Row("a", "ring")
	// The values 1, 3, 5 have mean 3, s = 2 and standard error 2/√3.
	if mean, se := row.Mean("x"); mean != 3 || math.Abs(se-2/math.Sqrt(3)) > 1e-15 {
		t.Errorf("mean %v ± %v, want 3 ± 1.1547", mean, se)
	}
	if low, high := row.Range("x"); low != 1 || high != 5 {
		t.Errorf("from %v to %v, want 1 to 5", low, high)
	}
	if mean, _ := row.Mean("y"); !math.IsInf(mean, 1) {
		t.Errorf("the mean with an infinite seed is %v", mean)
	}
	if _, err := Read(filepath.Join(t.TempDir(), "none")); err == nil || !strings.Contains(err.Error(), "recipe/table") {
		t.Errorf("a missing table: %v", err)
	}
}

func TestEachMethodIsValid(t *testing.T) {
	for _, m := range Methods() {
		if err := m.Config.Validate(); err != nil {
			t.Errorf("%s: %v", m.Name, err)
		}
		if m.Name == "all together, longer" {
			continue
		}
		if n := m.Config.Steps * (m.Config.CriticSteps + 1); n != moves {
			t.Errorf("%s makes %d moves, want %d", m.Name, n, moves)
		}
	}
}

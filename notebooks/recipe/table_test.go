package recipe

import (
	"math"
	"path/filepath"
	"reflect"
	"slices"
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

func TestEachSettingIsValid(t *testing.T) {
	names := map[string]bool{}
	for _, c := range Contenders() {
		for _, m := range c.Settings {
			if err := m.Config.Validate(); err != nil {
				t.Errorf("%s: %v", m.Name, err)
			}
			if n := m.Config.Steps * (m.Config.CriticSteps + 1); n != moves {
				t.Errorf("%s makes %d moves, want %d", m.Name, n, moves)
			}
			if names[m.Name] {
				t.Errorf("two settings have the name %s", m.Name)
			}
			names[m.Name] = true
		}
	}
	others := append(Frontier(), Method{"plain", Plain()}, Method{"cured", Cured()}, Method{"collapsing", Collapsing()}, Method{"goodfellow", Goodfellow(nil)})
	for _, m := range others {
		if err := m.Config.Validate(); err != nil {
			t.Errorf("%s: %v", m.Name, err)
		}
	}
}

func TestTuningChoosesNothingFromFreshSeeds(t *testing.T) {
	for _, seed := range FreshSeeds {
		if slices.Contains(TuningSeeds, seed) {
			t.Errorf("seed %d is both", seed)
		}
	}
}

func TestBestIsTheSettingWithTheSmallestMean(t *testing.T) {
	row := func(method string, js ...float64) Row {
		r := Row{Method: method, Data: Grid().Name()}
		for i, v := range js {
			r.Seeds = append(r.Seeds, Result{Seed: uint64(i), Measures: map[string]Number{"JS": Number(v)}})
		}
		return r
	}
	c := Contender{Settings: []Method{{Name: "a"}, {Name: "b"}, {Name: "c"}}}
	table := Table{Rows: []Row{row("a", 0.1, 0.4), row("b", 0.2, 0.2), row("c", 0.1, 0.35)}}
	if best := c.Best(table); best.Name != "b" {
		t.Errorf("%q, want b, whose mean is 0.2", best.Name)
	}
	if best := c.Best(Table{}); best.Name != "" {
		t.Errorf("%q of an empty table", best.Name)
	}
}

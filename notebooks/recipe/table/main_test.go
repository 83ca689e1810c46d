package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"ganbook/notebooks/recipe"
)

// counted makes tasks whose result says which task and seed it is of, and counts what is measured.
func counted(measured map[string]int) (tasks []task) {
	for i, seeds := range [][]uint64{{3, 4, 5}, {3, 4}, {7}} {
		tasks = append(tasks, task{
			row:   recipe.Row{Method: fmt.Sprint("method ", i), Data: "ring", Config: "c"},
			seeds: seeds,
			measure: func(_ context.Context, seed uint64) (map[string]recipe.Number, error) {
				measured[fmt.Sprint(i, " ", seed)]++
				return map[string]recipe.Number{"x": recipe.Number(10*i) + recipe.Number(seed)}, nil
			},
		})
	}
	return tasks
}

func TestSharesMakeOneTable(t *testing.T) {
	measured := map[string]int{}
	file := filepath.Join(t.TempDir(), "table.json")
	for _, out := range []output{{file, 1, 2}, {file, 2, 2}, {file, 1, 1}} {
		if err := out.fill(t.Context(), counted(measured)); err != nil {
			t.Fatal(err)
		}
	}
	if len(measured) != 6 {
		t.Errorf("%d results were measured, want 6", len(measured))
	}
	for what, times := range measured {
		if times != 1 {
			t.Errorf("%s was measured %d times, want once", what, times)
		}
	}
	shared, err := recipe.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	alone := filepath.Join(t.TempDir(), "table.json")
	if err := (output{alone, 1, 1}).fill(t.Context(), counted(map[string]int{})); err != nil {
		t.Fatal(err)
	}
	if at, err := recipe.Read(alone); err != nil || !reflect.DeepEqual(at, shared) {
		t.Errorf("two shares make %+v, one process %+v, %v", shared, at, err)
	}
}

func TestAnInterruptedTableGoesOn(t *testing.T) {
	out := output{filepath.Join(t.TempDir(), "table.json"), 1, 1}
	measured := map[string]int{}
	tasks := counted(measured)
	stop := errors.New("stopped")
	last := tasks[1].measure
	tasks[1].measure = func(ctx context.Context, seed uint64) (map[string]recipe.Number, error) {
		if seed == 4 {
			return nil, stop
		}
		return last(ctx, seed)
	}
	if err := out.fill(t.Context(), tasks); !errors.Is(err, stop) {
		t.Fatalf("error %v, want %v", err, stop)
	}
	before := len(measured)
	if before == 0 || before == 6 {
		t.Fatalf("%d of 6 were measured before the stop", before)
	}
	if err := out.fill(t.Context(), counted(measured)); err != nil {
		t.Fatal(err)
	}
	for what, times := range measured {
		if times != 1 {
			t.Errorf("%s was measured %d times, want once", what, times)
		}
	}
	changed := counted(measured)
	changed[0].row.Config = "another"
	if err := out.fill(t.Context(), changed); err != nil {
		t.Fatal(err)
	}
	if measured["0 3"] != 2 || measured["1 3"] != 1 {
		t.Errorf("after a change of the first row: %v; want its seeds measured again, and no others", measured)
	}
}

func TestAFolderWithAnOddName(t *testing.T) { // the name of a folder must not be used as a pattern
	dir := filepath.Join(t.TempDir(), "clone [1*?]")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	measured, file := map[string]int{}, filepath.Join(dir, "table.json")
	for _, out := range []output{{file, 1, 2}, {file, 2, 2}, {file, 1, 1}} {
		if err := out.fill(t.Context(), counted(measured)); err != nil {
			t.Fatal(err)
		}
	}
	for what, times := range measured {
		if times != 1 {
			t.Errorf("%s was measured %d times, want once", what, times)
		}
	}
	from, to := filepath.Join(dir, "from"), filepath.Join(dir, "to")
	if err := os.Mkdir(from, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(from, "checkpoint-000001.gan"), []byte("last"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := ship(from, to); err != nil {
		t.Error(err)
	}
}

func TestTheMachineOfTheMeasurementsStays(t *testing.T) {
	file, measured := filepath.Join(t.TempDir(), "table.json"), map[string]int{}
	out := output{file, 1, 1}
	if err := out.fill(t.Context(), counted(measured)); err != nil {
		t.Fatal(err)
	}
	table, _ := recipe.Read(file)
	table.Machine = "another machine"
	if err := table.Write(file); err != nil {
		t.Fatal(err)
	}
	if err := out.fill(t.Context(), counted(measured)); err != nil { // measures nothing
		t.Fatal(err)
	}
	if table, _ = recipe.Read(file); table.Machine != "another machine" {
		t.Errorf("the results are now said to be of %s", table.Machine)
	}
}

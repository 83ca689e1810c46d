// Command table makes the tables of notebooks 09, 10 and 12 again, or finishes a table that is not
// complete. It keeps the results in the file that have the same configuration and seed.
//
//	go run ./notebooks/recipe/table -file notebooks/modes_tuning.json tuning
//	go run ./notebooks/recipe/table -file notebooks/modes.json modes
//	go run ./notebooks/recipe/table -file notebooks/digits.json digits
//	go run ./notebooks/recipe/table -file notebooks/features.json features
//	go run ./notebooks/recipe/table -file notebooks/stacked.json stacked
//	go run ./notebooks/recipe/table -file notebooks/few.json few
//
// The second command needs the table of the first one, modes_tuning.json in the same folder. Those of notebook 10
// start from the checkpoints that come with it, in the folder digits beside the file, and make those that are
// missing. The table of stacked digits keeps its trainings in the folder runs/stacked beside the file, and goes on with
// a training that was stopped. The last table begins such a training anew.
//
// Small networks keep one core busy. So the tables of the modes take half the time if two processes
// share the work, each on its own core. A third one puts the parts together, and does what is missing:
//
//	taskset -c 0 go run ./notebooks/recipe/table -file notebooks/modes.json -share 1/2 modes &
//	taskset -c 1 go run ./notebooks/recipe/table -file notebooks/modes.json -share 2/2 modes
//	go run ./notebooks/recipe/table -file notebooks/modes.json modes
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"ganbook/gan"
	"ganbook/notebooks/recipe"
)

// A task is a row of a table, its seeds, and the function that measures it.
type task struct {
	row     recipe.Row // without results
	seeds   []uint64
	measure func(ctx context.Context, seed uint64) (map[string]recipe.Number, error)
}

// trained is the row of a configuration on a data set. train gets the configuration with each seed.
func trained(name, data string, cfg gan.Config, seeds []uint64, train func(context.Context, gan.Config) (map[string]recipe.Number, error)) task {
	return task{
		row:   recipe.Row{Method: name, Data: data, Config: fmt.Sprintf("%+v", cfg)},
		seeds: seeds,
		measure: func(ctx context.Context, seed uint64) (map[string]recipe.Number, error) {
			seeded := cfg
			seeded.Seed = seed
			return train(ctx, seeded)
		},
	}
}

func main() {
	log.SetFlags(0)
	out := output{part: 1, of: 1}
	flag.StringVar(&out.file, "file", "", "where the table is, and is written after each seed")
	flag.Func("share", "i/n: do only the i-th of n equal shares, and write it beside the file", func(s string) error {
		if n, err := fmt.Sscanf(s, "%d/%d", &out.part, &out.of); n != 2 || err != nil || out.part < 1 || out.part > out.of {
			return fmt.Errorf("want such as 1/2")
		}
		return nil
	})
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: table -file FILE [-share i/n] tuning|modes|digits|features|stacked|few")
		flag.PrintDefaults()
	}
	flag.Parse()
	experiment, ok := map[string]func(context.Context, output) error{"tuning": tuning, "modes": modes, "digits": digits, "features": features, "stacked": stacked, "few": few}[flag.Arg(0)]
	if out.file == "" || flag.NArg() != 1 || !ok {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := experiment(ctx, out); err != nil {
		log.Fatal(err)
	}
}

// An output is where a table goes, and which share of the work this process does.
type output struct {
	file     string
	part, of int
}

// beside is the path of what lies beside the table.
func (o output) beside(names ...string) string {
	return filepath.Join(append([]string{filepath.Dir(o.file)}, names...)...)
}

// own is the file that this process writes.
func (o output) own() string {
	if o.of == 1 {
		return o.file
	}
	return fmt.Sprintf("%s.%dof%d", o.file, o.part, o.of)
}

// earlier returns the results that the file and its shares have.
func (o output) earlier() (all recipe.Table, err error) {
	entries, err := os.ReadDir(filepath.Dir(o.file)) // no glob pattern, because the path may contain *, ? or [
	if err != nil {
		return all, err
	}
	var files []string
	for _, e := range entries {
		if share, ok := strings.CutPrefix(e.Name(), filepath.Base(o.file)+"."); ok && strings.Contains(share, "of") {
			files = append(files, o.beside(e.Name()))
		}
	}
	for _, file := range append(files, o.file) {
		t, err := recipe.Read(file)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return all, err
		}
		all.Machine, all.Rows = cmp.Or(t.Machine, all.Machine), append(all.Rows, t.Rows...)
	}
	return all, nil
}

// fill runs each task with each of its seeds for which there is no result, or its share of these: first
// all tasks with their first seed, then all with their second, so that a table that is not finished has
// about as many seeds in each row. It writes the table after each result.
func (o output) fill(ctx context.Context, tasks []task) error {
	old, err := o.earlier()
	if err != nil {
		return err
	}
	here := fmt.Sprintf("%d cores, %s/%s", runtime.NumCPU(), runtime.GOOS, runtime.GOARCH)
	table := recipe.Table{Machine: cmp.Or(old.Machine, here)} // until something is measured here
	for _, t := range tasks {
		t.row.Seeds = known(old.Rows, t)
		table.Rows = append(table.Rows, t.row)
	}
	turn := 0
	for round := range most(tasks) {
		for i, t := range tasks {
			if round >= len(t.seeds) {
				continue
			}
			if turn++; (turn-1)%o.of != o.part-1 {
				continue
			}
			before := len(table.Rows[i].Seeds)
			if err := do(ctx, t, t.seeds[round], &table.Rows[i]); err != nil {
				return err
			}
			if len(table.Rows[i].Seeds) > before {
				table.Machine = here
			}
			if err := o.write(table); err != nil {
				return err
			}
		}
	}
	return o.write(table)
}

// write writes the rows of a table that have results.
func (o output) write(t recipe.Table) error {
	t.Rows = slices.DeleteFunc(slices.Clone(t.Rows), func(r recipe.Row) bool { return len(r.Seeds) == 0 })
	return t.Write(o.own())
}

// most returns the largest number of seeds of a task.
func most(tasks []task) int {
	n := 0
	for _, t := range tasks {
		n = max(n, len(t.seeds))
	}
	return n
}

// do measures a task with a seed, unless its row has the result, and adds it to the row.
func do(ctx context.Context, t task, seed uint64, row *recipe.Row) error {
	if slices.ContainsFunc(row.Seeds, func(r recipe.Result) bool { return r.Seed == seed }) {
		return nil
	}
	measures, err := t.measure(ctx, seed)
	if err != nil {
		return err
	}
	log.Printf("%s, %s, seed %d: %.4v", row.Method, row.Data, seed, measures)
	row.Seeds = append(row.Seeds, recipe.Result{Seed: seed, Measures: measures})
	slices.SortFunc(row.Seeds, func(a, b recipe.Result) int { return cmp.Compare(a.Seed, b.Seed) })
	return nil
}

// known returns the results among some rows for the seeds of a task.
func known(rows []recipe.Row, t task) (results []recipe.Result) {
	for _, seed := range t.seeds {
		for _, r := range rows {
			if r.Method != t.row.Method || r.Data != t.row.Data || r.Config != t.row.Config {
				continue
			}
			if i := slices.IndexFunc(r.Seeds, func(s recipe.Result) bool { return s.Seed == seed }); i >= 0 {
				results = append(results, r.Seeds[i])
				break
			}
		}
	}
	return results
}

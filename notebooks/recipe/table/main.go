// Command table makes the tables of notebooks 09 and 10 again, or finishes a table that is not
// complete. It keeps the results in the file that have the same configuration and seed.
//
//	go run ./notebooks/recipe/table -file notebooks/modes.json modes
//	go run ./notebooks/recipe/table -file notebooks/digits.json digits
//
// The second command also leaves the checkpoint that notebook 10 starts from, in the folder digits
// beside the file.
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
	"runtime"
	"slices"

	"ganbook/notebooks/recipe"
)

// A task is a row of a table and the function that measures it.
type task struct {
	row     recipe.Row // without results
	measure func(ctx context.Context, seed uint64) (map[string]recipe.Number, error)
}

func main() {
	log.SetFlags(0)
	file := flag.String("file", "", "where the table is, and is written after each seed")
	seeds := flag.Int("seeds", 5, "train with seeds 1 to this")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: table -file FILE [-seeds N] modes|digits")
		flag.PrintDefaults()
	}
	flag.Parse()
	if *file == "" || *seeds < 2 || flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var tasks []task
	var err error
	switch flag.Arg(0) {
	case "modes":
		tasks = modes()
	case "digits":
		tasks, err = digits(*file)
	default:
		flag.Usage()
		os.Exit(2)
	}
	if err == nil {
		err = fill(ctx, *file, tasks, *seeds)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// fill runs each task with each seed for which the file has no result. It writes the table after
// each result.
func fill(ctx context.Context, file string, tasks []task, seeds int) error {
	old, err := recipe.Read(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	table := recipe.Table{Machine: fmt.Sprintf("%d cores, %s/%s", runtime.NumCPU(), runtime.GOOS, runtime.GOARCH)}
	for _, t := range tasks {
		t.row.Seeds = known(old, t.row, seeds)
		table.Rows = append(table.Rows, t.row)
	}
	for i, t := range tasks {
		row := &table.Rows[i]
		for seed := uint64(1); seed <= uint64(seeds); seed++ {
			if slices.ContainsFunc(row.Seeds, func(r recipe.Result) bool { return r.Seed == seed }) {
				continue
			}
			measures, err := t.measure(ctx, seed)
			if err != nil {
				return err
			}
			log.Printf("%s, %s, seed %d: %.4v", row.Method, row.Data, seed, measures)
			row.Seeds = append(row.Seeds, recipe.Result{Seed: seed, Measures: measures})
			slices.SortFunc(row.Seeds, func(a, b recipe.Result) int { return cmp.Compare(a.Seed, b.Seed) })
			if err := table.Write(file); err != nil {
				return err
			}
		}
	}
	return table.Write(file)
}

// known returns the results that an older table has for a row, up to a seed.
func known(old recipe.Table, row recipe.Row, seeds int) (results []recipe.Result) {
	for _, r := range old.Rows {
		if r.Method != row.Method || r.Data != row.Data || r.Config != row.Config {
			continue
		}
		for _, s := range r.Seeds {
			if s.Seed <= uint64(seeds) {
				results = append(results, s)
			}
		}
	}
	return results
}

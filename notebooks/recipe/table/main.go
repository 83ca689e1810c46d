// Command table makes the tables of notebooks 08 and 09 anew, or finishes one that was
// stopped: what the file holds of the same configuration and seed is not trained again.
//
//	go run ./notebooks/recipe/table -file notebooks/modes.json modes
//	go run ./notebooks/recipe/table -file notebooks/digits.json digits
//
// The second one also leaves the checkpoint that notebook 09 begins with in the folder
// digits beside the file.
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

// A line is a row of a table that is to be filled.
type line struct {
	row     recipe.Row // without seeds
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
	var lines []line
	var err error
	switch flag.Arg(0) {
	case "modes":
		lines = modes()
	case "digits":
		lines, err = digits(*file)
	default:
		flag.Usage()
		os.Exit(2)
	}
	if err == nil {
		err = fill(ctx, *file, lines, *seeds)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// fill measures each line with each seed, but for what the file has already, and keeps
// all of it there.
func fill(ctx context.Context, file string, lines []line, seeds int) error {
	old, err := recipe.Read(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	table := recipe.Table{Machine: fmt.Sprintf("%d cores, %s/%s", runtime.NumCPU(), runtime.GOOS, runtime.GOARCH)}
	for _, l := range lines {
		l.row.Seeds = known(old, l.row, seeds)
		table.Rows = append(table.Rows, l.row)
	}
	for i, l := range lines {
		row := &table.Rows[i]
		for seed := uint64(1); seed <= uint64(seeds); seed++ {
			if slices.ContainsFunc(row.Seeds, func(r recipe.Result) bool { return r.Seed == seed }) {
				continue
			}
			measures, err := l.measure(ctx, seed)
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

// known returns what an older table has of a row, up to a seed.
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

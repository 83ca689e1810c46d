// Command table makes the tables of notebooks 08 and 09 anew, or finishes one that was
// stopped: what the file holds of the same configuration and seed is not trained again.
//
//	go run ./notebooks/recipe/table -file notebooks/modes.json modes
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"os"
	"os/signal"
	"runtime"

	"ganbook/gan"
	"ganbook/gan/dataset"
	"ganbook/notebooks/recipe"
)

func main() {
	log.SetFlags(0)
	file := flag.String("file", "", "where the table is, and is written after each seed")
	seeds := flag.Int("seeds", 5, "train with seeds 1 to this")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: table -file FILE [-seeds N] modes")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 1 || flag.Arg(0) != "modes" || *file == "" || *seeds < 2 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := modes(ctx, *file, *seeds); err != nil {
		log.Fatal(err)
	}
}

func modes(ctx context.Context, file string, seeds int) error {
	old, err := recipe.Read(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	table := recipe.Table{Machine: fmt.Sprintf("%d cores, %s/%s", runtime.NumCPU(), runtime.GOOS, runtime.GOARCH)}
	for _, data := range []*dataset.Mixture{recipe.Ring(), recipe.Grid()} {
		for _, method := range append(recipe.Methods(), recipe.Method{Name: recipe.True, Config: recipe.Plain()}) {
			table.Rows = append(table.Rows, recipe.Row{Method: method.Name, Data: data.Name(), Config: fmt.Sprintf("%+v", method.Config)})
			row := &table.Rows[len(table.Rows)-1]
			for seed := uint64(1); seed <= uint64(seeds); seed++ {
				result, ok := find(old, *row, seed)
				if !ok {
					if result, err = measure(ctx, method, data, seed); err != nil {
						return err
					}
				}
				row.Seeds = append(row.Seeds, result)
				log.Printf("%s, %s, seed %d: %.4v", row.Method, row.Data, seed, result.Measures)
				if err := table.Write(file); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// find returns what an older table has of a row's seed.
func find(old recipe.Table, row recipe.Row, seed uint64) (recipe.Result, bool) {
	for _, r := range old.Rows {
		if r.Method != row.Method || r.Data != row.Data || r.Config != row.Config {
			continue
		}
		for _, s := range r.Seeds {
			if s.Seed == seed {
				return s, true
			}
		}
	}
	return recipe.Result{}, false
}

func measure(ctx context.Context, method recipe.Method, data *dataset.Mixture, seed uint64) (recipe.Result, error) {
	cfg := method.Config
	cfg.Seed = seed
	if method.Name == recipe.True {
		cfg.Steps = 1
		run, err := gan.Train(ctx, cfg, data)
		if err != nil {
			return recipe.Result{}, err
		}
		return recipe.Result{Seed: seed, Measures: recipe.MeasureModes(run.Real(recipe.Drawn), data)}, nil
	}
	_, measures, err := recipe.TrainModes(ctx, cfg, data)
	return recipe.Result{Seed: seed, Measures: measures}, err
}

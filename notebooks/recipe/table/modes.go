package main

import (
	"context"
	"fmt"

	"ganbook/gan"
	"ganbook/gan/dataset"
	"ganbook/notebooks/recipe"
)

// tuning makes the table of the settings that are tried for each contender, on the grid. Those that
// the table of the fresh seeds needs come first.
func tuning(ctx context.Context, out output) error {
	var tasks []task
	for _, fresh := range []bool{true, false} {
		for _, c := range recipe.Contenders() {
			if c.Fresh != fresh {
				continue
			}
			for _, setting := range c.Settings {
				tasks = append(tasks, modesTask(setting, setting.Name, recipe.Grid(), recipe.TuningSeeds))
			}
		}
	}
	return out.fill(ctx, tasks)
}

// modes makes the table of notebook 09: the best setting of each contender, on both data sets with
// fresh seeds; the final configuration; and draws from the data sets themselves.
func modes(ctx context.Context, out output) error {
	tuned, err := recipe.Read(out.beside(recipe.TuningFile))
	if err != nil {
		return err
	}
	var tasks []task
	for _, data := range []*dataset.Mixture{recipe.Ring(), recipe.Grid()} {
		for _, c := range recipe.Contenders() {
			if !c.Fresh {
				continue
			}
			best := c.Best(tuned)
			if best.Name == "" {
				return fmt.Errorf("%s has no setting of %s; finish it first", recipe.TuningFile, c.Name)
			}
			tasks = append(tasks, modesTask(best, c.Name, data, recipe.FreshSeeds))
		}
		tasks = append(tasks, modesTask(recipe.Method{Config: recipe.Cured()}, recipe.Final, data, recipe.FreshSeeds), truth(data))
	}
	for _, m := range recipe.Frontier() {
		tasks = append(tasks, modesTask(m, m.Name, recipe.Grid(), recipe.FreshSeeds[:3]))
	}
	return out.fill(ctx, tasks)
}

// modesTask is a row, by the name that the table has for it, of a method on a data set.
func modesTask(m recipe.Method, name string, data *dataset.Mixture, seeds []uint64) task {
	return trained(name, data.Name(), m.Config, seeds, func(ctx context.Context, cfg gan.Config) (map[string]recipe.Number, error) {
		return recipe.TrainModes(ctx, cfg, data)
	})
}

// truth is the row of the data themselves.
func truth(data *dataset.Mixture) task {
	return task{
		row:   recipe.Row{Method: recipe.True, Data: data.Name()},
		seeds: recipe.FreshSeeds,
		measure: func(_ context.Context, seed uint64) (map[string]recipe.Number, error) {
			draws, err := recipe.Draws(data, 2*recipe.Judged, seed)
			if err != nil {
				return nil, err
			}
			return recipe.MeasureModes(draws[:recipe.Judged], draws[recipe.Judged:], data), nil
		},
	}
}

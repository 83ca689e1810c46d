package main

import (
	"context"
	"fmt"

	"ganbook/gan"
	"ganbook/gan/dataset"
	"ganbook/notebooks/recipe"
)

// modes returns the tasks for the table of notebook 09: every method on both data sets, and draws
// from the data sets themselves.
func modes() (tasks []task) {
	for _, data := range []*dataset.Mixture{recipe.Ring(), recipe.Grid()} {
		for _, method := range append(recipe.Methods(), recipe.Method{Name: recipe.True, Config: recipe.Plain()}) {
			tasks = append(tasks, task{
				row: recipe.Row{Method: method.Name, Data: data.Name(), Config: fmt.Sprintf("%+v", method.Config)},
				measure: func(ctx context.Context, seed uint64) (map[string]recipe.Number, error) {
					return measureModes(ctx, method, data, seed)
				},
			})
		}
	}
	return tasks
}

func measureModes(ctx context.Context, method recipe.Method, data *dataset.Mixture, seed uint64) (map[string]recipe.Number, error) {
	cfg := method.Config
	cfg.Seed = seed
	if method.Name == recipe.True {
		cfg.Steps = 1
		run, err := gan.Train(ctx, cfg, data)
		if err != nil {
			return nil, err
		}
		return recipe.MeasureModes(run.Real(recipe.Drawn), data), nil
	}
	return recipe.TrainModes(ctx, cfg, data)
}

package main

import (
	"context"
	"fmt"
	"path/filepath"

	"ganbook/notebooks/recipe"
)

// stacked makes the table of notebook 12 with three seeds: each way to train on stacked digits, and the digits
// themselves. It keeps each training in the folder runs/stacked beside the table.
func stacked(ctx context.Context, out output) error {
	digits, err := recipe.MNIST()
	if err != nil {
		return err
	}
	runs := filepath.Join(filepath.Dir(out.file), "runs")
	reader, err := recipe.TrainClassifier(digits.Train, filepath.Join(runs, "reader"))
	if err != nil {
		return err
	}
	data, seeds := recipe.NewStacked(digits.Train), []uint64{1, 2, 3}
	tasks := []task{{recipe.Row{Method: recipe.StackedReal, Data: data.Name()}, seeds,
		func(_ context.Context, seed uint64) (map[string]recipe.Number, error) {
			images, err := recipe.Draws(data, recipe.StackedDrawn, seed)
			if err != nil {
				return nil, err
			}
			next := func(n int) (block [][]float32) {
				block, images = images[:n], images[n:]
				return block
			}
			return reader.ReadTriples(recipe.StackedDrawn, next).Measures(), nil
		},
	}}
	for _, m := range recipe.StackedMethods() {
		tasks = append(tasks, task{
			recipe.Row{Method: m.Name, Data: data.Name(), Config: fmt.Sprintf("%+v", m.Config)}, seeds,
			func(ctx context.Context, seed uint64) (map[string]recipe.Number, error) {
				cfg := m.Config
				cfg.Seed = seed
				folder := fmt.Sprintf("%s %d", m.Name, seed)
				return recipe.TrainStacked(ctx, cfg, data, reader, filepath.Join(runs, "stacked", folder))
			},
		})
	}
	return out.fill(ctx, tasks)
}

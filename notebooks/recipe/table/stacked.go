package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"ganbook/notebooks/recipe"
)

// stacked makes the table of notebook 12 with three seeds: each way to train on stacked digits, and the digits
// themselves. It keeps each training in the folder runs/stacked beside the table. One of them comes with the notebook,
// in the folder digits/stacked; stacked makes it there if it is missing.
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
				folder := filepath.Join(runs, "stacked", fmt.Sprintf("%s %d", m.Name, seed))
				measures, err := recipe.TrainStacked(ctx, cfg, data, reader, folder)
				if err != nil || m.Name != recipe.StackedShipped || seed != seeds[0] {
					return measures, err
				}
				return measures, ship(folder, filepath.Join(filepath.Dir(out.file), "digits", "stacked"))
			},
		})
	}
	return out.fill(ctx, tasks)
}

// ship copies the last checkpoint of a folder to another one, unless that one exists.
func ship(from, to string) error {
	if _, err := os.Stat(to); err == nil {
		return nil
	}
	kept, err := filepath.Glob(filepath.Join(from, "*.gan"))
	if err != nil || len(kept) == 0 {
		return fmt.Errorf("%s holds no checkpoint to copy to %s", from, to)
	}
	last, err := os.ReadFile(slices.Max(kept)) // their names end with numbers of six digits
	if err != nil {
		return err
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(to, "checkpoint-000001.gan"), last, 0o644)
}

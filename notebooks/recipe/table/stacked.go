package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"ganbook/gan"
	"ganbook/notebooks/recipe"
)

// stacked makes the table of notebook 12 with three seeds: each way to train on stacked digits, and the digits
// themselves. It keeps each training in the folder runs/stacked beside the table. One of them comes with the notebook,
// in the folder digits/stacked; stacked makes it there if it is missing.
func stacked(ctx context.Context, out output) error {
	digits, reader, err := digitsAndReader(out)
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
		tasks = append(tasks, trained(m.Name, data.Name(), m.Config, seeds, func(ctx context.Context, cfg gan.Config) (map[string]recipe.Number, error) {
			folder := out.beside("runs", "stacked", fmt.Sprintf("%s %d", m.Name, cfg.Seed))
			measures, err := recipe.TrainStacked(ctx, cfg, data, reader, folder)
			if err != nil || m.Name != recipe.StackedShipped || cfg.Seed != seeds[0] {
				return measures, err
			}
			return measures, ship(folder, out.beside("digits", "stacked"))
		}))
	}
	return out.fill(ctx, tasks)
}

// ship copies the last checkpoint of a folder to another one, unless that one exists.
func ship(from, to string) error {
	shipped := filepath.Join(to, "checkpoint-000001.gan")
	if _, err := os.Stat(shipped); err == nil {
		return nil
	}
	kept, err := fs.Glob(os.DirFS(from), "*.gan") // the path of the folder may contain *, ? or [
	if err != nil || len(kept) == 0 {
		return fmt.Errorf("%s holds no checkpoint to copy to %s", from, to)
	}
	last, err := os.ReadFile(filepath.Join(from, slices.Max(kept))) // their names end with numbers of six digits
	if err != nil {
		return err
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	half := filepath.Join(to, ".half")
	if err := os.WriteFile(half, last, 0o644); err != nil {
		return err
	}
	return os.Rename(half, shipped)
}

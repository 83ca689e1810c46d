package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"ganbook/gan"
	"ganbook/notebooks/recipe"
)

// digits makes the table of notebook 10: one configuration with so many seeds. The training with the
// seed of [recipe.Digits] also leaves the checkpoint.
func digits(ctx context.Context, out output) error {
	data, err := recipe.MNIST()
	if err != nil {
		return err
	}
	cfg := recipe.Digits()
	measure := func(ctx context.Context, seed uint64) (map[string]recipe.Number, error) {
		if seed == cfg.Seed {
			return shipped(ctx, cfg, data, filepath.Join(filepath.Dir(out.file), "digits"))
		}
		other := cfg
		other.Seed = seed
		return recipe.TrainDigits(ctx, other, data)
	}
	row := recipe.Row{Method: recipe.DigitsRow, Data: data.Train.Name(), Config: fmt.Sprintf("%+v", cfg)}
	return out.fill(ctx, []task{{row, []uint64{1, 2, 3, 4, 5}, measure}})
}

// shipped trains in two parts. It leaves the checkpoint of the first part in a folder, and measures
// the whole training.
func shipped(ctx context.Context, cfg gan.Config, data recipe.Split, folder string) (map[string]recipe.Number, error) {
	start := time.Now()
	if err := recipe.ShipDigits(ctx, data, folder); err != nil {
		return nil, err
	}
	first := time.Since(start).Seconds()
	rest, err := os.MkdirTemp("", "digits-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(rest)
	if err := os.CopyFS(rest, os.DirFS(folder)); err != nil {
		return nil, err
	}
	measures, err := recipe.TrainDigits(ctx, cfg, data, gan.Dir(rest))
	if err != nil {
		return nil, err
	}
	measures["seconds"] += recipe.Number(first)
	return measures, nil
}

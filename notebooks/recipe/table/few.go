package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"ganbook/notebooks/recipe"
)

// few makes the table of few images for notebook 12, with three seeds. Of each row it leaves the course of the
// training with the first seed in the folder few beside the table.
func few(ctx context.Context, out output) error {
	digits, err := recipe.MNIST()
	if err != nil {
		return err
	}
	beside := filepath.Dir(out.file)
	reader, err := recipe.TrainClassifier(digits.Train, filepath.Join(beside, "runs", "reader"))
	if err != nil {
		return err
	}
	judge, seeds := recipe.NewFewJudge(digits, reader), []uint64{1, 2, 3}
	var tasks []task
	for _, m := range recipe.FewMethods() {
		data := digits.Train.Slice(0, m.Digits)
		tasks = append(tasks, task{
			recipe.Row{Method: m.Name, Data: data.Name(), Config: fmt.Sprintf("%+v", m.Config)}, seeds,
			func(ctx context.Context, seed uint64) (map[string]recipe.Number, error) {
				cfg := m.Config
				cfg.Seed = seed
				measures, course, err := judge.Train(ctx, cfg, data)
				if err != nil || seed != seeds[0] {
					return measures, err
				}
				folder := filepath.Join(beside, "few", m.Name)
				if err := os.MkdirAll(folder, 0o755); err != nil {
					return nil, err
				}
				return measures, course.Write(folder)
			},
		})
	}
	return out.fill(ctx, tasks)
}

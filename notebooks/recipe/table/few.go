package main

import (
	"context"
	"os"

	"ganbook/gan"
	"ganbook/notebooks/recipe"
)

// few makes the table of few images for notebook 12, with three seeds. Of each row it leaves the course of the
// training with the first seed in the folder digits/few beside the table.
func few(ctx context.Context, out output) error {
	digits, reader, err := digitsAndReader(out)
	if err != nil {
		return err
	}
	judge, seeds := recipe.NewFewJudge(digits, reader), []uint64{1, 2, 3}
	var tasks []task
	for _, m := range recipe.FewMethods() {
		data := digits.Train.Slice(0, m.Digits)
		tasks = append(tasks, trained(m.Name, data.Name(), m.Config, seeds, func(ctx context.Context, cfg gan.Config) (map[string]recipe.Number, error) {
			measures, course, err := judge.Train(ctx, cfg, data)
			if err != nil || cfg.Seed != seeds[0] {
				return measures, err
			}
			folder := out.beside("digits", "few", m.Name)
			if err := os.MkdirAll(folder, 0o755); err != nil {
				return nil, err
			}
			return measures, course.Write(folder)
		}))
	}
	return out.fill(ctx, tasks)
}

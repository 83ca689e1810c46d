package main

import (
	"context"
	"fmt"

	"ganbook/gan"
	"ganbook/notebooks/recipe"
)

// digits makes the table of the score of 2014 for notebook 10: the fully connected pair with five seeds,
// and networks after the paper's code with one.
func digits(ctx context.Context, out output) error {
	data, err := recipe.MNIST()
	if err != nil {
		return err
	}
	pair := recipe.Digits()
	score := func(ctx context.Context, seed uint64) (map[string]recipe.Number, error) {
		run, err := finished(ctx, pair, seed, data, out)
		if err != nil {
			return nil, err
		}
		return data.Score(run.Sample(recipe.Scored))
	}
	row := recipe.Row{Method: recipe.DigitsRow, Data: data.Train.Name(), Config: fmt.Sprintf("%+v", pair.Config)}
	return out.fill(ctx, []task{{row, []uint64{1, 2, 3, 4, 5}, score}, goodfellow(data, out, data.Score)})
}

// features makes the table of the numbers since 2017 for notebook 10, with three seeds: what each pair
// scores, and what ten thousand training images and their centroids score. For these, the seed says which
// ten thousand. The ten thousand images that nothing has learnt from are one row with one seed.
func features(ctx context.Context, out output) error {
	data, err := recipe.MNIST()
	if err != nil {
		return err
	}
	judge, err := recipe.NewJudge(data, out.beside("runs", "reader"))
	if err != nil {
		return err
	}
	seeds := []uint64{1, 2, 3}
	name := data.Train.Name()
	images := func(seed uint64) [][]float32 {
		return data.Train.Rows()[(seed-1)*recipe.Scored : seed*recipe.Scored]
	}
	tasks := []task{
		{recipe.Row{Method: recipe.TrainingRow, Data: name}, seeds, func(_ context.Context, seed uint64) (map[string]recipe.Number, error) {
			return judge.Measure(images(seed))
		}},
		{recipe.Row{Method: recipe.UnseenRow, Data: data.Unseen.Name()}, seeds[:1], func(context.Context, uint64) (map[string]recipe.Number, error) {
			return judge.Measure(data.Unseen.Rows())
		}},
		{recipe.Row{Method: recipe.CentroidsRow, Data: name}, seeds, func(_ context.Context, seed uint64) (map[string]recipe.Number, error) {
			centroids, err := recipe.KMeans(images(seed), 1000, 3, seed)
			if err != nil {
				return nil, err
			}
			return judge.Measure(centroids)
		}},
	}
	for _, pair := range recipe.DigitGANs() {
		tasks = append(tasks, task{
			recipe.Row{Method: pair.Name, Data: name, Config: fmt.Sprintf("%+v", pair.Config)}, seeds,
			func(ctx context.Context, seed uint64) (map[string]recipe.Number, error) {
				run, err := finished(ctx, pair, seed, data, out)
				if err != nil {
					return nil, err
				}
				return judge.Measure(run.Sample(recipe.Scored))
			},
		})
	}
	return out.fill(ctx, append(tasks, goodfellow(data, out, judge.Measure)))
}

// goodfellow is the row of the networks after the paper's code, whose samples measure is given. Their training takes
// forty minutes on two cores, so there is one, which is kept in the folder runs/goodfellow beside the table.
func goodfellow(data recipe.Split, out output, measure func(samples [][]float32) (map[string]recipe.Number, error)) task {
	cfg := recipe.Goodfellow(data.Train)
	return trained(recipe.GoodfellowRow, data.Train.Name(), cfg, []uint64{cfg.Seed}, func(ctx context.Context, cfg gan.Config) (map[string]recipe.Number, error) {
		run, err := gan.Train(ctx, cfg, data.Train, gan.Dir(out.beside("runs", "goodfellow")))
		if err != nil {
			return nil, err
		}
		return measure(run.Sample(recipe.Scored))
	})
}

// digitsAndReader returns MNIST, and a reader of it, which is kept beside the table.
func digitsAndReader(out output) (recipe.Split, *recipe.Classifier, error) {
	data, err := recipe.MNIST()
	if err != nil {
		return recipe.Split{}, nil, err
	}
	reader, err := recipe.TrainClassifier(data.Train, out.beside("runs", "reader"))
	return data, reader, err
}

// finished trains a pair to the end. With the seed of the pair, it goes on from the checkpoint in the
// folder digits beside the table, and makes it if it is missing.
func finished(ctx context.Context, pair recipe.DigitGAN, seed uint64, data recipe.Split, out output) (*gan.Run, error) {
	if seed == pair.Config.Seed {
		return pair.Finish(ctx, data, out.beside("digits", pair.Name))
	}
	cfg := pair.Config
	cfg.Seed = seed
	return gan.Train(ctx, cfg, data.Train)
}

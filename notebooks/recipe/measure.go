package recipe

import (
	"context"
	"time"

	"ganbook/gan"
	"ganbook/gan/dataset"
	"ganbook/gan/metric"
)

// Drawn is how many samples PacGAN's protocol judges a generator by.
const Drawn = 2500

// True is the name of the row in which the data's own draws are judged.
const True = "the true distribution"

// MeasureModes judges samples on a mixture by PacGAN's protocol.
func MeasureModes(samples [][]float32, data *dataset.Mixture) map[string]Number {
	m := metric.Modes(samples, data)
	return map[string]Number{
		"modes": Number(m.Covered), "populated": Number(m.Populated),
		"quality": Number(m.Quality), "reverse KL": Number(m.ReverseKL),
	}
}

// TrainModes trains a configuration on a mixture and judges it; seconds is the
// training's time, compiling included.
func TrainModes(ctx context.Context, cfg gan.Config, data *dataset.Mixture) (map[string]Number, error) {
	start := time.Now()
	run, err := gan.Train(ctx, cfg, data)
	if err != nil {
		return nil, err
	}
	seconds := time.Since(start).Seconds()
	measures := MeasureModes(run.Sample(Drawn), data)
	measures["seconds"] = Number(seconds)
	return measures, nil
}

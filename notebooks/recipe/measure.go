package recipe

import (
	"context"
	"time"

	"ganbook/gan"
	"ganbook/gan/dataset"
	"ganbook/gan/metric"
)

// Drawn is the number of samples in PacGAN's protocol.
const Drawn = 2500

// True is the name of the row for draws from the data themselves.
const True = "the true distribution"

// MeasureModes measures samples of a mixture by PacGAN's protocol (see [metric.Modes]).
func MeasureModes(samples [][]float32, data *dataset.Mixture) map[string]Number {
	m := metric.Modes(samples, data)
	return map[string]Number{
		"modes": Number(m.Covered), "populated": Number(m.Populated),
		"quality": Number(m.Quality), "reverse KL": Number(m.ReverseKL),
	}
}

// TrainModes trains a configuration on a mixture and measures its samples. The measure "seconds" is
// the time of the training, with compiling. Errors are those of [gan.Train].
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

package recipe

import (
	"context"
	"math"
	"time"

	"ganbook/gan"
	"ganbook/gan/dataset/mnist"
)

// StackedReal is the name of the row for stacked digits themselves.
const StackedReal = "stacked digits"

// stackedSteps is the number of steps of the rows of [StackedMethods]. On two free cores 6,000 steps of the first six
// take up to 10 minutes, and those of the last two up to 30.
const stackedSteps = 6000

// StackedMethods returns the ways to train on stacked digits that notebook 12 compares, from the GAN of 2014 with
// convolutions to the recipe of R3GAN (Huang et al. 2024, arXiv 2501.05441) by single steps. Each row but the first
// and [spectral norm] changes one thing of the row above it. Nothing is tuned for a row: a row that does badly may do better with
// settings of its own.
func StackedMethods() []Method {
	cfg := stackedPlain()
	rows := []Method{{"minimax", cfg}}
	row := func(name string, change func()) {
		change()
		rows = append(rows, Method{name, cfg})
	}
	row("non-saturating", func() { cfg.Loss = gan.NonSaturating })
	row("R1", func() { cfg.R1 = stackedGamma })
	row("R1 + R2", func() { cfg.R2 = stackedGamma })
	row("relativistic pair", func() { cfg.Loss = gan.Relativistic })
	row("average and decay", func() {
		cfg.Averaging = 0.999
		cfg.RateDecay = gan.Decay{Shape: gan.Cosine, Until: 1}
	})
	return rows
}

// stackedGamma is the strength of R1 and of R2.
const stackedGamma = 0.1

// stackedPlain returns the first row.
func stackedPlain() gan.Config {
	cfg := gan.Defaults()
	cfg.Standardise = false // Centred does it for pixels
	cfg.Loss = gan.Minimax
	cfg.Generator = gan.ConvUp{Height: mnist.Height, Width: mnist.Width, Channels: len(channels), Hidden: []int{128}, Filters: []int{48, 24},
		Activation: gan.ReLU, Norm: gan.BatchNorm, Output: gan.SigmoidOutput}
	cfg.Discriminator = gan.ConvDown{Height: mnist.Height, Width: mnist.Width, Channels: len(channels), Filters: []int{24, 48}, Hidden: []int{128},
		Activation: gan.LeakyReLU, Centred: true}
	cfg.NoiseDim, cfg.Batch, cfg.Steps = 32, 64, stackedSteps
	cfg.GeneratorOptimizer = gan.Adam{LearningRate: 1e-3, Beta1: 0, Beta2: 0.99}
	cfg.DiscriminatorOptimizer = cfg.GeneratorOptimizer
	return cfg
}

// TrainStacked trains a configuration on stacked digits and says what a reader sees in its samples (see
// [Triples.Measures]). It keeps the training in a folder, and goes on with one that was stopped. The measure "seconds"
// is the time that all steps would take at the pace of those that this call took, with compiling; it is NaN if the
// folder has the whole training. The measure "finite" is 0 if the training ended early because something was not
// finite, and 1 otherwise. Errors are the others of [gan.Train].
func TrainStacked(ctx context.Context, cfg gan.Config, data Stacked, reader *Classifier, folder string) (map[string]Number, error) {
	start, first := time.Now(), -1
	run, err := gan.Train(ctx, cfg, data, gan.Dir(folder), gan.OnFrame(cfg.Steps, func(r *gan.Run) {
		if first < 0 {
			first = r.Step()
		}
	}))
	finite, err := endedFinite(run, err)
	if err != nil {
		return nil, err
	}
	seconds := math.NaN()
	if taken := run.Step() - first; taken > 0 {
		seconds = time.Since(start).Seconds() * float64(cfg.Steps) / float64(taken)
	}
	measures := reader.ReadTriples(StackedDrawn, run.Sample).Measures()
	measures["seconds"], measures["finite"] = Number(seconds), finite
	return measures, nil
}

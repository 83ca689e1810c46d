package recipe

import (
	"context"
	"math"
	"time"

	"ganbook/gan"
)

// StackedReal is the name of the row for stacked digits themselves.
const StackedReal = "stacked digits"

// The numbers of steps of the rows of [StackedMethods]: of most, and of the last three.
const (
	stackedSteps = 2000
	stackedLong  = 7000
)

// StackedShipped is the row whose training with the first seed comes with the notebook as a checkpoint.
const StackedShipped = "wider and longer"

// stackedGamma is the strength γ of R1 and of R2.
const stackedGamma = 0.3

// StackedMethods returns the ways to train on stacked digits that notebook 12 compares, from the GAN of 2014 with
// convolutions to the recipe of R3GAN (Huang et al. 2024, arXiv 2501.05441), which is the relativistic pair with R1 and
// R2 on residual networks. Each row makes one step from the row above it, which may change settings that belong
// together. Four rows, with names in brackets, stand beside that way: their change does not stay. All other rows have
// one learning rate and, where they have a penalty, one γ. Nothing is tuned for a row: one that does badly may do better
// with settings of its own.
func StackedMethods() []Method {
	cfg := stackedPlain()
	rows := []Method{{"minimax", cfg}}
	row := func(name string, change func(*gan.Config)) {
		change(&cfg)
		rows = append(rows, Method{name, cfg})
	}
	beside := func(name string, change func(*gan.Config)) {
		other := cfg
		change(&other)
		rows = append(rows, Method{"(" + name + ")", other})
	}
	beside("rates of DCGAN", func(c *gan.Config) {
		c.GeneratorOptimizer = gan.Adam{LearningRate: 2e-4, Beta1: 0.5, Beta2: 0.999}
		c.DiscriminatorOptimizer = c.GeneratorOptimizer
	})
	row("non-saturating", func(c *gan.Config) { c.Loss = gan.NonSaturating })
	beside("spectral norm", func(c *gan.Config) { c.Discriminator = gan.Spectral{Network: c.Discriminator} })
	row("R1", func(c *gan.Config) { c.R1 = stackedGamma })
	row("R1 + R2", func(c *gan.Config) { c.R2 = stackedGamma })
	row("relativistic pair", func(c *gan.Config) { c.Loss = gan.Relativistic })
	beside("no norm in G", func(c *gan.Config) { c.Generator = unnormed(c.Generator.(gan.ConvUp)) })
	row("average and decay", func(c *gan.Config) {
		c.Averaging = 0.999
		c.RateDecay = gan.Decay{Shape: gan.Cosine, Until: 1}
	})
	row(StackedShipped, func(c *gan.Config) {
		c.NoiseDim, c.Steps = 64, stackedLong
		c.Generator, c.Discriminator = stackedNetworks(2)
	})
	beside("wider with minimax", func(c *gan.Config) { c.Loss, c.R1, c.R2 = gan.Minimax, 0, 0 })
	row("residual blocks", func(c *gan.Config) {
		c.Generator = gan.ResUp(c.Generator.(gan.ConvUp))
		c.Discriminator = gan.ResDown(c.Discriminator.(gan.ConvDown))
	})
	return rows
}

// stackedPlain returns the first row.
func stackedPlain() gan.Config {
	cfg := gan.Defaults()
	cfg.Standardise = false // Centred does it for pixels
	cfg.Loss = gan.Minimax
	cfg.Generator, cfg.Discriminator = stackedNetworks(1)
	cfg.NoiseDim, cfg.Batch, cfg.Steps = 32, 64, stackedSteps
	cfg.GeneratorOptimizer = gan.Adam{LearningRate: 1e-3, Beta1: 0, Beta2: 0.99}
	cfg.DiscriminatorOptimizer = cfg.GeneratorOptimizer
	return cfg
}

// stackedNetworks returns networks like those of [Convolutions], with three channels and so many times their filters.
func stackedNetworks(times int) (gan.ConvUp, gan.ConvDown) {
	pair := Convolutions().Config
	up, down := pair.Generator.(gan.ConvUp), pair.Discriminator.(gan.ConvDown)
	up.Channels, down.Channels = len(channels), len(channels)
	for _, filters := range [][]int{up.Filters, down.Filters} {
		for i := range filters {
			filters[i] *= times
		}
	}
	return up, down
}

// unnormed returns G without batch norm, with the activation that D has.
func unnormed(up gan.ConvUp) gan.ConvUp {
	up.Norm, up.Activation = gan.NoNorm, gan.LeakyReLU
	return up
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

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

// The numbers of steps of the rows of [StackedMethods]: of most, and of the last two.
const (
	stackedSteps = 6000
	stackedLong  = 3 * stackedSteps
)

// stackedGamma is the strength γ of R1 and of R2.
const stackedGamma = 0.3

// StackedMethods returns the ways to train on stacked digits that notebook 12 compares, from the GAN of 2014 with
// convolutions to the recipe of R3GAN (Huang et al. 2024, arXiv 2501.05441), which is the relativistic pair with R1 and
// R2 on residual networks. Each row changes one thing of the row above it, except that "spectral norm" is beside "R1":
// it takes the place of the penalty. All rows have one learning rate and, where they have a penalty, one γ. Nothing is
// tuned for a row: one that does badly may do better with settings of its own.
func StackedMethods() []Method {
	cfg := stackedPlain()
	rows := []Method{{"minimax", cfg}}
	row := func(name string, change func()) {
		change()
		rows = append(rows, Method{name, cfg})
	}
	row("non-saturating", func() { cfg.Loss = gan.NonSaturating })
	beside := cfg
	beside.Discriminator = gan.Spectral{Network: cfg.Discriminator}
	rows = append(rows, Method{"spectral norm", beside})
	row("R1", func() { cfg.R1 = stackedGamma })
	row("R1 + R2", func() { cfg.R2 = stackedGamma })
	row("relativistic pair", func() { cfg.Loss = gan.Relativistic })
	row("average and decay", func() {
		cfg.Averaging = 0.999
		cfg.RateDecay = gan.Decay{Shape: gan.Cosine, Until: 1}
	})
	row("longer", func() { cfg.Steps = stackedLong })
	row("residual blocks", func() { cfg.Generator, cfg.Discriminator = stackedResidual() })
	return rows
}

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

// stackedResidual returns networks of the layout of stackedPlain with residual blocks and bilinear resampling.
func stackedResidual() (generator, discriminator gan.Network) {
	plain := stackedPlain()
	up, down := plain.Generator.(gan.ConvUp), plain.Discriminator.(gan.ConvDown)
	return gan.ResUp(up), gan.ResDown(down)
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

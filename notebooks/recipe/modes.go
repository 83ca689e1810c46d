// Package recipe holds the two larger experiments of the series: the modes of notebook 09 and the
// digits of notebook 10. It has their configurations and reads the tables of their results. It also
// has what samples are compared with: a classifier and centroids. The command go run
// ./notebooks/recipe/table makes the tables again.
package recipe

import (
	"ganbook/gan"
	"ganbook/gan/dataset"
)

// Ring and Grid return the data of PacGAN (Lin et al. 2018, arXiv 1712.04086), both standardised.
// Ring has 8 modes of σ = 0.01 on the unit circle. Grid has 5 × 5 modes of σ = 0.05 with spacing 2.
func Ring() *dataset.Mixture { return dataset.Ring(8, 1, 0.01).Standardised() }
func Grid() *dataset.Mixture { return dataset.Grid(5, 2, 0.05).Standardised() }

// A Method is one way to train on a mixture.
type Method struct {
	Name   string
	Config gan.Config
}

// moves is the number of moves of both networks together in the training of each method. A method
// with more critic steps therefore takes fewer steps. Only the last method of [Methods] makes more
// moves.
const moves = 12_000

// Plain returns the GAN of 2014 with a newer optimizer: the minimax loss, Adam with the rates of
// DCGAN (Radford et al. 2016, arXiv 1511.06434), and four hidden layers of 64 units.
func Plain() gan.Config {
	cfg := gan.Defaults()
	cfg.Loss = gan.Minimax
	cfg.Standardise = false // Ring and Grid are
	hidden := []int{64, 64, 64, 64}
	cfg.Generator = gan.MLP{Hidden: hidden, Activation: gan.ReLU}
	cfg.Discriminator = gan.MLP{Hidden: hidden, Activation: gan.LeakyReLU}
	cfg.NoiseDim, cfg.Batch, cfg.Steps = 2, 128, moves/2
	cfg.GeneratorOptimizer = gan.Adam{LearningRate: 2e-4, Beta1: 0.5, Beta2: 0.999}
	cfg.DiscriminatorOptimizer = cfg.GeneratorOptimizer
	return cfg
}

// Cured returns a configuration that finds all modes of both data sets. It has the non-saturating
// loss; R1 and R2 that start large and fall; learning rates that fall to 0; the moving average of
// G; and 40,000 moves.
func Cured() gan.Config {
	cfg := Plain()
	cfg.Loss, cfg.Steps = gan.NonSaturating, 20_000
	cfg.R1, cfg.R2 = 1, 1
	cfg.PenaltyDecay = gan.Decay{Shape: gan.Geometric, Until: 0.2, To: 0.025}
	cfg.GeneratorOptimizer = gan.Adam{LearningRate: 2e-3, Beta1: 0, Beta2: 0.99}
	cfg.DiscriminatorOptimizer = cfg.GeneratorOptimizer
	cfg.RateDecay = gan.Decay{Shape: gan.Cosine, From: 0.2, Until: 1}
	cfg.Averaging = 0.999
	return cfg
}

// Methods returns the rows of the table of notebook 09: the plain GAN; the non-saturating GAN; that
// one with one change at a time; several changes together; those with one left out; and all
// together for more steps.
func Methods() []Method {
	change := func(name string, by func(*gan.Config)) Method {
		cfg := Plain()
		cfg.Loss = gan.NonSaturating
		by(&cfg)
		return Method{name, cfg}
	}
	short := Cured()
	short.Steps = moves / 2
	without := func(name string, by func(*gan.Config)) Method {
		cfg := short
		by(&cfg)
		return Method{name, cfg}
	}
	return []Method{
		{"minimax, plain", Plain()},
		change("non-saturating", func(*gan.Config) {}),
		change("… k = 3", func(c *gan.Config) { c.CriticSteps, c.Steps = 3, moves/4 }),
		change("… packing 4", func(c *gan.Config) { c.Packing = 4 }),
		change("… R1 + R2", func(c *gan.Config) { c.R1, c.R2 = 0.1, 0.1 }),
		change("… moving average", func(c *gan.Config) { c.Averaging = 0.999 }),
		change("… rates to 0", func(c *gan.Config) { c.RateDecay = gan.Decay{Shape: gan.Cosine, From: 0.2, Until: 1} }),
		change("… Adam ten times faster", func(c *gan.Config) {
			c.GeneratorOptimizer, c.DiscriminatorOptimizer = short.GeneratorOptimizer, short.DiscriminatorOptimizer
		}),
		change("relativistic + R1 + R2", func(c *gan.Config) { c.Loss, c.R1, c.R2 = gan.Relativistic, 0.1, 0.1 }),
		change("WGAN-GP, k = 5", func(c *gan.Config) {
			c.Loss, c.GradientPenalty = gan.Wasserstein, 10
			c.CriticSteps, c.Steps = 5, moves/6
			c.GeneratorOptimizer = gan.Adam{LearningRate: 1e-4, Beta1: 0, Beta2: 0.9}
			c.DiscriminatorOptimizer = c.GeneratorOptimizer
		}),
		{"all together", short},
		without("all but R1 + R2", func(c *gan.Config) { c.R1, c.R2, c.PenaltyDecay = 0, 0, gan.Decay{} }),
		without("all but rates to 0", func(c *gan.Config) { c.RateDecay = gan.Decay{} }),
		without("all but moving average", func(c *gan.Config) { c.Averaging = 0 }),
		{"all together, longer", Cured()},
	}
}

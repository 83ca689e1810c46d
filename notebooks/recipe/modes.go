// Package recipe holds the larger experiments of the series: the modes of notebook 09, the digits of
// notebook 10 and the stacked digits of notebook 12. It has their configurations and reads the tables
// of their results. It also has what samples are compared with: a classifier and centroids. The
// command go run ./notebooks/recipe/table makes the tables again.
package recipe

import (
	"fmt"

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

// moves is the number of moves of both networks together in each training of the protocol. A method
// with more moves of D for each move of G therefore takes fewer steps.
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

// Collapsing returns a GAN whose generator collapses on the ring, in the manner of Metz et al. 2017
// (arXiv 1611.02163): G learns ten times as fast as D, and nothing limits D's slope.
func Collapsing() gan.Config {
	cfg := Plain()
	cfg.Loss, cfg.NoiseDim, cfg.Steps = gan.NonSaturating, 16, 2000
	cfg.Generator = gan.MLP{Hidden: []int{128, 128}, Activation: gan.ReLU}
	cfg.Discriminator = gan.MLP{Hidden: []int{128, 128}, Activation: gan.LeakyReLU}
	cfg.GeneratorOptimizer = gan.Adam{LearningRate: 1e-3, Beta1: 0.5, Beta2: 0.999}
	cfg.DiscriminatorOptimizer = gan.Adam{LearningRate: 1e-4, Beta1: 0.5, Beta2: 0.999}
	return cfg
}

// Cured returns a configuration that finds all modes of both data sets and fills them to about nine
// tenths of their width. D sees waves of its input. R1 and R2 stay until the samples
// are spread evenly, and then fall to a hundredth. The learning rates fall to 0 along a cosine, that
// of G from half of D's. Samples come from the moving average of G.
func Cured() gan.Config {
	cfg := Plain()
	cfg.Loss, cfg.Steps = gan.NonSaturating, 45_000
	cfg.Discriminator = gan.MLP{Hidden: []int{64, 64, 64, 64}, Activation: gan.LeakyReLU, Frequencies: []float64{1.5, 3}}
	cfg.R1, cfg.R2 = 0.1, 0.1
	cfg.PenaltyDecay = gan.Decay{Shape: gan.Geometric, From: 0.4, Until: 0.95, To: 0.01}
	cfg.GeneratorOptimizer = gan.Adam{LearningRate: 1e-3, Beta1: 0, Beta2: 0.99}
	cfg.DiscriminatorOptimizer = gan.Adam{LearningRate: 2e-3, Beta1: 0, Beta2: 0.99}
	cfg.RateDecay = gan.Decay{Shape: gan.Cosine, Until: 1}
	cfg.Averaging = 0.999
	return cfg
}

// Frontier returns [Cured] with other last values of the penalties, then with a γ that stays the same
// from the first step to the last, 0.01, 0.003, 0.001 and 0, each with the waves and without.
func Frontier() (all []Method) {
	add := func(name string, cfg gan.Config) {
		if cfg.PenaltyDecay != Cured().PenaltyDecay { // else it is Cured itself
			all = append(all, Method{name, cfg})
		}
		cfg.Discriminator = Plain().Discriminator
		all = append(all, Method{name + ", no waves", cfg})
	}
	for _, to := range []float64{1, 0.03, 0.01, 0.001} {
		cfg := Cured()
		cfg.PenaltyDecay.To = to
		add(fmt.Sprintf("last γ = %g", cfg.R1*to), cfg)
	}
	for _, gamma := range []float64{0.01, 0.003, 0.001, 0} {
		cfg := Cured()
		cfg.R1, cfg.R2, cfg.PenaltyDecay = gamma, gamma, gan.Decay{}
		add(fmt.Sprintf("γ = %g throughout", gamma), cfg)
	}
	return all
}

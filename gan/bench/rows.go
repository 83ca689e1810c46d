package main

import (
	"fmt"
	"strings"

	"ganbook/gan"
	"ganbook/gan/dataset"
	"ganbook/notebooks/recipe"
)

// A Row is one task that all programs do.
type Row struct {
	Name  string // as the command line has it
	Title string // as the table has it
	Long  bool   // a finished run from its beginning to its end, which takes minutes
	Judge Judge  // what is measured of the samples
	Goals goals

	// A training.
	Config gan.Config
	Data   func() (dataset.Dataset, error)
	Chunk  int // the number of steps in one call of JAX's scan

	// Parzen is true for the row that scores samples and trains nothing.
	Parzen bool
}

// The goals of a row are what it is to reach; 0 means none.
type goals struct {
	JAX, PyTorch float64 // how many times longer the peer takes than ganbook
	Share        float64 // the share of the matrix products in ganbook's time
}

// level is the goal of rows in which ganbook is to be as fast as the faster peer.
var level = goals{JAX: 1, PyTorch: 1}

// rounds is the number of turns of each program.
func (r Row) rounds() int {
	if r.Long {
		return 3
	}
	return 5
}

// rows returns all rows, in the order of the table.
func rows() []Row {
	return []Row{
		{Name: "tiny", Title: "ring, MLP 2×64, batch 64", Judge: energy(0.25), Goals: goals{JAX: 1.2, PyTorch: 8},
			Config: toy(64, 2, 64, 10_000), Data: ring, Chunk: 500},
		{Name: "toy", Title: "ring, MLP 2×128, batch 512", Judge: energy(0.08), Goals: goals{JAX: 1.2, PyTorch: 2},
			Config: toy(128, 2, 512, 2_500), Data: ring, Chunk: 50},
		{Name: "toy-r1r2", Title: "… with R1 + R2", Judge: energy(0.03), Goals: goals{JAX: 1.1},
			Config: with(toy(128, 2, 512, 2_000), func(c *gan.Config) { c.R1, c.R2 = 1, 1 }), Data: ring, Chunk: 50},
		{Name: "wide", Title: "ring, MLP 3×1024, batch 4096", Judge: lossOnly(0.3), Goals: goals{JAX: 1, PyTorch: 1, Share: 0.75},
			Config: with(toy(1024, 3, 4096, 12), slow), Data: ring, Chunk: 2},
		{Name: "digits", Title: "MNIST, MLP as in notebook 10, batch 128", Judge: likeness(40), Goals: goals{JAX: 1.1, PyTorch: 1.2},
			Config: digits(300, 0), Data: trainDigits, Chunk: 10},
		{Name: "digits-r1", Title: "… with R1", Judge: likeness(40), Goals: goals{JAX: 1.1},
			Config: digits(250, 0.3), Data: trainDigits, Chunk: 10},
		{Name: "maxout", Title: "MNIST, Goodfellow's MLP with maxout, batch 100", Judge: likeness(40), Goals: goals{JAX: 1.1},
			Config: goodfellow(), Data: trainDigits, Chunk: 10},
		{Name: "conv28", Title: "MNIST, convolutions 28×28, batch 64", Judge: likeness(40), Goals: level,
			Config: convolutions(28, 1, 200), Data: trainDigits, Chunk: 10},
		{Name: "conv32", Title: "MNIST in colour, convolutions 32×32×3, batch 64", Judge: likeness(150), Goals: level,
			Config: convolutions(32, 3, 150), Data: colourDigits, Chunk: 10},
		{Name: "parzen", Title: "Parzen window, 10k fakes, 10k test rows of 784, in s", Judge: sameValue(0.01), Goals: level, Parzen: true},
		{Name: "cure", Title: "the modes' cure, notebook 09, a finished run in s", Judge: modes(0.03), Goals: level, Long: true,
			Config: recipe.Cured(), Data: func() (dataset.Dataset, error) { return recipe.Grid(), nil }, Chunk: 200},
		{Name: "digitpair", Title: "the digits, notebook 10, a finished run in s", Judge: likeness(10), Goals: level, Long: true,
			Config: recipe.Digits().Config, Data: trainDigits, Chunk: 20},
	}
}

// choose returns the rows with the given names, or all short rows if there are no names, or all rows
// if long is true.
func choose(all []Row, names []string, long bool) ([]Row, error) {
	var chosen []Row
	for _, r := range all {
		if len(names) == 0 && (long || !r.Long) {
			chosen = append(chosen, r)
		}
	}
	for _, name := range names {
		at := len(chosen)
		for _, r := range all {
			if r.Name == name {
				chosen = append(chosen, r)
			}
		}
		if len(chosen) == at {
			return nil, fmt.Errorf("there is no row %q; the rows are %s; the parts are %s", name, strings.Join(rowNames(all), " "), strings.Join(partNames(), " "))
		}
	}
	return chosen, nil
}

func rowNames(rows []Row) (names []string) {
	for _, r := range rows {
		names = append(names, r.Name)
	}
	return names
}

func with(cfg gan.Config, change func(*gan.Config)) gan.Config {
	change(&cfg)
	return cfg
}

// adam is the optimizer of all rows but those of notebooks 09 and 10 and Goodfellow's.
var adam = gan.Adam{LearningRate: 1e-3, Beta1: 0.5, Beta2: 0.999}

// slow sets a learning rate for wide networks, which would throw a score of D far off in their first
// steps with that of the others.
func slow(c *gan.Config) {
	optimizer := adam
	optimizer.LearningRate = 1e-4
	c.GeneratorOptimizer, c.DiscriminatorOptimizer = optimizer, optimizer
}

func toy(width, layers, batch, steps int) gan.Config {
	cfg := gan.Defaults()
	var hidden []int
	for range layers {
		hidden = append(hidden, width)
	}
	cfg.Generator = gan.MLP{Hidden: hidden, Activation: gan.LeakyReLU}
	cfg.Discriminator = cfg.Generator
	cfg.Batch, cfg.Steps = batch, steps
	cfg.GeneratorOptimizer, cfg.DiscriminatorOptimizer = adam, adam
	return cfg
}

// digits returns the networks of notebook 10 without decay and averaging, which change no step's time
// by much and would make a short run stop in the middle of a schedule.
func digits(steps int, r1 float64) gan.Config {
	cfg := recipe.Digits().Config
	cfg.Steps, cfg.R1, cfg.Averaging, cfg.RateDecay = steps, r1, 0, gan.Decay{}
	cfg.GeneratorOptimizer, cfg.DiscriminatorOptimizer = adam, adam
	return cfg
}

// goodfellow returns the networks of Goodfellow et al. 2014 for MNIST, as [gan.MLP] has them, with
// the learning rate and the momentum of their code, halved rate since nothing decays here.
func goodfellow() gan.Config {
	cfg := gan.Defaults()
	cfg.Standardise = false
	cfg.Generator = gan.MLP{Hidden: []int{1200, 1200}, Output: gan.SigmoidOutput}
	cfg.Discriminator = gan.MLP{Hidden: []int{240, 240}, Maxout: 5, InputDropout: 0.2, Dropout: 0.5}
	cfg.Noise, cfg.NoiseDim = gan.Uniform, 100
	cfg.Batch, cfg.Steps = 100, 300
	cfg.GeneratorOptimizer = gan.SGD{LearningRate: 0.05, Momentum: 0.5}
	cfg.DiscriminatorOptimizer = cfg.GeneratorOptimizer
	return cfg
}

func convolutions(side, channels, steps int) gan.Config {
	cfg := gan.Defaults()
	cfg.Standardise = false
	cfg.Generator = gan.ConvUp{Height: side, Width: side, Channels: channels, Filters: []int{64, 32}, Output: gan.SigmoidOutput}
	cfg.Discriminator = gan.ConvDown{Height: side, Width: side, Channels: channels, Filters: []int{32, 64}, Activation: gan.LeakyReLU, Centred: true}
	cfg.Batch, cfg.Steps = 64, steps
	cfg.GeneratorOptimizer, cfg.DiscriminatorOptimizer = adam, adam
	return cfg
}

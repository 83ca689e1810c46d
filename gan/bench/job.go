package main

import (
	"fmt"

	"ganbook/gan"
	"ganbook/gan/dataset"
)

// A job tells a program in another language what to do: a gan.Config in JSON. peers/job.py reads it.
type job struct {
	Row     string `json:"row"`
	Seed    uint64 `json:"seed"`
	Samples string `json:"samples"` // the file for the samples: float32, [drawn, dim]
	Drawn   int    `json:"drawn"`

	// A training.
	Generator              network   `json:"generator"`
	Discriminator          network   `json:"discriminator"`
	UniformNoise           bool      `json:"uniformNoise"`
	NoiseDim               int       `json:"noiseDim"`
	Batch                  int       `json:"batch"`
	Steps                  int       `json:"steps"`
	Chunk                  int       `json:"chunk"`
	GeneratorOptimizer     optimizer `json:"generatorOptimizer"`
	DiscriminatorOptimizer optimizer `json:"discriminatorOptimizer"`
	R1                     float64   `json:"r1"`
	R2                     float64   `json:"r2"`
	PenaltyDecay           decay     `json:"penaltyDecay"`
	RateDecay              decay     `json:"rateDecay"`
	Averaging              float64   `json:"averaging"`
	Data                   data      `json:"data"`
	Mean                   []float64 `json:"mean"` // with Spread: what Standardise takes from the data; nil without it
	Spread                 float64   `json:"spread"`

	// The products of a step alone.
	Products     []Product `json:"products"`
	ProductSteps int       `json:"productSteps"`

	// The Parzen window.
	Fakes      data      `json:"fakes"`
	Validation data      `json:"validation"`
	Test       data      `json:"test"`
	Sigmas     []float64 `json:"sigmas"`
}

type network struct {
	Kind         string    `json:"kind"`
	Hidden       []int     `json:"hidden"`
	Activation   string    `json:"activation"`
	Output       string    `json:"output"`
	Maxout       int       `json:"maxout"`
	Norm         string    `json:"norm"`
	Dropout      float64   `json:"dropout"`
	InputDropout float64   `json:"inputDropout"`
	Centred      bool      `json:"centred"`
	Frequencies  []float64 `json:"frequencies"`
	Height       int       `json:"height"`
	Width        int       `json:"width"`
	Channels     int       `json:"channels"`
	Filters      []int     `json:"filters"`
}

type optimizer struct {
	Kind  string  `json:"kind"`
	Rate  float64 `json:"rate"`
	Beta1 float64 `json:"beta1"` // of SGD: the momentum
	Beta2 float64 `json:"beta2"`
}

type decay struct {
	Shape string  `json:"shape"`
	Begin float64 `json:"begin"`
	Until float64 `json:"until"`
	To    float64 `json:"to"`
}

type data struct {
	Kind    string      `json:"kind"` // "mixture" or "images"
	Dim     int         `json:"dim"`
	Centres [][]float64 `json:"centres"`
	Sigma   float64     `json:"sigma"`
	File    string      `json:"file"` // the pixels: bytes, [n, dim]
}

// trainingJob returns the job of a training. pixels says where the bytes of images are. It is an error
// if the peers cannot do what cfg says: they know only what the rows need.
func trainingJob(cfg gan.Config, from dataset.Dataset, pixels func(*dataset.Images) (string, error)) (j job, err error) {
	if err := cfg.Validate(); err != nil {
		return j, err
	}
	unknown := func(what string, value any) error {
		return fmt.Errorf("bench: the peers have no %s = %v; teach gan/bench/peers, or leave it out of the row", what, value)
	}
	switch {
	case cfg.Loss.Name != gan.NonSaturating.Name:
		return j, unknown("Loss", cfg.Loss)
	case cfg.Conditional, cfg.Packing != 1, cfg.CriticSteps != 1, cfg.Simultaneous, cfg.LabelSmoothing != 0, cfg.GradientPenalty != 0, cfg.WeightClip != 0, cfg.Devices > 1:
		return j, unknown("rules", "Conditional, Packing, CriticSteps, Simultaneous, LabelSmoothing, GradientPenalty, WeightClip or Devices")
	}
	j = job{
		UniformNoise: cfg.Noise == gan.Uniform, NoiseDim: cfg.NoiseDim, Batch: cfg.Batch, Steps: cfg.Steps,
		R1: cfg.R1, R2: cfg.R2, Averaging: cfg.Averaging,
		PenaltyDecay: decayOf(cfg.PenaltyDecay), RateDecay: decayOf(cfg.RateDecay),
	}
	var known [4]bool
	j.Generator, known[0] = networkOf(cfg.Generator)
	j.Discriminator, known[1] = networkOf(cfg.Discriminator)
	known[1] = known[1] && j.Discriminator.Norm == gan.NoNorm.String() // the peers' D takes both batches at once
	j.GeneratorOptimizer, known[2] = optimizerOf(cfg.GeneratorOptimizer)
	j.DiscriminatorOptimizer, known[3] = optimizerOf(cfg.DiscriminatorOptimizer)
	for i, part := range []any{cfg.Generator, cfg.Discriminator, cfg.GeneratorOptimizer, cfg.DiscriminatorOptimizer} {
		if !known[i] {
			return j, unknown("part", part)
		}
	}
	switch d := from.(type) {
	case *dataset.Mixture:
		j.Data = data{Kind: "mixture", Dim: d.Dim(), Centres: d.Centres(), Sigma: d.Sigma()}
	case *dataset.Images:
		file, err := pixels(d)
		if err != nil {
			return j, err
		}
		j.Data = data{Kind: "images", Dim: d.Dim(), File: file}
	default:
		return j, unknown("data", from.Name())
	}
	if cfg.Standardise {
		centred, ok := from.(dataset.Centred)
		if !ok {
			return j, unknown("Standardise of data without Moments", from.Name())
		}
		j.Mean, j.Spread = centred.Moments()
	}
	j.Products, err = products(cfg, from.Dim())
	return j, err
}

func networkOf(n gan.Network) (network, bool) {
	switch n := n.(type) {
	case gan.MLP:
		frequencies := append([]float64{}, n.Frequencies...) // [] in JSON, not null
		return network{Kind: "MLP", Hidden: n.Hidden, Activation: n.Activation.String(), Output: n.Output.String(), Maxout: n.Maxout,
			Norm: n.Norm.String(), Dropout: n.Dropout, InputDropout: n.InputDropout, Centred: n.Centred, Frequencies: frequencies}, n.Norm != gan.LayerNorm
	case gan.ConvUp:
		return network{Kind: "ConvUp", Height: n.Height, Width: n.Width, Channels: n.Channels, Filters: n.Filters,
			Activation: n.Activation.String(), Norm: n.Norm.String(), Output: n.Output.String()}, n.Norm != gan.LayerNorm && len(n.Hidden) == 0 && n.Activation != gan.TanH
	case gan.ConvDown:
		return network{Kind: "ConvDown", Height: n.Height, Width: n.Width, Channels: n.Channels, Filters: n.Filters,
			Activation: n.Activation.String(), Norm: gan.NoNorm.String(), Output: gan.LinearOutput.String(), Centred: n.Centred}, len(n.Hidden) == 0 && n.Activation != gan.TanH
	}
	return network{}, false
}

func optimizerOf(o gan.Optimizer) (optimizer, bool) {
	switch o := o.(type) {
	case gan.Adam:
		return optimizer{Kind: "Adam", Rate: o.LearningRate, Beta1: o.Beta1, Beta2: o.Beta2}, true
	case gan.SGD:
		return optimizer{Kind: "SGD", Rate: o.LearningRate, Beta1: o.Momentum}, true
	}
	return optimizer{}, false
}

func decayOf(d gan.Decay) decay {
	return decay{Shape: d.Shape.String(), Begin: d.From, Until: d.Until, To: d.To}
}

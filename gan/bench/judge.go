package main

import (
	"fmt"
	"math"

	"ganbook/gan/dataset"
	"ganbook/gan/metric"
	"ganbook/notebooks/recipe"
)

// A Judge measures what a turn has left. Score is larger for better samples. Two programs have done
// the same if their scores differ by Within or less, or by no more than those of one of them with other seeds.
type Judge struct {
	Within float64
	Drawn  int // the number of samples that each program draws, or 0
	score  func(data dataset.Dataset, samples [][]float32, said answer) (score float64, text string, err error)

	// BothWays is true if a larger score is not better, only different.
	BothWays bool
}

// energy measures by the energy distance to fresh data, for short trainings, whose samples lie near no
// mode yet: the score is its negative. On the ring it is −0.4 to −0.9 before the first step. A training
// without a penalty circles, and its score with it, so that Within must be larger there: it shows that a
// program trains, and with R1 and R2 also that it does not take far fewer steps.
func energy(within float64) Judge {
	return Judge{Within: within, Drawn: 2500, score: func(data dataset.Dataset, samples [][]float32, _ answer) (float64, string, error) {
		fresh, err := recipe.Draws(data, 2500, 1)
		if err != nil {
			return 0, "", err
		}
		distance := metric.Energy(samples, fresh)
		within3σ := metric.Modes(samples, data.(*dataset.Mixture)).Quality
		return -distance, fmt.Sprintf("%.3f, %.0f %%", distance, 100*within3σ), nil
	}}
}

// modes measures by PacGAN's protocol. The score is the share of samples within 3σ of a mode, times
// the share of the modes that have 20 samples or more.
func modes(within float64) Judge {
	return Judge{Within: within, Drawn: 2500, score: func(data dataset.Dataset, samples [][]float32, _ answer) (float64, string, error) {
		mixture := data.(*dataset.Mixture)
		m, w := metric.Modes(samples, mixture), metric.Widths(samples, mixture)
		text := fmt.Sprintf("%d of %d modes, %.0f %%, %.2f σ", m.Populated, m.Of, 100*m.Quality, w.AboutCentres)
		return m.Quality * float64(m.Populated) / float64(m.Of), text, nil
	}}
}

// likeness measures images by the log-likelihood of held-out images under windows of σ = 0.2 around
// the samples, in nats.
func likeness(within float64) Judge {
	return Judge{Within: within, Drawn: 1000, score: func(data dataset.Dataset, samples [][]float32, _ answer) (float64, string, error) {
		held, err := heldOut(data)
		if err != nil {
			return 0, "", err
		}
		p, err := metric.ParzenWindow(samples, held, held, []float64{0.2})
		if err != nil {
			return 0, "", err
		}
		return p.Mean, fmt.Sprintf("%.0f nats", p.Mean), nil
	}}
}

// lossOnly takes the loss of D for the score, where a turn is too short for samples to say much.
func lossOnly(within float64) Judge {
	return Judge{Within: within, Drawn: 16, BothWays: true, score: func(_ dataset.Dataset, _ [][]float32, said answer) (float64, string, error) {
		return said.DLoss, fmt.Sprintf("L_D %.2f", said.DLoss), nil
	}}
}

// sameValue takes a value that is determined, the Parzen window's log-likelihood in nats.
func sameValue(within float64) Judge {
	return Judge{Within: within, BothWays: true, score: func(_ dataset.Dataset, _ [][]float32, said answer) (float64, string, error) {
		return said.Value, fmt.Sprintf("%.3f nats", said.Value), nil
	}}
}

// judge returns the score of a turn and its description. It is an error if the samples are missing
// or not finite.
func (j Judge) judge(data dataset.Dataset, samples [][]float32, said answer) (float64, string, error) {
	if len(samples) != j.Drawn {
		return 0, "", fmt.Errorf("%d samples came, want %d", len(samples), j.Drawn)
	}
	for i, x := range samples {
		for _, v := range x {
			if math.IsNaN(float64(v)) || math.IsInf(float64(v), 0) {
				return 0, "", fmt.Errorf("sample %d is not finite", i)
			}
		}
	}
	score, text, err := j.score(data, samples, said)
	if err == nil && math.IsNaN(score) {
		err = fmt.Errorf("the score is not a number: %s", text)
	}
	return score, text, err
}

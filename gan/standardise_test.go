package gan

import (
	"context"
	"fmt"
	"math"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"ganbook/gan/dataset"
	"ganbook/theory"
)

// unknown hides the moments of a data set, as a data set from outside this package does.
type unknown struct{ whole dataset.Dataset }

func (u unknown) Name() string              { return u.whole.Name() }
func (u unknown) Dim() int                  { return u.whole.Dim() }
func (u unknown) Tables() []*tensors.Tensor { return u.whole.Tables() }
func (u unknown) Draw(scope *model.Scope, g *Graph, tables []*Node, n int) *Node {
	return u.whole.Draw(scope, g, tables, n)
}

// With Standardise, D of x is the network at (x − m)/s. Numerical: float32.
func TestStandardisedInput(t *testing.T) {
	t.Parallel()
	data := dataset.Gaussians("two", [][]float64{{10, -4}, {14, -4}}, 1.5)
	spread := math.Sqrt((4+1.5*1.5)/2 + 1.5*1.5/2) // the variances are 4 + σ² and σ²
	cfg := smallOnGo()
	cfg.Standardise = true
	run, err := Train(context.Background(), cfg, data)
	if err != nil {
		t.Fatal(err)
	}
	bare := run.loop.game
	bare.cfg.Standardise = false
	network := run.loop.forward(run.dataStore, "bare", 2, func(scope *model.Scope, x *Node) *Node { return bare.score(scope, batch{x: x}) })
	xs := [][]float32{{10, -4}, {12, -4}, {13.5, -7}, {0, 0}}
	var seen [][]float32
	for _, x := range xs {
		seen = append(seen, []float32{float32((float64(x[0]) - 12) / spread), float32((float64(x[1]) + 4) / spread)})
	}
	want := network.apply(seen)
	for i, got := range run.Logits(xs) {
		near(t, fmt.Sprint("D of ", xs[i]), float64(got), float64(want[i][0]), 1e-4)
	}
}

// A data set that does not know its moments is drawn from. Statistical: the means of 4,096 draws.
func TestMomentsOfUnknownData(t *testing.T) {
	t.Parallel()
	data := dataset.Gaussians("two", [][]float64{{10, -4}, {14, -4}}, 1.5)
	cfg := smallOnGo()
	cfg.Standardise = true
	run, err := Train(context.Background(), cfg, unknown{data})
	if err != nil {
		t.Fatal(err)
	}
	got := run.loop.game.standard
	mean, spread := data.Moments()
	drawn(t, "mean of x", got.mean[0], mean[0], math.Sqrt((4+1.5*1.5)/momentSamples))
	drawn(t, "mean of y", got.mean[1], mean[1], math.Sqrt(1.5*1.5/momentSamples))
	drawn(t, "spread", got.spread, spread, spread/math.Sqrt(momentSamples)) // at most: the kurtosis is below that of a bell
}

// D must see a width wherever the data lie. Without Standardise it does not: all units of its first
// layer bend at 0, and at x = 3 it is a straight line for some 2,000 steps.
func TestGANLearnsAWidthFarFromZero(t *testing.T) {
	t.Parallel()
	quick(t)
	for seed := range uint64(3) {
		cfg := Defaults()
		cfg.Steps, cfg.Seed, cfg.Averaging = 800, seed, 0.99
		run, err := Train(context.Background(), cfg, dataset.From(theory.Normal(3, 0.5)))
		if err != nil {
			t.Fatal(err)
		}
		var xs []float64
		for _, x := range run.Sample(10000) {
			xs = append(xs, float64(x[0]))
		}
		mean, variance := meanAndVariance(xs, itself)
		t.Logf("seed %d: mean %.3f, standard deviation %.3f", seed, mean, math.Sqrt(variance))
		atMost(t, "Pg's standard deviation, of 0.5", math.Sqrt(variance), 0.8)
		atLeast(t, "Pg's standard deviation, of 0.5", math.Sqrt(variance), 0.3)
	}
}

// D that has learnt with one input cannot go on with another.
func TestContinueKeepsStandardise(t *testing.T) {
	t.Parallel()
	cfg := smallOnGo()
	run, err := Train(context.Background(), cfg, dataset.Ring(8, 1, 0.05))
	if err != nil {
		t.Fatal(err)
	}
	cfg.Standardise = !cfg.Standardise
	cfg.Steps++
	if err := run.Continue(context.Background(), cfg); err == nil {
		t.Error("Continue takes a config with the other Standardise")
	}
}

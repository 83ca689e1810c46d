package gan

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"ganbook/gan/dataset"
	"ganbook/gan/device"
)

// standardScope is the scope of the moments by which D's input is standardised. It lies outside D's
// own scope, since neither training nor WeightClip changes them.
const standardScope = "standard"

// A standard is the mean of each coordinate of the data, and their common spread.
type standard struct {
	mean   []float64
	spread float64
}

// standardised returns what D sees of x, shaped [batch, Packing·dim]: (x − m)/s with the moments of
// the data if Config.Standardise is true, else x itself.
func (p game) standardised(root *model.Scope, x *Node) *Node {
	if !p.cfg.Standardise {
		return x
	}
	mean := func(_ *rand.Rand, values []float32) {
		for i := range values {
			values[i] = float32(p.standard.mean[i%p.real.Dim()])
		}
	}
	spread := func(_ *rand.Rand, values []float32) { values[0] = float32(p.standard.spread) }
	scope, g := root.At(standardScope), x.Graph()
	m := inScope(scope, "mean", mean, 1, x.Shape().Dim(-1)).SetTrainable(false)
	s := inScope(scope, "spread", spread).SetTrainable(false)
	return Div(Sub(x, m.NodeValue(g)), s.NodeValue(g))
}

// momentSamples is the number of samples from which the moments of a data set are estimated if it
// does not know them.
const momentSamples = 4096

// standardOf returns the mean and the spread of a data set. tables are its tables on the backend. A
// spread of 0, of data that are one point, becomes 1.
func standardOf(data dataset.Dataset, backend compute.Backend, tables []any) (m standard, err error) {
	if known, ok := data.(dataset.Centred); ok {
		m.mean, m.spread = known.Moments()
	} else {
		if m, err = drawnMoments(data, backend, tables); err != nil {
			return m, err
		}
	}
	largest := 0.0
	for _, x := range m.mean {
		largest = max(largest, math.Abs(x))
	}
	if sum := m.spread + largest; math.IsNaN(sum) || math.IsInf(sum, 0) {
		return m, fmt.Errorf("%s draws numbers that are not finite, or too large for their variance", data.Name())
	}
	if float32(m.spread) == 0 || m.spread <= 1e-12*largest { // not more than the rounding of the mean
		m.spread = 1
	}
	return m, nil
}

// drawnMoments estimates the moments of a data set from samples of a random stream that is the same in every
// training. Wide rows are drawn fewer at a time.
func drawnMoments(data dataset.Dataset, backend compute.Backend, tables []any) (m standard, err error) {
	store := model.NewStore()
	if err := store.SetRNGStateFromSeed(0); err != nil {
		return m, err
	}
	atOnce := drawnAtOnce(data, momentSamples)
	program, err := compile(backend, "moments", store, shapesOf(tables), func(scope *model.Scope, g *Graph, inputs []*Node) []*Node {
		return []*Node{drawnFrom(data, scope, g, inputs, atOnce)}
	})
	if err != nil {
		return m, err
	}
	squares := 0.0 // the mean square of a coordinate's distance from its mean
	for done := 0; done < momentSamples; done += atOnce {
		var rows [][]float32
		if err := device.Catch(func() { rows = call(program, store, tables...) }); err != nil {
			return m, err
		}
		mean, spread := dataset.MomentsOf(rows)
		if done == 0 {
			m.mean, m.spread, squares = mean, spread, spread*spread
			continue
		}
		share := float64(atOnce) / float64(done+atOnce) // of these rows (Chan et al. 1979)
		apart := 0.0
		for j, x := range mean {
			d := x - m.mean[j]
			m.mean[j] += share * d
			apart += d * d / float64(len(mean))
		}
		squares = (1-share)*squares + share*spread*spread + share*(1-share)*apart
		m.spread = math.Sqrt(squares)
	}
	return m, nil
}

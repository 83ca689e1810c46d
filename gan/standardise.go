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
		rows, err := drawRows(data, backend, tables, momentSamples)
		if err != nil {
			return m, err
		}
		m.mean, m.spread = dataset.MomentsOf(rows)
	}
	if math.IsNaN(m.spread) || math.IsInf(m.spread, 0) {
		return m, fmt.Errorf("%s draws numbers that are not finite, or too large for their variance", data.Name())
	}
	if float32(m.spread) == 0 {
		m.spread = 1
	}
	return m, nil
}

// drawRows draws n samples of a data set from a random stream that is the same in every training.
func drawRows(data dataset.Dataset, backend compute.Backend, tables []any, n int) (rows [][]float32, err error) {
	store := model.NewStore()
	if err := store.SetRNGStateFromSeed(0); err != nil {
		return nil, err
	}
	program, err := compile(backend, "moments", store, shapesOf(tables), func(scope *model.Scope, g *Graph, inputs []*Node) []*Node {
		return []*Node{drawnFrom(data, scope, g, inputs, n)}
	})
	if err != nil {
		return nil, err
	}
	err = device.Catch(func() { rows = call(program, store, tables...) })
	return rows, err
}

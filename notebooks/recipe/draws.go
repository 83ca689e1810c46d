package recipe

import (
	"fmt"

	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/janpfeifer/must"

	"ganbook/gan/dataset"
	"ganbook/gan/device"
	seeds "ganbook/theory/seed"
)

// Draws returns n independent samples of a data set, shaped [n, Dim], as a training draws them. The
// data set must have tables. The same seed gives the same samples. Errors are those of the backend
// and of [device.Open].
func Draws(data dataset.Dataset, n int, seed uint64) (samples [][]float32, err error) {
	backend, err := device.Open("")
	if err != nil {
		return nil, err
	}
	err = device.Catch(func() {
		store := model.NewStore()
		must.M(store.SetRNGStateFromSeed(int64(seeds.Shifted(seed))))
		draw := model.MustNewExec(backend, store, func(scope *model.Scope, tables []*graph.Node) *graph.Node {
			return data.Draw(scope, tables[0].Graph(), tables, n)
		})
		var tables []any
		for _, t := range data.Tables() {
			tables = append(tables, t)
		}
		out := draw.MustCall(tables...)[0]
		defer out.MustFinalizeAll()
		samples = out.Value().([][]float32)
	})
	if err != nil {
		return nil, fmt.Errorf("recipe: drawing from %s: %w", data.Name(), err)
	}
	return samples, nil
}

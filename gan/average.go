package gan

import (
	"strings"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
)

// averagePath is where the moving average of the generator's variables lies: each
// at its own path behind this one.
const averageScope, averagePath = "average", "/" + averageScope

// average moves the moving average w̄ of each of G's variables after step t, an
// int32 counted from 0:
//
//	w̄ ← β·w̄ + (1 − β)·w,   β = min(Averaging, t/(t + 9))
//
// so that the start is soon forgotten: a short training averages over its last
// tenth. Buffers of normalisation are averaged as weights are.
func (p game) average(scope *model.Scope, step *Node) {
	if p.cfg.Averaging == 0 {
		return
	}
	g := step.Graph()
	t := ConvertDType(step, dtypes.Float32)
	beta := MinScalar(Div(t, AddScalar(t, 9)), p.cfg.Averaging)
	for _, v := range variables(p.generatorScope(scope), g) {
		mean := variable(scope.Store(), averagePath+v.Path(), zeros, v.Shape().Dimensions...).SetTrainable(false)
		w := v.NodeValue(g)
		mean.SetNodeValue(Add(w, Mul(beta, Sub(mean.NodeValue(g), w))))
	}
}

// startAverages sets each average at one of the paths to the value that its variable has now.
func startAverages(store *model.Store, at func(path string) bool) error {
	for mean := range store.IterVariables() {
		path, ok := strings.CutPrefix(mean.Path(), averagePath)
		if !ok || !at(mean.Path()) {
			continue
		}
		value, err := store.GetVariable(path).Value()
		if err != nil {
			return err
		}
		copied, err := value.Clone()
		if err != nil {
			return err
		}
		if err := mean.SetValue(copied); err != nil {
			return err
		}
	}
	return nil
}

package gan

import (
	"strings"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
)

// The moving average of a variable of G has the path averagePath, followed by the path of the
// variable. averageScope is the scope of all moving averages.
const averageScope, averagePath = "average", "/" + averageScope

// average updates the moving average w̄ of each variable of G after a move of G that t moves precede:
//
//	w̄ ← β·w̄ + (1 − β)·w,   β = min(Averaging, t/(t + 9))
//
// t is the optimizer's, so it begins at 0 again after [Run.Continue] with another type of optimizer.
// With this β the initial weights are soon forgotten: a short training averages over about its last
// tenth. The running averages of normalisation layers are averaged too.
func (p game) average(scope *model.Scope, g *Graph) {
	if p.cfg.Averaging == 0 || p.pg != nil {
		return
	}
	moves := scope.Store().GetVariable(updatesPath(p.generatorScope(scope))).NodeValue(g)
	t := AddScalar(moves, -1)
	beta := MinScalar(Div(t, AddScalar(t, 9)), p.cfg.Averaging)
	for _, v := range p.variables(p.generatorScope(scope), g) {
		mean := scope.Store().GetVariable(averagePath + v.Path())
		if mean == nil {
			mean = scope.Store().VariableWithValue(averagePath+v.Path(), tensors.FromShape(v.Shape()))
		}
		mean.SetTrainable(false)
		w := v.NodeValue(g)
		if !v.DType().IsFloat() { // such as a number of calls: there is no average
			mean.SetNodeValue(w)
			continue
		}
		mean.SetNodeValue(Add(w, Mul(ConvertDType(beta, v.DType()), Sub(mean.NodeValue(g), w))))
	}
}

// startAverages sets the moving averages whose paths satisfy at to the current values of their
// variables.
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

package gan

import (
	"hash/fnv"
	"math"
	"math/rand/v2"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"ganbook/theory/seed"
)

// seedParam is where a store keeps the seed of its weights.
const seedParam = "/seed"

// A start fills the values that a variable begins with.
type start func(r *rand.Rand, values []float32)

// zeros and ones are starts that draw nothing.
func zeros(*rand.Rand, []float32) {}
func ones(_ *rand.Rand, values []float32) {
	for i := range values {
		values[i] = 1
	}
}

// normal draws from N(0, variance).
func normal(variance float64) start {
	sigma := math.Sqrt(variance)
	return func(r *rand.Rand, values []float32) {
		for i := range values {
			values[i] = float32(sigma * r.NormFloat64())
		}
	}
}

// variable returns the variable at a path, made with its first values if it is not there
// yet. They are drawn on the host, by the seed and the path: nothing has to be compiled
// for that, and one seed starts with the same weights on every backend and machine.
func variable(store *model.Store, path string, begin start, dims ...int) *model.Variable {
	if v := store.GetVariable(path); v != nil {
		return v
	}
	size := 1
	for _, d := range dims {
		size *= d
	}
	values := make([]float32, size)
	configured, _ := store.GetParam(seedParam)
	s, _ := configured.(uint64)
	name := fnv.New64a()
	name.Write([]byte(path))
	begin(seed.Rand(s, name.Sum64()), values)
	return store.VariableWithValue(path, tensors.FromFlatDataAndDimensions(values, dims...))
}

// inScope is the variable of that name under a scope.
func inScope(scope *model.Scope, name string, begin start, dims ...int) *model.Variable {
	return variable(scope.Store(), model.JoinPath(scope.Scope(), name), begin, dims...)
}

// weight is a variable of the given dimensions that starts at N(0, gain/fan-in).
func weight(scope *model.Scope, g *Graph, gain float64, fanIn int, dims ...int) *Node {
	return inScope(scope, "weights", normal(gain/float64(fanIn)), dims...).NodeValue(g)
}

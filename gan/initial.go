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

// seedParam is the name of the store's parameter that holds the seed of the weights.
const seedParam = "/seed"

// startRandom sets the random state on the device from a seed.
func startRandom(store *model.Store, of uint64) error {
	return store.SetRNGStateFromSeed(int64(seed.Shifted(of)))
}

// An initializer sets the initial values of a variable.
type initializer func(r *rand.Rand, values []float32)

// zeros and ones are initializers that draw no random numbers.
func zeros(*rand.Rand, []float32) {}
func ones(_ *rand.Rand, values []float32) {
	for i := range values {
		values[i] = 1
	}
}

// normal returns an initializer that draws from N(0, variance).
func normal(variance float64) initializer {
	sigma := math.Sqrt(variance)
	return func(r *rand.Rand, values []float32) {
		for i := range values {
			values[i] = float32(sigma * r.NormFloat64())
		}
	}
}

// variable returns the variable with the given path. If there is none, it creates the variable with
// its initial values. The host draws these values from the seed and the path. This needs no
// compilation, and one seed gives the same initial weights on every backend and machine.
func variable(store *model.Store, path string, initial initializer, dims ...int) *model.Variable {
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
	initial(seed.Rand(s, name.Sum64()), values)
	return store.VariableWithValue(path, tensors.FromFlatDataAndDimensions(values, dims...))
}

// inScope returns the variable with the given name under a scope.
func inScope(scope *model.Scope, name string, initial initializer, dims ...int) *model.Variable {
	return variable(scope.Store(), model.JoinPath(scope.Scope(), name), initial, dims...)
}

// weight returns a variable of the given dimensions whose initial values are drawn from N(0,
// gain/fanIn). In a [Spectral] network it returns the weights divided by their largest singular value.
func weight(scope *model.Scope, g *Graph, gain float64, fanIn int, dims ...int) *Node {
	w := inScope(scope, "weights", normal(gain/float64(fanIn)), dims...).NodeValue(g)
	if yes, _ := scope.GetParam(spectralParam); yes == true {
		return normalised(scope, w)
	}
	return w
}

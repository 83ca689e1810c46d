package gan

import (
	"fmt"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
)

// A Func is any function as a network.
//
// Build is given x, shaped [batch, in], float32, and returns a node shaped
// [batch, out], float32, where out is 1 for D and the width of a sample for G.
// Weights are the variables that it makes under scope. It is called several times in
// one program and must build the same each time. It is not stored with a run: to load
// one, give the configuration that holds it.
type Func struct {
	Name  string // what stands for it where a configuration is printed or compared; not empty
	Build func(scope *model.Scope, x *graph.Node) *graph.Node
}

// String is "Func " and its name.
func (f Func) String() string { return "Func " + f.Name }

// Validate reports what Func cannot run with.
func (f Func) Validate() error { return faults(f.validate) }

func (f Func) validate(bad func(string, ...any)) {
	if f.Name == "" {
		bad(`Name = ""; a name that tells it from other functions`)
	}
	if f.Build == nil {
		bad("Build = nil; a function")
	}
}

// Apply builds the function, and says what is wrong with a node that it must not return.
func (f Func) Apply(scope *model.Scope, x *graph.Node, out int) *graph.Node {
	y := f.Build(scope, x)
	want := shapes.Make(dtypes.Float32, x.Shape().Dim(0), out)
	if y == nil {
		panic(fmt.Sprintf("%v returns nil; want a node shaped %v", f, want))
	}
	if !y.Shape().Equal(want) {
		panic(fmt.Sprintf("%v makes %v of %v; want %v", f, y.Shape(), x.Shape(), want))
	}
	return y
}

package gan

import (
	"fmt"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
)

// A Func makes a [Network] of any function.
//
// Build gets x, shaped [batch, in], float32. It returns a node shaped [batch, out], float32. For G,
// out is the number of coordinates of a sample. For D, out is 1, or the number of classes in a
// conditional game. The weights are the variables that Build creates under scope. Build is called
// several times in one program and must build the same operations each time. A run does not store
// the function: to load the run, pass a configuration with the same Func.
type Func struct {
	Name  string // identifies the function where a configuration is printed or compared; not empty
	Build func(scope *model.Scope, x *graph.Node) *graph.Node
}

// String returns "Func " and the name.
func (f Func) String() string { return "Func " + f.Name }

// Validate returns an error if Name is empty or Build is nil.
func (f Func) Validate() error { return faults(f.validate) }

func (f Func) validate(bad func(string, ...any)) {
	if f.Name == "" {
		bad(`Name = ""; a name that no other function has`)
	}
	if f.Build == nil {
		bad("Build = nil; a function")
	}
}

// Apply builds the function. It panics if the result is nil or has a wrong shape.
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

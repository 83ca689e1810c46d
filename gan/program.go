package gan

import (
	"fmt"
	"reflect"
	"slices"
	"sync"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/distributed"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/core/tensors/dtensor"
	"github.com/gomlx/gomlx/ml/model"

	"ganbook/gan/dataset"
	"ganbook/gan/device"
)

// A program is a compiled graph over the variables of a store. It does not hold their values. Any
// store with the same variables can run it, also several stores at the same time. A program may run
// on several devices at once: each device has its own value of each variable and of each input.
type program struct {
	graph  *Graph
	inputs []ParameterHandle // the handles of the arguments of call, in order
	slots  []slot
}

// A slot says where the program takes the value of a variable.
type slot struct {
	path    string
	handle  ParameterHandle
	changed bool // whether the program changes it; the new values are the first outputs
}

// compile compiles a program for one device. The function build builds its graph, from inputs of the
// given shapes and from variables like those of store.
func compile(backend compute.Backend, name string, store *model.Store, inputs []shapes.Shape,
	build func(scope *model.Scope, g *Graph, inputs []*Node) []*Node) (p *program, err error) {
	return compileFor(nil, backend, name, store, inputs, build)
}

// compileFor is compile for the devices of a mesh. A nil mesh is one device.
func compileFor(mesh *distributed.DeviceMesh, backend compute.Backend, name string, store *model.Store, inputs []shapes.Shape,
	build func(scope *model.Scope, g *Graph, inputs []*Node) []*Node) (p *program, err error) {
	err = device.Catch(func() {
		blank := withoutValues(store)
		g := NewGraph(backend, name)
		if mesh != nil {
			if err := g.SetSPMD(mesh); err != nil {
				panic(err)
			}
		}
		model.SetStore(g, blank)
		p = &program{graph: g}
		nodes := make([]*Node, len(inputs))
		for i, shape := range inputs {
			nodes[i] = Parameter(g, fmt.Sprint("input", i), shape)
			p.inputs = append(p.inputs, nodes[i].GetParameterHandle())
		}
		results := build(blank.RootScope(), g, nodes)
		var changed []*Node
		for v := range blank.IterVariables() {
			if !v.InUseByGraph(g) {
				continue
			}
			s := slot{v.Path(), g.GetParameterByName(v.Path()).GetParameterHandle(), v.ChangedInGraph(g)}
			if s.changed {
				changed = append(changed, v.NodeValue(g))
			}
			p.slots = append(p.slots, s)
		}
		if err := g.Compile(slices.Concat(changed, results)...); err != nil {
			panic(err)
		}
	})
	return p, err
}

// withoutValues returns a store with the same variables but no values. The graph is built on it and
// keeps it in memory, so it must not hold the weights of a run.
func withoutValues(store *model.Store) *model.Store {
	blank := model.NewStore()
	for v := range store.IterVariables() {
		blank.VariableWithShape(v.Path(), v.Shape(), Zeros).SetTrainable(v.Trainable)
	}
	return blank
}

// launching is held while a program runs on several devices. Two such programs at once could each
// wait for a device that the other one has.
var launching sync.Mutex

// call runs the program on the variables of a store and updates them, on each of its devices. It
// returns the other outputs, of the first device. An input is a tensor, a Go value that all devices
// get, or a [dtensor.Tensor] with a tensor for each device. If the device fails, the variables that the
// program changes may have no value any more: their memory was given to the new values.
func (p *program) call(store *model.Store, inputs ...any) (results []*tensors.Tensor, err error) {
	err = device.Catch(func() {
		backend, parameters, devices := p.graph.Backend(), p.graph.NumParameters(), p.graph.NumDevices()
		buffers := make([]compute.Buffer, devices*parameters) // those of the first device, of the second, …
		donate := make([]bool, len(buffers))
		for d := range devices {
			for i, input := range inputs {
				var t *tensors.Tensor
				switch input := input.(type) {
				case *tensors.Tensor:
					t = input
				case *dtensor.Tensor:
					t = input.Shards()[d]
				default:
					t = must(tensors.FromAnyValue(input))
					defer t.MustFinalizeAll()
				}
				buffers[d*parameters+int(p.inputs[i])] = must(t.Buffer(backend, compute.DeviceNum(d)))
			}
		}
		for _, s := range p.slots {
			v := store.GetVariable(s.path)
			for d, value := range valuesOn(devices, v) {
				at := d*parameters + int(s.handle)
				if !s.changed {
					buffers[at] = must(value.Buffer(backend, compute.DeviceNum(d)))
					continue
				}
				// Donate the old value's buffer, so that the new value can use its memory.
				buffers[at], donate[at] = must(value.DonateBuffer(backend, compute.DeviceNum(d))), true
			}
			if s.changed {
				if err := v.Reset(); err != nil {
					panic(err)
				}
			}
		}
		if devices > 1 {
			launching.Lock()
			defer launching.Unlock()
		}
		results = p.graph.RunWithBuffers(buffers, donate, 0) // in the order of the buffers
		outputs := len(results) / devices
		at := 0
		for _, s := range p.slots {
			if !s.changed {
				continue
			}
			var values []*tensors.Tensor
			for d := range devices {
				values = append(values, results[d*outputs+at])
			}
			setValuesOn(store.GetVariable(s.path), values)
			at++
		}
		for d := 1; d < devices; d++ {
			free(results[d*outputs+at : (d+1)*outputs])
		}
		results = results[at:outputs]
	})
	return results, err
}

// aside prepares a call of the program that leaves no trace in a store. The random state is that of draws, which
// goes on. After the call, the returned function gives all other variables the values that they have now.
func (p *program) aside(store, draws *model.Store) (after func()) {
	copyOf := func(v *model.Variable) *tensors.Tensor { return must(must(v.Value()).LocalClone()) }
	set := func(v *model.Variable, value *tensors.Tensor) {
		if err := v.SetValue(value); err != nil {
			panic(err)
		}
	}
	before := map[*model.Variable]*tensors.Tensor{}
	for _, s := range p.slots {
		if !s.changed {
			continue
		}
		v := store.GetVariable(s.path)
		before[v] = copyOf(v)
		if s.path == randomPath {
			set(v, copyOf(draws.GetVariable(randomPath)))
		}
	}
	return func() {
		for v, value := range before {
			if v.Path() == randomPath && v.HasValue() {
				set(draws.GetVariable(randomPath), copyOf(v))
			}
			set(v, value)
		}
	}
}

// valuesOn returns the value of a variable on each of the first n devices.
func valuesOn(n int, v *model.Variable) []*tensors.Tensor {
	if n == 1 {
		return []*tensors.Tensor{must(v.Value())}
	}
	return must(v.DistributedValue()).Shards()
}

// setValuesOn is the inverse of valuesOn.
func setValuesOn(v *model.Variable, values []*tensors.Tensor) {
	var err error
	if len(values) == 1 {
		err = v.SetValue(values[0])
	} else {
		err = v.SetDistributedValue(must(dtensor.NewTensor(v.ShardingSpec(), values)))
	}
	if err != nil {
		panic(err)
	}
}

// sharedPrograms is the number of compiled programs that are kept for later trainings of the same
// shape. On XLA a training has up to eight programs: its steps, one for each of [Players]; G; D; and
// draws of real data, fakes and classes. On the pure-Go backend, G and D have one for each block of rows (see blockOf).
const sharedPrograms = 24

// shared holds the programs that were requested last, the latest one first.
var shared struct {
	sync.Mutex
	entries []*sharedProgram
}

// A sharedProgram is compiled by the first goroutine that requests it. Other goroutines wait for
// it.
type sharedProgram struct {
	key  string
	once sync.Once
	*program
	err error
}

// sharedOrCompiled returns the program with the given key. It calls compile if no kept program has this
// key. A key describes all that a graph is built from, except seeds and the numbers in variables and
// tables. With an empty key nothing is shared.
func sharedOrCompiled(key string, compile func() (*program, error)) (*program, error) {
	if key == "" {
		return compile()
	}
	shared.Lock()
	at := slices.IndexFunc(shared.entries, func(e *sharedProgram) bool { return e.key == key })
	entry := &sharedProgram{key: key}
	if at >= 0 {
		entry = shared.entries[at]
		shared.entries = slices.Delete(shared.entries, at, at+1)
	}
	shared.entries = slices.Insert(shared.entries, 0, entry)
	shared.entries = shared.entries[:min(len(shared.entries), sharedPrograms)]
	shared.Unlock()

	entry.once.Do(func() { entry.program, entry.err = compile() })
	if entry.err != nil { // the next request tries again
		shared.Lock()
		shared.entries = slices.DeleteFunc(shared.entries, func(e *sharedProgram) bool { return e == entry })
		shared.Unlock()
	}
	return entry.program, entry.err
}

// key describes the graphs of a game on a backend: two games with the same key build the same
// graphs. The key is empty if parts of the game come from outside this package, since a name does
// not identify their code.
func (p game) key(backend compute.Backend) string {
	if hasOutsidePart(p.cfg) {
		return ""
	}
	cfg := p.cfg
	cfg.Seed, cfg.Backend = 0, ""
	if cfg.RateDecay.Shape == NoDecay && cfg.PenaltyDecay.Shape == NoDecay {
		cfg.Steps = 0 // each dispatch passes the number of steps as an input
	}
	key := fmt.Sprintf("%p %+v, %d classes", backend, describe(cfg), p.classes())
	for _, data := range []dataset.Dataset{p.real, p.pg} {
		if data == nil {
			continue
		}
		graph := dataset.DrawnBy(data)
		if graph == "" {
			return ""
		}
		key += "; " + graph
	}
	return key
}

// prefixed returns the key of one of the graphs of a game. An empty key stays empty.
func prefixed(what, key string) string {
	if key == "" {
		return ""
	}
	return what + " of " + key
}

// ownParts are the types of this package's networks and optimizers whose fields say all about them.
var ownParts = []reflect.Type{
	reflect.TypeFor[MLP](), reflect.TypeFor[ConvUp](), reflect.TypeFor[ConvDown](),
	reflect.TypeFor[ResUp](), reflect.TypeFor[ResDown](), reflect.TypeFor[Spectral](), reflect.TypeFor[Augmented](),
	reflect.TypeFor[Adam](), reflect.TypeFor[RMSProp](), reflect.TypeFor[SGD](),
}

// hasOutsidePart reports whether a part of a config comes from outside this package. The fields of
// such a part do not determine the graph that it builds.
func hasOutsidePart(cfg Config) bool {
	if !cfg.Loss.ours() {
		return true
	}
	return slices.ContainsFunc([]any{cfg.Generator, cfg.Discriminator, cfg.GeneratorOptimizer, cfg.DiscriminatorOptimizer}, func(part any) bool {
		return part != nil && !isOurs(part)
	})
}

// isOurs reports whether a part and the network within it are of this package. A type that embeds one of this
// package's is not: its own Apply may do anything.
func isOurs(part any) bool {
	if !slices.Contains(ownParts, reflect.TypeOf(part)) {
		return false
	}
	outer, ok := part.(interface{ inner() Network })
	return !ok || isOurs(outer.inner())
}

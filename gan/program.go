package gan

import (
	"fmt"
	"slices"
	"sync"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"ganbook/gan/dataset"
	"ganbook/gan/device"
)

// A program is a compiled graph over the variables of a store. It holds none of their
// values: any store with the same variables can run it, several at the same time.
type program struct {
	graph  *Graph
	inputs []ParameterHandle // of what it is called with, in order
	slots  []slot
}

// A slot is where a program takes the value of a variable from.
type slot struct {
	path    string
	handle  ParameterHandle
	changed bool // the first outputs are the new values of these variables, in order
}

// compile builds and compiles what build makes of inputs of these shapes and of variables
// such as store has.
func compile(backend compute.Backend, name string, store *model.Store, inputs []shapes.Shape,
	build func(scope *model.Scope, g *Graph, inputs []*Node) []*Node) (p *program, err error) {
	err = device.Catch(func() {
		blank := withoutValues(store)
		g := NewGraph(backend, name)
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

// withoutValues returns a store with the same variables, for a graph to be built on: it
// stays in memory with the graph, and a run's weights must not.
func withoutValues(store *model.Store) *model.Store {
	blank := model.NewStore()
	for v := range store.IterVariables() {
		blank.VariableWithShape(v.Path(), v.Shape(), Zeros).SetTrainable(v.Trainable)
	}
	return blank
}

// call runs the program with the values of a store's variables, which it moves on, and
// returns its other outputs.
func (p *program) call(store *model.Store, inputs ...any) (results []*tensors.Tensor, err error) {
	err = device.Catch(func() {
		backend := p.graph.Backend()
		buffers := make([]compute.Buffer, p.graph.NumParameters())
		donate := make([]bool, len(buffers))
		for i, input := range inputs {
			t, ok := input.(*tensors.Tensor)
			if !ok {
				t = must(tensors.FromAnyValue(input))
				defer t.MustFinalizeAll()
			}
			buffers[p.inputs[i]] = must(t.Buffer(backend, 0))
		}
		for _, s := range p.slots {
			v := store.GetVariable(s.path)
			value := must(v.Value())
			if !s.changed {
				buffers[s.handle] = must(value.Buffer(backend, 0))
				continue
			}
			// The old value makes room for the new one.
			buffers[s.handle], donate[s.handle] = must(value.DonateBuffer(backend, 0)), true
			if err := v.Reset(); err != nil {
				panic(err)
			}
		}
		results = p.graph.RunWithBuffers(buffers, donate, 0)
		for _, s := range p.slots {
			if !s.changed {
				continue
			}
			if err := store.GetVariable(s.path).SetValue(results[0]); err != nil {
				panic(err)
			}
			results = results[1:]
		}
	})
	return results, err
}

// sharedPrograms is how many programs stay compiled for the next training of the same
// shape. A training has up to six: its steps, its two networks and draws of its data.
const sharedPrograms = 24

// shared holds the programs that were asked for last, the latest first.
var shared struct {
	sync.Mutex
	entries []*sharedProgram
}

// A sharedProgram is compiled by the first that asks for it; others wait for that.
type sharedProgram struct {
	key  string
	once sync.Once
	*program
	err error
}

// share returns the program of a key, compiling it where none of the last ones has it. A
// key names all that a graph is built from, seeds and the numbers in variables and
// tables apart. Empty, it shares nothing.
func share(key string, compile func() (*program, error)) (*program, error) {
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
	if entry.err != nil { // the next one tries again
		shared.Lock()
		shared.entries = slices.DeleteFunc(shared.entries, func(e *sharedProgram) bool { return e == entry })
		shared.Unlock()
	}
	return entry.program, entry.err
}

// key names the graphs of a game on a backend: two games of one key build the same
// steps and networks. It is empty where that cannot be told: code has no name that
// nothing else has.
func (p game) key(backend compute.Backend) string {
	if isCode(p.cfg) {
		return ""
	}
	cfg := p.cfg
	cfg.Seed, cfg.Backend = 0, ""
	if cfg.RateDecay.Shape == NoDecay && cfg.PenaltyDecay.Shape == NoDecay {
		cfg.Steps = 0 // the number comes in with each dispatch
	}
	key := fmt.Sprintf("%p %+v", backend, describe(cfg))
	for _, data := range []dataset.Dataset{p.real, p.fake} {
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

// prefixed is the key of one of a game's graphs.
func prefixed(what, key string) string {
	if key == "" {
		return ""
	}
	return what + " of " + key
}

// isCode reports whether a part of a config is not of this package: then its fields do not tell
// what graph it builds.
func isCode(cfg Config) bool {
	if !cfg.Loss.ours() {
		return true
	}
	for _, part := range []any{cfg.Generator, cfg.Discriminator, cfg.GeneratorOptimizer, cfg.DiscriminatorOptimizer} {
		switch part.(type) {
		case nil, MLP, ConvUp, ConvDown, Adam, RMSProp, SGD:
		default:
			return true
		}
	}
	return false
}

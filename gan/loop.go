package gan

import (
	"fmt"
	"slices"
	"sync"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"ganbook/gan/dataset"
	"ganbook/gan/device"
	"ganbook/theory/seed"
)

// Variables that belong to the loop and to no network.
const (
	stepPath    = "/loop/step"                     // int32: steps done
	historyPath = "/loop/history"                  // float32 [rows, columns]: this stretch's rows
	randomPath  = "/" + model.RNGStateVariableName // the random state of any store
)

// A loop runs stretches of a game's steps on a backend. The state (weights,
// moments, random state, history) stays there, in the store's variables.
type loop struct {
	game    game
	backend compute.Backend
	store   *model.Store
	vars    []*model.Variable // of the store, in its order
	who     Players           // who moves in the steps to come
	steps   map[Players]*program
	real    []any // the real data's tables
	fake    []any // those of a fixed Pg
	rows    int   // steps that one stretch can hold
	looping bool  // whether one dispatch runs many steps
	past    state // where the last stretch began
}

// A state is the value of each of the store's variables before a step, counted from 0.
type state struct {
	step   int
	values []*tensors.Tensor
}

// newLoop creates the store's variables, those of a network that is code without
// values yet. Nothing is compiled or run.
func newLoop(p game, backend compute.Backend) (*loop, error) {
	l := &loop{game: p, backend: backend, store: model.NewStore(), steps: map[Players]*program{}}
	var err error
	if l.real, err = resident(p.real, backend); err != nil {
		return nil, err
	}
	if p.fake != nil {
		if l.fake, err = resident(p.fake, backend); err != nil {
			return nil, err
		}
	}
	// The pure-Go backend cannot differentiate inside a While: there the host
	// dispatches each step.
	l.looping = device.Name(backend) != device.Go
	l.rows = 1
	if l.looping {
		l.rows = 1024 // whatever the number of steps, so that trainings of any length share a program
	}
	if err := l.store.SetRNGStateFromSeed(int64(seed.Shifted(p.cfg.Seed))); err != nil {
		return nil, err
	}
	l.store.SetParam(seedParam, p.cfg.Seed)
	l.store.VariableWithValue(stepPath, int32(0)).SetTrainable(false)
	l.store.VariableWithValue(historyPath, tensors.FromShape(shapes.Make(dtypes.Float32, l.rows, columns))).SetTrainable(false)
	if err := l.declare(); err != nil {
		return nil, err
	}
	l.vars = slices.Collect(l.store.IterVariables())
	return l, nil
}

// start gives each variable that has no value yet the one it starts with.
func (l *loop) start() error {
	return device.Catch(func() {
		if err := l.store.InitializeVariables(l.backend, nil); err != nil {
			panic(err)
		}
		if err := startAverages(l.store, func(string) bool { return true }); err != nil {
			panic(err)
		}
	})
}

// placing lets one training at a time bring a data set's tables to its backend.
var placing sync.Mutex

// resident gives a data set's tables as a program's inputs. A tensor lives on the first
// backend that uses it: where another holds it already, a copy is made for this one.
func resident(d dataset.Dataset, on compute.Backend) (inputs []any, err error) {
	placing.Lock()
	defer placing.Unlock()
	for _, t := range d.Tables() {
		if other, err := t.Backend(); err == nil && other != on {
			if t, err = t.LocalClone(); err != nil {
				return nil, err
			}
		}
		if _, err := t.Buffer(on, 0); err != nil { // from now on it is here
			return nil, err
		}
		inputs = append(inputs, t)
	}
	return inputs, nil
}

// shapesOf lists the shapes of tables that [resident] gave.
func shapesOf(tables []any) []shapes.Shape {
	found := make([]shapes.Shape, len(tables))
	for i, t := range tables {
		found[i] = t.(*tensors.Tensor).Shape()
	}
	return found
}

// declare builds one step in a graph that is thrown away, because a While needs
// to know all its variables before its body is built. No step is run by it.
func (l *loop) declare() (err error) {
	return device.Catch(func() {
		g := NewGraph(l.backend, "declare")
		defer g.Finalize()
		model.SetStore(g, l.store)
		var inputs []*Node
		for i, shape := range shapesOf(slices.Concat(l.real, l.fake)) {
			inputs = append(inputs, Parameter(g, fmt.Sprint("table", i), shape))
		}
		l.game.step(l.store.RootScope(), Both, Const(g, int32(0)), l.tables(inputs))
	})
}

// tables sorts the resident nodes by the data set they belong to.
func (l *loop) tables(nodes []*Node) tables {
	n := len(l.real)
	return tables{real: nodes[:n], fake: nodes[n:]}
}

// A stateNodes is what a round of the loop takes and gives, as nodes.
type stateNodes struct {
	until  *Node   // int32: rounds are for steps below it
	from   *Node   // int32: the step that the stretch began at
	ok     *Node   // whether all checks of the last step are true
	checks *Node   // of the last step
	tables []*Node // the data sets' resident tables
	vars   []*Node // the store's variables, in its order
}

// nodes lists them, in the order of [loop.stateOf].
func (s stateNodes) nodes() []*Node {
	return slices.Concat([]*Node{s.until, s.from, s.ok, s.checks}, s.tables, s.vars)
}

// stateOf names what [stateNodes.nodes] has listed.
func (l *loop) stateOf(nodes []*Node) stateNodes {
	n := 4 + len(l.real) + len(l.fake)
	return stateNodes{until: nodes[0], from: nodes[1], ok: nodes[2], checks: nodes[3], tables: nodes[4:n], vars: nodes[n:]}
}

// build is the program. Its inputs are a state's until, from, ok and checks, and the tables. It
// returns the checks of its last step, then the value that each variable began with.
//
// The start goes out again because the buffers that it came in are donated to the
// new state and gone afterwards: after a step that is not finite, [loop.rewind] goes
// back to it. Choosing between old and new in every step would keep as much, and
// costs a small network a third of its time.
func (l *loop) build(scope *model.Scope, g *Graph, inputs []*Node) []*Node {
	first := l.stateOf(inputs)
	vars := slices.Collect(scope.Store().IterVariables())
	for _, v := range vars {
		first.vars = append(first.vars, v.NodeValue(g))
	}
	start := first.vars
	if !l.looping {
		_, checks := l.one(scope, g, first.from, l.tables(first.tables))
		return append([]*Node{checks}, start...)
	}
	stepAt := slices.Index(vars, scope.Store().GetVariable(stepPath))
	initial := first.nodes()
	parameters := func(g *Graph) stateNodes {
		nodes := make([]*Node, len(initial))
		for i, n := range initial {
			nodes[i] = Parameter(g, fmt.Sprint("state", i), n.Shape())
		}
		return l.stateOf(nodes)
	}
	// Only the body may hold constants and reductions: GoMLX and go-xla keep one of
	// each kind for the whole graph, in the first function that asks for it. So ok
	// comes in as an input and the condition only reads it.
	cond := NewClosure(g, func(g *Graph) []*Node {
		s := parameters(g)
		return []*Node{LogicalAnd(s.ok, LessThan(s.vars[stepAt], s.until))}
	})
	body := NewClosure(g, func(g *Graph) []*Node {
		s := parameters(g)
		for i, v := range vars {
			v.SetNodeValue(s.vars[i])
		}
		s.ok, s.checks = l.one(scope, g, s.from, l.tables(s.tables))
		for i, v := range vars {
			s.vars[i] = v.NodeValue(g)
		}
		return s.nodes()
	})
	last := l.stateOf(While(cond, body, initial...))
	for i, v := range vars {
		v.SetNodeValue(last.vars[i])
	}
	return append([]*Node{last.checks}, start...)
}

// program returns the compiled program, which trainings of the same shape share.
func (l *loop) program() (*program, error) {
	if p := l.steps[l.who]; p != nil {
		return p, nil
	}
	p, err := share(prefixed("steps of "+l.who.String(), l.game.key(l.backend)), func() (*program, error) {
		inputs := []shapes.Shape{shapes.Make(dtypes.Int32), shapes.Make(dtypes.Int32), shapes.Make(dtypes.Bool), shapes.Make(dtypes.Bool, len(checked))}
		inputs = append(inputs, shapesOf(slices.Concat(l.real, l.fake))...)
		return compile(l.backend, "gan training", l.store, inputs, l.build)
	})
	if err == nil {
		l.steps[l.who] = p
	}
	return p, err
}

// one takes a step: it writes its row into the history and counts it if all that it
// checks is finite.
func (l *loop) one(scope *model.Scope, g *Graph, from *Node, t tables) (ok, finite *Node) {
	step, history := scope.Store().GetVariable(stepPath), scope.Store().GetVariable(historyPath)
	at := step.NodeValue(g)
	row, finite := l.game.step(scope, l.who, at, t)
	ok = LogicalAll(finite)

	row = ExpandAxes(row, 0)
	if l.looping { // else the row is the whole history of the stretch
		row = DynamicUpdateSlice(history.NodeValue(g), row, []*Node{Sub(at, from), ScalarZero(g, dtypes.Int32)})
	}
	history.SetNodeValue(row)
	step.SetNodeValue(Add(at, ConvertDType(ok, dtypes.Int32)))
	return ok, finite
}

// run takes the steps from from until until (exclusive), or up to the first that is
// not finite, and then goes back to the last good state.
func (l *loop) run(from, until int) (stretch, error) {
	s, start, err := l.dispatch(from, until)
	if err != nil {
		free(start)
		return s, err
	}
	if s.failed == nil {
		l.keepPast(state{from, start})
		return s, nil
	}
	err = l.rewind(&s, state{from, start})
	return s, err
}

// probe looks whether what the networks give is finite after step steps, by the next
// step, which it takes and undoes. Where it is not, it goes back as run does.
func (l *loop) probe(step int) (stretch, error) {
	s, start, err := l.dispatch(step, step+1)
	if err != nil {
		free(start)
		return s, err
	}
	s.rows, s.good = nil, step
	if !s.spoilt() {
		s.failed = nil // whatever else that step would have met, it is not taken
	}
	err = l.rewind(&s, state{step, start})
	return s, err
}

// spoilt reports whether the failed step found outputs that are not finite, so that the
// step before it is not good either.
func (s *stretch) spoilt() bool {
	return s.failed != nil && slices.Contains(s.finite[checkOutputs:checkLosses], false)
}

// rewind brings the variables to the last good state: by way of now, where the stretch
// began, or, where that is bad already, of where the stretch before began. The first state of all
// is kept, good or not.
func (l *loop) rewind(s *stretch, now state) error {
	s.good = now.step + len(s.rows)
	if s.spoilt() && (s.good > now.step || l.past.values != nil) {
		s.good--
	}
	from := now
	if s.good < now.step {
		from, l.past = l.past, now
	}
	l.keepPast(state{})
	for i, v := range l.vars {
		if err := v.SetValue(from.values[i]); err != nil {
			return err
		}
	}
	if s.good == from.step {
		return nil
	}
	// The same bits again, and no further.
	again, start, err := l.dispatch(from.step, s.good)
	free(start)
	if err == nil && again.failed != nil {
		err = fmt.Errorf("steps %d to %d were finite once and not when repeated", from.step+1, s.good)
	}
	return err
}

// keepPast remembers where a stretch began, in place of where the one before did.
func (l *loop) keepPast(s state) {
	free(l.past.values)
	l.past = s
}

// dispatch runs the program once and reads back its rows. start is each variable's
// value from before.
func (l *loop) dispatch(from, until int) (s stretch, start []*tensors.Tensor, err error) {
	err = device.Catch(func() {
		allTrue := slices.Repeat([]bool{true}, len(checked))
		inputs := slices.Concat([]any{int32(until), int32(from), true, allTrue}, l.real, l.fake)
		out := must(must(l.program()).call(l.store, inputs...))
		s.finite, start = out[0].Value().([]bool), out[1:]
		free(out[:1])
		done := int(l.store.GetVariable(stepPath).MustValue().Value().(int32)) - from
		rows := l.store.GetVariable(historyPath).MustValue().Value().([][]float32)
		s.rows = rows[:done]
		if done < until-from {
			s.failed = rows[done]
		}
	})
	return s, start, err
}

func free(ts []*tensors.Tensor) {
	for _, t := range ts {
		t.MustFinalizeAll()
	}
}

// A stretch is what the host reads back after a dispatch.
type stretch struct {
	rows   [][]float32 // of the steps taken
	failed []float32   // of the step that was not finite and so not taken, or nil
	finite []bool      // its checks
	good   int         // how many steps of the training are left, where one failed
}

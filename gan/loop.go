package gan

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/distributed"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/core/tensors/dtensor"
	"github.com/gomlx/gomlx/ml/model"

	"ganbook/gan/dataset"
	"ganbook/gan/device"
)

// The paths of variables that belong to the loop and not to a network.
const (
	stepPath    = "/loop/step"                     // int32: the number of steps taken
	historyPath = "/loop/history"                  // float32 [maxSteps, columns]: the records of this stretch
	randomPath  = "/" + model.RNGStateVariableName // the random state of any store
)

// A loop runs stretches of a game's steps on a backend. Its state stays there, in the store's
// variables: weights, optimizer states, random state and the records of the current stretch.
type loop struct {
	game       game
	backend    compute.Backend
	mesh       *distributed.DeviceMesh // the devices that the steps run on; nil for one
	store      *model.Store
	vars       []*model.Variable // the store's variables, in the store's order
	who        Players           // which players move in the next steps
	programs   map[Players]*program
	realTables []any // the tables of the real data
	fakeTables []any // the tables of the fakes of a fixed Pg
	numbers    []any // one input, which is the number of each device; empty for one device
	maxSteps   int   // the most steps that one stretch can take
	looping    bool  // whether one dispatch runs many steps
	lastStart  state // the state at the start of the last stretch; rewind needs it
	lost       error // why variables have no value any more: the backend failed in the middle of a stretch
}

// A state is the number of steps taken and the values of the store's variables after them.
type state struct {
	step   int
	values []*tensors.Tensor
}

// newLoop creates the store's variables. Variables that a network from outside this package creates
// have no value yet: [loop.start] sets it. newLoop compiles and runs nothing, except to draw samples
// of data that do not know their moments.
func newLoop(p game, backend compute.Backend) (*loop, error) {
	l := &loop{game: p, backend: backend, store: model.NewStore(), programs: map[Players]*program{}}
	var err error
	if l.mesh, err = device.Mesh(backend, p.cfg.devices()); err != nil {
		return nil, err
	}
	if l.mesh != nil {
		numbers := make([]*tensors.Tensor, l.mesh.NumDevices())
		for d := range numbers {
			numbers[d] = tensors.FromScalar(uint64(d))
		}
		l.numbers = []any{must(dtensor.NewTensor(replicated(l.mesh), numbers))}
	}
	if l.realTables, err = resident(p.real, backend, l.mesh); err != nil {
		return nil, err
	}
	if p.pg != nil {
		if l.fakeTables, err = resident(p.pg, backend, l.mesh); err != nil {
			return nil, err
		}
	}
	if p.cfg.Standardise {
		if l.game.standard, err = standardOf(p.real, backend, l.realTables); err != nil {
			return nil, err
		}
	}
	// The pure-Go backend cannot differentiate inside a While loop. There the host dispatches each
	// step.
	l.looping = device.Name(backend) != device.Go
	l.maxSteps = 1
	if l.looping {
		l.maxSteps = 1024 // a constant, so that trainings of any length share a program
	}
	if err := startRandom(l.store, p.cfg.Seed); err != nil {
		return nil, err
	}
	l.store.SetParam(seedParam, p.cfg.Seed)
	l.store.VariableWithValue(stepPath, int32(0)).SetTrainable(false)
	l.store.VariableWithValue(historyPath, tensors.FromShape(shapes.Make(dtypes.Float32, l.maxSteps, columns))).SetTrainable(false)
	l.game.kept = map[string]string{}
	if err := l.declare(); err != nil {
		return nil, err
	}
	// The networks in use: one that only fails there must not fail when the training is over.
	known := paths(l.store)
	if err := l.declareNetworks(); err != nil {
		return nil, err
	}
	if path := newPath(l.store, known); path != "" {
		return nil, fmt.Errorf("a network creates %s in use, but not while it is trained; create it in both", path)
	}
	l.vars = slices.Collect(l.store.IterVariables())
	if l.mesh != nil {
		for _, v := range l.vars {
			if err := v.SetShardingSpec(replicated(l.mesh)); err != nil {
				return nil, err
			}
		}
	}
	return l, nil
}

// start sets the initial values of all variables that have no value yet, and of the moving
// averages.
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

// placing makes trainings move tables to their backends one at a time.
var placing sync.Mutex

// resident returns the tables of a data set as inputs of a program on the backend on. A tensor
// stays on the first backend that uses it. If a table is on another backend already, resident makes
// a copy. With a mesh, each of its devices has a copy.
func resident(d dataset.Dataset, on compute.Backend, mesh *distributed.DeviceMesh) (inputs []any, err error) {
	tables := d.Tables() // a reader's code, which may take long and may train: before the lock
	placing.Lock()
	defer placing.Unlock()
	for i, t := range tables {
		if t == nil {
			return nil, fmt.Errorf("table %d of %s is nil", i, d.Name())
		}
		if other, err := t.Backend(); err == nil && other != on {
			if t, err = t.LocalClone(); err != nil {
				return nil, err
			}
		}
		if _, err := t.Buffer(on, 0); err != nil { // this moves the tensor to the backend
			return nil, err
		}
		if mesh == nil {
			inputs = append(inputs, t)
			continue
		}
		copies := []*tensors.Tensor{t}
		for d := 1; d < mesh.NumDevices(); d++ {
			c, err := t.OnDeviceClone(on, compute.DeviceNum(d))
			if err != nil {
				return nil, err
			}
			copies = append(copies, c)
		}
		each, err := dtensor.NewTensor(replicated(mesh), copies)
		if err != nil {
			return nil, err
		}
		inputs = append(inputs, each)
	}
	return inputs, nil
}

// replicated says that each device of a mesh has the whole value of a tensor.
func replicated(mesh *distributed.DeviceMesh) *distributed.ShardingSpec {
	return distributed.NewReplicatedShardingSpec(mesh)
}

// fixed returns the inputs of a stretch that are the same in every stretch.
func (l *loop) fixed() []any { return slices.Concat(l.realTables, l.fakeTables, l.numbers) }

// shapesOf returns the shapes of tables from [resident].
func shapesOf(tables []any) []shapes.Shape {
	found := make([]shapes.Shape, len(tables))
	for i, t := range tables {
		found[i] = t.(interface{ Shape() shapes.Shape }).Shape()
	}
	return found
}

// declare builds one step in a graph that is thrown away. This creates all variables: a While loop
// must know them before its body is built. It also shows which of them the optimizers keep. The step
// is not run.
func (l *loop) declare() (err error) {
	return device.Catch(func() {
		l.declareStep() // this creates the weights
		l.declareStep() // now all are in use, as in a stretch, also those that a network creates and does not use
	})
}

func (l *loop) declareStep() {
	g := NewGraph(l.backend, "declare")
	defer g.Finalize()
	model.SetStore(g, l.store)
	for v := range l.store.IterVariables() {
		v.NodeValue(g)
	}
	var inputs []*Node
	for i, shape := range shapesOf(l.fixed()) {
		inputs = append(inputs, Parameter(g, fmt.Sprint("table", i), shape))
	}
	l.game.buildStep(l.store.RootScope(), Both, Const(g, int32(0)), l.tables(inputs))
}

// declareNetworks creates the variables of G, of its moving average and of D, as they are in use,
// in a graph that is thrown away.
func (l *loop) declareNetworks() error {
	p := l.game
	return device.Catch(func() {
		g := NewGraph(l.backend, "declare")
		defer g.Finalize()
		model.SetStore(g, l.store)
		root := l.store.RootScope()
		rows := blockOf(1, p.rowsAtOnce(), l.backend)
		input := func(width int) *Node { return Zeros(g, shapes.Make(dtypes.Float32, rows, width)) }
		if p.pg == nil {
			p.generate(root, input(p.generatorDim()))
			if p.cfg.Averaging > 0 {
				p.generate(root.At(averageScope), input(p.generatorDim()))
			}
		}
		b := batch{x: input(p.discriminatorDim())}
		if p.cfg.Conditional {
			b.class = input(p.classes())
		}
		p.score(root, b)
	})
}

// tables splits the nodes of the fixed inputs: the tables of the real data, those of the fakes, and
// the number of the device.
func (l *loop) tables(nodes []*Node) tables {
	n, m := len(l.realTables), len(l.realTables)+len(l.fakeTables)
	t := tables{real: nodes[:n], fake: nodes[n:m]}
	if len(l.numbers) > 0 {
		t.device = nodes[m]
	}
	return t
}

// A stateNodes holds the nodes that one round of the While loop takes and returns.
type stateNodes struct {
	until  *Node   // int32: the loop ends before the step with this number
	from   *Node   // int32: the number of the first step of the stretch
	ok     *Node   // bool: whether all checks of the last step are true
	checks *Node   // the checks of the last step
	fixed  []*Node // the fixed inputs: the tables of the data sets, and the number of the device
	vars   []*Node // the store's variables, in the store's order
}

// nodes returns all nodes as one list. [loop.stateOf] is the inverse.
func (s stateNodes) nodes() []*Node {
	return slices.Concat([]*Node{s.until, s.from, s.ok, s.checks}, s.fixed, s.vars)
}

// stateOf is the inverse of [stateNodes.nodes].
func (l *loop) stateOf(nodes []*Node) stateNodes {
	n := 4 + len(l.fixed())
	return stateNodes{until: nodes[0], from: nodes[1], ok: nodes[2], checks: nodes[3], fixed: nodes[4:n], vars: nodes[n:]}
}

// build builds the program of a stretch. Its inputs are until, from, ok and checks of [stateNodes],
// then the tables. Its results are the checks of the last step, whether the weights of D and of G are
// finite at the end, then the initial value of each variable.
//
// The initial values must be results because their buffers are donated to the new values.
// [loop.rewind] needs them after a step that is not finite. The alternative is to choose between
// the old and the new values in every step. That would add a third to the time of a small network.
func (l *loop) build(scope *model.Scope, g *Graph, inputs []*Node) []*Node {
	first := l.stateOf(inputs)
	vars := slices.Collect(scope.Store().IterVariables())
	for _, v := range vars {
		first.vars = append(first.vars, v.NodeValue(g))
	}
	start := first.vars
	if !l.looping {
		_, checks := l.oneStep(scope, g, first.from, l.tables(first.fixed))
		return append([]*Node{checks, l.game.weightsFinite(scope, g)}, start...)
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
	// Only the body of the While loop may create constants and reductions. GoMLX and go-xla keep
	// one of each kind for the whole graph, in the function that creates it first. Therefore ok is
	// an input, and the condition only reads it.
	cond := NewClosure(g, func(g *Graph) []*Node {
		s := parameters(g)
		return []*Node{LogicalAnd(s.ok, LessThan(s.vars[stepAt], s.until))}
	})
	body := NewClosure(g, func(g *Graph) []*Node {
		s := parameters(g)
		for i, v := range vars {
			v.SetNodeValue(s.vars[i])
		}
		s.ok, s.checks = l.oneStep(scope, g, s.from, l.tables(s.fixed))
		for i, v := range vars {
			s.vars[i] = v.NodeValue(g)
		}
		return s.nodes()
	})
	last := l.stateOf(While(cond, body, initial...))
	for i, v := range vars {
		v.SetNodeValue(last.vars[i])
	}
	return append([]*Node{last.checks, l.game.weightsFinite(scope, g)}, start...)
}

// program returns the compiled program of a stretch. Trainings of the same shape share it.
func (l *loop) program() (*program, error) {
	if p := l.programs[l.who]; p != nil {
		return p, nil
	}
	p, err := sharedOrCompiled(prefixed("steps of "+l.who.String(), l.game.key(l.backend)), func() (*program, error) {
		inputs := []shapes.Shape{shapes.Make(dtypes.Int32), shapes.Make(dtypes.Int32), shapes.Make(dtypes.Bool), shapes.Make(dtypes.Bool, checkWeights)}
		inputs = append(inputs, shapesOf(l.fixed())...)
		return compileFor(l.mesh, l.backend, "gan training", l.store, inputs, l.build)
	})
	if err == nil {
		l.programs[l.who] = p
	}
	return p, err
}

// oneStep builds one step. It writes the step's record into the history. It counts the step only if
// all checks are true.
func (l *loop) oneStep(scope *model.Scope, g *Graph, from *Node, t tables) (ok, checks *Node) {
	steps, history := scope.Store().GetVariable(stepPath), scope.Store().GetVariable(historyPath)
	number := steps.NodeValue(g) // the steps taken so far, so that the first step has number 0
	record, checks := l.game.buildStep(scope, l.who, number, t)
	ok = LogicalAll(checks)

	records := ExpandAxes(record, 0)
	if l.looping { // otherwise the stretch is this one record
		records = DynamicUpdateSlice(history.NodeValue(g), records, []*Node{Sub(number, from), ScalarZero(g, dtypes.Int32)})
	}
	history.SetNodeValue(records)
	steps.SetNodeValue(Add(number, ConvertDType(ok, dtypes.Int32)))
	return ok, checks
}

// run takes the steps from (included) to until (excluded). If a step is not finite, run stops there
// and rewinds to the last good state.
func (l *loop) run(from, until int) (stretch, error) {
	s, before, err := l.dispatch(from, until)
	if err == nil && slices.Contains(s.weights, false) {
		err = l.firstBadWeights(&s, &before)
	}
	if err != nil {
		if before.values != nil { // the weights are those of another step
			err = errors.Join(err, l.restore(before))
		}
		return s, err
	}
	if s.failed == nil {
		l.keepStart(before)
		return s, nil
	}
	return s, l.rewind(&s, before)
}

// dispatch runs the program once and reads the records back. before is the state before the run.
func (l *loop) dispatch(from, until int) (s stretch, before state, err error) {
	before.step = from
	err = device.Catch(func() {
		inputs := append([]any{int32(until), int32(from), true, allTrue()}, l.fixed()...)
		out := must(must(l.program()).call(l.store, inputs...))
		s.checks, s.weights, before.values = out[0].Value().([]bool), out[1].Value().([]bool), out[2:]
		free(out[:2])
		done := int(l.store.GetVariable(stepPath).MustValue().Value().(int32)) - from
		records := l.store.GetVariable(historyPath).MustValue().Value().([][]float32)
		s.records = records[:done]
		if done < until-from {
			s.failed = records[done]
		}
	})
	if err != nil && slices.ContainsFunc(l.vars, func(v *model.Variable) bool { return !v.HasValue() }) {
		l.lost = err
	}
	return s, before, err
}

// needWeights returns an error if the backend failed in the middle of a training, and the weights are lost.
func (l *loop) needWeights() error {
	if l.lost == nil {
		return nil
	}
	return fmt.Errorf("gan: the run has lost its weights, because the backend failed (%w); train anew, or from the last checkpoint if there is a gan.Dir", l.lost)
}

// allTrue returns the checks of a step in which all is well.
func allTrue() []bool { return slices.Repeat([]bool{true}, checkWeights) }

func free(ts []*tensors.Tensor) {
	for _, t := range ts {
		t.MustFinalizeAll()
	}
}

// A stretch is the result of a dispatch that the host reads back.
type stretch struct {
	records [][]float32 // the records of the steps taken
	failed  []float32   // the record of the step that was not finite and therefore not taken, or nil
	checks  []bool      // the checks of the last step, by the first names in checkNames
	weights []bool      // whether the weights of D and of G are finite, the last names in checkNames
	good    int         // after a failure, how many steps of the training remain
}

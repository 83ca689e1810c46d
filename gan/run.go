package gan

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"ganbook/gan/dataset"
	"ganbook/gan/device"
	"ganbook/gan/internal/checkpoint"
	"ganbook/theory/seed"
)

// A Run is a trained pair of networks. From [TrainDiscriminator], it is D alone. Only one goroutine
// at a time may use it. A method that computes on the backend panics if the backend fails.
type Run struct {
	loop    *loop
	step    int
	records []float32 // the history, record by record, as the device wrote it
	history History
	phases  []checkpoint.Phase // of the history, the current one last
	busy    bool               // whether it trains, or is looked at: then it must not be trained

	generate *evaluator // maps z (and class) to G(z)
	score    *evaluator // maps x (and class) to D's score

	// Sample and Real draw from two random streams that training does not use: z's on the host;
	// data and classes on the device.
	noise     *rand.Rand
	dataStore *model.Store
	// The programs that draw from the data sets, compiled at the first call.
	realDraws, fakeDraws, classDraws *program
}

// The random streams of a run besides those of training. Stream s is for the z's on the host, and
// stream s + 1 seeds the draws on the device.
const (
	ownStream  = 1 // for the draws of a run
	lookStream = 3 // for the draws of each Look
)

// chunk is the most rows that pass through a network at once.
const chunk = 1024

// blockOf returns how many rows pass through a network at once if a caller gives n rows; they are
// padded to a multiple of it. On XLA it is the same number for any n, so that each network is
// compiled once: that takes longer than the padding. The pure-Go backend compiles in a millisecond
// and computes slowly, so there it is the next power of two from 32 on.
func blockOf(n, most int, backend compute.Backend) int {
	if device.Name(backend) != device.Go {
		return most
	}
	block := min(32, most)
	for block < min(n, most) {
		block *= 2
	}
	return block
}

func newRun(l *loop) (*Run, error) {
	r := &Run{dataStore: model.NewStore(), phases: []checkpoint.Phase{l.game.cfg.phase(0)}}
	r.attach(l)
	return r, r.beginStream(ownStream)
}

// attach sets the loop of the run.
func (r *Run) attach(l *loop) {
	r.loop = l
	p := l.game
	if p.pg == nil {
		r.generate = l.forward(r.dataStore, "generator", p.generatorDim(), func(scope *model.Scope, x *Node) *Node {
			if p.cfg.Averaging > 0 {
				scope = scope.At(averageScope)
			}
			return p.generate(scope, x)
		})
	}
	r.score = l.forward(r.dataStore, "discriminator", p.discriminatorDim()+p.classes(), func(scope *model.Scope, x *Node) *Node {
		if !p.cfg.Conditional {
			return p.score(scope, batch{x: x})
		}
		row, class := Slice(x, AxisRange(), AxisRange(0, p.discriminatorDim())), Slice(x, AxisRange(), AxisRange(p.discriminatorDim()))
		return p.score(scope, batch{x: row, class: class})
	})
}

// beginStream makes Sample and Real draw from the beginning of a stream.
func (r *Run) beginStream(stream uint64) error {
	of := r.loop.game.cfg.Seed
	r.noise = seed.Rand(of, stream)
	return r.dataStore.SetRNGStateFromSeed(int64(seed.Rand(of, stream+1).Uint64()))
}

// Look calls draw with the run. During this call the run draws from a separate random stream:
// Noise, Sample, SampleClass and Real give the same z's and data in every Look, at any step. So
// draw can follow one sample through a training. After the call, the run draws as if Look had not
// been called. A Look within a Look starts the separate stream again. [OnFrame] calls Look.
//
// draw may use all methods of the run but [Run.Advance] and [Run.Continue], which return an error.
func (r *Run) Look(draw func(*Run)) {
	defer r.occupy()()
	noise, state := r.noise, r.dataStore.GetVariable(randomPath)
	before := must(must(state.Value()).LocalClone()) // a copy, since the next draw donates the value's buffer
	defer func() {
		r.noise = noise
		if err := state.SetValue(before); err != nil {
			panic(err)
		}
	}()
	if err := r.beginStream(lookStream); err != nil {
		panic(err)
	}
	draw(r)
}

// occupy marks the run as busy until the returned function is called.
func (r *Run) occupy() (end func()) {
	before := r.busy
	r.busy = true
	return func() { r.busy = before }
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// Config returns the configuration of the run.
func (r *Run) Config() Config { return r.loop.game.cfg.owned() }

// Data returns the real data set.
func (r *Run) Data() dataset.Dataset { return r.loop.game.real }

// Step returns the number of steps taken.
func (r *Run) Step() int { return r.step }

// History returns the losses and the outputs of D at each step taken. Its slices are the run's own:
// copy what is to stay as it is while the training goes on.
func (r *Run) History() History { return r.history }

// Backend returns the name of the backend, such as "xla:cpu" or "go".
func (r *Run) Backend() string { return device.Name(r.loop.backend) }

// Parameters returns how many numbers training moves in G and in D. After [TrainDiscriminator], the
// number for G is 0.
func (r *Run) Parameters() (generator, discriminator int) {
	scope := r.loop.store.RootScope()
	return parameters(r.loop.game.generatorScope(scope)), parameters(r.loop.game.discriminatorScope(scope))
}

// String describes the run in one line: the loss, the data, the networks with their numbers of
// parameters, the steps and the backend.
func (r *Run) String() string {
	p := r.loop.game
	g, d := r.Parameters()
	generator := fmt.Sprintf("G %v, %d parameters", p.cfg.Generator, g)
	if p.pg != nil {
		generator = "fakes from " + p.pg.Name()
	}
	return fmt.Sprintf("%v on %s: %s; D %v, %d parameters; step %d of %d on %s",
		p.cfg.Loss, p.real.Name(), generator, p.cfg.Discriminator, d, r.step, p.cfg.Steps, r.Backend())
}

// Noise draws n new z ~ P(z), shaped [n, NoiseDim]. It uses the same stream as Sample: after
// Noise(n) of one run and Sample(n) of another run with the same seed, the next z's of both runs
// are the same. It panics if n < 0.
func (r *Run) Noise(n int) [][]float32 {
	checkCount("Noise", n)
	cfg := r.loop.game.cfg
	if cfg.NoiseDim < 0 {
		panic(fmt.Sprintf("gan: Noise with NoiseDim = %d; TrainDiscriminator does not use NoiseDim, so set it before if you want noise", cfg.NoiseDim))
	}
	z := make([][]float32, n)
	for i := range z {
		z[i] = make([]float32, cfg.NoiseDim)
		for j := range z[i] {
			z[i][j] = float32(cfg.Noise.next(r.noise))
		}
	}
	return z
}

// Sample draws n new samples from Pg, shaped [n, dim]: G(z) with z ~ P(z). In a conditional run the
// classes are as frequent as in the data. With Config.Averaging, G uses the moving average of its
// weights. After [TrainDiscriminator] the samples come from the data set fake. It panics if n < 0.
//
// The z's depend only on the seed and on the earlier draws from this run. Two trainings with the
// same seed and the same calls in the same order give the same bits on one backend. It does not
// matter whether a training was stopped and resumed, was looked at (see [OnFrame]), or was loaded
// with [Load]. No two calls use the same z's, except in different calls of [Run.Look].
func (r *Run) Sample(n int) [][]float32 {
	checkCount("Sample", n)
	p := r.loop.game
	if p.pg != nil {
		return r.draw(&r.fakeDraws, p.pg, r.loop.fakeTables, n)
	}
	z := r.Noise(n)
	if p.cfg.Conditional {
		for i, drawn := range r.drawClasses(n) {
			class := int(drawn[0])
			if class < 0 || class >= p.classes() {
				panic(fmt.Sprintf("gan: Sample with class %d, drawn by %s; from 0 to %d", class, p.real.Name(), p.classes()-1))
			}
			z[i] = WithClass(z[i], class, p.classes())
		}
	}
	return r.Generate(z)
}

// SampleClass draws n new samples of one class from a conditional run, shaped [n, dim]. It uses the
// next n z's of the stream of Sample. It panics if n < 0, if there is no such class, and if the run
// is not conditional.
func (r *Run) SampleClass(n, class int) [][]float32 {
	checkCount("SampleClass", n)
	classes := r.loop.game.classes()
	if classes == 0 {
		panic("gan: SampleClass of a run without classes; train with Conditional")
	}
	if class < 0 || class >= classes {
		panic(fmt.Sprintf("gan: SampleClass of class %d; from 0 to %d", class, classes-1))
	}
	z := r.Noise(n)
	for i := range z {
		z[i] = WithClass(z[i], class, classes)
	}
	return r.Generate(z)
}

// Real draws n new samples from Pdata, shaped [n, dim], in the same way as training, but not the
// same samples. They are reproducible in the same sense as those of [Run.Sample]. It panics if
// n < 0.
func (r *Run) Real(n int) [][]float32 {
	checkCount("Real", n)
	return r.draw(&r.realDraws, r.loop.game.real, r.loop.realTables, n)
}

// Generate returns G(z) for each row of z. z is shaped [n, NoiseDim] and the result [n, dim]. In a
// conditional run a row is z, then its class (see [WithClass]). On XLA rows pass in blocks of 1,024, so one
// row takes as long as 1,024. It panics if a row has another width, and after [TrainDiscriminator], since
// there is no G.
func (r *Run) Generate(z [][]float32) [][]float32 {
	if r.generate == nil {
		panic("gan: Generate after TrainDiscriminator: there is no generator; Sample draws from the fixed Pg")
	}
	return r.generate.apply(z)
}

// Logits returns D's score for each row of xs, shaped [n, Packing·dim]. In a conditional run each
// row is followed by its class (see [WithClass]). The score is the logit ln(D(x)/(1 − D(x))) if the loss
// makes D a probability. Otherwise it is l(x) in the formula of the loss. It panics if a row has
// another width.
func (r *Run) Logits(xs [][]float32) []float32 {
	flat := make([]float32, len(xs))
	for i, row := range r.score.apply(xs) {
		flat[i] = row[0]
	}
	return flat
}

// Discriminate returns D(x) = 1/(1 + e^−logit), the probability that x is real, for each row of xs.
// The rows are those of [Run.Logits]. It panics if a row has another width, and if the loss does
// not make D a probability.
func (r *Run) Discriminate(xs [][]float32) []float32 {
	if loss := r.loop.game.cfg.Loss; !loss.Logit {
		panic(fmt.Sprintf("gan: Discriminate of a run trained with %v, whose score is no probability; use Logits", loss))
	}
	d := r.Logits(xs)
	for i, logit := range d {
		d[i] = float32(1 / (1 + math.Exp(-float64(logit))))
	}
	return d
}

func checkCount(method string, n int) {
	if n < 0 {
		panic(fmt.Sprintf("gan: %s of %d; 0 or more", method, n))
	}
}

// WithClass returns a new row for [Run.Generate] or [Run.Logits] of a conditional run: the numbers of
// row, then the class, one-hot, which are as many numbers as there are classes. It panics if the class
// is not from 0 to classes − 1.
func WithClass(row []float32, class, classes int) []float32 {
	if class < 0 || class >= classes {
		panic(fmt.Sprintf("gan: WithClass of class %d; from 0 to %d", class, classes-1))
	}
	with := make([]float32, len(row)+classes)
	copy(with, row)
	with[len(row)+class] = 1
	return with
}

// draw returns n draws from a data set, shaped [n, dim].
func (r *Run) draw(at **program, from dataset.Dataset, tables []any, n int) [][]float32 {
	return r.drawChunks(at, "draws", from, tables, n, func(scope *model.Scope, g *Graph, tables []*Node) *Node {
		return drawnFrom(from, scope, g, tables, drawnAtOnce(from, chunk))
	})
}

// drawClasses returns the classes of n draws from the real data, shaped [n, 1].
func (r *Run) drawClasses(n int) [][]float32 {
	data := r.loop.game.real.(dataset.Labelled)
	return r.drawChunks(&r.classDraws, "classes", data, r.loop.realTables, n, func(scope *model.Scope, g *Graph, tables []*Node) *Node {
		_, class := drawnLabelled(data, scope, g, tables, drawnAtOnce(data, chunk))
		return ExpandAxes(ConvertDType(class, dtypes.Float32), -1)
	})
}

// drawnAtOnce returns the number of rows of a data set that are drawn at once: most, or fewer wide rows, so that
// they take 64 MiB at most.
func drawnAtOnce(from dataset.Dataset, most int) int {
	for most > 1 && most*from.Dim() > 1<<24 {
		most /= 2
	}
	return most
}

// drawChunks returns n rows that build draws from the tables, as many at a time as build draws. It keeps
// the compiled program in *at.
func (r *Run) drawChunks(at **program, what string, from dataset.Dataset, tables []any, n int, build func(*model.Scope, *Graph, []*Node) *Node) [][]float32 {
	if *at == nil {
		key := prefixed(what, dataset.DrawnBy(from))
		if key != "" {
			key += fmt.Sprintf(" on %p", r.loop.backend)
		}
		*at = must(sharedOrCompiled(key, func() (*program, error) {
			return compile(r.loop.backend, what, r.dataStore, shapesOf(tables), func(scope *model.Scope, g *Graph, nodes []*Node) []*Node {
				return []*Node{build(scope, g, nodes)}
			})
		}))
	}
	drawn := make([][]float32, 0, n)
	for len(drawn) < n {
		batch := call(*at, r.dataStore, tables...)
		drawn = append(drawn, batch[:min(len(batch), n-len(drawn))]...)
	}
	return drawn
}

// An evaluator applies a network to rows that the host gives, shaped [n, width].
type evaluator struct {
	name     string
	width    int
	loop     *loop
	draws    *model.Store // holds the random state for draws in use
	compile  func(block int) (*program, error)
	programs map[int]*program // those used so far, by their blocks
}

// forward returns an evaluator of a network of the loop's store.
func (l *loop) forward(draws *model.Store, name string, width int, network func(*model.Scope, *Node) *Node) *evaluator {
	compiled := func(block int) (*program, error) {
		return sharedOrCompiled(prefixed(fmt.Sprint(name, " of ", block, " rows"), l.game.key(l.backend)), func() (*program, error) {
			inputs := []shapes.Shape{shapes.Make(dtypes.Float32, block, width)}
			return compile(l.backend, name, l.store, inputs, func(scope *model.Scope, _ *Graph, x []*Node) []*Node {
				return []*Node{network(scope, x[0])}
			})
		})
	}
	return &evaluator{name: name, width: width, loop: l, draws: draws, compile: compiled, programs: map[int]*program{}}
}

func (f *evaluator) apply(xs [][]float32) [][]float32 {
	if err := f.loop.needWeights(); err != nil {
		panic(err)
	}
	for i, x := range xs {
		if len(x) != f.width {
			panic(fmt.Sprintf("gan: row %d given to the %s has %d coordinates; it takes %d", i, f.name, len(x), f.width))
		}
	}
	block := blockOf(len(xs), f.loop.game.rowsAtOnce(), f.loop.backend)
	if f.programs[block] == nil {
		f.programs[block] = must(f.compile(block))
	}
	out := make([][]float32, 0, len(xs))
	for start := 0; start < len(xs); start += block {
		part := xs[start:min(start+block, len(xs))]
		padded := make([]float32, block*f.width)
		for i, x := range part {
			copy(padded[i*f.width:], x)
		}
		out = append(out, f.one(block, padded)[:len(part)]...)
	}
	return out
}

// one applies the network to one block of rows. A network from outside this package may draw random numbers
// and change its variables in use too. The numbers are from the run's own stream, and the variables keep their
// values, so that no training depends on who looks at it.
func (f *evaluator) one(block int, flat []float32) [][]float32 {
	defer f.programs[block].aside(f.loop.store, f.draws)()
	input := tensors.FromFlatDataAndDimensions(flat, block, f.width)
	defer input.MustFinalizeAll() // its copy on the device, of which the garbage collector knows nothing
	return call(f.programs[block], f.loop.store, input)
}

// call runs a program that has one output, shaped [rows, columns]. It copies the output to the host
// and frees it.
func call(p *program, store *model.Store, inputs ...any) [][]float32 {
	out := must(p.call(store, inputs...))[0]
	defer out.FinalizeAll()
	out.Shape().Assert(dtypes.Float32, shapes.UncheckedAxis, shapes.UncheckedAxis)
	return out.Value().([][]float32)
}

package gan

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"ganbook/gan/dataset"
	"ganbook/gan/device"
	"ganbook/theory/seed"
)

// A Run is a trained pair of networks, or, from [TrainDiscriminator], D alone. Its
// methods are for one goroutine at a time.
type Run struct {
	loop    *loop
	step    int
	rows    []float32 // of the history, as the device wrote them
	history History

	generate *rows // z (and class) to G(z)
	score    *rows // x (and class) to D's score

	// What Sample and Real draw comes from two streams, which the training does not touch:
	// z's on the host, and data, with their classes, on the device.
	noise *rand.Rand
	drawn *model.Store
	// Draws of the data sets, by programs made at the first call.
	realAt, fakeAt, classAt *program
}

// The streams of a training's seed that are not its own: each is of the z's on the host,
// and the next one of what is drawn on the device.
const (
	ownStream  = 1 // of a run
	lookStream = 3 // of each look at one
)

// chunk is how many rows pass through a network at once: every call is padded to a
// multiple of it, so that each network is compiled once, whatever the number.
const chunk = 1024

func newRun(l *loop) (*Run, error) {
	r := &Run{drawn: model.NewStore()}
	r.attach(l)
	return r, r.beginStream(ownStream)
}

// attach makes a loop the run's own.
func (r *Run) attach(l *loop) {
	r.loop = l
	p := l.game
	if p.fake == nil {
		r.generate = l.forward("generator", p.generatorDim(), func(scope *model.Scope, x *Node) *Node {
			if p.cfg.Averaging > 0 {
				scope = scope.At(averageScope)
			}
			return p.generate(scope, x)
		})
	}
	r.score = l.forward("discriminator", p.discriminatorDim()+p.classes(), func(scope *model.Scope, x *Node) *Node {
		if !p.cfg.Conditional {
			return p.score(scope, batch{x: x})
		}
		row, class := Slice(x, AxisRange(), AxisRange(0, p.discriminatorDim())), Slice(x, AxisRange(), AxisRange(p.discriminatorDim()))
		return p.score(scope, batch{x: row, class: class})
	})
}

// beginStream has Sample and Real draw from the beginning of a stream.
func (r *Run) beginStream(stream uint64) error {
	of := r.loop.game.cfg.Seed
	r.noise = seed.Rand(of, stream)
	return r.drawn.SetRNGStateFromSeed(int64(seed.Rand(of, stream+1).Uint64()))
}

// Look calls draw with the run, which draws from a stream of its own meanwhile: Noise,
// Sample, SampleClass and Real give the same z's and data at each Look, at whatever step,
// so that one sample can be followed through a training. Afterwards they go on as if
// nobody had looked. [OnFrame] calls Look; a Look within another begins the stream again.
func (r *Run) Look(draw func(*Run)) {
	noise, state := r.noise, r.drawn.GetVariable(randomPath)
	before := must(must(state.Value()).LocalClone()) // the value itself is given away by the next draw
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

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// Config returns the configuration that the run was trained with.
func (r *Run) Config() Config { return r.loop.game.cfg }

// Data returns the real data.
func (r *Run) Data() dataset.Dataset { return r.loop.game.real }

// Step returns how many steps have been taken.
func (r *Run) Step() int { return r.step }

// History returns the losses and probabilities of each step taken so far.
func (r *Run) History() History { return r.history }

// Backend returns what the run computes on, such as "xla:cpu" or "go".
func (r *Run) Backend() string { return device.Name(r.loop.backend) }

// Parameters returns how many numbers training moves in G and in D; G's are 0 after
// [TrainDiscriminator].
func (r *Run) Parameters() (generator, discriminator int) {
	scope := r.loop.store.RootScope()
	return parameters(r.loop.game.generatorScope(scope)), parameters(r.loop.game.discriminatorScope(scope))
}

// String sums the run up in one line: the loss, the networks with their numbers of
// parameters, the data, the steps and the backend.
func (r *Run) String() string {
	p := r.loop.game
	g, d := r.Parameters()
	generator := fmt.Sprintf("G %v, %d parameters", p.cfg.Generator, g)
	if p.fake != nil {
		generator = "fakes from " + p.fake.Name()
	}
	return fmt.Sprintf("%v on %s: %s; D %v, %d parameters; step %d of %d on %s",
		p.cfg.Loss, p.real.Name(), generator, p.cfg.Discriminator, d, r.step, p.cfg.Steps, r.Backend())
}

// Noise draws n new z ~ P(z), shaped [n, NoiseDim], as Sample does: after Noise(n) of
// one run and Sample(n) of another with the same seed, the next z's of both are the
// same. It panics if n < 0.
func (r *Run) Noise(n int) [][]float32 {
	checkCount("Noise", n)
	cfg := r.loop.game.cfg
	z := make([][]float32, n)
	for i := range z {
		z[i] = make([]float32, cfg.NoiseDim)
		for j := range z[i] {
			z[i][j] = float32(cfg.Noise.next(r.noise))
		}
	}
	return z
}

// Sample draws n new samples from Pg, shaped [n, dim]: G(z) with z ~ P(z), in a
// conditional run with classes as frequent as in the data. G's weights are their
// moving average where Averaging asks for it. After [TrainDiscriminator] they come
// from the fixed fake data set. It panics if n < 0.
//
// The z's follow from the seed and from what was drawn of this run before, and from
// nothing else. Two trainings with the same seed, asked in the same order, give the
// same bits on one backend: stopped and resumed or not, looked at or not (see
// [OnFrame]), loaded with [Load] or just trained. No two calls share z's, other than
// in two calls of [Run.Look].
func (r *Run) Sample(n int) [][]float32 {
	checkCount("Sample", n)
	p := r.loop.game
	if p.fake != nil {
		return r.draw(&r.fakeAt, p.fake, r.loop.fake, n)
	}
	z := r.Noise(n)
	if p.cfg.Conditional {
		for i, drawn := range r.drawClasses(n) {
			class := int(drawn[0])
			if class < 0 || class >= p.classes() {
				panic(fmt.Sprintf("gan: Sample with class %d, drawn by %s; from 0 to %d", class, p.real.Name(), p.classes()-1))
			}
			z[i] = append(z[i], oneHot(class, p.classes())...)
		}
	}
	return r.Generate(z)
}

// SampleClass draws n new samples of one class from a conditional run, shaped [n, dim], from the
// next n z's that Sample would use. It panics if n < 0, if there is no such class, and if the run
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
		z[i] = append(z[i], oneHot(class, classes)...)
	}
	return r.Generate(z)
}

// Real draws n new samples from Pdata as training does, shaped [n, dim]: not those that
// the training has seen, and the same in the same order, as [Run.Sample]'s. It panics if
// n < 0.
func (r *Run) Real(n int) [][]float32 {
	checkCount("Real", n)
	return r.draw(&r.realAt, r.loop.game.real, r.loop.real, n)
}

// Generate returns G(z) for each row of z, shaped [n, NoiseDim], as [n, dim]; in a
// conditional run a row is z and then its class, one-hot. It panics on a row of
// another width, and where there is no G (after [TrainDiscriminator]).
func (r *Run) Generate(z [][]float32) [][]float32 {
	if r.generate == nil {
		panic("gan: Generate after TrainDiscriminator: there is no generator; Sample draws from the fixed Pg")
	}
	return r.generate.apply(z)
}

// Logits returns D's raw score for each row of xs, shaped [n, Packing·dim] (in a
// conditional run each followed by its class, one-hot): the logit
// ln D(x)/(1 − D(x)) where the loss makes D a probability, and what the loss's
// formula calls l(x) elsewhere. It panics on a row of another width.
func (r *Run) Logits(xs [][]float32) []float32 {
	flat := make([]float32, len(xs))
	for i, row := range r.score.apply(xs) {
		flat[i] = row[0]
	}
	return flat
}

// Discriminate returns D(x) = 1/(1 + e^−logit), the probability that x is real,
// for each row of xs, shaped as for [Run.Logits]. It panics on a row of another
// width, and where the loss does not make D a probability.
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

func oneHot(class, classes int) []float32 {
	row := make([]float32, classes)
	row[class] = 1
	return row
}

// draw returns n draws from a data set, shaped [n, dim].
func (r *Run) draw(at **program, from dataset.Dataset, tables []any, n int) [][]float32 {
	return r.drawChunks(at, "draws", from, tables, n, func(scope *model.Scope, g *Graph, tables []*Node) *Node {
		return from.Draw(scope, g, tables, chunk)
	})
}

// drawClasses returns the classes of n draws from the real data, shaped [n, 1].
func (r *Run) drawClasses(n int) [][]float32 {
	data := r.loop.game.real.(dataset.Labelled)
	return r.drawChunks(&r.classAt, "classes", data, r.loop.real, n, func(scope *model.Scope, g *Graph, tables []*Node) *Node {
		_, class := data.DrawLabelled(scope, g, tables, chunk)
		return ExpandAxes(ConvertDType(class, dtypes.Float32), -1)
	})
}

// drawChunks draws what build makes of from's tables, chunk rows at a time, by a program that is
// kept in at.
func (r *Run) drawChunks(at **program, what string, from dataset.Dataset, tables []any, n int, build func(*model.Scope, *Graph, []*Node) *Node) [][]float32 {
	if *at == nil {
		key := prefixed(what, dataset.DrawnBy(from))
		if key != "" {
			key += fmt.Sprintf(" on %p", r.loop.backend)
		}
		*at = must(share(key, func() (*program, error) {
			return compile(r.loop.backend, what, r.drawn, shapesOf(tables), func(scope *model.Scope, g *Graph, nodes []*Node) []*Node {
				return []*Node{build(scope, g, nodes)}
			})
		}))
	}
	drawn := make([][]float32, 0, n)
	for len(drawn) < n {
		batch := call(*at, r.drawn, tables...)
		drawn = append(drawn, batch[:min(chunk, n-len(drawn))]...)
	}
	return drawn
}

// rows is a network as a function of rows, shaped [n, width].
type rows struct {
	name    string
	width   int
	store   *model.Store
	compile func() (*program, error)
	program *program // nil until it is asked for
}

// forward makes a network of the loop's store callable from the host.
func (l *loop) forward(name string, width int, network func(*model.Scope, *Node) *Node) *rows {
	compiled := func() (*program, error) {
		return share(prefixed(name, l.game.key(l.backend)), func() (*program, error) {
			inputs := []shapes.Shape{shapes.Make(dtypes.Float32, chunk, width)}
			return compile(l.backend, name, l.store, inputs, func(scope *model.Scope, _ *Graph, x []*Node) []*Node {
				return []*Node{network(scope, x[0])}
			})
		})
	}
	return &rows{name: name, width: width, store: l.store, compile: compiled}
}

func (f *rows) apply(xs [][]float32) [][]float32 {
	for i, x := range xs {
		if len(x) != f.width {
			panic(fmt.Sprintf("gan: row %d given to the %s has %d coordinates; it takes %d", i, f.name, len(x), f.width))
		}
	}
	if f.program == nil {
		f.program = must(f.compile())
	}
	out := make([][]float32, 0, len(xs))
	for start := 0; start < len(xs); start += chunk {
		part := xs[start:min(start+chunk, len(xs))]
		padded := make([]float32, chunk*f.width)
		for i, x := range part {
			copy(padded[i*f.width:], x)
		}
		out = append(out, call(f.program, f.store, tensors.FromFlatDataAndDimensions(padded, chunk, f.width))[:len(part)]...)
	}
	return out
}

// call runs a program whose only output is shaped [rows, columns], and frees it.
func call(p *program, store *model.Store, inputs ...any) [][]float32 {
	out := must(p.call(store, inputs...))[0]
	defer out.FinalizeAll()
	out.Shape().Assert(dtypes.Float32, shapes.UncheckedAxis, shapes.UncheckedAxis)
	return out.Value().([][]float32)
}

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
)

// A Run is a trained pair of networks, or, from [TrainDiscriminator], D alone. Its
// methods are for one goroutine at a time.
type Run struct {
	loop    *loop
	step    int
	history History

	noise          *rand.Rand // of Sample
	generate       *rows      // z to G(z)
	logits         *rows      // x to D's logit
	drawn          *model.Store
	realAt, fakeAt *model.Exec
}

// chunk is how many rows pass through a network at once: every call is padded to a
// multiple of it, so that each network is compiled once, whatever the number.
const chunk = 1024

func newRun(l *loop) (*Run, error) {
	r := &Run{
		loop:  l,
		noise: rand.New(rand.NewPCG(l.game.cfg.Seed, 1)),
		drawn: model.NewStore(),
	}
	// Looking at a run must not move the training's random state.
	seed := rand.NewPCG(l.game.cfg.Seed, 2).Uint64()
	if err := r.drawn.SetRNGStateFromSeed(int64(seed)); err != nil {
		return nil, err
	}
	p := l.game
	if p.fake == nil {
		r.generate = l.forward("generator", p.cfg.NoiseDim, p.generate)
	}
	r.logits = l.forward("discriminator", p.real.Dim(), p.logits)
	return r, nil
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

// Sample draws n new samples from Pg, shaped [n, dim]: G(z) with z ~ N(0, I). The
// same run asked in the same order gives the same samples. After
// [TrainDiscriminator] they come from the fixed fake data set. It panics if n < 0.
func (r *Run) Sample(n int) [][]float32 {
	if n < 0 {
		panic(fmt.Sprintf("gan: Sample of %d; 0 or more", n))
	}
	if fake := r.loop.game.fake; fake != nil {
		return r.draw(&r.fakeAt, fake, n)
	}
	z := make([][]float32, n)
	for i := range z {
		z[i] = make([]float32, r.loop.game.cfg.NoiseDim)
		for j := range z[i] {
			z[i][j] = float32(r.noise.NormFloat64())
		}
	}
	return r.Generate(z)
}

// Real draws n new samples from Pdata as training does, shaped [n, dim]. It panics
// if n < 0.
func (r *Run) Real(n int) [][]float32 {
	if n < 0 {
		panic(fmt.Sprintf("gan: Real of %d; 0 or more", n))
	}
	return r.draw(&r.realAt, r.loop.game.real, n)
}

// Generate returns G(z) for each row of z, shaped [n, NoiseDim], as [n, dim]. It
// panics on a row of another width, and where there is no G (after
// [TrainDiscriminator]).
func (r *Run) Generate(z [][]float32) [][]float32 {
	if r.generate == nil {
		panic("gan: Generate after TrainDiscriminator: there is no generator; Sample draws from the fixed Pg")
	}
	return r.generate.apply(z)
}

// Logits returns D's logit ln D(x)/(1 − D(x)) for each row of xs, shaped [n, dim].
// It panics on a row of another width.
func (r *Run) Logits(xs [][]float32) []float32 {
	flat := make([]float32, len(xs))
	for i, row := range r.logits.apply(xs) {
		flat[i] = row[0]
	}
	return flat
}

// Discriminate returns D(x) = 1/(1 + e^−logit), the probability that x is real,
// for each row of xs, shaped [n, dim]. It panics on a row of another width.
func (r *Run) Discriminate(xs [][]float32) []float32 {
	d := r.Logits(xs)
	for i, logit := range d {
		d[i] = float32(1 / (1 + math.Exp(-float64(logit))))
	}
	return d
}

// draw returns n draws from a data set, by a program made at the first call.
func (r *Run) draw(at **model.Exec, from dataset.Dataset, n int) [][]float32 {
	if *at == nil {
		build := func(scope *model.Scope, nodes []*Node) *Node {
			return from.Draw(scope, nodes[0].Graph(), nodes[1:], chunk)
		}
		*at = model.MustNewExec(r.loop.backend, r.drawn, build).WithName("draws of " + from.Name())
	}
	// A program needs an input; data sets without tables would have none.
	inputs := append([]any{float32(0)}, resident(from)...)
	drawn := make([][]float32, 0, n)
	for len(drawn) < n {
		batch := call(*at, inputs...)
		drawn = append(drawn, batch[:min(chunk, n-len(drawn))]...)
	}
	return drawn
}

// rows is a network as a function of rows, shaped [n, width].
type rows struct {
	name  string
	width int
	exec  *model.Exec
}

// forward makes a network of the loop's store callable from the host.
func (l *loop) forward(name string, width int, network func(*model.Scope, *Node) *Node) *rows {
	return &rows{name, width, model.MustNewExec(l.backend, l.store, network).WithName(name)}
}

func (f *rows) apply(xs [][]float32) [][]float32 {
	for i, x := range xs {
		if len(x) != f.width {
			panic(fmt.Sprintf("gan: row %d given to the %s has %d coordinates; it takes %d", i, f.name, len(x), f.width))
		}
	}
	out := make([][]float32, 0, len(xs))
	for start := 0; start < len(xs); start += chunk {
		part := xs[start:min(start+chunk, len(xs))]
		padded := make([]float32, chunk*f.width)
		for i, x := range part {
			copy(padded[i*f.width:], x)
		}
		out = append(out, call(f.exec, tensors.FromFlatDataAndDimensions(padded, chunk, f.width))[:len(part)]...)
	}
	return out
}

// call runs a program whose only output is shaped [rows, columns], and frees it.
func call(exec *model.Exec, inputs ...any) [][]float32 {
	out := exec.MustCall(inputs...)[0]
	defer out.FinalizeAll()
	out.Shape().Assert(dtypes.Float32, shapes.UncheckedAxis, shapes.UncheckedAxis)
	return out.Value().([][]float32)
}

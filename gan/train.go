package gan

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"ganbook/gan/dataset"
	"ganbook/gan/device"
)

// An Option adds to a training something that does not change its result.
type Option func(*options)

type options struct {
	every     int
	frame     func(*Run)
	progress  func(step, steps int)
	dir       string
	fresh     bool
	saveEvery time.Duration
}

// OnFrame has draw called with the run as it stands at step 0, every, 2·every, …
// and at the last step. The training waits meanwhile; draw may use all of the
// run's methods, and must not keep the run. It is called by [Run.Look]: what it draws
// has the same z's in every frame, and nothing that the run gives later depends on it.
func OnFrame(every int, draw func(*Run)) Option {
	return func(o *options) { o.every, o.frame = every, draw }
}

// OnProgress has report called after each stretch of steps, some ten times a
// second, on the training's goroutine.
func OnProgress(report func(step, steps int)) Option {
	return func(o *options) { o.progress = report }
}

// Dir keeps the training in a folder, made if need be. A checkpoint is written every
// 30 seconds (see [SaveEvery]) and at the end, however the training ends; the last
// two are kept. Where the folder already holds this training, of the same config
// and data, it goes on from the newest checkpoint, with the same bits as if it had
// never stopped; a finished one is only loaded. cfg.Steps may be larger than it was,
// where nothing decays.
//
// A checkpoint that is cut short or changed is refused by name in a warning, left as
// it is, and the one before it used. Errors: a folder that cannot be written, that
// another training is writing to, or that holds a training of another config, other
// data, another backend or a newer format, each saying which. A save that fails
// while training goes on is a warning, and tried again; at the end it is an error.
func Dir(path string) Option {
	return func(o *options) { o.dir = path }
}

// SaveEvery changes how often [Dir] saves. It does not change a bit of the result.
func SaveEvery(pause time.Duration) Option {
	return func(o *options) { o.saveEvery = pause }
}

// Fresh trains anew in a [Dir] that may hold a training, of whatever config: its
// checkpoints are replaced when the first new one has been written.
func Fresh() Option {
	return func(o *options) { o.fresh = true }
}

// Train plays Algorithm 1 on data for cfg.Steps steps.
//
// Errors: a config out of range (see [Config.Validate]); a backend that cannot be
// had; a loss or weight that is not finite, with the step and its name, as a
// [NotFiniteError]; ctx's error, when it ends first. A cancelled ctx is noticed
// within a second, a compilation apart. In the last two cases the run is returned
// too, as it stood after the last good step.
func Train(ctx context.Context, cfg Config, data dataset.Dataset, opts ...Option) (*Run, error) {
	return train(ctx, game{cfg: cfg, real: data}, opts)
}

// TrainDiscriminator trains D alone to tell data from fake, a fixed Pg, for
// cfg.Steps·cfg.CriticSteps steps. With enough of them D approaches
//
//	D*(x) = Pdata(x)/(Pdata(x) + Pg(x))
//
// (Goodfellow et al. 2014, Proposition 1). cfg.Generator and its optimizer are not
// used; the run's Sample draws from fake. Errors are [Train]'s.
func TrainDiscriminator(ctx context.Context, cfg Config, data, fake dataset.Dataset, opts ...Option) (*Run, error) {
	if fake == nil {
		return nil, errors.New("gan: TrainDiscriminator of a nil fake; give the data set that plays Pg")
	}
	return train(ctx, game{cfg: cfg, real: data, fake: fake}, opts)
}

// A NotFiniteError ends a training whose next step would have left something that
// is not a finite number. The run returned beside it is as it was before the step.
type NotFiniteError struct {
	Step         int    // the step that was not taken, from 1
	What         string // the first thing found, such as "the generator's loss"
	DLoss, GLoss float64
}

// Error names the step, the thing, and what usually helps.
func (e *NotFiniteError) Error() string {
	return fmt.Sprintf("gan: at step %d %s is not finite (discriminator's loss %v, generator's %v); "+
		"the run is kept as it was before that step: try a smaller learning rate", e.Step, e.What, e.DLoss, e.GLoss)
}

func train(ctx context.Context, p game, opts []Option) (*Run, error) {
	o := options{saveEvery: 30 * time.Second}
	for _, opt := range opts {
		opt(&o)
	}
	run, err := p.begin(o)
	if err != nil {
		return nil, err
	}
	if o.dir == "" {
		return run, run.advance(ctx, o, func() {})
	}
	kept, err := keep(run, o)
	if err != nil {
		return nil, err
	}
	defer kept.folder.close()
	err = run.advance(ctx, o, kept.pulse)
	return run, errors.Join(err, kept.save())
}

// begin makes a run that has taken no step.
func (p game) begin(o options) (*Run, error) {
	// The programs and tensors of runs that nobody holds any more lie outside Go's heap,
	// where the collector does not feel their weight: have it look before more come.
	runtime.GC()
	if err := p.check(o); err != nil {
		return nil, err
	}
	backend, err := device.Open(p.cfg.Backend)
	if err != nil {
		return nil, err
	}
	l, err := newLoop(p, backend)
	if err != nil {
		return nil, fmt.Errorf("gan: building %v of %s: %w", p.cfg.Loss, p.real.Name(), err)
	}
	return newRun(l)
}

// check reports what cannot be played.
func (p game) check(o options) error {
	if p.real == nil {
		return errors.New("gan: training on nil data; give a data set such as dataset.Ring(8, 1, 0.01)")
	}
	if p.fake != nil && p.fake.Dim() != p.real.Dim() {
		return fmt.Errorf("gan: %s has %d coordinates and %s has %d; D needs them equal",
			p.real.Name(), p.real.Dim(), p.fake.Name(), p.fake.Dim())
	}
	if o.frame != nil && o.every < 1 {
		return fmt.Errorf("gan: OnFrame every %d steps; 1 or more", o.every)
	}
	if o.dir == "" && o.fresh {
		return errors.New("gan: Fresh without a Dir; a training that is not kept is always new")
	}
	if err := p.cfg.Validate(); err != nil {
		return err
	}
	if _, ok := p.real.(dataset.Labelled); p.cfg.Conditional && !ok {
		return fmt.Errorf("gan: Conditional on %s, which has no classes; give labelled data such as dataset.MNIST's", p.real.Name())
	}
	if p.cfg.Conditional && p.fake != nil {
		return errors.New("gan: TrainDiscriminator with Conditional; a fixed Pg has no classes: train without")
	}
	return nil
}

// pace is how long one stretch on the device should take: short enough that a
// cancelled context is soon noticed, long enough that dispatching costs nothing.
const pace = 100 * time.Millisecond

// advance takes the steps that are left, a stretch at a time, and calls after once each
// is taken.
func (r *Run) advance(ctx context.Context, o options, after func()) error {
	steps := r.loop.game.cfg.Steps
	if r.step == 0 {
		if err := r.loop.start(); err != nil {
			return fmt.Errorf("gan: setting out the weights: %w", err)
		}
	}
	if o.frame != nil {
		r.Look(o.frame)
	}
	size := 1
	for r.step < steps {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("gan: stopped at step %d of %d: %w", r.step, steps, err)
		}
		until := min(r.step+size, steps)
		if o.frame != nil {
			until = min(until, (r.step/o.every+1)*o.every)
		}
		taken := until - r.step
		took, err := r.stretch(until)
		if err != nil {
			return err
		}
		after()
		if o.progress != nil {
			o.progress(r.step, steps)
		}
		if o.frame != nil && (r.step%o.every == 0 || r.step == steps) {
			r.Look(o.frame)
		}
		size = r.loop.nextSize(taken, took)
	}
	return nil
}

// nextSize is how many steps should take one pace, when taken steps took so long;
// growing at most fourfold, since the first stretch holds the compilation.
func (l *loop) nextSize(taken int, took time.Duration) int {
	fit := int(pace * time.Duration(taken) / max(took, 1))
	return max(1, min(fit, 4*taken, l.rows))
}

// record counts steps that were taken, by their rows of the history.
func (r *Run) record(rows [][]float32) {
	for _, row := range rows {
		r.rows = append(r.rows, row...)
	}
	r.history.add(r.loop.game, rows)
	r.step += len(rows)
}

// stretch takes the steps up to until and writes their history.
func (r *Run) stretch(until int) (took time.Duration, err error) {
	start := time.Now()
	s, err := r.loop.run(r.step, until)
	if err != nil {
		return 0, fmt.Errorf("gan: steps %d to %d: %w", r.step+1, until, err)
	}
	r.record(s.rows)
	if s.failed == nil {
		return time.Since(start), nil
	}
	failure := &NotFiniteError{Step: r.step + 1,
		DLoss: float64(s.failed[colDLoss]), GLoss: float64(s.failed[colGLoss])}
	for i, ok := range s.finite {
		if !ok {
			failure.What = checked[i]
			break
		}
	}
	return 0, failure
}

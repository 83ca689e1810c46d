package gan

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
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
	kept      bool   // whether there is a Dir
	dir       string // its path
	fresh     bool
	saveEvery time.Duration
	wrong     error // the first option that cannot be
}

func (o *options) refuse(why string) {
	if o.wrong == nil {
		o.wrong = errors.New("gan: " + why)
	}
}

// OnFrame has draw called with the run as it stands at step 0, every, 2·every, …
// and at the last step. The training waits meanwhile; draw may use all of the
// run's methods, and must not keep the run. It is called by [Run.Look]: what it draws
// has the same z's in every frame, and nothing that the run gives later depends on it.
func OnFrame(every int, draw func(*Run)) Option {
	return func(o *options) {
		if draw == nil {
			o.refuse("OnFrame of a nil function; leave it out where nothing is to be drawn")
		}
		if every < 1 {
			o.refuse(fmt.Sprintf("OnFrame every %d steps; 1 or more", every))
		}
		o.every, o.frame = every, draw
	}
}

// OnProgress has report called after each stretch of steps, some ten times a
// second, on the training's goroutine.
func OnProgress(report func(step, steps int)) Option {
	return func(o *options) {
		if report == nil {
			o.refuse("OnProgress of a nil function; leave it out where nothing is to be reported")
		}
		o.progress = report
	}
}

// Dir keeps the training in a folder, made if need be. A checkpoint is written every
// 30 seconds (see [SaveEvery]) and at the end, however the training ends; the last
// two are kept. It is also written where OnFrame or OnProgress panics, before the panic goes
// on. Where the folder already holds this training, of the same config
// and data, it goes on from the newest checkpoint, with the same bits as if it had
// never stopped; a finished one is only loaded. cfg.Steps may be larger than it was,
// where nothing decays.
//
// A checkpoint that is cut short or changed is refused by name in a warning, left as
// it is, and the one before it used. Errors: an empty path; a folder that cannot be
// written to (tried before the training begins), that another training is writing to,
// or that holds a training of another config, other data, another backend or a newer
// format, each saying which. A save that fails while training goes on is a warning, and
// tried again; at the end it is an error.
func Dir(path string) Option {
	return func(o *options) { o.kept, o.dir = true, path }
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
// Errors: a nil ctx, data or option; a config out of range (see [Config.Validate]); one
// that needs more memory than the machine has; a backend that cannot be had; data whose
// classes are not from 0 to K−1; a loss, weight or output of a network that is not finite,
// with the step and its name, as a [NotFiniteError]; ctx's error, when it ends first. A
// cancelled ctx is noticed within a second, a compilation apart. In the last three cases
// the run is returned too, as it stood after the last good step.
func Train(ctx context.Context, cfg Config, data dataset.Dataset, opts ...Option) (*Run, error) {
	return train(ctx, game{cfg: cfg, real: data}, opts)
}

// TrainDiscriminator trains D alone to tell data from fake, a fixed Pg, for
// cfg.Steps·cfg.CriticSteps steps. With enough of them D approaches
//
//	D*(x) = Pdata(x)/(Pdata(x) + Pg(x))
//
// (Goodfellow et al. 2014, Proposition 1). cfg.Generator, its optimizer, its noise and
// Averaging are not used and may be what they like; the run's Sample draws from fake.
// Errors are [Train]'s.
func TrainDiscriminator(ctx context.Context, cfg Config, data, fake dataset.Dataset, opts ...Option) (*Run, error) {
	if fake == nil {
		return nil, errors.New("gan: TrainDiscriminator of a nil fake; give the data set that plays Pg")
	}
	return train(ctx, game{cfg: cfg, real: data, fake: fake}, opts)
}

// A NotFiniteError ends a training of which a step left something that is not a finite
// number: a loss, a weight, or what the networks make of a batch afterwards. The run
// returned beside it is as it was before the step, when all of these were finite.
type NotFiniteError struct {
	Step         int    // the step that was undone, from 1
	What         string // the first thing found, such as "the generator's loss"
	DLoss, GLoss float64
}

// Error names the step, the thing, and what usually helps.
func (e *NotFiniteError) Error() string {
	return fmt.Sprintf("gan: at step %d %s is not finite (discriminator's loss %v, generator's %v); "+
		"the run is kept as it was before that step: try a smaller learning rate", e.Step, e.What, e.DLoss, e.GLoss)
}

func train(ctx context.Context, p game, opts []Option) (*Run, error) {
	o, err := parse(ctx, opts)
	if err != nil {
		return nil, err
	}
	run, err := p.begin(o)
	if err != nil {
		return nil, err
	}
	if !o.kept {
		return run, run.advance(ctx, o, p.cfg.Steps, func() {})
	}
	kept, err := keep(run, o)
	if err != nil {
		return nil, err
	}
	return run, kept.advance(ctx, o)
}

// parse reads the options, and refuses a nil context.
func parse(ctx context.Context, opts []Option) (options, error) {
	o := options{saveEvery: 30 * time.Second}
	if ctx == nil {
		return o, errors.New("gan: training with a nil context; give context.Background() where nothing is to stop it")
	}
	for i, opt := range opts {
		if opt == nil {
			return o, fmt.Errorf("gan: option %d of %d is nil; leave it out", i+1, len(opts))
		}
		opt(&o)
	}
	return o, nil
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
	if err := p.fits(device.Name(backend)); err != nil {
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
	if o.wrong != nil {
		return o.wrong
	}
	if p.real == nil {
		return errors.New("gan: training on nil data; give a data set such as dataset.Ring(8, 1, 0.01)")
	}
	if p.fake != nil && p.fake.Dim() != p.real.Dim() {
		return fmt.Errorf("gan: %s has %d coordinates and %s has %d; D needs them equal",
			p.real.Name(), p.real.Dim(), p.fake.Name(), p.fake.Dim())
	}
	if !o.kept && o.fresh {
		return errors.New("gan: Fresh without a Dir; a training that is not kept is always new")
	}
	if err := p.cfg.validate(p.fake == nil); err != nil {
		return err
	}
	if l, ok := p.real.(dataset.Labelled); p.cfg.Conditional && (!ok || l.Classes() < 1) {
		return fmt.Errorf("gan: Conditional on %s, which has no classes; give labelled data such as mnist.Load's", p.real.Name())
	}
	if p.cfg.Conditional && p.fake != nil {
		return errors.New("gan: TrainDiscriminator with Conditional; a fixed Pg has no classes: train without")
	}
	return nil
}

// pace is how long one stretch on the device should take: short enough that a
// cancelled context is soon noticed, long enough that dispatching costs nothing.
const pace = 100 * time.Millisecond

// advance takes the steps that are left until so many are taken, a stretch at a time, and calls
// after once each is taken.
func (r *Run) advance(ctx context.Context, o options, steps int, after func()) error {
	if r.step == 0 {
		if err := r.loop.start(); err != nil {
			return fmt.Errorf("gan: setting out the weights: %w", err)
		}
	}
	defer r.loop.keepPast(state{})
	if o.frame != nil {
		r.Look(o.frame)
	}
	size := 1
	for r.step < steps {
		if err := ctx.Err(); err != nil {
			return r.stopped(err, steps)
		}
		until := min(r.step+size, steps)
		if o.frame != nil {
			until = min(until, (r.step/o.every+1)*o.every)
		}
		taken := until - r.step
		took, err := r.stretch(until)
		if err == nil && r.step == steps {
			err = r.settle()
		}
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

// stopped ends a training before its last step.
func (r *Run) stopped(why error, steps int) error {
	at := r.step
	err := r.settle()
	return errors.Join(fmt.Errorf("gan: stopped at step %d of %d: %w", at, steps, why), err)
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
	return time.Since(start), r.failure(s)
}

// settle makes sure that what the run gives is finite where it ends: else only the next
// step would find out. A run that has taken no step here ends where it was saved.
func (r *Run) settle() error {
	if r.loop.past.values == nil {
		return nil
	}
	s, err := r.loop.probe(r.step)
	if err != nil {
		return fmt.Errorf("gan: after step %d: %w", r.step, err)
	}
	return r.failure(s)
}

// failure says why a stretch ended early, if it did, and forgets the steps undone.
func (r *Run) failure(s stretch) error {
	if s.failed == nil {
		return nil
	}
	r.step, r.rows = s.good, r.rows[:s.good*columns]
	r.history.cut(s.good)
	what := slices.Index(s.finite, false)
	if what == checkClasses {
		p := r.loop.game
		return fmt.Errorf("gan: at step %d %s draws a class that is not from 0 to %d, though it has %d classes; mend its DrawLabelled or its Classes",
			r.step+1, p.real.Name(), p.classes()-1, p.classes())
	}
	return &NotFiniteError{Step: r.step + 1, What: checked[what],
		DLoss: float64(s.failed[colDLoss]), GLoss: float64(s.failed[colGLoss])}
}

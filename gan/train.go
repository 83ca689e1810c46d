package gan

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"time"

	"github.com/gomlx/compute"

	"ganbook/gan/dataset"
	"ganbook/gan/device"
	"ganbook/theory/seed"
)

// An Option changes how a training runs, but not its result.
type Option func(*options)

type options struct {
	every     int
	frame     func(*Run)
	progress  func(step, steps int)
	hasDir    bool   // whether there is a Dir
	dir       string // the path of the Dir
	fresh     bool
	saveEvery *time.Duration // nil for the usual pause
	wrong     error          // the first option that is not valid
}

func (o *options) refuse(why string) {
	if o.wrong == nil {
		o.wrong = errors.New("gan: " + why)
	}
}

// OnFrame calls draw with the run when training begins or resumes, at every step that is a multiple
// of every, and at the last step. Training waits until draw returns. draw may use all methods of
// the run but [Run.Advance] and [Run.Continue], and must not keep the run. OnFrame uses [Run.Look]:
// draw gets the same z's in every frame, and its draws do not change what the run returns later.
//
// Errors of the training: draw is nil; every is below 1; there is another OnFrame.
func OnFrame(every int, draw func(*Run)) Option {
	return func(o *options) {
		if draw == nil {
			o.refuse("OnFrame of a nil function; leave it out if nothing is to be drawn")
		}
		if every < 1 {
			o.refuse(fmt.Sprintf("OnFrame every %d steps; 1 or more", every))
		}
		if o.frame != nil {
			o.refuse("OnFrame twice; one function that does both")
		}
		o.every, o.frame = every, draw
	}
}

// OnProgress calls report after each stretch of steps, on the goroutine of the training. On XLA that is
// two to ten times a second, once the training is under way and unless one step takes longer; on the
// pure-Go backend it is each step. When it is called depends on the speed of the machine; so OnProgress
// uses [Run.Look], as [OnFrame] does. The training returns an error if report is nil, or if there is
// another OnProgress.
func OnProgress(report func(step, steps int)) Option {
	return func(o *options) {
		if report == nil {
			o.refuse("OnProgress of a nil function; leave it out if nothing is to be reported")
		}
		if o.progress != nil {
			o.refuse("OnProgress twice; one function that does both")
		}
		o.progress = report
	}
}

// Dir keeps the training in a folder. The folder is created if it does not exist. A checkpoint is
// written every 30 seconds (see [SaveEvery]) and at the end, also if the training ends with an
// error or if the function of OnFrame or OnProgress panics. The last two checkpoints are kept.
//
// If the folder holds a training with the same config and data, that training resumes from its
// newest checkpoint, with the same bits as if it had never stopped. A finished training is only
// loaded. cfg.Steps may differ from the stored value if nothing decays and if it is not below the
// number of steps taken.
//
// A checkpoint that is truncated or changed is not used. A warning names the file, the file stays
// as it is, and the checkpoint before it is used.
//
// Errors: an empty path; another Dir; a folder that cannot be written to (this is tried before training begins);
// a folder that another training is writing to; a folder whose checkpoints are all damaged; a
// folder with a training of another config, of other data, on another backend, in a newer format,
// or changed by [Run.Continue] or [Run.Advance]. The error says which. If a save fails while
// training continues, there is a warning, and the save is tried again later. If the last save
// fails, that is an error, and the run is returned with it.
func Dir(path string) Option {
	return func(o *options) {
		if o.hasDir {
			o.refuse("Dir twice; one folder for a training")
		}
		o.hasDir, o.dir = true, path
	}
}

// SaveEvery changes how often [Dir] saves: when at least this pause has passed since the last save, and
// with 0 after each stretch of steps. Each save also takes a step that is undone, to see that the outputs are finite.
// It does not change the result. A negative pause, and a SaveEvery
// without a Dir, are errors of the training.
func SaveEvery(pause time.Duration) Option {
	return func(o *options) {
		if pause < 0 {
			o.refuse(fmt.Sprintf("SaveEvery %v; 0 or more", pause))
		}
		o.saveEvery = &pause
	}
}

// Fresh starts a new training in a [Dir] that may hold a training with any config. The old
// checkpoints are removed after the first new one has been written.
func Fresh() Option {
	return func(o *options) { o.fresh = true }
}

// Train plays Algorithm 1 on data for cfg.Steps steps.
//
// Errors that return no run: ctx, data or an option is nil; a config is out of range (see
// [Config.Validate]); the training needs more memory than the machine has; the backend cannot be
// opened or has fewer devices than cfg.Devices; a network does not fit its input or its output; an
// option is not valid.
//
// Errors that also return the run, as it was after the last good step: the data have a class that
// is not from 0 to K−1; a loss, a weight or an output of a network is not finite (a
// [NotFiniteError] with the step and the name); ctx ends first (the error of ctx). If the backend fails
// while it takes steps, because it is out of memory, say, the weights may be lost with it: then all
// methods of the returned run that need them fail, and a [Dir] holds the last checkpoint. Train looks at
// ctx between stretches of steps: at least twice a second, unless one step takes longer. It does not
// while it compiles, nor while it looks for the step that was not finite.
func Train(ctx context.Context, cfg Config, data dataset.Dataset, opts ...Option) (*Run, error) {
	return train(ctx, game{cfg: cfg, real: data}, opts)
}

// TrainDiscriminator trains D alone to tell data from fake, which plays a fixed Pg. D moves
// cfg.Steps·cfg.CriticSteps times. With enough moves D approaches
//
//	D*(x) = Pdata(x)/(Pdata(x) + Pg(x))
//
// (Goodfellow et al. 2014, Proposition 1). cfg.Generator, its optimizer, cfg.Noise, cfg.NoiseDim
// and cfg.Averaging are not used and may have any value. The run's Sample draws from fake. The
// errors are those of [Train]; in addition, fake must not be nil and must have as many coordinates
// as data, and cfg.Conditional must be false.
func TrainDiscriminator(ctx context.Context, cfg Config, data, fake dataset.Dataset, opts ...Option) (*Run, error) {
	if isNil(fake) {
		return nil, errors.New("gan: TrainDiscriminator of a nil fake; give the data set that plays Pg")
	}
	return train(ctx, game{cfg: cfg, real: data, pg: fake}, opts)
}

// A NotFiniteError ends a training in which a step left a value that is not a finite number: a
// sample of the data, a loss, a weight, or an output of a network. The run that is returned with it is as it was before
// that step, when all these values were finite.
type NotFiniteError struct {
	Step         int    // the step that was undone, counted from 1
	What         string // the name of the first value found, such as "the generator's loss"
	DLoss, GLoss float64
}

// Error names the step and the value, and suggests what to look at.
func (e *NotFiniteError) Error() string {
	return fmt.Sprintf("gan: at step %d %s is not finite (discriminator's loss %v, generator's %v); "+
		"the run is kept as it was before that step: try a smaller learning rate, and look whether the data are finite", e.Step, e.What, e.DLoss, e.GLoss)
}

// Start returns a run that has taken no step: both networks have their initial weights. It draws,
// scores and generates like any other run. [Run.Advance] takes its steps, one at a time if need be,
// by both players or by one of them:
//
//	run, err := gan.Start(cfg, data)
//	err = run.Advance(ctx, 1, gan.DiscriminatorAlone)
//
// After the same number of steps of Both it is the run of [Train], to the bit. The errors are those of
// Train before its first step.
func Start(cfg Config, data dataset.Dataset) (*Run, error) {
	return game{cfg: cfg, real: data}.begin(options{})
}

func train(ctx context.Context, p game, opts []Option) (*Run, error) {
	o, err := parseOptions(ctx, opts)
	if err != nil {
		return nil, err
	}
	run, err := p.begin(o)
	if err != nil {
		return nil, err
	}
	if !o.hasDir {
		return run, run.advance(ctx, o, p.cfg.Steps, func() error { return nil })
	}
	kept, err := openKeeper(run, o)
	if err != nil {
		return nil, err
	}
	return run, kept.advance(ctx, o)
}

// parseOptions applies the options. It returns an error for a nil context or a nil option.
func parseOptions(ctx context.Context, opts []Option) (options, error) {
	var o options
	if ctx == nil {
		return o, errors.New("gan: training with a nil context; give context.Background() if nothing is to stop it")
	}
	for i, opt := range opts {
		if opt == nil {
			return o, fmt.Errorf("gan: option %d of %d is nil; leave it out", i+1, len(opts))
		}
		opt(&o)
	}
	return o, nil
}

// begin creates a run that has taken no step, with its initial weights.
func (p game) begin(o options) (*Run, error) {
	// The programs and tensors of unreachable runs use memory outside Go's heap, which does not
	// make the garbage collector run. So run it here, before this training allocates more.
	runtime.GC()
	if err := p.check(o); err != nil {
		return nil, err
	}
	p.cfg = p.cfg.owned()
	backend, err := device.Open(p.cfg.Backend)
	if err != nil {
		return nil, err
	}
	l, err := p.startedOn(backend)
	if err != nil {
		return nil, err
	}
	return newRun(l)
}

// startedOn returns a loop of the game on a backend, with its initial weights.
func (p game) startedOn(backend compute.Backend) (*loop, error) {
	if err := p.fits(backend); err != nil {
		return nil, err
	}
	l, err := newLoop(p, backend)
	if err != nil {
		return nil, fmt.Errorf("gan: building %v of %s: %w", p.cfg.Loss, p.real.Name(), err)
	}
	if err := l.start(); err != nil {
		return nil, fmt.Errorf("gan: initialising the weights: %w", err)
	}
	return l, nil
}

// check returns an error if the game cannot be played.
func (p game) check(o options) error {
	if o.wrong != nil {
		return o.wrong
	}
	if err := seed.Check(); err != nil {
		return fmt.Errorf("gan: %w", err)
	}
	if isNil(p.real) {
		return errors.New("gan: training on nil data; give a data set such as dataset.Ring(8, 1, 0.01)")
	}
	if p.pg != nil && p.pg.Dim() != p.real.Dim() {
		return fmt.Errorf("gan: %s has %d coordinates and %s has %d; D needs equal numbers",
			p.real.Name(), p.real.Dim(), p.pg.Name(), p.pg.Dim())
	}
	if !o.hasDir && o.fresh {
		return errors.New("gan: Fresh without a Dir; a training that is not kept is always new")
	}
	if !o.hasDir && o.saveEvery != nil {
		return errors.New("gan: SaveEvery without a Dir; a training that is not kept is not saved")
	}
	if err := p.cfg.validate(p.pg == nil); err != nil {
		return err
	}
	if l, ok := p.real.(dataset.Labelled); p.cfg.Conditional && (!ok || l.Classes() < 1) {
		return fmt.Errorf("gan: Conditional on %s, which has no classes; give labelled data such as mnist.Load's", p.real.Name())
	}
	if p.cfg.Conditional && p.pg != nil {
		return errors.New("gan: TrainDiscriminator with Conditional; a fixed Pg has no classes: set Conditional to false")
	}
	return nil
}

// isNil also finds a pointer that is nil, such as the images of a dataset.Folder whose error was not looked at.
func isNil(d dataset.Dataset) bool {
	if d == nil {
		return true
	}
	v := reflect.ValueOf(d)
	return v.Kind() == reflect.Pointer && v.IsNil()
}

// A stretch on the device takes about pace. This is short, so that a cancelled context is soon
// noticed. But a dispatch copies the state of the run once, and a step reads and writes it a few
// times. Therefore a stretch has a number of steps that makes this copy small, unless that takes
// longer than longest.
const (
	pace    = 100 * time.Millisecond
	longest = 500 * time.Millisecond
	enough  = 10 // steps
)

// advance takes stretches until the run has taken the given number of steps. It calls after at the
// end of each stretch.
func (r *Run) advance(ctx context.Context, o options, steps int, after func() error) error {
	defer r.occupy()()
	defer r.loop.keepStart(state{})
	returned := false
	defer func() {
		if !returned { // the function of OnFrame or OnProgress panics: what is kept of the run must be finite, too
			r.probeEnd()
		}
	}()
	err := r.stretches(ctx, o, steps, after)
	returned = true
	return err
}

// stretches is what advance does between its beginning and its end.
func (r *Run) stretches(ctx context.Context, o options, steps int, after func() error) error {
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
			err = r.probeEnd()
		}
		if err != nil {
			return err
		}
		if err := after(); err != nil {
			return err
		}
		if o.progress != nil {
			r.Look(func(*Run) { o.progress(r.step, steps) })
		}
		if o.frame != nil && (r.step%o.every == 0 || r.step == steps) {
			r.Look(o.frame)
		}
		size = r.loop.nextSize(taken, took)
	}
	return nil
}

// stopped returns the error of a training that ends before its last step because of why.
func (r *Run) stopped(why error, steps int) error {
	at := r.step
	err := r.probeEnd()
	return errors.Join(fmt.Errorf("gan: stopped at step %d of %d: %w", at, steps, why), err)
}

// nextSize returns the number of steps of the next stretch, if the last stretch took the given number
// of steps in the time took. It grows at most fourfold, so that one stretch that was measured too short
// does not make the next one far too long. (The first one includes compiling; growth begins after it.)
func (l *loop) nextSize(taken int, took time.Duration) int {
	in := func(d time.Duration) int { return int(d * time.Duration(taken) / max(took, 1)) }
	fit := max(in(pace), min(enough, in(longest)))
	return max(1, min(fit, 4*taken, l.maxSteps))
}

// add adds steps to the run, by their records.
func (r *Run) add(records [][]float32) {
	for _, record := range records {
		r.records = append(r.records, record...)
	}
	r.history.add(r.phases[len(r.phases)-1], r.loop.game.pg == nil, records)
	r.step += len(records)
}

// stretch takes the steps up to until and adds them to the run. took is its duration.
func (r *Run) stretch(until int) (took time.Duration, err error) {
	start := time.Now()
	s, err := r.loop.run(r.step, until)
	if err != nil {
		return 0, fmt.Errorf("gan: steps %d to %d: %w", r.step+1, until, err)
	}
	r.add(s.records)
	return time.Since(start), r.failure(s)
}

// probeEnd checks that the run's last state gives finite outputs. Otherwise only the next step
// would find out. There is nothing to check if this call of the training has taken no step.
func (r *Run) probeEnd() error {
	if r.loop.lastStart.values == nil {
		return nil
	}
	s, err := r.loop.probe(r.step)
	if err != nil {
		return fmt.Errorf("gan: after step %d: %w", r.step, err)
	}
	return r.failure(s)
}

// failure returns the error of a stretch that ended early, or nil, and removes the undone steps
// from the run.
func (r *Run) failure(s stretch) error {
	if s.failed == nil {
		return nil
	}
	r.step, r.records = s.good, r.records[:s.good*columns]
	r.history.cut(s.good, r.phases)
	what := slices.Index(slices.Concat(s.checks, s.weights), false)
	if what == checkClasses {
		p := r.loop.game
		return fmt.Errorf("gan: at step %d %s draws a class that is not from 0 to %d, though it has %d classes; correct its DrawLabelled or its Classes",
			r.step+1, p.real.Name(), p.classes()-1, p.classes())
	}
	name := checkNames[what]
	if what == checkData {
		name = "a sample of " + r.loop.game.real.Name()
	}
	if fakes := r.loop.game.pg; fakes != nil && what == checkOutputs {
		name = "a sample of " + fakes.Name()
	}
	return &NotFiniteError{Step: r.step + 1, What: name,
		DLoss: float64(s.failed[colDLoss]), GLoss: float64(s.failed[colGLoss])}
}

package gan

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/gomlx/gomlx/ml/model"

	"ganbook/gan/checkpoint"
)

// Players says who moves in a step.
type Players int

const (
	Both               Players = iota // D moves k times, then G once: Algorithm 1
	DiscriminatorAlone                // D moves k times, G rests
	GeneratorAlone                    // G moves once, D rests; D's losses are recorded as D would have seen them
)

// String names them.
func (p Players) String() string {
	switch p {
	case Both:
		return "both players"
	case DiscriminatorAlone:
		return "D alone"
	case GeneratorAlone:
		return "G alone"
	}
	return fmt.Sprintf("Players(%d)", int(p))
}

// Advance takes steps more steps, in which who moves, from where the run stands, whether
// Config.Steps are done or not. The history notes where one player begins to move alone, and where
// both move again. Decays go on by the step, and stay at their end after Config.Steps.
//
// Errors: steps below 1, Players that there are none of, G alone where Pg is fixed, a [Dir] or
// [Fresh] among the options (a run is kept from its beginning, by [Train], or from a change, by
// [Run.Continue]), and those of Train.
func (r *Run) Advance(ctx context.Context, steps int, who Players, opts ...Option) error {
	o, err := parse(ctx, opts)
	if err != nil {
		return err
	}
	if err := r.needData(); err != nil {
		return err
	}
	switch {
	case o.wrong != nil:
		return o.wrong
	case o.kept || o.fresh:
		return errors.New("gan: Advance with a Dir or Fresh; a run is kept from its beginning, by Train, or from a change, by Continue")
	case steps < 1:
		return fmt.Errorf("gan: Advance by %d steps; 1 or more", steps)
	case who < Both || who > GeneratorAlone:
		return fmt.Errorf("gan: Advance with %v; Both, DiscriminatorAlone or GeneratorAlone", who)
	case who == GeneratorAlone && r.loop.game.fake != nil:
		return errors.New("gan: Advance with G alone after TrainDiscriminator; there is no generator")
	}
	if who != r.loop.who {
		r.history.change(who.String())
		r.loop.keepPast(state{}) // a step of other players cannot be taken again by these
		r.loop.who = who
	}
	return r.advance(ctx, o, r.step+steps, func() {})
}

// Continue goes on from the run's weights under another configuration, up to cfg.Steps: with
// another loss, penalty, k, rate, optimizer, batch or noise distribution. The networks, NoiseDim,
// Packing and Conditional must be as they were. Seed and Backend stay the run's own, whatever cfg
// says. An optimizer of another kind starts with nothing remembered. The history goes on, and says
// where and what has changed.
//
// With [Dir] the run is kept from here on, in a folder that holds no training yet (or with
// [Fresh]); [Load] with the new configuration reads it. Errors are those of [Train], weights that
// do not fit, and cfg.Steps below the steps taken. After an error before the first step the run is
// as it was.
func (r *Run) Continue(ctx context.Context, cfg Config, opts ...Option) error {
	o, err := parse(ctx, opts)
	if err != nil {
		return err
	}
	if err := r.needData(); err != nil {
		return err
	}
	before := r.loop.game
	cfg.Backend, cfg.Seed = before.cfg.Backend, before.cfg.Seed
	next := game{cfg: cfg, real: before.real, fake: before.fake}
	if err := next.check(o); err != nil {
		return err
	}
	if cfg.Steps < r.step {
		return fmt.Errorf("gan: Continue to Steps = %d, and %d are taken; a number not below that", cfg.Steps, r.step)
	}
	l, err := r.loop.under(next)
	if err != nil {
		return err
	}
	kept, err := keepChanged(r, next, o)
	if err != nil {
		return err
	}
	for _, change := range differences(describe(before.cfg), describe(cfg)) {
		r.history.change(strings.NewReplacer(" there", " before", " here", " now").Replace(change))
	}
	r.loop.keepPast(state{})
	r.attach(l)
	if kept != nil {
		return kept.advance(ctx, o)
	}
	return r.advance(ctx, o, cfg.Steps, func() {})
}

// keepChanged opens the folder, if any, that a run is kept in from now on.
func keepChanged(r *Run, next game, o options) (*keeper, error) {
	if !o.kept {
		return nil, nil
	}
	f, err := checkpoint.Open(o.dir)
	if err != nil {
		return nil, err
	}
	k := newKeeper(r, f, next, o)
	if err := f.Replace(); err != nil || !f.Empty() && !o.fresh {
		f.Close()
		if err == nil {
			err = fmt.Errorf("gan: %s holds a training; choose another folder for the one that goes on, or replace it with gan.Fresh()", o.dir)
		}
		return nil, err
	}
	return k, nil
}

// under is a loop of another game with the state of this one: weights, random state, step, average,
// and what optimizers of the same kind remember.
func (l *loop) under(next game) (*loop, error) {
	if err := next.fits(l.backend.Name()); err != nil {
		return nil, err
	}
	to, err := newLoop(next, l.backend)
	if err != nil {
		return nil, fmt.Errorf("gan: building %v of %s: %w", next.cfg.Loss, next.real.Name(), err)
	}
	if err := to.start(); err != nil {
		return nil, fmt.Errorf("gan: setting out the weights: %w", err)
	}
	forgets := l.forgotten(next)
	for _, v := range to.vars {
		from := l.store.GetVariable(v.Path())
		fits := from != nil && from.Shape().Equal(v.Shape())
		weight := v.Trainable
		switch {
		case v.Path() == historyPath || forgets(v.Path()):
		case fits:
			value, err := from.Value()
			if err == nil {
				value, err = value.LocalClone()
			}
			if err == nil {
				err = v.SetValue(value)
			}
			if err != nil {
				return nil, err
			}
		case weight:
			return nil, fmt.Errorf("gan: Continue with other networks: the run has no %s shaped %v; keep Generator, Discriminator, NoiseDim, Packing and Conditional as they were",
				v.Path(), v.Shape())
		}
	}
	for v := range l.store.IterVariables() {
		if v.Trainable && to.store.GetVariable(v.Path()) == nil {
			return nil, fmt.Errorf("gan: Continue with other networks: there is no %s any more; keep Generator and Discriminator as they were", v.Path())
		}
	}
	return to, startAverages(to.store, func(path string) bool { return l.store.GetVariable(path) == nil })
}

// forgotten tells the paths of what an optimizer remembers where the next game has another kind in
// its place.
func (l *loop) forgotten(next game) func(path string) bool {
	kind := func(o Optimizer) string { return fmt.Sprintf("%T", o) }
	var prefixes []string
	add := func(scope *model.Scope, was, is Optimizer) {
		if kind(was) != kind(is) {
			prefixes = append(prefixes, optimizerPath+scope.Scope()+"/")
		}
	}
	root := l.store.RootScope()
	add(next.generatorScope(root), l.game.cfg.GeneratorOptimizer, next.cfg.GeneratorOptimizer)
	add(next.discriminatorScope(root), l.game.cfg.DiscriminatorOptimizer, next.cfg.DiscriminatorOptimizer)
	return func(path string) bool {
		for _, prefix := range prefixes {
			if strings.HasPrefix(path, prefix) {
				return true
			}
		}
		return false
	}
}

package gan

import (
	"context"
	"errors"
	"fmt"
	"math"

	"ganbook/gan/internal/checkpoint"
)

// Players says which players move in a step.
type Players int

const (
	Both               Players = iota // D moves k times, then G moves once: Algorithm 1
	DiscriminatorAlone                // D moves k times; G does not move
	GeneratorAlone                    // G moves once; D does not move, but its outputs are recorded, and what it counts in training goes on (BatchNorm's means, Spectral's vectors)
)

// String returns a name such as "D alone".
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

// Advance takes steps more steps from the current state of the run, also beyond Config.Steps. The
// players in who move. The history records the steps after which the moving players change. Decays
// continue with the number of the step; after Config.Steps their factor stays at its last value. Each
// call also takes one step that it undoes, to look at the outputs after the last one: take many steps in
// one call where you can.
//
// Errors: steps is below 1, or the run would have more than 2³¹ − 1; who is none of the three Players;
// who is GeneratorAlone and Pg is fixed; an option is [Dir], [Fresh] or [SaveEvery] (only [Train],
// [TrainDiscriminator] and [Run.Continue] can keep a run in a folder); the run is training or is looked at
// already; and the errors of Train. If ctx has ended already, the run is as it was.
func (r *Run) Advance(ctx context.Context, steps int, who Players, opts ...Option) error {
	o, err := parseOptions(ctx, opts)
	if err != nil {
		return err
	}
	if err := r.mayTrain(); err != nil {
		return err
	}
	switch {
	case o.wrong != nil:
		return o.wrong
	case o.hasDir || o.fresh || o.saveEvery != nil:
		return errors.New("gan: Advance with a Dir, Fresh or SaveEvery; only Train, TrainDiscriminator and Continue can keep a run in a folder")
	case steps < 1 || steps > math.MaxInt32-r.step:
		return fmt.Errorf("gan: Advance by %d steps; from 1 to %d, since a run has at most %d", steps, math.MaxInt32-r.step, math.MaxInt32)
	case who < Both || who > GeneratorAlone:
		return fmt.Errorf("gan: Advance with %v; Both, DiscriminatorAlone or GeneratorAlone", who)
	case who == GeneratorAlone && r.loop.game.pg != nil:
		return errors.New("gan: Advance with G alone after TrainDiscriminator; there is no generator")
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("gan: Advance after step %d, with a context that has ended: %w", r.step, err)
	}
	before, first := r.loop.who, r.step
	if who != before {
		r.history.change(who.String())
		r.loop.keepStart(state{}) // rewind must not repeat a step of other players with these
		r.loop.who = who
	}
	defer func() { // also if the function of OnFrame panics
		if who != before && r.step == first { // no step was taken, so nothing has changed
			r.history.Changes = r.history.Changes[:len(r.history.Changes)-1]
			r.loop.who = before
		}
	}()
	return r.advance(ctx, o, r.step+steps, func() error { return nil })
}

// Continue trains the run further under another configuration until cfg.Steps steps are taken in
// all. The new configuration may have another loss, penalty, k, learning rate, optimizer, batch
// size, number of devices or noise distribution. NoiseDim, Packing, Conditional and Standardise must
// stay the same, and the networks must have the weights that they had: their activations, dropout and
// output may be others, and D may become [Augmented]. The run keeps its Seed and Backend; those of cfg are ignored. An
// optimizer of another type, and a [GoMLX] of another name, starts with a new state, and with G's the moving
// average begins anew. The history continues and records each change with its step.
//
// With [Dir], this call keeps the run in a folder; later calls do not. The folder must not hold a training, unless
// [Fresh] is given. [Load] with the configuration of the run ([Run.Config]) reads it. A D alone is read by
// [TrainDiscriminator] with this configuration and Dir.
//
// Errors: those of [Train]; weights that do not fit the new networks; cfg.Steps below the number of
// steps taken; the run is training or is looked at already. After these errors, and if ctx has ended
// already, run and folder are as they were. If the training itself fails, the run has changed, as with
// Train.
func (r *Run) Continue(ctx context.Context, cfg Config, opts ...Option) error {
	o, err := parseOptions(ctx, opts)
	if err != nil {
		return err
	}
	if err := r.mayTrain(); err != nil {
		return err
	}
	before := r.loop.game
	cfg = cfg.owned()
	cfg.Backend, cfg.Seed = before.cfg.Backend, before.cfg.Seed
	next := game{cfg: cfg, real: before.real, pg: before.pg}
	if err := next.check(o); err != nil {
		return err
	}
	if cfg.Steps < r.step {
		return fmt.Errorf("gan: Continue to Steps = %d, and %d are taken; a number that is not smaller", cfg.Steps, r.step)
	}
	if cfg.Standardise != before.cfg.Standardise {
		return fmt.Errorf("gan: Continue with Standardise = %t, and D has learnt with %t; keep it as it was", cfg.Standardise, before.cfg.Standardise)
	}
	if was := before.cfg; cfg.Packing != was.Packing || cfg.Conditional != was.Conditional || before.pg == nil && cfg.NoiseDim != was.NoiseDim {
		return fmt.Errorf("gan: Continue with NoiseDim = %d, Packing = %d and Conditional = %t, and the run has %d, %d and %t; keep them as they were",
			cfg.NoiseDim, cfg.Packing, cfg.Conditional, was.NoiseDim, was.Packing, was.Conditional)
	}
	l, err := r.loop.withGame(next)
	if err != nil {
		return err
	}
	if _, err := l.program(); err != nil { // compiled here, while nothing has changed yet
		return fmt.Errorf("gan: compiling the steps of the new configuration: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("gan: Continue after step %d, with a context that has ended: %w", r.step, err)
	}
	kept, err := keepChanged(r, next, o)
	if err != nil {
		return err
	}
	if r.loop.who != l.who {
		r.history.change(l.who.String())
	}
	for _, change := range differences(before.settings(), next.settings(), "before", "now") {
		r.history.change(change)
	}
	r.loop.keepStart(state{})
	r.attach(l)
	r.phases = append(r.phases, cfg.phase(r.step))
	if kept != nil {
		return kept.advance(ctx, o)
	}
	return r.advance(ctx, o, cfg.Steps, func() error { return nil })
}

// mayTrain returns an error if the run cannot be trained now.
func (r *Run) mayTrain() error {
	if r.busy {
		return errors.New("gan: Advance or Continue of a run that is training or is looked at; call it when that has ended")
	}
	if err := r.loop.needWeights(); err != nil {
		return err
	}
	return r.needData()
}

// keepChanged opens the folder for a run that continues with the game next, or returns nil without
// a Dir.
func keepChanged(r *Run, next game, o options) (*keeper, error) {
	if !o.hasDir {
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
			err = fmt.Errorf("gan: %s holds a training; choose another folder for the run that continues, or replace the old one with gan.Fresh()", o.dir)
		}
		return nil, err
	}
	return k, nil
}

// withGame returns a loop of another game with the state of this one: weights, random state, step,
// moving average, and the states of optimizers whose type stays the same.
func (l *loop) withGame(next game) (*loop, error) {
	to, err := next.startedOn(l.backend)
	if err != nil {
		return nil, err
	}
	forgets := l.forgotten(to.game)
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

// forgotten returns a function that reports whether a path belongs to the state of an optimizer
// that does not go on in the next game.
func (l *loop) forgotten(next game) func(path string) bool {
	was, is, root := l.game.cfg, next.cfg, l.store.RootScope()
	goesOn := map[string]bool{
		next.generatorScope(root).Scope():     sameKind(was.GeneratorOptimizer, is.GeneratorOptimizer),
		next.discriminatorScope(root).Scope(): sameKind(was.DiscriminatorOptimizer, is.DiscriminatorOptimizer),
	}
	return func(path string) bool {
		player, kept := next.kept[path]
		return kept && !goesOn[player]
	}
}

// sameKind reports whether an optimizer can go on with the state that another one has left. Two of GoMLX
// cannot if their names differ, since their state holds the learning rate.
func sameKind(was, is Optimizer) bool {
	if was, ok := was.(GoMLX); ok {
		is, ok := is.(GoMLX)
		return ok && was.Name == is.Name
	}
	return fmt.Sprintf("%T", was) == fmt.Sprintf("%T", is)
}

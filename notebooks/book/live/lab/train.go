package lab

import (
	"context"
	"errors"
	"iter"
	"math"

	"ganbook/gan"
	"ganbook/gan/dataset"
)

// A training is a run that takes its steps when it is asked to.
type training struct {
	run  *gan.Run
	seen *stage

	next func() (int, bool) // takes one more step; nil while no Advance is in progress
	stop func()
	err  error // of the Advance in progress, once it has ended
}

func begin(c choice, data dataset.Dataset) (*training, error) {
	run, err := gan.Start(c.config(), data)
	if err != nil {
		return nil, err
	}
	t := &training{run: run}
	t.seen = newStage(run, c)
	return t, nil
}

// step takes one step of both players. One Advance lasts over many calls, because each Advance ends
// with a check that takes as long as a step.
func (t *training) step() error {
	if t.next == nil {
		t.next, t.stop = iter.Pull(func(yield func(int) bool) {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			t.err = t.run.Advance(ctx, math.MaxInt32-t.run.Step(), gan.Both, gan.OnProgress(func(step, _ int) {
				if !yield(step) {
					cancel()
				}
			}))
		})
	}
	if _, ok := t.next(); !ok {
		return t.end()
	}
	return nil
}

// end ends the Advance in progress and returns its error.
func (t *training) end() error {
	if t.next == nil {
		return nil
	}
	t.stop()
	err := t.err
	t.next, t.stop, t.err = nil, nil, nil
	if errors.Is(err, context.Canceled) && !failed(err) {
		return nil
	}
	return err
}

// failed reports whether a training was ended by a value that is not finite.
func failed(err error) bool {
	var bad *gan.NotFiniteError
	return errors.As(err, &bad)
}

// advance takes steps of one player or of both.
func (t *training) advance(steps int, who gan.Players) error {
	if who == gan.Both {
		for range steps {
			if err := t.step(); err != nil {
				return err
			}
		}
		return nil
	}
	if err := t.end(); err != nil {
		return err
	}
	return t.run.Advance(context.Background(), steps, who)
}

// change goes on with another configuration. It takes no step.
func (t *training) change(cfg gan.Config) error {
	if err := t.end(); err != nil {
		return err
	}
	cfg.Steps = t.run.Step()
	return t.run.Continue(context.Background(), cfg)
}

package gan

import (
	"fmt"
	"slices"
)

// probe checks whether the outputs of the networks are finite after the given number of steps. For
// this it takes one more step and undoes it. If an output is not finite, probe rewinds to the last
// good state.
func (l *loop) probe(step int) (stretch, error) {
	s, before, err := l.dispatch(step, step+1)
	if err != nil {
		free(before.values)
		return s, err
	}
	s.records = nil // the step is undone whatever it did
	if !l.foundBadOutputs(&s) {
		s.failed = nil // another failure does not matter: the step is undone anyway
	}
	return s, l.rewind(&s, before)
}

// foundBadOutputs reports whether the failed step found outputs that are not finite though its data are, to which
// the samples of a fixed Pg belong. Then the step before it is not good either.
func (l *loop) foundBadOutputs(s *stretch) bool {
	if s.failed == nil {
		return false
	}
	badFakes, badScores := !s.checks[checkOutputs], !s.checks[checkOutputs+1]
	if l.game.pg != nil { // the fakes are drawn, too
		return badScores && !badFakes && s.checks[checkData]
	}
	return badFakes || badScores && s.checks[checkData]
}

// firstBadWeights is called after a stretch that ended with a weight that is not finite. It finds the
// first step that left one and makes it the step that failed. A check in each step would add more than a
// quarter to the time of a small network. So the stretch is repeated to smaller numbers of steps: each
// repetition halves the steps among which the first one is. Before is the state before the stretch;
// repetitions give its values new buffers.
func (l *loop) firstBadWeights(s *stretch, before *state) error {
	// After good steps all weights are finite. After bad steps one is not.
	good, bad := before.step, before.step+len(s.records)
	if s.failed != nil {
		bad++
	}
	for bad-good > 1 {
		middle := (good + bad) / 2
		again, err := l.repeat(before, middle)
		if err != nil {
			return err
		}
		if slices.Contains(again.weights, false) {
			bad, s.weights = middle, again.weights
		} else {
			good = middle
		}
	}
	if i := good - before.step; i < len(s.records) { // else the step that failed is the first one
		s.checks, s.failed, s.records = allTrue(), s.records[i], s.records[:i]
	}
	return nil
}

// repeat takes the steps from the state before a stretch up to until once more. They give the same
// bits. The values of before move to the networks and come back in new buffers.
func (l *loop) repeat(before *state, until int) (again stretch, err error) {
	if err := l.restore(*before); err != nil {
		return again, err
	}
	again, *before, err = l.dispatch(before.step, until)
	if err == nil && again.failed != nil {
		err = fmt.Errorf("steps %d to %d were finite at first but not when repeated", before.step+1, until)
	}
	return again, err
}

// restore gives the variables the values of a state.
func (l *loop) restore(s state) error {
	for i, v := range l.vars {
		if err := v.SetValue(s.values[i]); err != nil {
			return err
		}
	}
	return nil
}

// rewind restores the last good state. It starts from now, the state at the start of this stretch.
// If that state is already bad, it starts from the state at the start of the stretch before. If
// there is no such state, it keeps now, even if it is bad.
func (l *loop) rewind(s *stretch, now state) error {
	s.good = now.step + len(s.records)
	if l.foundBadOutputs(s) && (s.good > now.step || l.lastStart.values != nil) {
		s.good--
	}
	from := now
	if s.good < now.step {
		from, l.lastStart = l.lastStart, now
	}
	l.keepStart(state{})
	if s.good > from.step {
		_, err := l.repeat(&from, s.good)
		free(from.values)
		l.lost = err // the weights are those of another step
		return err
	}
	return l.restore(from)
}

// keepStart replaces the kept start of a stretch by s and frees the old one.
func (l *loop) keepStart(s state) {
	free(l.lastStart.values)
	l.lastStart = s
}

package gan

import (
	"fmt"
	"slices"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
)

// run takes the steps from (included) to until (excluded). If a step is not finite, run stops there
// and rewinds to the last good state.
func (l *loop) run(from, until int) (stretch, error) {
	s, values, err := l.dispatch(from, until)
	start := state{from, values}
	if err == nil && slices.Contains(s.weights, false) {
		err = l.firstBadWeights(&s, &start)
	}
	if err != nil {
		free(start.values)
		return s, err
	}
	if s.failed == nil {
		l.keepStart(start)
		return s, nil
	}
	return s, l.rewind(&s, start)
}

// probe checks whether the outputs of the networks are finite after the given number of steps. For
// this it takes one more step and undoes it. If an output is not finite, probe rewinds to the last
// good state.
func (l *loop) probe(step int) (stretch, error) {
	s, start, err := l.dispatch(step, step+1)
	if err != nil {
		free(start)
		return s, err
	}
	s.records = nil // the step is undone whatever it did
	if !s.foundBadOutputs() {
		s.failed = nil // another failure does not matter: the step is undone anyway
	}
	return s, l.rewind(&s, state{step, start})
}

// foundBadOutputs reports whether the failed step found outputs that are not finite. Then the step
// before it is not good either.
func (s *stretch) foundBadOutputs() bool {
	return s.failed != nil && slices.Contains(s.checks[checkOutputs:checkLosses], false)
}

// weightsFinite builds two bools: whether the weights of D and of G are finite. It creates no constant
// and no reduction; [loop.build] says why not. w − w is 0, or NaN if w is not finite.
func (p game) weightsFinite(root *model.Scope, g *Graph) *Node {
	step := root.Store().GetVariable(stepPath).NodeValue(g)
	var both []*Node
	for _, scope := range []*model.Scope{p.discriminatorScope(root), p.generatorScope(root)} {
		all := Equal(step, step) // true
		for _, v := range weights(scope, g) {
			w := v.NodeValue(g)
			difference := Reshape(Sub(w, w), w.Shape().Size())
			all = LogicalAnd(all, IsFinite(DotProduct(difference, difference)))
		}
		both = append(both, all)
	}
	return Stack(both, 0)
}

// firstBadWeights finds the first step of a stretch that left a weight that is not finite, where some
// step did, and makes it the step that failed. A check in each step would add a fifth to the time of a
// small network, so the stretch is repeated to smaller and smaller numbers of steps: each repetition
// halves the steps among which the first one is. start is the state at the start of the stretch;
// repetitions give its values new buffers.
func (l *loop) firstBadWeights(s *stretch, start *state) error {
	good, bad := start.step, start.step+len(s.records) // numbers of steps after which the weights are finite, and not
	if s.failed != nil {
		bad++
	}
	for bad-good > 1 {
		middle := (good + bad) / 2
		again, err := l.repeat(start, middle)
		if err != nil {
			return err
		}
		if slices.Contains(again.weights, false) {
			bad, s.weights = middle, again.weights
		} else {
			good = middle
		}
	}
	if i := good - start.step; i < len(s.records) { // else the step that failed is the first one
		s.checks, s.failed, s.records = allTrue(), s.records[i], s.records[:i]
	}
	return nil
}

// repeat takes the steps from the state at the start of a stretch to until once more. They give the
// same bits. The values of start are moved to the networks and come back in new buffers.
func (l *loop) repeat(start *state, until int) (again stretch, err error) {
	for i, v := range l.vars {
		if err := v.SetValue(start.values[i]); err != nil {
			return again, err
		}
	}
	from := start.step
	again, start.values, err = l.dispatch(from, until)
	if err == nil && again.failed != nil {
		err = fmt.Errorf("steps %d to %d were finite at first but not when repeated", from+1, until)
	}
	return again, err
}

// rewind restores the last good state. It starts from now, the state at the start of this stretch.
// If that state is already bad, it starts from the state at the start of the stretch before. If
// there is no such state, it keeps now, even if it is bad.
func (l *loop) rewind(s *stretch, now state) error {
	s.good = now.step + len(s.records)
	if s.foundBadOutputs() && (s.good > now.step || l.lastStart.values != nil) {
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
		return err
	}
	for i, v := range l.vars {
		if err := v.SetValue(from.values[i]); err != nil {
			return err
		}
	}
	return nil
}

// keepStart replaces the kept start of a stretch by s and frees the old one.
func (l *loop) keepStart(s state) {
	free(l.lastStart.values)
	l.lastStart = s
}

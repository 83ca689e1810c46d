package gan

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
)

// A stepBuilder builds one step of a training in a graph. It writes the new weights, the new states
// of the optimizers and the new random state into the store's variables.
type stepBuilder struct {
	game
	who    Players      // which players move in this step
	scope  *model.Scope // the root scope of the store
	number *Node        // the step's number, an int32 that counts from 0
	tables tables
	report *report
	common *Node // the random state that all devices share, while each draws from its own; nil on one device
}

// algorithm1 builds Algorithm 1 (Goodfellow et al. 2014): D moves k times, then G moves once. In
// the paper D climbs V. Here both players descend a loss; with [Minimax] the loss of D is −V.
func (s *stepBuilder) algorithm1() {
	for range s.cfg.CriticSteps - 1 { // k − 1 moves of D here; the last one is below
		s.update(s.discriminatorMove())
	}
	moveD := s.discriminatorMove()
	if s.cfg.Simultaneous { // G's loss uses D as it was before D's last move
		moveG := s.generatorMove()
		s.update(moveD)
		s.update(moveG)
	} else {
		s.update(moveD)
		s.update(s.generatorMove())
	}
}

// discriminatorMove draws a batch, scores it, and takes the gradient of D's loss. The weights of D
// change in update.
func (s *stepBuilder) discriminatorMove() *Move {
	x := s.drawReal()                            // m examples x ~ Pdata
	fakes := s.drawFake(x).detached()            // m fakes G(z), z ~ P(z); no gradient of this loss reaches G
	onReal, onFake := s.score(x), s.score(fakes) // D's scores of both batches
	loss := s.smoothed(s.cfg.Loss.Discriminator(onReal, onFake), onReal)
	penalty := s.penalty(x, fakes) // the penalty on D's slope
	s.report.ofDiscriminator(x, fakes, onReal, onFake, loss, penalty)

	return s.gradient(s.discriminator(), Add(loss, penalty))
}

// generatorMove does the same for G, with a new batch.
func (s *stepBuilder) generatorMove() *Move {
	if s.pg != nil { // there is no G: Pg is fixed
		return nil
	}
	x := s.drawReal()                // needed for the classes of the fakes, and for losses that compare pairs
	onFake := s.score(s.drawFake(x)) // m new fakes G(z), z ~ P(z), scored by D
	var onReal *Node                 // most losses of G do not use the scores of real data
	if s.cfg.Loss.Paired {
		onReal = s.score(x)
	}
	loss := s.cfg.Loss.Generator(onReal, onFake)
	s.report.ofGenerator(x, loss)

	return s.gradient(s.generator(), loss)
}

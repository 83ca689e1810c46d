package gan

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
)

// A step builds one step of a training in a graph. What it moves (weights, the optimizers'
// memories, the random state) it leaves in the store's variables.
type step struct {
	game
	who    Players      // who moves
	scope  *model.Scope // the store's root
	number *Node        // of the step, an int32 from 0
	tables tables
	report *report
}

// algorithm1 is Algorithm 1 (Goodfellow et al. 2014): D moves k times, then G once. The paper has D
// climb V; here both go down a loss, and D's is −V where the loss is [Minimax].
func (s *step) algorithm1() {
	for range s.cfg.CriticSteps - 1 { // k − 1 times, and once more below
		move := s.discriminatorMove()
		move()
	}
	moveD := s.discriminatorMove()
	if s.cfg.Simultaneous { // G answers D as it is before its last move
		moveG := s.generatorMove()
		moveD()
		moveG()
	} else {
		moveD()
		moveG := s.generatorMove()
		moveG()
	}
}

// discriminatorMove draws, scores, and takes the gradient of D's loss; the move down that gradient
// is left to be made.
func (s *step) discriminatorMove() (move func()) {
	x := s.drawReal()                        // m examples x ~ Pdata
	fakes := s.drawFake(x).given()           // m fakes G(z), z ~ P(z), as they are: this loss is D's alone
	real, fake := s.score(x), s.score(fakes) // D's scores of both
	loss := s.smoothed(s.cfg.Loss.Discriminator(real, fake), real)
	penalty := s.penalty(x, fakes) // on D's slope
	s.report.ofDiscriminator(x, fakes, real, fake, loss, penalty)

	return s.descent(s.discriminator(), Add(loss, penalty))
}

// generatorMove does the same for G, on a batch of its own.
func (s *step) generatorMove() (move func()) {
	if s.fake != nil { // Pg is fixed
		return func() {}
	}
	x := s.drawReal()              // for the fakes' classes, and for losses of pairs
	fake := s.score(s.drawFake(x)) // m new fakes G(z), z ~ P(z), in D's eyes
	var real *Node                 // not asked for by most losses
	if s.cfg.Loss.Paired {
		real = s.score(x)
	}
	loss := s.cfg.Loss.Generator(real, fake)
	s.report.ofGenerator(loss)

	return s.descent(s.generator(), loss)
}

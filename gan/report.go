package gan

import (
	"slices"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
)

// The columns of a row of the history, in order.
const (
	colDLoss   = iota // L_D
	colGLoss          // L_G
	colPenalty        // what is added to L_D
	colDReal          // mean D(x), or the mean score
	colDFake          // mean D(G(z)), or the mean score
	colValue          // V̂(D, G)
	columns
)

// checked names what each step checks, in order, for the error that ends a training: all
// but the first, that it is finite. The outputs are those of the networks before the
// step's moves: where one is not finite the step before has spoilt them.
var checked = []string{"a class of the data", "the generator's output", "the discriminator's output",
	"the discriminator's loss", "the discriminator's penalty", "the generator's loss",
	"a weight of the discriminator", "a weight of the generator"}

// Where checked has the classes of the data, and where the outputs and the losses begin.
const checkClasses, checkOutputs, checkLosses = 0, 1, 3

// A report is what a step sees of itself: of the batch of D's last move, before that move, and of
// G's batch.
type report struct {
	logit bool // whether D is a probability

	dLoss, gLoss, penalty, dReal, dFake, value *Node
	good                                       [checkLosses]*Node // classes, G's output, D's output, of all batches
}

func newReport(g *Graph, loss Loss) *report {
	r := &report{logit: loss.Logit, gLoss: ScalarZero(g, dtypes.Float32)}
	for i := range r.good {
		r.good[i] = Const(g, true)
	}
	return r
}

// ofDiscriminator takes in a batch that D has scored.
func (r *report) ofDiscriminator(x, fakes batch, real, fake, loss, penalty *Node) {
	for i, good := range []*Node{x.known, allFinite(fakes.x), LogicalAnd(allFinite(real), allFinite(fake))} {
		if good != nil {
			r.good[i] = LogicalAnd(r.good[i], good)
		}
	}
	r.dLoss, r.penalty = loss, penalty
	r.dReal, r.dFake = mean(real), mean(fake)
	r.value = Neg(minusValue(real, fake))
	if r.logit {
		r.dReal, r.dFake = mean(Sigmoid(real)), mean(Sigmoid(fake))
	}
}

// ofGenerator takes in G's loss.
func (r *report) ofGenerator(loss *Node) { r.gLoss = loss }

// row is the history's, shaped [columns].
func (r *report) row() *Node {
	return Stack([]*Node{
		colDLoss:   r.dLoss,
		colGLoss:   r.gLoss,
		colPenalty: r.penalty,
		colDReal:   r.dReal,
		colDFake:   r.dFake,
		colValue:   r.value,
	}, 0)
}

// checks are what the step is asked for afterwards, shaped [len(checked)].
func (r *report) checks(discriminator, generator *model.Scope) *Node {
	g := r.dLoss.Graph()
	return Stack(append(slices.Clone(r.good[:]), IsFinite(r.dLoss), IsFinite(r.penalty), IsFinite(r.gLoss),
		weightsFinite(discriminator, g), weightsFinite(generator, g)), 0)
}

func allFinite(x *Node) *Node { return LogicalAll(IsFinite(x)) }

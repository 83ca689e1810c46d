package gan

import (
	"slices"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
)

// The columns of a record, in order. A record is what one step adds to the history: one number for
// each column.
const (
	colDLoss   = iota // L_D
	colGLoss          // L_G
	colPenalty        // the penalty that is added to L_D
	colDReal          // the mean of D(x), or the mean score if D is no probability
	colDFake          // the mean of D(G(z)), or the mean score if D is no probability
	colValue          // V̂(D, G)
	columns
)

// checkNames holds the names of what is checked, in order. [NotFiniteError] uses them. The first check
// is that the classes are in range. All others are that a value is finite. The outputs of G and D are
// those before the moves of the step: if one is not finite although the data are, the step before has caused
// it. The weights are checked at the end of a stretch, all others in each step.
var checkNames = []string{"a class of the data", "a sample of the data", "the generator's output", "the discriminator's output",
	"the discriminator's loss", "the discriminator's penalty", "the generator's loss",
	"a weight of the discriminator", "a weight of the generator"}

// The positions in checkNames of the check of the classes and of that of the data, and of the first check of an
// output, of a loss, and of weights.
const checkClasses, checkData, checkOutputs, checkLosses, checkWeights = 0, 1, 2, 4, 7

// A report collects what a step reports: values of the batch of D's last move, taken before that
// move, and the loss of G on its own batch.
type report struct {
	logit bool // whether the loss makes D a probability

	dLoss, gLoss, penalty, dReal, dFake, value *Node
	// good holds the first checks: classes over all batches of the step, the outputs of G and of D
	// over those that D learns from.
	good [checkLosses]*Node
}

func newReport(g *Graph, loss Loss) *report {
	r := &report{logit: loss.Logit, gLoss: ScalarZero(g, dtypes.Float32)}
	for i := range r.good {
		r.good[i] = Const(g, true)
	}
	return r
}

// ofDiscriminator adds a batch that D has scored.
func (r *report) ofDiscriminator(x, fakes batch, real, fake, loss, penalty *Node) {
	for i, good := range []*Node{x.known, allFinite(x.x), allFinite(fakes.x), LogicalAnd(allFinite(real), allFinite(fake))} {
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

// ofGenerator adds the loss of G on its batch, whose classes are those of x.
func (r *report) ofGenerator(x batch, loss *Node) {
	if x.known != nil {
		r.good[checkClasses] = LogicalAnd(r.good[checkClasses], x.known)
	}
	r.gLoss = loss
}

// record returns the step's record, shaped [columns].
func (r *report) record() *Node {
	return Stack([]*Node{
		colDLoss:   r.dLoss,
		colGLoss:   r.gLoss,
		colPenalty: r.penalty,
		colDReal:   r.dReal,
		colDFake:   r.dFake,
		colValue:   r.value,
	}, 0)
}

// checks returns the results of the checks of a step in the order of checkNames, shaped [checkWeights].
func (r *report) checks() *Node {
	return Stack(append(slices.Clone(r.good[:]), IsFinite(r.dLoss), IsFinite(r.penalty), IsFinite(r.gLoss)), 0)
}

// weightsFinite builds two bools: whether the weights of D and of G are finite. It creates no constant
// and no reduction; [loop.build] says why not. w − w is 0, or NaN if w is not finite.
func (p game) weightsFinite(root *model.Scope, g *Graph) *Node {
	step := root.Store().GetVariable(stepPath).NodeValue(g)
	var both []*Node
	for _, scope := range []*model.Scope{p.discriminatorScope(root), p.generatorScope(root)} {
		all := Equal(step, step) // true
		for _, v := range p.weights(scope, g) {
			w := v.NodeValue(g)
			difference := Reshape(Sub(w, w), w.Shape().Size())
			all = LogicalAnd(all, IsFinite(DotProduct(difference, difference)))
		}
		both = append(both, all)
	}
	return Stack(both, 0)
}

func allFinite(x *Node) *Node { return LogicalAll(IsFinite(x)) }

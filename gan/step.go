package gan

import (
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/train/optimizer"

	"ganbook/gan/dataset"
)

// A game is what one training plays: the networks and losses of cfg, real data,
// and, where Pg is fixed, the fakes; fake is nil where G makes them.
type game struct {
	cfg  Config
	real dataset.Dataset
	fake dataset.Dataset
}

// The columns of a row of the history, in order.
const (
	colDLoss = iota // L_D
	colGLoss        // L_G
	colDReal        // mean D(x)
	colDFake        // mean D(G(z))
	colValue        // V̂(D, G)
	columns
)

// checked names what each step checks to be finite, in order, for the error that
// ends a training.
var checked = []string{"the discriminator's loss", "the generator's loss",
	"a weight of the discriminator", "a weight of the generator"}

// tables are the data sets' resident tensors as nodes of the graph being built.
type tables struct{ real, fake []*Node }

// step builds one step of Algorithm 1 and leaves the new weights, moments and
// random state in the store's variables. It returns the step's row of the
// history, shaped [columns], and its checks, shaped [len(checked)].
func (p game) step(scope *model.Scope, g *Graph, t tables) (row, finite *Node) {
	r := round{}
	for range p.cfg.CriticSteps {
		r = p.discriminatorStep(scope, g, t)
	}
	gLoss := r.dLoss // where Pg is fixed G has no loss, and the column is not read
	if p.fake == nil {
		gLoss = p.generatorStep(scope, g)
	}
	row = Stack([]*Node{r.dLoss, gLoss, r.dReal, r.dFake, r.value}, 0)
	finite = Stack([]*Node{IsFinite(r.dLoss), IsFinite(gLoss),
		weightsFinite(p.discriminatorScope(scope), g), weightsFinite(p.generatorScope(scope), g)}, 0)
	return row, finite
}

// A round is what a discriminator step saw before it moved D.
type round struct{ dLoss, dReal, dFake, value *Node }

// discriminatorStep draws x ~ Pdata and fakes ~ Pg and moves D down its loss.
func (p game) discriminatorStep(scope *model.Scope, g *Graph, t tables) round {
	x := p.real.Draw(scope, g, t.real, p.cfg.Batch)
	x.AssertDims(p.cfg.Batch, p.real.Dim())
	fakes := StopGradient(p.fakes(scope, g, t))
	fakes.AssertDims(p.cfg.Batch, p.real.Dim())

	// One pass over both halves keeps the matrix products large.
	logits := p.logits(scope, Concatenate([]*Node{x, fakes}, 0))
	real := Slice(logits, AxisRange(0, p.cfg.Batch))
	fake := Slice(logits, AxisRange(p.cfg.Batch))

	loss := losses[p.cfg.Loss].discriminator(real, fake)
	descend(p.discriminatorScope(scope), g, loss, p.cfg.DiscriminatorAdam)
	return round{
		dLoss: loss,
		dReal: mean(Sigmoid(real)),
		dFake: mean(Sigmoid(fake)),
		value: Neg(minusValue(real, fake)),
	}
}

// generatorStep draws new noise, moves G down its loss, and returns the loss.
func (p game) generatorStep(scope *model.Scope, g *Graph) *Node {
	logits := p.logits(scope, p.generate(scope, p.noise(scope, g)))
	loss := losses[p.cfg.Loss].generator(logits)
	descend(p.generatorScope(scope), g, loss, p.cfg.GeneratorAdam)
	return loss
}

// fakes draws a batch from Pg, shaped [batch, dim].
func (p game) fakes(scope *model.Scope, g *Graph, t tables) *Node {
	if p.fake != nil {
		return p.fake.Draw(scope, g, t.fake, p.cfg.Batch)
	}
	return p.generate(scope, p.noise(scope, g))
}

// noise draws z ~ N(0, I), shaped [batch, NoiseDim].
func (p game) noise(scope *model.Scope, g *Graph) *Node {
	return scope.RandomNormal(g, shapes.Make(dtypes.Float32, p.cfg.Batch, p.cfg.NoiseDim))
}

// generate is G(z), shaped [batch, dim].
func (p game) generate(scope *model.Scope, z *Node) *Node {
	return p.cfg.Generator.apply(p.generatorScope(scope), z, p.real.Dim())
}

// logits is D before its sigmoid, shaped [batch, 1].
func (p game) logits(scope *model.Scope, x *Node) *Node {
	return p.cfg.Discriminator.apply(p.discriminatorScope(scope), x, 1)
}

func (p game) generatorScope(scope *model.Scope) *model.Scope { return scope.At("generator") }

func (p game) discriminatorScope(scope *model.Scope) *model.Scope { return scope.At("discriminator") }

// descend moves the weights under scope one Adam step down the loss.
func descend(scope *model.Scope, g *Graph, loss *Node, a Adam) {
	optimizer.Adam().Scope("adam").
		LearningRate(a.LearningRate).Betas(a.Beta1, a.Beta2).Epsilon(1e-8).
		Done().UpdateGraph(scope, g, loss)
	// The new weights are nodes that depend on this loss. The other player's
	// gradient must take them as given, not run back through this update.
	for v := range weights(scope, g) {
		v.SetNodeValue(StopGradient(v.NodeValue(g)))
	}
}

// weights yields the trainable variables under scope that g uses.
func weights(scope *model.Scope, g *Graph) func(yield func(*model.Variable) bool) {
	return func(yield func(*model.Variable) bool) {
		for v := range scope.IterVariables() {
			if v.Trainable && v.InUseByGraph(g) && !yield(v) {
				return
			}
		}
	}
}

// weightsFinite is true where every weight under scope is; with no weights, true.
func weightsFinite(scope *model.Scope, g *Graph) *Node {
	all := Const(g, true)
	for v := range weights(scope, g) {
		all = LogicalAnd(all, LogicalAll(IsFinite(v.NodeValue(g))))
	}
	return all
}

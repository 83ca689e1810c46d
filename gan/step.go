package gan

import (
	"fmt"
	"slices"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

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

// Where checked has the classes of the data, and where the outputs.
const checkClasses, checkOutputs, checkLosses = 0, 1, 3

// tables are the data sets' resident tensors as nodes of the graph being built.
type tables struct{ real, fake []*Node }

// A batch is rows as D takes them, shaped [Batch, Packing·dim], and in a conditional
// game the class of each, one-hot, shaped [Batch, K], and of data whether all classes
// are from 0 to K−1.
type batch struct{ x, class, known *Node }

// step builds step number at (an int32, from 0) of Algorithm 1 and leaves the new
// weights, moments and random state in the store's variables. It returns the step's
// row of the history, shaped [columns], and its checks, shaped [len(checked)].
func (p game) step(scope *model.Scope, at *Node, t tables) (row, finite *Node) {
	g := at.Graph()
	scope.Store().SetTraining(g, true)

	var r round
	outputs := slices.Repeat([]*Node{Const(g, true)}, checkLosses)
	var gLoss *Node
	moveG := func() {}
	for k := range p.cfg.CriticSteps {
		var moveD func()
		r, moveD = p.discriminatorMove(scope, at, t)
		for i, ok := range []*Node{r.known, allFinite(r.fakes), LogicalAnd(allFinite(r.onReal), allFinite(r.onFake))} {
			if ok != nil {
				outputs[i] = LogicalAnd(outputs[i], ok)
			}
		}
		if p.cfg.Simultaneous && k == p.cfg.CriticSteps-1 && p.fake == nil {
			gLoss, moveG = p.generatorMove(scope, at, t) // against D as it is before its move
		}
		moveD()
	}
	if !p.cfg.Simultaneous && p.fake == nil {
		gLoss, moveG = p.generatorMove(scope, at, t)
	}
	moveG()
	p.average(scope, at)

	zero := ScalarZero(g, dtypes.Float32) // for a column that is not read
	if gLoss == nil {
		gLoss = zero
	}
	if r.penalty == nil {
		r.penalty = zero
	}
	row = Stack([]*Node{r.dLoss, gLoss, r.penalty, r.dReal, r.dFake, r.value}, 0)
	finite = Stack(append(outputs, IsFinite(r.dLoss), IsFinite(r.penalty), IsFinite(gLoss),
		weightsFinite(p.discriminatorScope(scope), g), weightsFinite(p.generatorScope(scope), g)), 0)
	return row, finite
}

func allFinite(x *Node) *Node { return LogicalAll(IsFinite(x)) }

// A round is what a discriminator step saw before it moved D.
type round struct {
	dLoss, penalty, dReal, dFake, value *Node
	fakes, onReal, onFake               *Node // G(z), and D's scores
	known                               *Node // of the data's batch
}

// discriminatorMove draws x ~ Pdata and fakes ~ Pg and returns what D makes of them
// and the move of D down its loss.
func (p game) discriminatorMove(scope *model.Scope, at *Node, t tables) (round, func()) {
	reals := p.drawReal(scope, at.Graph(), t)
	fakes := p.drawFake(scope, t, reals)
	fakes.x = given(fakes.x)
	real, fake := p.score(scope, reals), p.score(scope, fakes)

	r := round{dLoss: losses[p.cfg.Loss].discriminator(real, fake), dReal: mean(real), dFake: mean(fake),
		fakes: fakes.x, onReal: real, onFake: fake, known: reals.known}
	if p.cfg.LabelSmoothing > 0 { // −(1−s)·ln D − s·ln(1−D) is −ln D + s·logit
		r.dLoss = Add(r.dLoss, MulScalar(mean(real), p.cfg.LabelSmoothing))
	}
	r.value = Neg(minusValue(real, fake))
	if losses[p.cfg.Loss].probability {
		r.dReal, r.dFake = mean(Sigmoid(real)), mean(Sigmoid(fake))
	}
	total := r.dLoss
	if r.penalty = p.penalty(scope, at, reals, fakes); r.penalty != nil {
		total = Add(total, r.penalty)
	}
	move := p.descent(p.discriminatorScope(scope), at, total, p.cfg.DiscriminatorOptimizer)
	return r, func() { move(); p.clip(scope, at.Graph()) }
}

// generatorMove draws new noise and returns G's loss and the move of G down it.
func (p game) generatorMove(scope *model.Scope, at *Node, t tables) (loss *Node, move func()) {
	reals := p.drawReal(scope, at.Graph(), t) // XLA drops what the loss makes no use of
	fake := p.score(scope, p.drawFake(scope, t, reals))
	var real *Node
	if losses[p.cfg.Loss].paired {
		real = p.score(scope, reals)
	}
	loss = losses[p.cfg.Loss].generator(real, fake)
	return loss, p.descent(p.generatorScope(scope), at, loss, p.cfg.GeneratorOptimizer)
}

// drawReal draws a batch from Pdata.
func (p game) drawReal(scope *model.Scope, g *Graph, t tables) batch {
	n := p.cfg.Batch * p.cfg.Packing
	if !p.cfg.Conditional {
		return batch{x: p.pack(p.real.Draw(scope, g, t.real, n))}
	}
	labelled := p.real.(dataset.Labelled)
	x, class := labelled.DrawLabelled(scope, g, t.real, n)
	k := Scalar(g, class.DType(), labelled.Classes())
	known := LogicalAll(LogicalAnd(GreaterOrEqual(class, ZerosLike(class)), LessThan(class, k)))
	return batch{p.pack(x), OneHot(class, labelled.Classes(), dtypes.Float32), known}
}

// drawFake draws a batch from Pg, of the classes that reals have.
func (p game) drawFake(scope *model.Scope, t tables, reals batch) batch {
	n, g := p.cfg.Batch*p.cfg.Packing, reals.x.Graph()
	if p.fake != nil {
		return batch{x: p.pack(p.fake.Draw(scope, g, t.fake, n))}
	}
	z := p.cfg.Noise.draw(scope, g, shapes.Make(dtypes.Float32, n, p.cfg.NoiseDim))
	return batch{x: p.pack(p.generate(scope, p.generatorInput(z, reals.class))), class: reals.class}
}

// pack lays Packing samples side by side: [Batch·Packing, dim] to [Batch, Packing·dim].
func (p game) pack(x *Node) *Node {
	x.AssertDims(p.cfg.Batch*p.cfg.Packing, p.real.Dim())
	return Reshape(x, p.cfg.Batch, p.discriminatorDim())
}

// generatorInput is what G takes: z, and in a conditional game the class beside it.
func (p game) generatorInput(z, class *Node) *Node {
	if class == nil {
		return z
	}
	return Concatenate([]*Node{z, class}, -1)
}

// classes is K in a conditional game and 0 in any other.
func (p game) classes() int {
	if !p.cfg.Conditional {
		return 0
	}
	return p.real.(dataset.Labelled).Classes()
}

// generatorDim and discriminatorDim are the widths of what G and D take.
func (p game) generatorDim() int     { return p.cfg.NoiseDim + p.classes() }
func (p game) discriminatorDim() int { return p.real.Dim() * p.cfg.Packing }

// generate is G, shaped [batch, dim].
func (p game) generate(scope *model.Scope, input *Node) *Node {
	return p.build(p.cfg.Generator, p.generatorScope(scope), input, p.real.Dim())
}

// score is D's raw output, its logit where D is a probability, shaped [batch, 1]. In
// a conditional game D has an output for each class, and the sample's own is taken:
// the projection of Miyato & Koyama 2018 (arXiv 1802.05637, equation 3) where D's
// last layer is linear.
func (p game) score(scope *model.Scope, b batch) *Node {
	if b.class == nil {
		return p.build(p.cfg.Discriminator, p.discriminatorScope(scope), b.x, 1)
	}
	each := p.build(p.cfg.Discriminator, p.discriminatorScope(scope), b.x, p.classes())
	return ExpandAxes(ReduceSum(Mul(each, b.class), -1), -1)
}

// build applies a network; whatever it panics with names it and what went in.
func (p game) build(network Network, scope *model.Scope, x *Node, out int) (y *Node) {
	defer func() {
		if thrown := recover(); thrown != nil {
			panic(fmt.Errorf("the %s, %v, from [batch, %d] to [batch, %d]: %v", scope.Scope()[1:], network, x.Shape().Dim(-1), out, thrown))
		}
	}()
	y = network.apply(scope, x, out)
	y.AssertDims(x.Shape().Dim(0), out)
	return y
}

func (p game) generatorScope(scope *model.Scope) *model.Scope { return scope.At("generator") }

func (p game) discriminatorScope(scope *model.Scope) *model.Scope { return scope.At("discriminator") }

package gan

import (
	"fmt"

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

// tables are the data sets' resident tensors as nodes of the graph being built.
type tables struct{ real, fake []*Node }

// step builds step number at (an int32, from 0), in which who moves, and returns its row of the
// history, shaped [columns], and its checks, shaped [len(checked)].
func (p game) step(root *model.Scope, who Players, at *Node, t tables) (row, checks *Node) {
	root.Store().SetTraining(at.Graph(), true)
	s := &step{game: p, who: who, scope: root, number: at, tables: t, report: newReport(at.Graph(), p.cfg.Loss)}
	s.algorithm1()
	if who != DiscriminatorAlone {
		p.average(root, at)
	}
	return s.report.row(), s.report.checks(p.discriminatorScope(root), p.generatorScope(root))
}

// A player is D or G in a graph.
type player struct {
	name      string // as errors call it
	scope     *model.Scope
	network   Network
	optimizer Optimizer
	rests     bool // while the other one moves alone
}

func (s *step) discriminator() player {
	return player{"discriminator", s.discriminatorScope(s.scope), s.cfg.Discriminator, s.cfg.DiscriminatorOptimizer, s.who == GeneratorAlone}
}

func (s *step) generator() player {
	return player{"generator", s.generatorScope(s.scope), s.cfg.Generator, s.cfg.GeneratorOptimizer, s.who == DiscriminatorAlone}
}

func (p game) generatorScope(root *model.Scope) *model.Scope { return root.At("generator") }

func (p game) discriminatorScope(root *model.Scope) *model.Scope { return root.At("discriminator") }

// A batch is rows as D takes them, shaped [Batch, Packing·dim], and in a conditional
// game the class of each, one-hot, shaped [Batch, K], and of data whether all classes
// are from 0 to K−1.
type batch struct{ x, class, known *Node }

// given is the batch as values that later gradients do not run back behind.
func (b batch) given() batch {
	b.x = given(b.x)
	return b
}

// given is x as a value that later gradients may be taken in, but do not run back
// behind: the new weights are nodes that depend on the loss that moved them, and
// the other player must take them as they are. A gradient in the stopped node
// itself would be 0.
func given(x *Node) *Node { return Identity(StopGradient(x)) }

// drawReal draws a batch from Pdata.
func (s *step) drawReal() batch {
	g, n := s.number.Graph(), s.cfg.Batch*s.cfg.Packing
	if !s.cfg.Conditional {
		return batch{x: s.pack(s.real.Draw(s.scope, g, s.tables.real, n))}
	}
	labelled := s.real.(dataset.Labelled)
	x, class := labelled.DrawLabelled(s.scope, g, s.tables.real, n)
	k := Scalar(g, class.DType(), labelled.Classes())
	known := LogicalAll(LogicalAnd(GreaterOrEqual(class, ZerosLike(class)), LessThan(class, k)))
	return batch{s.pack(x), OneHot(class, labelled.Classes(), dtypes.Float32), known}
}

// drawFake draws a batch from Pg, of the classes that reals have.
func (s *step) drawFake(reals batch) batch {
	g, n := s.number.Graph(), s.cfg.Batch*s.cfg.Packing
	if s.fake != nil {
		return batch{x: s.pack(s.fake.Draw(s.scope, g, s.tables.fake, n))}
	}
	z := s.cfg.Noise.draw(s.scope, g, shapes.Make(dtypes.Float32, n, s.cfg.NoiseDim))
	return batch{x: s.pack(s.generate(s.scope, generatorInput(z, reals.class))), class: reals.class}
}

// score is what D makes of a batch.
func (s *step) score(b batch) *Node { return s.game.score(s.scope, b) }

// pack lays Packing samples side by side: [Batch·Packing, dim] to [Batch, Packing·dim].
func (p game) pack(x *Node) *Node {
	x.AssertDims(p.cfg.Batch*p.cfg.Packing, p.real.Dim())
	return Reshape(x, p.cfg.Batch, p.discriminatorDim())
}

// generatorInput is what G takes: z, and in a conditional game the class beside it.
func generatorInput(z, class *Node) *Node {
	if class == nil {
		return z
	}
	return Concatenate([]*Node{z, class}, -1)
}

// smoothed is D's loss with one-sided label smoothing: −(1−s)·ln D − s·ln(1−D) is −ln D + s·logit.
func (s *step) smoothed(loss, real *Node) *Node {
	if s.cfg.LabelSmoothing == 0 {
		return loss
	}
	return Add(loss, MulScalar(mean(real), s.cfg.LabelSmoothing))
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
	y = network.Apply(scope, x, out)
	if y == nil {
		panic("it returns nil")
	}
	y.AssertDims(x.Shape().Dim(0), out)
	return y
}

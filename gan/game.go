package gan

import (
	"fmt"
	"slices"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"ganbook/gan/dataset"
	"ganbook/gan/device"
)

// A game is what one training plays: the networks and losses of cfg, the real data, and the data set
// that plays Pg if Pg is fixed. pg is nil if G makes the fakes.
type game struct {
	cfg      Config
	real     dataset.Dataset
	pg       dataset.Dataset
	standard standard // of the real data, if D sees them standardised

	// kept has the paths of the variables that the players' optimizers keep. The value is the scope of
	// the player. [loop.declare] fills it, since there each variable is created.
	kept map[string]string
}

// tables holds the tables of the data sets, as nodes of the graph that is being built. If the graph is
// for several devices, device is the number of the device that runs it, a uint64 scalar from 0.
type tables struct {
	real, fake []*Node
	device     *Node
}

// buildStep builds the step with the given number, an int32 that counts from 0. The players in who
// move. It returns the step's record, shaped [columns], and its checks, shaped [checkWeights].
func (p game) buildStep(root *model.Scope, who Players, number *Node, t tables) (record, checks *Node) {
	root.Store().SetTraining(number.Graph(), true)
	s := &stepBuilder{game: p, who: who, scope: root, number: number, tables: t, report: newReport(number.Graph(), p.cfg.Loss)}
	s.divide()
	s.algorithm1()
	s.unite()
	if who != DiscriminatorAlone {
		p.average(root, number.Graph())
	}
	return agreed(s.report.record(), s.report.checks())
}

// A player is D or G in a graph.
type player struct {
	name      string // the name in error messages
	scope     *model.Scope
	network   Network
	optimizer Optimizer
	penalised bool    // whether the player's loss contains a penalty on a slope
	clip      float64 // each weight is limited to [−clip, clip] after each move; 0 means no limit
	rests     bool    // true while only the other player moves
}

func (s *stepBuilder) discriminator() player {
	return player{
		name:      "discriminator",
		scope:     s.discriminatorScope(s.scope),
		network:   s.cfg.Discriminator,
		optimizer: s.cfg.DiscriminatorOptimizer,
		penalised: s.cfg.penalised(),
		clip:      s.cfg.WeightClip,
		rests:     s.who == GeneratorAlone,
	}
}

func (s *stepBuilder) generator() player {
	return player{
		name:      "generator",
		scope:     s.generatorScope(s.scope),
		network:   s.cfg.Generator,
		optimizer: s.cfg.GeneratorOptimizer,
		rests:     s.who == DiscriminatorAlone,
	}
}

func (p game) generatorScope(root *model.Scope) *model.Scope { return root.At("generator") }

func (p game) discriminatorScope(root *model.Scope) *model.Scope { return root.At("discriminator") }

// A batch holds the rows x that D takes, shaped [m, Packing·dim], where m is the device's share of
// Batch. In a conditional game class holds the class of each row, one-hot, shaped [m, K]. For real
// data of a conditional game, known is a scalar that says whether all classes are from 0 to K−1.
type batch struct{ x, class, known *Node }

// detached returns the batch with rows that no gradient passes through.
func (b batch) detached() batch {
	b.x = detach(b.x)
	return b
}

// detach returns x as a node that no gradient passes through. Updated weights need this: they are
// nodes that depend on the loss of the move that updated them, but the other player's loss must
// treat them as constants. The Identity makes it possible to take a gradient with respect to the
// result. With respect to the StopGradient node itself, a gradient would be 0.
func detach(x *Node) *Node { return Identity(StopGradient(x)) }

// drawReal draws a batch from Pdata.
func (s *stepBuilder) drawReal() batch {
	g, n := s.number.Graph(), s.cfg.batchPerDevice()*s.cfg.Packing
	if !s.cfg.Conditional {
		return batch{x: s.pack(drawnFrom(s.real, s.scope, g, s.tables.real, n))}
	}
	labelled := s.real.(dataset.Labelled)
	x, class := drawnLabelled(labelled, s.scope, g, s.tables.real, n)
	k := Scalar(g, class.DType(), labelled.Classes())
	known := LogicalAll(LogicalAnd(GreaterOrEqual(class, ZerosLike(class)), LessThan(class, k)))
	return batch{s.pack(x), OneHot(class, labelled.Classes(), dtypes.Float32), known}
}

// drawFake draws a batch from Pg, with the same classes as the batch reals.
func (s *stepBuilder) drawFake(reals batch) batch {
	g, n := s.number.Graph(), s.cfg.batchPerDevice()*s.cfg.Packing
	if s.pg != nil {
		return batch{x: s.pack(drawnFrom(s.pg, s.scope, g, s.tables.fake, n))}
	}
	z := s.cfg.Noise.draw(s.scope, g, shapes.Make(dtypes.Float32, n, s.cfg.NoiseDim))
	return batch{x: s.pack(s.generate(s.scope, generatorInput(z, reals.class))), class: reals.class}
}

// score returns D's scores of a batch, shaped [m, 1].
func (s *stepBuilder) score(b batch) *Node { return s.game.score(s.scope, b) }

// drawnFrom draws n samples of a data set. It panics if the data set returns something else.
func drawnFrom(d dataset.Dataset, scope *model.Scope, g *Graph, tables []*Node, n int) *Node {
	return checkedDraw(d, scope, n, func() *Node { return d.Draw(scope, g, tables, n) })
}

// drawnLabelled is drawnFrom with the classes of the samples, int32, shaped [n].
func drawnLabelled(d dataset.Labelled, scope *model.Scope, g *Graph, tables []*Node, n int) (x, class *Node) {
	x = checkedDraw(d, scope, n, func() (x *Node) {
		x, class = d.DrawLabelled(scope, g, tables, n)
		return x
	})
	if class == nil || !class.DType().IsInt() || !slices.Equal(class.Shape().Dimensions, []int{n}) {
		panic(fmt.Errorf("%s draws the classes %v; want (Int32)[%d]", d.Name(), class, n))
	}
	return x, ConvertDType(class, dtypes.Int32)
}

// checkedDraw returns what draw returns. It panics if that is not n samples of the data set, or if draw creates a
// variable: each run has several stores that data are drawn in.
func checkedDraw(d dataset.Dataset, scope *model.Scope, n int, draw func() *Node) *Node {
	before := paths(scope.Store())
	x := draw()
	checkDrawn(d, x, n)
	if path := newPath(scope.Store(), before); path != "" {
		panic(fmt.Errorf("%s creates the variable %s in its draw; samples are independent, and all numbers that they depend on are in Tables", d.Name(), path))
	}
	return x
}

func checkDrawn(d dataset.Dataset, x *Node, n int) {
	want := shapes.Make(dtypes.Float32, n, d.Dim())
	if x == nil {
		panic(fmt.Errorf("%s draws nil; want %v", d.Name(), want))
	}
	if !x.Shape().Equal(want) {
		panic(fmt.Errorf("%s draws %v; want %v", d.Name(), x.Shape(), want))
	}
}

// pack places Packing samples side by side: from [m·Packing, dim] to [m, Packing·dim].
func (p game) pack(x *Node) *Node {
	return Reshape(x, p.cfg.batchPerDevice(), p.discriminatorDim())
}

// generatorInput returns the input of G: z, and in a conditional game the one-hot class after it.
func generatorInput(z, class *Node) *Node {
	if class == nil {
		return z
	}
	return Concatenate([]*Node{z, class}, -1)
}

// smoothed returns D's loss with one-sided label smoothing s. It uses −(1−s)·ln D − s·ln(1−D) = −ln
// D + s·logit.
func (s *stepBuilder) smoothed(loss, real *Node) *Node {
	if s.cfg.LabelSmoothing == 0 {
		return loss
	}
	return Add(loss, MulScalar(mean(real), s.cfg.LabelSmoothing))
}

// classes returns K in a conditional game, else 0.
func (p game) classes() int {
	if !p.cfg.Conditional {
		return 0
	}
	return p.real.(dataset.Labelled).Classes()
}

// generatorDim and discriminatorDim return the widths of the inputs of G and D.
func (p game) generatorDim() int     { return p.cfg.NoiseDim + p.classes() }
func (p game) discriminatorDim() int { return p.real.Dim() * p.cfg.Packing }

// generate returns the samples that G makes of input, shaped [batch, dim].
func (p game) generate(scope *model.Scope, input *Node) *Node {
	return p.build(p.cfg.Generator, p.generatorScope(scope), input, p.real.Dim())
}

// score returns D's raw output, shaped [batch, 1]. It is the logit of D if the loss makes D a
// probability. In a conditional game D has one output for each class, and score selects the output
// of the sample's own class. If the last layer of D is linear, this is the projection of Miyato &
// Koyama 2018 (arXiv 1802.05637, equation 3).
func (p game) score(scope *model.Scope, b batch) *Node {
	x := p.standardised(scope, b.x)
	if b.class == nil {
		return p.build(p.cfg.Discriminator, p.discriminatorScope(scope), x, 1)
	}
	each := p.build(p.cfg.Discriminator, p.discriminatorScope(scope), x, p.classes())
	return ExpandAxes(ReduceSum(Mul(each, b.class), -1), -1)
}

// build applies a network. If the network panics, the new panic names the network and the shapes.
func (p game) build(network Network, scope *model.Scope, x *Node, out int) (y *Node) {
	defer func() {
		if thrown := recover(); thrown != nil {
			panic(fmt.Errorf("the %s, %v, from [batch, %d] to [batch, %d]: %w", scope.Scope()[1:], network, x.Shape().Dim(-1), out, device.AsError(thrown)))
		}
	}()
	y = network.Apply(scope, x, out)
	if y == nil {
		panic("it returns nil")
	}
	y.AssertDims(x.Shape().Dim(0), out)
	return y
}

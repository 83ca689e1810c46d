package gan

import (
	"fmt"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
)

// optimizerPath is where the optimizers' memories lie: each behind this path, at
// the path of what it belongs to.
const optimizerPath = "/optimizer"

// descent returns the move of the weights under scope one update down the loss, at
// a step of the training. The gradient is taken now, the weights change when the
// move is made.
func (p game) descent(scope *model.Scope, step, loss *Node, o Optimizer) (move func()) {
	g := loss.Graph()
	ws := weights(scope, g)
	at := make([]*Node, len(ws))
	for i, w := range ws {
		at[i] = w.NodeValue(g)
	}
	gradients := p.gradients(scope, loss, at)
	return func() {
		rate := p.cfg.RateDecay.at(step, p.cfg.Steps, o.rate())
		count := remember(scope, g, optimizerPath+scope.Scope()+"/updates", shapes.Make(dtypes.Float32))
		t := count.set(OnePlus(count.value))
		for i, w := range ws {
			moved := o.update(at[i], gradients[i], rate, t, func(name string) *memory {
				return remember(scope, g, optimizerPath+w.Path()+"/"+name, w.Shape())
			})
			w.SetNodeValue(given(moved))
		}
	}
}

// given is x as a value that later gradients may be taken in, but do not run back
// behind: the new weights are nodes that depend on the loss that moved them, and
// the other player must take them as they are. A gradient in the stopped node
// itself would be 0.
func given(x *Node) *Node { return Identity(StopGradient(x)) }

// gradients are those of a player's loss in its weights; whatever GoMLX lacks for
// them names the player.
func (p game) gradients(scope *model.Scope, loss *Node, at []*Node) []*Node {
	defer func() {
		thrown := recover()
		if thrown == nil {
			return
		}
		name, network, hint := "the generator's loss", p.cfg.Generator, ""
		if scope.Scope() == p.discriminatorScope(scope.Store().RootScope()).Scope() {
			name, network = "the discriminator's loss", p.cfg.Discriminator
			if p.cfg.penalised() {
				name += " and penalty"
				hint = "; a penalty takes a second derivative, which each operation of the network must have"
			}
		}
		panic(fmt.Errorf("%s, with %v: %v%s", name, network, thrown, hint))
	}()
	return Gradient(loss, at...)
}

// A memory is what an optimizer keeps of a weight from one update to the next.
type memory struct {
	at    *model.Variable
	value *Node // what was kept
}

func remember(scope *model.Scope, g *Graph, path string, shape shapes.Shape) *memory {
	v := variable(scope.Store(), path, zeros, shape.Dimensions...).SetTrainable(false)
	return &memory{v, v.NodeValue(g)}
}

// set keeps x for the next update and returns it.
func (m *memory) set(x *Node) *Node {
	m.at.SetNodeValue(x)
	return x
}

// decay keeps and returns the moving mean β·value + (1 − β)·x.
func (m *memory) decay(beta float64, x *Node) *Node {
	return m.set(Add(MulScalar(m.value, beta), MulScalar(x, 1-beta)))
}

// clip brings each weight of D back into [−c, c], c = WeightClip.
func (p game) clip(scope *model.Scope, g *Graph) {
	c := p.cfg.WeightClip
	if c == 0 {
		return
	}
	for _, w := range weights(p.discriminatorScope(scope), g) {
		w.SetNodeValue(ClipScalar(w.NodeValue(g), -c, c))
	}
}

// variables lists the variables under scope that g uses: weights, and whatever
// normalisation keeps.
func variables(scope *model.Scope, g *Graph) (used []*model.Variable) {
	for v := range scope.IterVariables() {
		if v.InUseByGraph(g) {
			used = append(used, v)
		}
	}
	return used
}

// weights lists those of them that training moves.
func weights(scope *model.Scope, g *Graph) (trained []*model.Variable) {
	for _, v := range variables(scope, g) {
		if v.Trainable {
			trained = append(trained, v)
		}
	}
	return trained
}

// weightsFinite is true where every weight under scope is; with no weights, true.
func weightsFinite(scope *model.Scope, g *Graph) *Node {
	all := Const(g, true)
	for _, v := range weights(scope, g) {
		all = LogicalAnd(all, allFinite(v.NodeValue(g)))
	}
	return all
}

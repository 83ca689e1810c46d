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

// A Move is one update of one player's weights, in the graph that is being built.
type Move struct {
	Scope     *model.Scope      // of the player's network; the weights lie under it
	Weights   []*model.Variable // those that training moves
	Gradients []*Node           // of the player's loss, one for each weight
	Count     *Node             // the number of this update, from 1: a float32 scalar

	before []*Node                   // each weight's value
	rate   func(alpha float64) *Node // after decay
}

// Rate returns the learning rate at this step, where it is alpha before Config.RateDecay.
func (m *Move) Rate(alpha float64) *Node { return m.rate(alpha) }

// Value returns weight i as it is before the move.
func (m *Move) Value(i int) *Node { return m.before[i] }

// Memory returns what is kept, under a name, of weight i from one update to the next: shaped as the
// weight, and 0 at the start.
func (m *Move) Memory(i int, name string) *Memory {
	w := m.Weights[i]
	return remember(m.Scope, m.Count.Graph(), optimizerPath+w.Path()+"/"+name, w.Shape())
}

// A Memory is a value that an optimizer keeps from one update to the next.
type Memory struct {
	variable *model.Variable
	value    *Node
}

func remember(scope *model.Scope, g *Graph, path string, shape shapes.Shape) *Memory {
	v := variable(scope.Store(), path, zeros, shape.Dimensions...).SetTrainable(false)
	return &Memory{v, v.NodeValue(g)}
}

// Value returns what was kept.
func (m *Memory) Value() *Node { return m.value }

// Set keeps x for the next update and returns it.
func (m *Memory) Set(x *Node) *Node {
	m.variable.SetNodeValue(x)
	return x
}

// Decay keeps and returns the moving mean β·value + (1 − β)·x.
func (m *Memory) Decay(beta float64, x *Node) *Node {
	return m.Set(Add(MulScalar(m.value, beta), MulScalar(x, 1-beta)))
}

// descent takes the gradients of a player's loss now, and returns the move that one update of its
// optimizer makes.
func (s *step) descent(who player, loss *Node) (move func()) {
	if who.rests {
		return func() {}
	}
	g := loss.Graph()
	m := &Move{Scope: who.scope, Weights: weights(who.scope, g)}
	for _, w := range m.Weights {
		m.before = append(m.before, w.NodeValue(g))
	}
	m.Gradients = s.gradients(who, loss, m.before)
	m.rate = func(alpha float64) *Node { return s.cfg.RateDecay.at(s.number, s.cfg.Steps, alpha) }
	return func() {
		updates := remember(who.scope, g, optimizerPath+who.scope.Scope()+"/updates", shapes.Make(dtypes.Float32))
		m.Count = updates.Set(OnePlus(updates.Value()))
		who.optimizer.Update(m)
		for _, w := range m.Weights {
			w.SetNodeValue(given(w.NodeValue(g)))
		}
		if who.scope.Scope() == s.discriminatorScope(s.scope).Scope() {
			s.clip()
		}
	}
}

// gradients are those of a player's loss in its weights; whatever GoMLX lacks for
// them names the player.
func (s *step) gradients(who player, loss *Node, in []*Node) []*Node {
	defer func() {
		thrown := recover()
		if thrown == nil {
			return
		}
		name, hint := fmt.Sprintf("the %s's loss", who.name), ""
		if who.name == s.discriminator().name && s.cfg.penalised() {
			name += " and penalty"
			hint = "; a penalty takes a second derivative, which each operation of the network must have"
		}
		panic(fmt.Errorf("%s, with %v: %v%s", name, who.network, thrown, hint))
	}()
	return Gradient(loss, in...)
}

// clip brings each weight of D back into [−c, c], c = WeightClip.
func (s *step) clip() {
	c, g := s.cfg.WeightClip, s.number.Graph()
	if c == 0 {
		return
	}
	for _, w := range weights(s.discriminatorScope(s.scope), g) {
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

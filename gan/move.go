package gan

import (
	"fmt"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"ganbook/gan/device"
)

// optimizerPath is the path of the optimizers' state. The state of a variable has this path,
// followed by the path of the variable.
const optimizerPath = "/optimizer"

// updatesPath is the path of the number of moves that the player of a scope has made: a float32.
func updatesPath(player *model.Scope) string { return optimizerPath + player.Scope() + "/updates" }

// A Move is one update of the weights of one player, in the graph that is being built.
type Move struct {
	Scope     *model.Scope      // the scope of the player's network; the weights are under it
	Weights   []*model.Variable // the weights that training moves
	Gradients []*Node           // the gradients of the player's loss, one for each weight; with Config.Devices, their means
	Count     *Node             // the number of this update, from 1: a float32 scalar

	mover  player
	before []*Node                   // the value of each weight before the move
	rate   func(alpha float64) *Node // multiplies alpha by the factor of Config.RateDecay
}

// Rate returns the learning rate at this step: alpha times the factor of Config.RateDecay.
func (m *Move) Rate(alpha float64) *Node { return m.rate(alpha) }

// Value returns the value of weight i before the move.
func (m *Move) Value(i int) *Node { return m.before[i] }

// Memory returns the state that the optimizer keeps for weight i under the given name. It has the
// shape of the weight and starts at 0.
func (m *Move) Memory(i int, name string) *Memory {
	w := m.Weights[i]
	return remember(m.Scope, m.Count.Graph(), optimizerPath+w.Path()+"/"+name, w.Shape())
}

// A Memory is a value, float32, that an optimizer keeps from one update to the next.
type Memory struct {
	variable *model.Variable
	value    *Node
}

func remember(scope *model.Scope, g *Graph, path string, shape shapes.Shape) *Memory {
	v := variable(scope.Store(), path, zeros, shape.Dimensions...).SetTrainable(false)
	return &Memory{v, v.NodeValue(g)}
}

// Value returns the value that the last Set kept, or 0 before the first one.
func (m *Memory) Value() *Node { return m.value }

// Set keeps x for the next update and returns x.
func (m *Memory) Set(x *Node) *Node {
	m.variable.SetNodeValue(x)
	return x
}

// SetAfter keeps x for the next update and computes it after y. Use it if y, the new value of a weight,
// depends on x: XLA computes a cheap x a second time inside y, from the old value of the memory. If it
// cannot be sure that this comes first, it copies the old value in every step.
func (m *Memory) SetAfter(x, y *Node) { m.Set(SchedulingBarrier(x, y)) }

// Mean returns the moving mean β·value + (1 − β)·x.
func (m *Memory) Mean(beta float64, x *Node) *Node {
	return Add(MulScalar(m.value, beta), MulScalar(x, 1-beta))
}

// Decay keeps the moving mean for the next update and returns it.
func (m *Memory) Decay(beta float64, x *Node) *Node { return m.Set(m.Mean(beta, x)) }

// gradient takes the gradients of a player's loss with respect to the player's weights. It returns nil if
// the player rests.
func (s *stepBuilder) gradient(mover player, loss *Node) *Move {
	if mover.rests {
		return nil
	}
	g := loss.Graph()
	m := &Move{Scope: mover.scope, Weights: s.weights(mover.scope, g), mover: mover}
	for _, w := range m.Weights {
		m.before = append(m.before, w.NodeValue(g))
	}
	m.Gradients = averaged(mover.gradients(loss, m.before))
	// All weights move after all gradients are known. Otherwise XLA cannot rule out that a gradient still
	// needs an old weight when its new value is written, and copies the weight in every step.
	m.rate = func(alpha float64) *Node {
		return SchedulingBarrier(s.cfg.RateDecay.at(s.number, s.cfg.Steps, alpha), m.Gradients...)
	}
	return m
}

// update makes the move: the player's optimizer changes the weights. A nil move is that of a player that
// rests.
func (s *stepBuilder) update(m *Move) {
	if m == nil {
		return
	}
	mover, g := m.mover, s.number.Graph()
	before := paths(mover.scope.Store())
	updates := remember(mover.scope, g, updatesPath(mover.scope), shapes.Make(dtypes.Float32))
	m.Count = updates.Set(OnePlus(updates.Value()))
	s.together(func() { mover.optimizer.Update(m) })
	s.markOptimizerState(mover, before)
	for _, w := range m.Weights {
		moved := w.NodeValue(g)
		if c := mover.clip; c != 0 {
			moved = ClipScalar(moved, -c, c)
		}
		w.SetNodeValue(detach(moved))
	}
}

// markOptimizerState notes that the variables which are not among before are those of the player's
// optimizer, and no weights. A variable in the root scope, such as GoMLX's number of steps, serves both
// players.
func (s *stepBuilder) markOptimizerState(mover player, before map[string]bool) {
	for v := range s.scope.Store().IterVariables() {
		if !before[v.Path()] && v.Scope() != s.scope.Scope() {
			v.SetTrainable(false)
			s.kept[v.Path()] = mover.scope.Scope()
		}
	}
}

// paths returns the paths of the variables of a store.
func paths(store *model.Store) map[string]bool {
	known := map[string]bool{}
	for v := range store.IterVariables() {
		known[v.Path()] = true
	}
	return known
}

// newPath returns the path of a variable of the store that is not among the known ones, or "".
func newPath(store *model.Store, known map[string]bool) string {
	for v := range store.IterVariables() {
		if !known[v.Path()] {
			return v.Path()
		}
	}
	return ""
}

// gradients returns the gradients of the player's loss with respect to the given nodes. If GoMLX
// cannot differentiate an operation, the panic names the player and its network.
func (p player) gradients(loss *Node, in []*Node) []*Node {
	defer func() {
		thrown := recover()
		if thrown == nil {
			return
		}
		name, hint := fmt.Sprintf("the %s's loss", p.name), ""
		if p.penalised {
			name += " and penalty"
			hint = "; a penalty takes a second derivative, which each operation of the network must have"
		}
		panic(fmt.Errorf("%s, with %v: %w%s", name, p.network, device.AsError(thrown), hint))
	}()
	return Gradient(loss, in...)
}

// variables lists the variables of the network under scope that the graph g uses: the weights, and the
// running averages of normalisation layers. An optimizer from outside this package may keep its own
// there too; these are left out.
func (p game) variables(scope *model.Scope, g *Graph) (used []*model.Variable) {
	for v := range scope.IterVariables() {
		if _, kept := p.kept[v.Path()]; !kept && v.InUseByGraph(g) {
			used = append(used, v)
		}
	}
	return used
}

// weights lists the variables under scope that g uses and that training moves.
func (p game) weights(scope *model.Scope, g *Graph) (trained []*model.Variable) {
	for _, v := range p.variables(scope, g) {
		if v.Trainable {
			trained = append(trained, v)
		}
	}
	return trained
}

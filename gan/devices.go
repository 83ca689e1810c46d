package gan

import (
	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
)

// With Config.Devices = n > 1, n devices run the program of a training at the same time (data
// parallelism). All variables of the store, the random state included, are equal on all devices
// before and after each step. Within a step a device draws its own rows and noise. The devices then
// replace by its mean over all of them what depends on these draws: the gradients, the record, and
// the running averages of the networks. So the new variables are equal again, to the bit, and a
// checkpoint holds those of one device.
//
// In a graph for one device, nothing in this file adds an operation.
//
// Measured in November 2026 on XLA's CPU backend, on a busy machine with 2 cores, where each averaged
// tensor costs about 15 µs: networks of 2×64 units with a batch of 64 took 0.17 ms a step on one
// device and 0.37 ms on two; 2×128 units with a batch of 512 took 3.5 to 4 ms on one and on two.

// devices returns the number of devices that the steps run on.
func (c Config) devices() int { return max(1, c.Devices) }

// batchPerDevice returns the number of decisions that D makes on one device, of the Batch decisions
// of a move.
func (c Config) batchPerDevice() int { return c.Batch / c.devices() }

// averaged returns the mean of each node over the devices of the graph. The nodes are floats.
func averaged(nodes []*Node) []*Node {
	if len(nodes) == 0 || nodes[0].Graph().NumDevices() == 1 {
		return nodes
	}
	g := nodes[0].Graph()
	means := g.Distributed().AllReduce(nodes, compute.ReduceOpSum)
	for i, sum := range means {
		means[i] = DivScalar(sum, g.NumDevices())
	}
	return means
}

// agreed returns the mean of the record over the devices, and for each check whether it is true on
// all of them.
func agreed(record, checks *Node) (*Node, *Node) {
	if record.Graph().NumDevices() == 1 {
		return record, checks
	}
	means := averaged([]*Node{record, ConvertDType(checks, record.DType())})
	return means[0], GreaterThan(means[1], Scalar(record.Graph(), record.DType(), 1-0.5/float64(record.Graph().NumDevices()))) // the mean of n ones may round below 1
}

// divide gives this device a random stream of its own, until unite. The state of that stream is split
// off the state that all devices share, plus the number of the device. A generator with another key
// is independent (Philox: Salmon et al. 2011).
func (s *stepBuilder) divide() {
	if s.tables.device == nil {
		return
	}
	random := s.random()
	common, own := RNGStateSplit(random.NodeValue(s.number.Graph()))
	s.common = common
	random.SetNodeValue(Add(own, s.tables.device))
}

// together calls build, which gets the random stream that all devices share: what it draws is equal
// on all of them.
func (s *stepBuilder) together(build func()) {
	if s.common == nil {
		build()
		return
	}
	random, g := s.random(), s.number.Graph()
	own := random.NodeValue(g)
	random.SetNodeValue(s.common)
	build()
	s.common = random.NodeValue(g)
	random.SetNodeValue(own)
}

// unite makes all variables equal on all devices again.
func (s *stepBuilder) unite() {
	if s.common == nil {
		return
	}
	s.random().SetNodeValue(s.common)
	// Of the other variables, the step has made different what the networks change themselves, such as
	// the running averages of BatchNorm. Weights moved by the mean gradient, so they are equal.
	g := s.number.Graph()
	var changed []*model.Variable
	var values []*Node
	for _, scope := range []*model.Scope{s.generatorScope(s.scope), s.discriminatorScope(s.scope)} {
		for _, v := range s.variables(scope, g) {
			value := v.NodeValue(g)
			if !v.Trainable && v.DType().IsFloat() && value.Type() != NodeTypeParameter {
				changed, values = append(changed, v), append(values, value)
			}
		}
	}
	for i, mean := range averaged(values) {
		changed[i].SetNodeValue(mean)
	}
}

func (s *stepBuilder) random() *model.Variable { return s.scope.Store().GetVariable(randomPath) }

package gan_test

import (
	"context"
	"fmt"
	"log"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"ganbook/gan"
)

// A square is the uniform distribution on a square with the given side, about 0.
type square struct{ side float32 }

func (s square) Name() string { return fmt.Sprintf("square of side %g", s.side) }
func (s square) Dim() int     { return 2 }

// Tables has the side, so that a checkpoint knows which square it was.
func (s square) Tables() []*tensors.Tensor { return []*tensors.Tensor{tensors.FromValue(s.side)} }

func (s square) Draw(scope *model.Scope, g *graph.Graph, tables []*graph.Node, n int) *graph.Node {
	u := scope.RandomUniform(g, shapes.Make(dtypes.Float32, n, 2)) // in [0, 1)
	return graph.Mul(tables[0], graph.AddScalar(u, -0.5))
}

// A signDescent moves each weight by the learning rate, against the sign of its gradient (Bernstein et al.
// 2018, arXiv 1802.04434).
type signDescent struct{ LearningRate float64 }

func (s signDescent) Update(m *gan.Move) {
	rate := m.Rate(s.LearningRate)
	for i, w := range m.Weights {
		w.SetNodeValue(graph.Sub(m.Value(i), graph.Mul(rate, graph.Sign(m.Gradients[i]))))
	}
}

// A residual is a linear map plus a correction by a small network.
func residual(scope *model.Scope, z *graph.Node) *graph.Node {
	correction := gan.MLP{Hidden: []int{16}, Activation: gan.TanH}
	return graph.Add(gan.MLP{}.Apply(scope.At("linear"), z, 2), correction.Apply(scope.At("correction"), z, 2))
}

// Data, networks and optimizers may be your own. Each is a value with a few methods, and a function is
// enough for a network. For a loss of your own see [gan.Loss].
func Example_ownParts() {
	cfg := gan.Defaults()
	cfg.Generator = gan.Func{Name: "residual", Build: residual}
	cfg.Discriminator = gan.MLP{Hidden: []int{16}, Activation: gan.LeakyReLU}
	cfg.GeneratorOptimizer, cfg.DiscriminatorOptimizer = signDescent{1e-3}, signDescent{1e-3}
	cfg.RateDecay = gan.Decay{Shape: gan.Linear, Until: 1}
	cfg.Batch, cfg.Steps, cfg.R1, cfg.Seed = 64, 2000, 0.1, 4

	run, err := gan.Train(context.Background(), cfg, square{2})
	if err != nil {
		log.Fatal(err)
	}
	near := 0
	for _, x := range run.Sample(1000) {
		if max(x[0], -x[0], x[1], -x[1]) < 1.5 {
			near++
		}
	}
	fmt.Println(run.Data().Name())
	fmt.Println("most samples are in or near the square:", near > 700)
	// Output:
	// square of side 2
	// most samples are in or near the square: true
}

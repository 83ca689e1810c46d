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
	"ganbook/gan/dataset"
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

// Images of your own, as PNG or JPEG files of one size: with a sub-folder for each class, G can be asked
// for a class. The networks are convolutions, which need the size of the images; here it is 32 by 32.
func Example_images() {
	data, err := dataset.Folder("pictures")
	if err != nil {
		log.Fatal(err)
	}
	height, width, channels := data.Size()

	cfg := gan.Defaults()
	cfg.Standardise = false // D takes pixels as they are, and Centred maps them to [−1, 1]
	cfg.Generator = gan.ConvUp{Height: height, Width: width, Channels: channels, Hidden: []int{128}, Filters: []int{96, 48},
		Norm: gan.BatchNorm, Output: gan.SigmoidOutput}
	cfg.Discriminator = gan.ConvDown{Height: height, Width: width, Channels: channels, Filters: []int{48, 96}, Hidden: []int{128},
		Activation: gan.LeakyReLU, Centred: true}
	cfg.Conditional = data.Classes() > 0
	cfg.NoiseDim, cfg.Batch, cfg.Steps, cfg.R1, cfg.R2 = 64, 64, 7000, 0.3, 0.3

	run, err := gan.Train(context.Background(), cfg, data, gan.Dir("runs/pictures"))
	if err != nil {
		log.Fatal(err)
	}
	for class := range data.Classes() {
		fmt.Println(class, run.SampleClass(8, class)) // pixels from 0 to 1
	}
}

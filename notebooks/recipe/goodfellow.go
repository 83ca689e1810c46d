package recipe

import (
	"fmt"
	"math"
	"sync"

	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"ganbook/gan"
	"ganbook/gan/dataset"
	"ganbook/theory/seed"
)

// GoodfellowRow is the name of the row of [Goodfellow] in the tables of notebook 10.
const GoodfellowRow = "after the paper's code"

// Goodfellow returns the networks of Goodfellow et al. 2014 for MNIST as the paper's code has them
// (github.com/goodfeli/adversarial, mnist.yaml). G has two layers of 1,200 ReLU, and 100 coordinates of
// noise from U(−√3, √3). D has two layers of 240 maxout units of five pieces, with dropout. The first
// weights are from U(−0.05, 0.05) in G and from U(−0.005, 0.005) in D, and G's first image is the mean of
// the training images. Both move at once by SGD with momentum. D's loss there is the mean over real and
// drawn images, and here it is the sum of the two means. So D has half of G's learning rate.
//
// It differs from the code in four things. Rate and momentum stay; there the rate falls by 18 % in as many
// steps, and the momentum rises from 0.5 to 0.58, and on to 0.7 in 250 epochs. It ends after 50,000
// batches, as many as are in 100 epochs; the code names no end. G's move draws new noise and dropout; there
// both players share them. Batches are drawn with replacement; there each epoch is a shuffle.
func Goodfellow(train *dataset.Images) gan.Config {
	const firstG, firstD = 0.05, 0.005
	marginals := sync.OnceValue(func() []float32 { return meanLogits(train) }) // needed only where G is built
	hidden := gan.MLP{Hidden: []int{1200, 1200}, Activation: gan.ReLU}
	judge := gan.MLP{Hidden: []int{240, 240}, Maxout: 5, InputDropout: 0.2, Dropout: 0.5}
	cfg := gan.Defaults()
	cfg.Standardise = false
	cfg.Generator = gan.Func{Name: "Goodfellow's G", Build: func(scope *model.Scope, z *graph.Node) *graph.Node {
		begin(scope, firstG, [][2]int{{100, 1200}, {1200, 1200}, {1200, train.Dim()}})
		x := hidden.Apply(scope, graph.MulScalar(z, math.Sqrt(3)), train.Dim())
		return graph.Sigmoid(graph.Add(x, graph.Const(x.Graph(), [][]float32{marginals()})))
	}}
	cfg.Discriminator = gan.Func{Name: "Goodfellow's D", Build: func(scope *model.Scope, x *graph.Node) *graph.Node {
		begin(scope, firstD, [][2]int{{train.Dim(), 5 * 240}, {240, 5 * 240}, {240, 1}})
		return judge.Apply(scope, x, 1)
	}}
	cfg.Noise, cfg.NoiseDim = gan.Uniform, 100
	cfg.Batch, cfg.Steps = 100, 50_000
	cfg.Seed = 1
	cfg.GeneratorOptimizer = gan.SGD{LearningRate: 0.1, Momentum: 0.5}
	cfg.DiscriminatorOptimizer = gan.SGD{LearningRate: 0.05, Momentum: 0.5}
	cfg.Simultaneous = true
	return cfg
}

// begin creates the weight matrices of an MLP under a scope, unless they exist, with first values from
// U(−r, r). The MLP then finds them there and draws none of its own. The last matrix is that of its output.
func begin(scope *model.Scope, r float64, matrices [][2]int) {
	for i, dims := range matrices {
		layer := fmt.Sprintf("hidden_%d", i)
		if i == len(matrices)-1 {
			layer = "output"
		}
		path := model.JoinPath(scope.At("%s", layer).Scope(), "weights")
		if scope.Store().GetVariable(path) != nil {
			continue
		}
		draws := seed.Rand(1, uint64(dims[0])<<32|uint64(dims[1])) // another stream for each matrix of both networks
		values := make([]float32, dims[0]*dims[1])
		for j := range values {
			values[j] = float32(r * (2*draws.Float64() - 1))
		}
		scope.Store().VariableWithValue(path, tensors.FromFlatDataAndDimensions(values, dims[:]...))
	}
}

// meanLogits returns ln(m/(1 − m)) for the mean m of each pixel. Means are at least 1e-7 from 0 and 1, as in
// the paper's code.
func meanLogits(images *dataset.Images) []float32 {
	rows := images.Rows()
	logits := make([]float32, images.Dim())
	for j := range logits {
		mean := 0.0
		for _, row := range rows {
			mean += float64(row[j]) / float64(len(rows))
		}
		mean = min(max(mean, 1e-7), 1-1e-7)
		logits[j] = float32(math.Log(mean / (1 - mean)))
	}
	return logits
}

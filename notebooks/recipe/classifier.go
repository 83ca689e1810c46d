package recipe

import (
	"fmt"
	"math/rand"

	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	gomlx "github.com/gomlx/gomlx/ml/dataset"
	"github.com/gomlx/gomlx/ml/layers/activation"
	"github.com/gomlx/gomlx/ml/layers/fnn"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/train"
	"github.com/gomlx/gomlx/ml/train/loss"
	"github.com/gomlx/gomlx/ml/train/optimizer"
	"github.com/janpfeifer/must"

	"ganbook/gan/dataset"
	"ganbook/gan/device"
	"ganbook/theory/seed"
)

// A Classifier classifies images of digits.
type Classifier struct{ exec *model.Exec }

// The classifier trains for this number of epochs, in batches of this size.
const (
	epochs          = 3
	classifierBatch = 250
)

// TrainClassifier trains a classifier on labelled images. The network has one hidden layer of 128
// ReLU units and one logit for each class. The loss is cross-entropy and the optimizer is Adam.
// Since this is no game, it uses GoMLX's own training loop. Errors are those of the backend and of
// [device.Open].
func TrainClassifier(images *dataset.Images) (*Classifier, error) {
	backend, err := device.Open("")
	if err != nil {
		return nil, err
	}
	c := &Classifier{}
	err = device.Catch(func() {
		store := model.NewStore()
		must.M(store.SetRNGStateFromSeed(int64(seed.Shifted(1))))
		network := func(scope *model.Scope, x *graph.Node) *graph.Node {
			return fnn.New(scope, x, images.Classes()).NumHiddenLayers(1, 128).Activation(activation.TypeRelu).Done()
		}
		examples := must.M1(gomlx.InMemoryFromData(backend, images.Name(), []any{images.Rows()}, []any{column(images.Labels())}))
		defer examples.FinalizeAll()
		examples.Shuffle().WithRand(rand.New(rand.NewSource(int64(seed.Shifted(1))))).BatchSize(classifierBatch, true)
		trainer := train.NewTrainer(backend, store, network, loss.SparseCategoricalCrossEntropyLogits,
			optimizer.Adam().LearningRate(3e-3).Done(), nil, nil)
		must.M1(train.NewLoop(trainer).RunEpochs(examples, epochs))
		c.exec = model.MustNewExec(backend, store, func(scope *model.Scope, x *graph.Node) *graph.Node {
			return graph.Softmax(network(scope, x))
		})
	})
	if err != nil {
		return nil, fmt.Errorf("recipe: training a classifier on %s: %w", images.Name(), err)
	}
	return c, nil
}

// Probabilities returns for each image a row with p(class | image) for each class.
func (c *Classifier) Probabilities(images [][]float32) [][]float32 {
	out := c.exec.MustCall(tensors.FromValue(images))[0]
	defer out.MustFinalizeAll()
	return out.Value().([][]float32)
}

// column returns labels in the shape that GoMLX's loss takes, [n, 1].
func column(labels []int) *tensors.Tensor {
	flat := make([]int32, len(labels))
	for i, l := range labels {
		flat[i] = int32(l)
	}
	return tensors.FromFlatDataAndDimensions(flat, len(labels), 1)
}

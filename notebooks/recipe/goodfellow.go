package recipe

import "ganbook/gan"

// GoodfellowRow is the name of the row of [Goodfellow] in the tables of notebook 10.
const GoodfellowRow = "the paper's networks"

// Goodfellow returns the networks of Goodfellow et al. 2014 for MNIST, with the optimizer of the paper's
// code (github.com/goodfeli/adversarial, mnist.yaml): G with two layers of 1,200 ReLU, D with two layers of
// 240 maxout units of five pieces and with dropout, SGD with momentum, and both players moved at once. D's
// loss there is the mean over real and drawn images, and here it is the sum of the two means. So D has half
// of G's learning rate.
//
// It differs from the code in four things. The first weights are those of [gan.MLP]. Noise is U(−1, 1),
// and there it is U(−√3, √3). Rate and momentum stay; there the rate falls by 15 % in as many steps, and the
// momentum rises from 0.5 to 0.56. It ends after 80 epochs; the code names no end.
func Goodfellow() gan.Config {
	cfg := gan.Defaults()
	cfg.Standardise = false
	cfg.Generator = gan.MLP{Hidden: []int{1200, 1200}, Activation: gan.ReLU, Output: gan.SigmoidOutput}
	cfg.Discriminator = gan.MLP{Hidden: []int{240, 240}, Maxout: 5, InputDropout: 0.2, Dropout: 0.5}
	cfg.Noise, cfg.NoiseDim = gan.Uniform, 100
	cfg.Batch, cfg.Steps = 100, 40_000
	cfg.Seed = 1
	cfg.GeneratorOptimizer = gan.SGD{LearningRate: 0.1, Momentum: 0.5}
	cfg.DiscriminatorOptimizer = gan.SGD{LearningRate: 0.05, Momentum: 0.5}
	cfg.Simultaneous = true
	return cfg
}

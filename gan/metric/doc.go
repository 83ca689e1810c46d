// Package metric measures how good a GAN is, with the metrics that papers use.
//
//   - [Modes]: how many modes of a mixture the samples reach, how evenly, and how many samples lie
//     on a mode.
//   - [Widths]: how wide the samples lie within the modes that they reach, also along their shortest
//     direction.
//   - [BinnedJS]: the Jensen–Shannon divergence of samples and a mixture, from counts in bins within the modes.
//   - [Energy]: the energy distance of samples and data, which is 0 only for equal distributions.
//   - [Frechet], [Kernel]: the Fréchet distance (FID) and the kernel distance (KID) of features.
//   - [PrecisionRecall]: whether fakes lie among the data, and the data among the fakes.
//   - [ParzenWindow]: the log-likelihood of test data under a density of windows around the fakes.
//   - [Nearest]: the training row closest to each fake. It shows whether G has copied its data.
//   - [AgainstOptimalD]: a trained D, compared with the optimal D*.
//   - [Value]: V̂(D, G) and its standard error.
//
// Samples are rows, shaped [n, dim], as a run's Sample returns them. Features are rows that a network
// computes from samples. Logits are those of a run's Logits. Logarithms are natural, so the unit is
// the nat. Nearest and ParzenWindow compute products of rows on the device (see [ganbook/gan/device]).
//
// Misuse, such as rows of different lengths, is an error in a function that returns one, and a panic in a
// function that does not.
package metric

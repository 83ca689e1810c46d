// Package metric says how good a GAN has become, in the numbers that papers give.
//
//   - [Modes]: how many modes of a mixture the samples reach, how evenly, and how
//     many samples lie on one.
//   - [ParzenWindow]: the log-likelihood of test data under a window of each fake.
//   - [Nearest]: the training row closest to each fake: has G copied?
//   - [AgainstOptimalD]: a trained D beside the D* that theory knows.
//   - [Value]: V̂(D, G) and its standard error.
//
// Samples are rows, shaped [n, dim], as a run's Sample gives them; logits are a
// discriminator's, as its Logits gives them. Logarithms are natural, so all is in
// nats. Distances between many rows are computed on the device (see
// [ganbook/gan/device]).
package metric

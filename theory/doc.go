// Package theory holds the mathematics behind generative adversarial networks, in float64 and nats, for
// distributions on the line.
//
// Everything in it is an expectation, so it has one type. A [Distribution] is mass at points, density between
// them, or both; each maker says in its name what it makes:
//
//	coin := theory.Bernoulli(0.7)                      // mass at 0 and 1
//	data := theory.Data(1.2, 0.7, 2.9)                 // mass 1/3 at each draw
//	bell := theory.Normal(0, 1)                        // density
//	bumps := theory.Mix([]float64{0.5, 0.5}, theory.Normal(-2, 0.5), theory.Normal(2, 0.5))
//
// and also [PMF], [Discrete], [Uniform], and [Density] for any log density. E[g(X)] is the same line for all:
//
//	bell.Expect(func(x float64) float64 { return x * x }) // ∫ x² p(x) dx = 1
//	data.Expect(func(x float64) float64 { return x * x }) // ⅓ Σ xᵢ² = 3.4466…
//
// It is a compensated sum over the atoms plus an adaptive integral over the density, right to about 1e-11
// wherever the density sits and however narrow it is, and [Distribution.ExpectErr] gives a bound that holds. What
// does not exist is NaN (the mean of a Cauchy), what diverges is ±Inf. [MonteCarlo] is the same expectation once
// more, as the average of draws with its standard error: what a training loop does.
//
// Probabilities are asked for as logs first ([Distribution.LogProb]), since densities underflow 39 standard
// deviations out and the theory of GANs goes there. Arguments come in the order (p, q): p the data's
// distribution, q the model's.
//
// Misuse, such as masses that do not sum to 1, panics with a message that names the value and what is allowed.
package theory

// Package theory holds the mathematics behind generative adversarial networks, in float64 and nats, for
// distributions on the line.
//
// Everything in it is an expectation, so it has one type. A [Distribution] is mass at points,
// density between them, or both; each maker says in its name what it makes:
//
//	coin := theory.Bernoulli(0.7)                      // mass at 0 and 1
//	data := theory.Data(1.2, 0.7, 2.9)                 // mass 1/3 at each draw
//	bell := theory.Normal(0, 1)                        // density
//	bumps := theory.Mix([]float64{0.5, 0.5}, theory.Normal(-2, 0.5), theory.Normal(2, 0.5))
//
// and also [PMF], [Discrete], [Uniform], [Exponential], [Laplace], [StudentT], [Cauchy], [Gamma],
// [LogNormal], [Continuous] for any law with a density and quantiles, and [Density] for any log
// density. E[g(X)] is the same line for all:
//
//	bell.Expect(func(x float64) float64 { return x * x }) // ∫ x² p(x) dx = 1
//	data.Expect(func(x float64) float64 { return x * x }) // ⅓ Σ xᵢ² = 3.4466…
//
// It is a sum over the atoms plus an integral over the density (by package quad), right to about
// 1e-11 wherever the density lies and however narrow it is; [Distribution.ExpectErr] gives a bound
// on the error. What does not exist is NaN (the mean of a Cauchy), what diverges is ±Inf.
// [MonteCarlo] is the same expectation again, as the average of draws with its standard error: what
// a training loop does.
//
// The theory of GANs stands on it, each function being its formula:
//
//	LogLikelihood(q, xs)  (1/n) Σ ln q(xᵢ), which MLE makes as large as a family allows
//	Entropy(p)            H(p) = −E_p[ln p(X)], the mean surprise
//	CrossEntropy(p, q)    −E_p[ln q(X)] = H(p) + KL(p‖q); of data, the mean negative log-likelihood
//	KL(p, q)              E_p[ln(p(X)/q(X))] ≥ 0, zero where p = q only, +Inf where q does not cover p
//	JS(p, q)              ½ KL(p‖m) + ½ KL(q‖m) with m = ½(p + q), in [0, ln 2]
//	Value(p, g, d)        V(D, G) = E_p[ln D(X)] + E_g[ln(1 − D(X))], d a function to the logit of D
//	OptimalD(p, g)        D* = p/(p + g), the discriminator that maximises V
//	GeneratorCost(p, g)   V(D*, G) = −ln 4 + 2·JS(p, g), least where g = p
//
// [KL], [JS] and [OptimalD] compare like with like, atoms with atoms and density with density: data
// and a bell have nothing in common, so their KL is +Inf and their JS ln 2. All is in nats; [Bits]
// converts.
//
// V is the payoff of a zero-sum game. A [Game] is one with finitely many choices, its solution by
// pure strategies ([Game.Maximin], [Game.Minimax], [Game.Saddle]) and by mixed ones ([Game.Solve]);
// [SimultaneousPlay] and [AlternatingPlay] are what gradient steps do on f(x, y), and why training
// a GAN may circle instead of arriving.
//
// Probabilities are asked for as logs first ([Distribution.LogProb]), since densities underflow 39
// standard deviations out and the theory of GANs goes there. Arguments come in the order (p, q): p
// the data's distribution, q the model's.
//
// Misuse, such as masses that do not sum to 1, panics with a message that names the value and what
// is allowed.
package theory

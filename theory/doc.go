// Package theory holds the mathematics behind generative adversarial networks (GANs), for
// distributions on the line. It computes in float64, and information is in nats.
//
// Most quantities here are expectations, so one type carries them. A [Distribution] has mass at points
// (atoms), density between them, or both. The name of each maker says what it makes:
//
//	coin := theory.Bernoulli(0.7)         // mass at 0 and 1
//	data := theory.Data(1.2, 0.7, 2.9)    // mass 1/3 at each draw
//	normal := theory.Normal(0, 1)         // density
//	mixture := theory.Mix([]float64{0.5, 0.5}, theory.Normal(-2, 0.5), theory.Normal(2, 0.5))
//
// The other makers are [PMF], [Discrete], [Uniform], [Exponential], [Laplace], [StudentT],
// [Cauchy], [Gamma] and [LogNormal]. [Continuous] takes any law with a density and quantiles.
// [Density] takes any log density. The expectation E[g(X)] is the same line for all of them:
//
//	normal.Expect(func(x float64) float64 { return x * x }) // ∫ x² p(x) dx = 1
//	data.Expect(func(x float64) float64 { return x * x })   // ⅓ Σ xᵢ² = 3.4466…
//
// Expect adds a sum over the atoms and an integral over the density. Package quad computes the
// integral. The error is about 1e-11 of E|g(X)|, wherever the density lies and however narrow it
// is, unless the tails are very heavy (moments of a LogNormal with σ = 10). [Distribution.ExpectErr]
// also returns an error estimate. The estimate is usually greater than the error, but it is no proven
// bound. An expectation that does not exist is NaN (the mean of a Cauchy distribution). An expectation
// that diverges is +Inf or −Inf. [MonteCarlo] estimates the same expectation by the average of random draws, with its standard
// error. A training loop estimates expectations in this way.
//
// Much of the theory of GANs consists of such expectations. Each function computes one formula:
//
//	LogLikelihood(q, xs)  (1/n) Σ ln q(xᵢ), which MLE makes as large as a family allows
//	Entropy(p)            H(p) = −E_p[ln p(X)], the mean surprise
//	CrossEntropy(p, q)    −E_p[ln q(X)] = H(p) + KL(p‖q); of data, the mean negative log-likelihood
//	KL(p, q)              E_p[ln(p(X)/q(X))] ≥ 0; zero only if p = q, +Inf where q does not cover p
//	JS(p, q)              ½ KL(p‖m) + ½ KL(q‖m) with m = ½(p + q), in [0, ln 2]
//	Value(p, g, d)        V(D, G) = E_p[ln D(X)] + E_g[ln(1 − D(X))], where d(x) is the logit of D(x)
//	OptimalD(p, g)        the logit ln p − ln g of D* = p/(p + g), which maximises V
//	GeneratorCost(p, g)   V(D*, G) = −ln 4 + 2·JS(p, g), least where g = p
//	RelativisticJS(p, q)  JS(p⊗q ‖ q⊗p), what the best critic of pairs measures, in [0, ln 2]
//
// KL and JS are two of many distances. An [FDivergence] is D_f(p‖q) = ∫ q·f(p/q), with its critics and
// bounds. [RiskDrop] computes the one that a classification loss measures. The others compare places and
// not only masses. F and G are the cumulative distribution functions of p and q:
//
//	W1(p, q)              ∫ |F − G|, the mean distance that mass must move; W1Critic is its critic
//	Wp(p, q, r)           (∫ |F⁻¹ − G⁻¹|ʳ)^(1/r)
//	MMD2(p, q, k)         E[k(X, X′)] + E[k(Y, Y′)] − 2·E[k(X, Y)] for a kernel k; Witness is its critic
//	EnergyDistance(p, q)  2·∫ (F − G)²
//	SobolevDual2(p, q, m) ∫ (F − G)²/m, what a linear game with a penalty on the slope measures
//
// [MMD2Unbiased] estimates MMD2 from draws. [Transport] and [Assignment] find the best plans to move
// mass at any given cost.
//
// [KL], [JS], [OptimalD] and [FDivergence] compare atoms with atoms and density with density. So data
// and a normal distribution have nothing in common: their KL is +Inf and their JS is ln 2. [Bits]
// converts nats to bits.
//
// V is the payoff of a zero-sum game. A [Game] is a zero-sum game with finitely many choices.
// [Game.Maximin], [Game.Minimax] and [Game.Saddle] solve it by pure strategies, and [Game.Solve]
// solves it by mixed strategies. [Game.Undominated] removes dominated choices. [SimultaneousPlay]
// and [AlternatingPlay] follow gradient steps on a function f(x, y). They show why the training of
// a GAN may circle around the equilibrium and not converge. For f = x·y, [LookAheadPlay] and
// [OptimisticPlay] converge if the rate is small enough. Near an equilibrium, the eigenvalues of a
// [Flow] and of its steps tell all this in advance. [Dirac] is the smallest GAN.
//
// The package works with the logarithms of probabilities ([Distribution.LogProb]). A normal density
// underflows 39 standard deviations from its mean, and the theory of GANs needs values farther out.
// Arguments come in the order (p, q): p is the distribution of the data, q that of the model.
//
// # Accuracy
//
// There are three rules, and each function says where it differs:
//
//   - Entropy, CrossEntropy, KL, JS, GeneratorCost, RelativisticJS, RiskDrop and FDivergence.Of have an error
//     estimate of at most 2e-9, relative where the value is above 1. If this cannot be reached, the result is NaN.
//   - Expect, Value, RelativisticValue, FDivergence.Bound, MMD2 and Witness take a function of the caller's, and are
//     as accurate as this function is smooth: about 1e-11 of the mean of its absolute value. [Distribution.ExpectErr] and
//     [ValueErr] also return an error estimate.
//   - W1, Wp, EnergyDistance and SobolevDual2 are computed from distribution functions and quantiles, and are
//     accurate to about 1e-9 of the value, unless p nearly equals q (then the rounding of F − G counts), or tails are as
//     heavy as those of Student's t with ν below 1.
//     [W1Err] also returns an error estimate.
//
// A distribution is seen through float64s. If it is so narrow and so far from 0 that it covers few of them, such as
// times in seconds since 1970 with a spread of microseconds, subtract a common origin first. A tail that falls more
// slowly than |x|^−1.01 counts as one from which the integral diverges.
//
// # Misuse
//
// Misuse causes a panic, for example masses that do not sum to 1. The message names the value and
// says what is allowed.
//
// # Reading the code
//
//   - What a Distribution is: distribution.go, discrete.go (atoms), continuous.go (a law), density.go (an
//     arbitrary log density), mix.go; normal.go, uniform.go and families.go hold the named families.
//   - Expectations, on which all else stands: expect.go; moments.go, quantile.go and sample.go.
//   - Entropy, KL and JS: divergence.go and compare.go (expectations of functions of the ratio p/q).
//   - The value of the game: value.go (V, D*, C(G)) and relativistic.go.
//   - Other distances: fdivergence.go and fdivergence_list.go (the seven), risk.go, wasserstein.go,
//     transport.go and assignment.go (plans), mmd.go and mmdsamples.go, sobolev.go.
//   - Maximum likelihood: likelihood.go and maximise.go.
//   - Games: game.go, dominated.go, solve.go and simplex.go (mixed strategies), play.go (gradient steps),
//     linear.go (near an equilibrium), dirac.go.
package theory

package theory_test

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"ganbook/theory"
)

func Example() {
	// The same line computes E[X²] for a die, a density and a data set.
	square := func(x float64) float64 { return x * x }
	for _, p := range []theory.Distribution{
		theory.Discrete([]float64{1, 2, 3, 4, 5, 6}, []float64{1. / 6, 1. / 6, 1. / 6, 1. / 6, 1. / 6, 1. / 6}),
		theory.Normal(0, 1),
		theory.Data(1.2, 0.7, 2.9),
	} {
		fmt.Printf("%-20v %.6f\n", p, p.Expect(square))
	}
	// Output:
	// discrete on 6 values 15.166667
	// N(0, 1)              1.000000
	// data of 3 draws      3.446667
}

func ExamplePMF() {
	coins := theory.PMF(0.25, 0.5, 0.25) // heads in two tosses: 0, 1 or 2
	fmt.Println(coins.Mean(), coins.Variance())
	// Output: 1 0.5
}

func ExampleDiscrete() {
	bet := theory.Discrete([]float64{-1, 35}, []float64{36. / 37, 1. / 37}) // a bet on one number at roulette
	fmt.Printf("%.4f\n", bet.Mean())
	// Output: -0.0270
}

func ExampleBernoulli() {
	white := theory.Bernoulli(0.7) // 1 is a white ball, 0 a red one
	fmt.Printf("%.6f\n", white.LogProb(1)*7+white.LogProb(0)*3)
	// Output: -6.108643
}

func ExampleData() {
	balls := theory.Data(1, 1, 0, 1, 1, 0, 1, 0, 1, 1) // ten draws, seven white
	fmt.Printf("%.1f\n", balls.Mean())
	// Output: 0.7
}

func ExampleNormal() {
	p := theory.Normal(100, 15)
	fmt.Printf("%.4f\n", 1-p.CDF(130))
	// Output: 0.0228
}

func ExampleUniform() {
	p := theory.Uniform(0, 2)
	fmt.Println(p.Prob(1), p.Prob(3), p.Mean())
	// Output: 0.5 0 1
}

func ExampleExponential() {
	p := theory.Exponential(2)
	fmt.Printf("%.6f %.6f\n", p.Mean(), p.Variance())
	// Output: 0.500000 0.250000
}

func ExampleLaplace() {
	p := theory.Laplace(1, 2)
	fmt.Printf("%.6f %.6f\n", p.Mean(), p.Variance())
	// Output: 1.000000 8.000000
}

func ExampleStudentT() {
	p := theory.StudentT(4, 1, 2)
	fmt.Printf("%.6f %.6f\n", p.Mean(), p.Variance())
	// Output: 1.000000 8.000000
}

func ExampleCauchy() {
	p := theory.Cauchy(0, 1)
	fmt.Printf("%.6f %v\n", p.CDF(1), p.Mean())
	// Output: 0.750000 NaN
}

func ExampleGamma() {
	p := theory.Gamma(3, 2)
	fmt.Printf("%.6f %.6f\n", p.Mean(), p.Variance())
	// Output: 1.500000 0.750000
}

func ExampleLogNormal() {
	p := theory.LogNormal(0, 1)
	fmt.Printf("%.6f %.6f\n", p.Quantile(0.5), p.Mean())
	// Output: 1.000000 1.648721
}

// A law of gonum's package distuv.
func ExampleContinuous() {
	p := theory.Continuous(distuv.Weibull{K: 2, Lambda: 1}, 0, math.Inf(1))
	fmt.Printf("%.6f\n", p.Mean()) // ½·√π
	// Output: 0.886227
}

func ExampleDensity() {
	exponential := theory.Density(func(x float64) float64 { return -x }, 0, math.Inf(1))
	fmt.Printf("mean %.4f, median %.4f\n", exponential.Mean(), exponential.Quantile(0.5))
	// Output: mean 1.0000, median 0.6931
}

func ExampleMix() {
	p := theory.Mix([]float64{0.5, 0.5}, theory.Normal(-2, 0.5), theory.Normal(2, 0.5))
	fmt.Println(p)
	fmt.Println(p.Mean(), p.Variance())
	// Output:
	// ½·N(−2, 0.5) + ½·N(2, 0.5)
	// 0 4.25
}

func ExampleMonteCarlo() {
	square := func(x float64) float64 { return x * x }
	for _, n := range []int{10_000, 1_000_000} {
		mean, se := theory.MonteCarlo(theory.Normal(0, 1), square, n, 1)
		fmt.Printf("%d draws: standard error %.0e, within six of them: %v\n", n, se, math.Abs(mean-1) < 6*se)
	}
	// Output:
	// 10000 draws: standard error 1e-02, within six of them: true
	// 1000000 draws: standard error 1e-03, within six of them: true
}

func ExampleDistribution_Expect() {
	p := theory.Normal(0, 1)
	fmt.Printf("%.6f\n", p.Expect(math.Exp)) // √e
	// Output: 1.648721
}

func ExampleDistribution_ExpectErr() {
	cauchy := theory.Density(func(x float64) float64 { return -math.Log(math.Pi * (1 + x*x)) }, math.Inf(-1), math.Inf(1))
	value, estimate := cauchy.ExpectErr(func(x float64) float64 { return math.Sqrt(math.Abs(x)) })
	fmt.Println(math.Abs(value-math.Sqrt2) <= estimate, estimate < 1e-10)
	value, estimate = cauchy.ExpectErr(func(x float64) float64 { return x })
	fmt.Println(value, estimate)
	// Output:
	// true true
	// NaN +Inf
}

func ExampleDistribution_LogProb() {
	p := theory.Normal(0, 1)
	fmt.Println(p.Prob(40), p.LogProb(40)) // the density underflows, its logarithm does not
	// Output: 0 -800.9189385332047
}

func ExampleDistribution_Prob() {
	die := theory.PMF(0, 1./6, 1./6, 1./6, 1./6, 1./6, 1./6)
	fmt.Printf("%.4f %.4f\n", die.Prob(3), die.Prob(3.5))
	// Output: 0.1667 0.0000
}

func ExampleDistribution_CDF() {
	p := theory.Mix([]float64{0.5, 0.5}, theory.Normal(0, 1), theory.Data(0))
	fmt.Printf("%.2f %.2f\n", p.CDF(-1e-9), p.CDF(0)) // the CDF jumps by the mass at 0
	// Output: 0.25 0.75
}

func ExampleDistribution_Quantile() {
	p := theory.Normal(0, 1)
	fmt.Printf("%.4f %.4f\n", p.Quantile(0.025), p.Quantile(0.975))
	// Output: -1.9600 1.9600
}

func ExampleDistribution_Sample() {
	p := theory.Bernoulli(0.7)
	white := theory.Data(p.Sample(1_000_000, 1)...).Mean() // 0.7 ± 0.0005
	fmt.Printf("%.2f\n", white)
	// Output: 0.70
}

func ExampleDistribution_Mean() {
	pareto := theory.Density(func(x float64) float64 { return math.Log(1.5) - 2.5*math.Log(x) }, 1, math.Inf(1))
	fmt.Printf("%.4f\n", pareto.Mean())
	// Output: 3.0000
}

func ExampleDistribution_Variance() {
	pareto := theory.Density(func(x float64) float64 { return math.Log(1.5) - 2.5*math.Log(x) }, 1, math.Inf(1))
	fmt.Println(pareto.Variance())
	// Output: +Inf
}

func ExampleDistribution_Support() {
	p := theory.Mix([]float64{0.5, 0.5}, theory.Uniform(0, 1), theory.Data(5))
	fmt.Println(p.Support())
	// Output: 0 5
}

func ExampleDistribution_Atoms() {
	p := theory.Mix([]float64{0.5, 0.5}, theory.Normal(0, 1), theory.Data(1, 1, 2, 3))
	fmt.Println(p.Atoms())
	// Output: [1 2 3] [0.25 0.125 0.125]
}

func ExampleDistribution_Densities() {
	p := theory.Mix([]float64{0.5, 0.25, 0.25}, theory.Normal(0, 1), theory.Uniform(0, 1), theory.Data(3))
	fmt.Println(p.Densities())
	// Output: [0.5 0.25] [N(0, 1) U(0, 1)]
}

func ExampleDistribution_String() {
	fmt.Println(theory.Uniform(-1, 1), theory.Bernoulli(0.7), theory.PMF(0.2, 0.3, 0.5))
	// Output: U(−1, 1) Bernoulli(0.7) PMF of 3 values
}

func ExampleEntropy() {
	fmt.Printf("a fair coin %.6f, a bag of 7 white and 3 red %.6f, N(0, 1) %.6f nats\n",
		theory.Entropy(theory.Bernoulli(0.5)), theory.Entropy(theory.Bernoulli(0.7)), theory.Entropy(theory.Normal(0, 1)))
	// Output: a fair coin 0.693147, a bag of 7 white and 3 red 0.610864, N(0, 1) 1.418939 nats
}

func ExampleCrossEntropy() {
	p, q := theory.Bernoulli(0.7), theory.Bernoulli(0.5)
	fmt.Printf("%.6f = %.6f + %.6f\n", theory.CrossEntropy(p, q), theory.Entropy(p), theory.KL(p, q))
	balls := theory.Data(1, 1, 0, 1, 1, 0, 1, 0, 1, 1)
	fmt.Printf("%.6f\n", theory.CrossEntropy(balls, p)) // mean negative log-likelihood of the draws
	// Output:
	// 0.693147 = 0.610864 + 0.082283
	// 0.610864
}

func ExampleKL() {
	narrow, wide := theory.Normal(0, 1), theory.Normal(0, 2)
	fmt.Printf("%.4f %.4f\n", theory.KL(narrow, wide), theory.KL(wide, narrow))
	fmt.Println(theory.KL(theory.Uniform(0, 1), theory.Uniform(0, 1-1e-6)), theory.KL(theory.Data(0.1, 0.9), narrow))
	// Output:
	// 0.3181 0.8069
	// +Inf +Inf
}

func ExampleJS() {
	p := theory.Normal(0, 1)
	for _, d := range []float64{0, 1, 2, 8, 40} {
		fmt.Printf("d = %-2v  %.6f\n", d, theory.JS(p, theory.Normal(d, 1)))
	}
	// Output:
	// d = 0   0.000000
	// d = 1   0.111421
	// d = 2   0.336831
	// d = 8   0.693054
	// d = 40  0.693147
}

func ExampleBits() {
	fmt.Println(theory.Bits(theory.Entropy(theory.PMF(0.25, 0.25, 0.25, 0.25))))
	// Output: 2
}

func ExampleOptimalD() {
	d := theory.OptimalD(theory.Normal(0, 1), theory.Normal(2, 1)) // data, generator
	fmt.Println(d(0), d(1), d(2))                                  // logits: ln p − ln g
	fmt.Printf("%.4f %.4f %.4f\n", d.D(0), d.D(1), d.D(2))
	// Output:
	// 2 0 -2
	// 0.8808 0.5000 0.1192
}

func ExampleDiscriminator_D() {
	logit := theory.Discriminator(func(x float64) float64 { return 2 * x })
	fmt.Printf("%.4f %.4f\n", logit.D(0), logit.D(1))
	// Output: 0.5000 0.8808
}

func ExampleValue() {
	p, g := theory.Normal(0, 1), theory.Normal(2, 1)
	undecided := func(x float64) float64 { return 0 }
	fmt.Printf("%.6f\n", theory.Value(p, g, undecided)) // −ln 4
	fmt.Printf("%.6f\n", theory.Value(p, g, theory.OptimalD(p, g)))
	// Output:
	// -1.386294
	// -0.712633
}

func ExampleValueErr() {
	p, g := theory.Uniform(0, 1), theory.Uniform(0, 2)
	step := func(x float64) float64 { return math.Copysign(1, 0.3-x) } // the logit jumps from 1 to −1
	value, estimate := theory.ValueErr(p, g, step)
	fmt.Printf("%.6f %v\n", value, estimate < 1e-9)
	// Output: -1.476523 true
}

func ExampleGeneratorCost() {
	p := theory.Normal(0, 1)
	for _, d := range []float64{0, 1, 2, 8} {
		g := theory.Normal(d, 1)
		fmt.Printf("d = %v  %.6f  %.6f\n", d, theory.GeneratorCost(p, g), 2*theory.JS(p, g)-math.Log(4))
	}
	// Output:
	// d = 0  -1.386294  -1.386294
	// d = 1  -1.163451  -1.163451
	// d = 2  -0.712633  -0.712633
	// d = 8  -0.000187  -0.000187
}

func ExampleLogLikelihood() {
	balls := []float64{1, 1, 0, 1, 1, 0, 1, 0, 1, 1} // seven white, three red
	for _, theta := range []float64{0.5, 0.7, 0.9} {
		fmt.Printf("θ = %v: mean %.6f, ln L %.6f\n", theta,
			theory.LogLikelihood(theory.Bernoulli(theta), balls), 10*theory.LogLikelihood(theory.Bernoulli(theta), balls))
	}
	// Output:
	// θ = 0.5: mean -0.693147, ln L -6.931472
	// θ = 0.7: mean -0.610864, ln L -6.108643
	// θ = 0.9: mean -0.764528, ln L -7.645279
}

func ExampleMLE() {
	balls := []float64{1, 1, 0, 1, 1, 0, 1, 0, 1, 1}
	bag := func(theta []float64) theory.Distribution { return theory.Bernoulli(theta[0]) }
	fit, err := theory.MLE(bag, balls, []float64{0.5}, [2]float64{0, 1})
	fmt.Printf("θ̂ = %.4f ± %.4f, mean ln L = %.6f, %v\n", fit.Theta[0], fit.SE[0], fit.LogLikelihood, err)

	fit, err = theory.MLE(bag, []float64{1, 1, 1}, []float64{0.5}, [2]float64{0, 1}) // all white
	fmt.Println(fit.Theta, fit.SE, fit.Standing, err)
	// Output:
	// θ̂ = 0.7000 ± 0.1449, mean ln L = -0.610864, <nil>
	// [1] [NaN] [at upper end] <nil>
}

func ExampleMLE_severalParameters() {
	data := theory.Normal(1, 2).Sample(1000, 1)
	bell := func(theta []float64) theory.Distribution { return theory.Normal(theta[0], theta[1]) }
	fit, err := theory.MLE(bell, data, []float64{0, 1}, [2]float64{-10, 10}, [2]float64{0.01, 10})
	for i, truth := range []float64{1, 2} {
		fmt.Println(math.Abs(fit.Theta[i]-truth) < 6*fit.SE[i], fit.Standing[i], err)
	}
	// Output:
	// true interior <nil>
	// true interior <nil>
}

func ExampleStanding_String() {
	fmt.Println(theory.Interior, theory.AtLower, theory.AtUpper, theory.Flat, theory.Jagged)
	// Output: interior at lower end at upper end flat jagged
}

func ExampleGame_Maximin() {
	pennies := theory.Game{{1, -1}, {-1, 1}}
	low, _ := pennies.Maximin()
	high, _ := pennies.Minimax()
	fmt.Println(low, high) // a player whose choice is known to the other loses
	// Output: -1 1
}

func ExampleGame_Minimax() {
	game := theory.Game{{3, 1, 4}, {5, 2, 6}, {0, -1, 9}}
	fmt.Println(game.Maximin())
	fmt.Println(game.Minimax())
	// Output:
	// 2 1
	// 2 1
}

func ExampleGame_Saddle() {
	fmt.Println(theory.Game{{3, 1, 4}, {5, 2, 6}, {0, -1, 9}}.Saddle())
	fmt.Println(theory.Game{{1, -1}, {-1, 1}}.Saddle())
	// Output:
	// 1 1 true
	// 0 0 false
}

func ExampleGame_Undominated() {
	fmt.Println(theory.Game{{3, 1, 4}, {5, 2, 6}, {0, -1, 9}}.Undominated())
	// Output: [1] [1]
}

func ExampleGame_Solve() {
	value, rows, columns, err := theory.Game{{4, 1}, {2, 3}}.Solve()
	fmt.Printf("%.2f %.2f %.2f %v\n", value, rows, columns, err)
	// Output: 2.50 [0.25 0.75] [0.50 0.50] <nil>
}

func ExampleSimultaneousPlay() {
	xy := func(x, y float64) (dfdx, dfdy float64) { return y, x } // f(x, y) = x·y
	xs, ys := theory.SimultaneousPlay(xy, 1, 0, 0.1, 200)
	for _, i := range []int{0, 100, 200} {
		fmt.Printf("%.3f\n", math.Hypot(xs[i], ys[i])) // the distance from the equilibrium at 0 grows
	}
	// Output:
	// 1.000
	// 1.645
	// 2.705
}

func ExampleAlternatingPlay() {
	xy := func(x, y float64) (dfdx, dfdy float64) { return y, x }
	xs, ys := theory.AlternatingPlay(xy, 1, 0, 0.1, 200)
	for _, i := range []int{0, 100, 200} {
		fmt.Printf("%.3f\n", xs[i]*xs[i]-0.1*xs[i]*ys[i]+ys[i]*ys[i]) // the path stays on one ellipse
	}
	// Output:
	// 1.000
	// 1.000
	// 1.000
}

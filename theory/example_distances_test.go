package theory_test

import (
	"fmt"
	"math"
	"math/cmplx"

	"ganbook/theory"
)

func ExampleFDivergence_Of() {
	p, q := theory.Normal(0, 1), theory.Normal(1, 1)
	for _, f := range []theory.FDivergence{
		theory.ForwardKL, theory.ReverseKL, theory.JensenShannon, theory.SquaredHellinger,
		theory.TotalVariation, theory.PearsonChi2, theory.Triangular,
	} {
		fmt.Printf("%-17s  %.6f  of at most %.4f\n", f.Name, f.Of(p, q), f.AtZero+f.AtInfinity)
	}
	// Output:
	// KL                 0.500000  of at most +Inf
	// reverse KL         0.500000  of at most +Inf
	// JS                 0.111421  of at most 0.6931
	// squared Hellinger  0.117503  of at most 1.0000
	// total variation    0.382925  of at most 1.0000
	// Pearson χ²         1.718282  of at most +Inf
	// triangular         0.408109  of at most 2.0000
}

func ExampleFDivergence_Bound() {
	p, q := theory.Normal(0, 1), theory.Normal(1, 1)
	best := theory.ForwardKL.Critic(p, q)
	half := func(x float64) float64 { return best(x) / 2 }
	fmt.Printf("%.4f %.4f\n", theory.ForwardKL.Bound(p, q, best), theory.ForwardKL.Bound(p, q, half))
	// Output: 0.5000 0.3675
}

func ExampleFDivergence_Critic() {
	critic := theory.ReverseKL.Critic(theory.Normal(0, 1), theory.Normal(1, 1)) // 1 − q/p
	fmt.Printf("%.4f %.4f %.4f\n", critic(0), critic(0.5), critic(1))
	fmt.Printf("%.4f\n", 1-math.Exp(-0.5))
	// Output:
	// 0.3935 0.0000 -0.6487
	// 0.3935
}

func ExampleRiskDrop() {
	p, q := theory.Normal(0, 1), theory.Normal(1, 1)
	fmt.Printf("%.6f %.6f\n", theory.RiskDrop(theory.LogisticLoss, p, q), theory.JS(p, q))
	fmt.Printf("%.6f %.6f\n", theory.RiskDrop(theory.SquareLoss, p, q), theory.Triangular.Of(p, q)/2)
	// Output:
	// 0.111421 0.111421
	// 0.204054 0.204054
}

func ExampleW1() {
	// Two lines that slide apart: JS does not see how far, W₁ does.
	for _, d := range []float64{0, 0.1, 1, 10} {
		p, q := theory.Data(0), theory.Data(d)
		fmt.Printf("%-4v JS %.4f  W₁ %.4f\n", d, theory.JS(p, q), theory.W1(p, q))
	}
	// Output:
	// 0    JS 0.0000  W₁ 0.0000
	// 0.1  JS 0.6931  W₁ 0.1000
	// 1    JS 0.6931  W₁ 1.0000
	// 10   JS 0.6931  W₁ 10.0000
}

func ExampleW1Err() {
	value, estimate := theory.W1Err(theory.Normal(0, 1), theory.Normal(0, 4)) // 3·E|Z| = 3·√(2/π)
	fmt.Printf("%.6f %v\n", value, math.Abs(value-3*math.Sqrt(2/math.Pi)) <= estimate)
	// Output: 2.393654 true
}

func ExampleW1Critic() {
	p, q := theory.Normal(3, 1), theory.Normal(0, 1)
	critic := theory.W1Critic(p, q) // a line of slope 1
	fmt.Printf("%.4f %.4f\n", p.Expect(critic)-q.Expect(critic), theory.W1(p, q))
	// Output: 3.0000 3.0000
}

func ExampleWp() {
	p, q := theory.Normal(1, 2), theory.Normal(-2, 6)
	fmt.Printf("%.4f\n", theory.Wp(p, q, 2)) // √(3² + 4²)
	// Output: 5.0000
}

func ExampleEnergyDistance() {
	fmt.Printf("%.4f\n", theory.EnergyDistance(theory.Bernoulli(0.2), theory.Bernoulli(0.7))) // 2·0.5²
	// Output: 0.5000
}

func ExampleTransport() {
	cost := [][]float64{{0, 1, 2}, {1, 0, 1}} // distances between 0, 1 and 0, 1, 2
	plan, mean, err := theory.Transport([]float64{0.5, 0.5}, []float64{0.25, 0.25, 0.5}, cost)
	fmt.Println(plan, mean, err)
	// Output: [[0.25 0.25 0] [0 0 0.5]] 0.75 <nil>
}

func ExampleAssignment() {
	fmt.Println(theory.Assignment([][]float64{{1, 2, 9}, {1, 4, 9}, {2, 5, 3}}))
	// Output: [1 0 2] 6
}

func ExampleMMD2() {
	p, q := theory.Normal(0, 1), theory.Normal(1, 1)
	fmt.Printf("%.6f\n", theory.MMD2(p, q, theory.GaussianKernel(1)))
	fmt.Printf("%.6f %.6f\n", theory.MMD2(p, q, theory.EnergyKernel), theory.EnergyDistance(p, q))
	// Output:
	// 0.177268
	// 0.541807 0.541807
}

func ExampleWitness() {
	w := theory.Witness(theory.Data(0), theory.Data(2), theory.LaplaceKernel(1))
	fmt.Printf("%.4f %.4f %.4f\n", w(0), w(1), w(2))
	// Output: 0.8647 0.0000 -0.8647
}

func ExampleRelativisticJS() {
	p := theory.Normal(0, 1)
	for _, d := range []float64{0.1, 1, 8} {
		q := theory.Normal(d, 1)
		fmt.Printf("d = %-3v  JS %.6f  pairs %.6f\n", d, theory.JS(p, q), theory.RelativisticJS(p, q))
	}
	// Output:
	// d = 0.1  JS 0.001248  pairs 0.002494
	// d = 1    JS 0.111421  pairs 0.201345
	// d = 8    JS 0.693054  pairs 0.693147
}

func ExampleRelativisticValue() {
	p, q := theory.Normal(0, 1), theory.Normal(1, 1)
	fmt.Printf("%.6f\n", theory.RelativisticValue(p, q, theory.OptimalD(p, q))+math.Ln2)
	// Output: 0.201345
}

func ExampleFlow() {
	xy := func(x, y float64) (float64, float64) { return y, x } // f = x·y
	flow := theory.FlowAt(xy, 0, 0)
	const rate = 0.1
	for _, step := range []struct {
		name   string
		matrix theory.Matrix2
	}{{"at once", flow.Simultaneous(rate)}, {"in turn", flow.Alternating(rate)}, {"looking ahead", flow.LookAhead(rate)}} {
		first, second := step.matrix.Eigenvalues()
		fmt.Printf("%-13s %.3f %.3f, |λ| = %.5f\n", step.name, first, second, cmplx.Abs(first))
	}
	// Output:
	// at once       (1.000+0.100i) (1.000-0.100i), |λ| = 1.00499
	// in turn       (0.995+0.100i) (0.995-0.100i), |λ| = 1.00000
	// looking ahead (0.990+0.100i) (0.990-0.100i), |λ| = 0.99504
}

func ExampleDirac() {
	slope := func(float64) float64 { return -1 } // the Wasserstein loss
	for _, gamma := range []float64{1, 2, 4} {
		first, second := theory.FlowAt(theory.Dirac(slope, slope, gamma), 0, 0).Eigenvalues()
		fmt.Printf("γ = %v: %.2f %.2f\n", gamma, first, second)
	}
	// Output:
	// γ = 1: (-0.50+0.87i) (-0.50-0.87i)
	// γ = 2: (-1.00+0.00i) (-1.00+0.00i)
	// γ = 4: (-0.27+0.00i) (-3.73+0.00i)
}

func ExampleFlow_Optimistic() {
	circle := theory.Flow{{0, -1}, {1, 0}}
	fmt.Printf("%.3f\n", circle.Optimistic(0.1))
	// Output: [(0.990+0.100i) (0.990-0.100i) (0.010+0.100i) (0.010-0.100i)]
}

func ExampleLookAheadPlay() {
	xy := func(x, y float64) (float64, float64) { return y, x }
	xs, ys := theory.LookAheadPlay(xy, 1, 0, 0.3, 100)
	fmt.Printf("%.4f\n", math.Hypot(xs[100], ys[100])) // (1 − 0.3² + 0.3⁴)^50
	// Output: 0.0139
}

func ExampleOptimisticPlay() {
	xy := func(x, y float64) (float64, float64) { return y, x }
	xs, ys := theory.OptimisticPlay(xy, 1, 0, 0.3, 100)
	fmt.Println(math.Hypot(xs[100], ys[100]) < 0.02)
	// Output: true
}

func ExampleMMD2Unbiased() {
	p, q, k := theory.Normal(0, 1), theory.Normal(1, 1), theory.GaussianKernel(1)
	estimate := theory.MMD2Unbiased(p.Sample(1000, 1), q.Sample(1000, 2), k)
	again := theory.MMD2Unbiased(p.Sample(1000, 1), p.Sample(1000, 3), k)
	fmt.Println("near the truth:", math.Abs(estimate-theory.MMD2(p, q, k)) < 0.06)
	fmt.Println("near 0 for one distribution:", math.Abs(again) < 0.01)
	// Output:
	// near the truth: true
	// near 0 for one distribution: true
}

func ExampleSobolevDual2() {
	p := theory.Normal(0, 1)
	for _, d := range []float64{0.1, 1} {
		q := theory.Normal(d, 1)
		w2 := theory.Wp(p, q, 2)
		fmt.Printf("d = %-3v  ‖p − q‖² = %.4f  W₂² = %.4f\n", d, theory.SobolevDual2(p, q, p), w2*w2)
	}
	// Output:
	// d = 0.1  ‖p − q‖² = 0.0100  W₂² = 0.0100
	// d = 1    ‖p − q‖² = 1.3179  W₂² = 1.0000
}

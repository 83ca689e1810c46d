package theory_test

import (
	"fmt"
	"math"

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

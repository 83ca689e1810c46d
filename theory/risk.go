package theory

import "math"

// A MarginLoss is a loss of binary classification. A score s says real where it is positive and fake
// where it is negative, and the cost is ℓ(s) for real x and ℓ(−s) for fake x. The argument of ℓ is
// called the margin.
//
// The four of this package are [LogisticLoss], [SquareLoss], [ExponentialLoss] and [HingeLoss].
type MarginLoss struct {
	Name string
	Cost func(margin float64) float64 // ℓ(m)
	// BestRisk is the least mean cost where x is real with probability η:
	//
	//	H(η) = min_s (η·ℓ(s) + (1 − η)·ℓ(−s)).
	BestRisk func(eta float64) float64
	// BestScore is a score s that reaches it.
	BestScore func(eta float64) float64
}

// RiskDrop returns how far the best achievable risk falls when the classifier sees x. Without x, it
// only knows that real and fake are equally likely. With x, real has the probability D*(x) = p/(p + q)
// ([OptimalD]). With m = ½(p + q) the drop is
//
//	H(½) − E_m[H(D*(X))] ≥ 0.
//
// This is an f-divergence, because D* depends on p/q alone and H is concave (Nguyen, Wainwright and
// Jordan 2009, theorem 1; Reid and Williamson 2011):
//
//	logistic     ln(1 + e⁻ᵐ)    JS(p, q)
//	square       (1 − m)²       ½·∫(p − q)²/(p + q), half of [Triangular]
//	exponential  e⁻ᵐ            ½·∫(√p − √q)², which is [SquaredHellinger]
//	hinge        max(0, 1 − m)  ½·∫|p − q|, which is [TotalVariation]
//
// So a discriminator that is trained to its best with one of these losses measures that divergence.
// The first three losses are proper: their best score determines η. The best score of the hinge is 1
// for every η > ½, so it does not.
//
// Atoms are compared with atoms and density with density. The unit is that of ℓ. The error estimate is
// at most 2e-9, or the result is NaN, as for [Entropy]. Where p and q nearly agree, the f-divergence has
// more digits, because it takes no difference of two risks. RiskDrop panics if BestRisk is nil.
func RiskDrop(l MarginLoss, p, q Distribution) float64 {
	p.check()
	q.check()
	if l.BestRisk == nil {
		panic("theory: RiskDrop: the BestRisk of the MarginLoss is nil; give a function from η to H(η)")
	}
	prior := l.BestRisk(0.5)
	// H is symmetric about ½, and near 0 η has more digits than near 1.
	drop := expectOverMixture(p, q, func(r float64) float64 { return prior - l.BestRisk(sigmoid(-math.Abs(r))) })
	return finite(drop)
}

// LogisticLoss is ℓ(m) = ln(1 + e⁻ᵐ), in nats, the loss of the minimax game. Its best risk is the
// entropy of a coin, H(η) = −η·ln η − (1 − η)·ln(1 − η), at the score ln(η/(1 − η)).
var LogisticLoss = MarginLoss{
	Name:      "logistic",
	Cost:      func(m float64) float64 { return softplus(-m) },
	BestRisk:  func(eta float64) float64 { return math.Ln2 - jsIntegrand(logit(eta)) },
	BestScore: logit,
}

// SquareLoss is ℓ(m) = (1 − m)², the loss of LSGAN with the labels 1 and −1 (Mao et al. 2017). Its
// best risk is H(η) = 4·η·(1 − η), at the score 2η − 1.
var SquareLoss = MarginLoss{
	Name:      "square",
	Cost:      func(m float64) float64 { return square(1 - m) },
	BestRisk:  func(eta float64) float64 { return 4 * eta * (1 - eta) },
	BestScore: func(eta float64) float64 { return 2*eta - 1 },
}

// ExponentialLoss is ℓ(m) = e⁻ᵐ, the loss of AdaBoost. Its best risk is H(η) = 2·√(η·(1 − η)), at the
// score ½·ln(η/(1 − η)).
var ExponentialLoss = MarginLoss{
	Name:      "exponential",
	Cost:      func(m float64) float64 { return math.Exp(-m) },
	BestRisk:  func(eta float64) float64 { return 2 * math.Sqrt(eta*(1-eta)) },
	BestScore: func(eta float64) float64 { return logit(eta) / 2 },
}

// HingeLoss is ℓ(m) = max(0, 1 − m), the loss of support vector machines. Its best risk is H(η) =
// 2·min(η, 1 − η), at the score 1 for η ≥ ½ and −1 below. At η = ½ all scores from −1 to 1 are best.
var HingeLoss = MarginLoss{
	Name:      "hinge",
	Cost:      func(m float64) float64 { return max(0, 1-m) },
	BestRisk:  func(eta float64) float64 { return 2 * min(eta, 1-eta) },
	BestScore: func(eta float64) float64 { return math.Copysign(1, eta-0.5) },
}

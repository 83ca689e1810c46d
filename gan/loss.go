package gan

import (
	"math"
	"reflect"
	"slices"

	. "github.com/gomlx/gomlx/core/graph"
)

// A Loss is the pair of losses that D and G minimise, as formulas of D's raw output l, its score. x is
// real data, G(z) a fake.
//
// Where D is a probability, l is its logit ln D/(1 − D), and with softplus(t) = ln(1 + eᵗ)
//
//	ln D(x) = −softplus(−l)   and   ln(1 − D(x)) = −softplus(l),
//
// in nats, which stay finite where D itself has rounded to 0 or 1.
//
// [Minimax], [NonSaturating], [LeastSquares], [Wasserstein], [Hinge] and [Relativistic] are Losses.
// Anyone can write another, for example D's part of which counts fakes twice:
//
//	mean := graph.ReduceAllMean
//	cfg.Loss = gan.Loss{
//		Name: "two to one",
//		Discriminator: func(real, fake *graph.Node) *graph.Node {
//			return graph.Add(mean(graph.Softplus(graph.Neg(real))), graph.MulScalar(mean(graph.Softplus(fake)), 2))
//		},
//		Generator: func(_, fake *graph.Node) *graph.Node { return mean(graph.Softplus(graph.Neg(fake))) },
//		Logit: true,
//	}
type Loss struct {
	// Name stands for the loss where a configuration is printed, saved or compared; not empty.
	Name string

	// Discriminator returns L_D and Generator L_G, scalars, of the scores of real data and of
	// fakes, both shaped [batch, 1].
	Discriminator, Generator func(real, fake *Node) *Node

	// Logit says that the score is the logit of a probability D(x), that x is real.
	Logit bool

	// Paired says that L_G depends on the scores of real data too; else its real is nil.
	Paired bool

	// AtPdata are L_D and L_G where Pg = Pdata and D is at its best, for pictures to show; NaN is
	// one that nothing fixes, and nil says nothing.
	AtPdata []float64
}

// Minimax is the game as it is written (Goodfellow et al. 2014, equation 1):
//
//	L_D = −E[ln D(x)] − E[ln(1 − D(G(z)))] = −V(D, G)
//	L_G =  E[ln(1 − D(G(z)))]
//
// At Pg = Pdata, D = ½: L_D = ln 4 = 1.386, L_G = −ln 2 = −0.693. Where D is
// sure that a sample is fake, D(G(z)) → 0, L_G's gradient in the logit,
// −D(G(z)), vanishes: it saturates.
var Minimax = Loss{
	Name:          "Minimax",
	Discriminator: minusValue,
	Generator:     func(_, fake *Node) *Node { return Neg(mean(softplus(fake))) },
	Logit:         true,
	AtPdata:       []float64{2 * math.Ln2, -math.Ln2},
}

// NonSaturating keeps D's loss and gives G another with the same fixed point
// (Goodfellow et al. 2014, section 3):
//
//	L_D = −E[ln D(x)] − E[ln(1 − D(G(z)))] = −V(D, G)
//	L_G = −E[ln D(G(z))]
//
// At Pg = Pdata: L_D = ln 4 = 1.386, L_G = ln 2 = 0.693. Its gradient in the
// logit, −(1 − D(G(z))), is largest where D is sure.
var NonSaturating = Loss{
	Name:          "NonSaturating",
	Discriminator: minusValue,
	Generator:     func(_, fake *Node) *Node { return mean(softplus(Neg(fake))) },
	Logit:         true,
	AtPdata:       []float64{2 * math.Ln2, math.Ln2},
}

// LeastSquares fits the score itself to 1 on data and to 0 on fakes (Mao et al.
// 2017, arXiv 1611.04076, equation 9):
//
//	L_D = ½·E[(l(x) − 1)²] + ½·E[l(G(z))²]
//	L_G = ½·E[(l(G(z)) − 1)²]
//
// The best score is Pdata/(Pdata + Pg), ½ at Pg = Pdata: L_D = ¼, L_G = ⅛.
var LeastSquares = Loss{
	Name:          "LeastSquares",
	Discriminator: func(real, fake *Node) *Node { return Add(halfSquare(AddScalar(real, -1)), halfSquare(fake)) },
	Generator:     func(_, fake *Node) *Node { return halfSquare(AddScalar(fake, -1)) },
	AtPdata:       []float64{0.25, 0.125},
}

// Wasserstein estimates the distance W₁(Pdata, Pg) by the largest difference in
// mean that a score of slope 1 or less can show (Arjovsky et al. 2017, arXiv
// 1701.07875, equation 2):
//
//	L_D = E[l(G(z))] − E[l(x)]
//	L_G = −E[l(G(z))]
//
// Nothing here bounds the slope: set WeightClip (as the paper does),
// GradientPenalty, R1 or R2. At Pg = Pdata no score tells them apart: L_D = 0, and
// L_G is minus the score's mean, which nothing fixes.
var Wasserstein = Loss{
	Name:          "Wasserstein",
	Discriminator: func(real, fake *Node) *Node { return Sub(mean(fake), mean(real)) },
	Generator:     minusMean,
	AtPdata:       []float64{0, math.NaN()},
}

// Hinge lets D stop where it is sure by a margin (Lim & Ye 2017, arXiv 1705.02894;
// Miyato et al. 2018, arXiv 1802.05957, equations 16 and 17):
//
//	L_D = E[max(0, 1 − l(x))] + E[max(0, 1 + l(G(z)))]
//	L_G = −E[l(G(z))]
//
// At Pg = Pdata each constant score c in [−1, 1] is best: L_D = (1 − c) + (1 + c)
// = 2, L_G = −c.
var Hinge = Loss{
	Name: "Hinge",
	Discriminator: func(real, fake *Node) *Node {
		return Add(mean(relu(OneMinus(real))), mean(relu(OnePlus(fake))))
	},
	Generator: minusMean,
	AtPdata:   []float64{2, math.NaN()},
}

// Relativistic asks of a pair, one real and one fake, which is more real
// (Jolicoeur-Martineau 2018, arXiv 1807.00734, equations 3 and 4):
//
//	L_D = E[softplus(−(l(x) − l(G(z))))]
//	L_G = E[softplus(−(l(G(z)) − l(x)))]
//
// At Pg = Pdata the best score is constant, so that each pair is a coin toss:
// L_D = L_G = ln 2 = 0.693.
var Relativistic = Loss{
	Name:          "Relativistic",
	Discriminator: func(real, fake *Node) *Node { return mean(softplus(Sub(fake, real))) },
	Generator:     func(real, fake *Node) *Node { return mean(softplus(Sub(real, fake))) },
	Paired:        true,
	AtPdata:       []float64{math.Ln2, math.Ln2},
}

// Losses returns the six losses of this package.
func Losses() []Loss {
	return []Loss{Minimax, NonSaturating, LeastSquares, Wasserstein, Hinge, Relativistic}
}

// minusValue is −V̂(D, G) on a batch: the binary cross-entropy of telling real
// from fake, summed over the two kinds.
func minusValue(real, fake *Node) *Node {
	return Add(mean(softplus(Neg(real))), mean(softplus(fake)))
}

func minusMean(_, fake *Node) *Node { return Neg(mean(fake)) }

func halfSquare(t *Node) *Node { return MulScalar(mean(Square(t)), 0.5) }

// softplus is ln(1 + eᵗ), computed so that e is never raised to a positive power.
func softplus(t *Node) *Node {
	return Add(relu(t), Log1P(Exp(Neg(Abs(t)))))
}

func mean(x *Node) *Node { return ReduceAllMean(x) }

// String returns the loss's name.
func (l Loss) String() string { return l.Name }

// ours reports whether the loss is one of this package's, formulas included.
func (l Loss) ours() bool {
	code := func(f any) uintptr { return reflect.ValueOf(f).Pointer() }
	return slices.ContainsFunc(Losses(), func(o Loss) bool {
		return l.Name == o.Name && l.Logit == o.Logit && l.Paired == o.Paired &&
			code(l.Discriminator) == code(o.Discriminator) && code(l.Generator) == code(o.Generator)
	})
}

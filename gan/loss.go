package gan

import (
	"fmt"
	"math"
	"reflect"
	"slices"

	. "github.com/gomlx/gomlx/core/graph"
)

// A Loss is the pair of losses that D and G minimise. Both are formulas of D's raw output l, the
// score. x is real data, and G(z) is a fake.
//
// If the loss makes D a probability, l is its logit ln(D/(1 − D)). With softplus(t) = ln(1 + eᵗ)
//
//	ln D(x) = −softplus(−l)   and   ln(1 − D(x)) = −softplus(l),
//
// in nats. Both stay finite where D itself is rounded to 0 or 1.
//
// [Minimax], [NonSaturating], [LeastSquares], [Wasserstein], [Hinge] and [Relativistic] are Losses.
// You can also write your own. In this example, the loss of D counts fakes twice:
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
	// Name identifies the loss where a configuration is printed, saved or compared. It must not be
	// empty.
	Name string

	// Discriminator returns L_D and Generator returns L_G, as scalars. Their arguments are the
	// scores of real data and of fakes, both shaped [batch, 1].
	Discriminator, Generator func(real, fake *Node) *Node

	// Logit is true if the score is the logit of D(x), the probability that x is real.
	Logit bool

	// Paired is true if L_G also depends on the scores of real data. Otherwise the argument real of
	// Generator is nil.
	Paired bool

	// AtPdata holds L_D and L_G at Pg = Pdata with the best D. Pictures show these levels. An entry
	// is NaN if the loss does not determine that value. Nil means that the values are not known.
	AtPdata []float64
}

// Validate returns an error if the loss has no name or lacks a formula, if a formula does not turn
// scores into a scalar, or if AtPdata has a length other than 0 and 2. It runs the formulas on the pure-Go
// backend, so an operation that this backend lacks, such as a Fourier transform, is refused for XLA too.
func (l Loss) Validate() error {
	if l.Name == "" || l.Discriminator == nil || l.Generator == nil {
		return fmt.Errorf("Loss = %q, with a name or a formula missing; a Loss with Name, Discriminator and Generator, or one of %v", l.Name, Losses())
	}
	if n := len(l.AtPdata); n != 0 && n != 2 {
		return fmt.Errorf("Loss.AtPdata = %v; two values, L_D and L_G, or nil", l.AtPdata)
	}
	if l.ours() {
		return nil
	}
	_, err := l.fingerprint()
	return err
}

// Minimax is the original game (Goodfellow et al. 2014, equation 1):
//
//	L_D = −E[ln D(x)] − E[ln(1 − D(G(z)))] = −V(D, G)
//	L_G =  E[ln(1 − D(G(z)))]
//
// At Pg = Pdata the best D is ½, so L_D = ln 4 = 1.386 and L_G = −ln 2 = −0.693. The gradient of
// L_G with respect to the logit is −D(G(z)). It vanishes where D is sure that a sample is fake,
// D(G(z)) → 0: the loss saturates.
var Minimax = Loss{
	Name:          "Minimax",
	Discriminator: minusValue,
	Generator:     func(_, fake *Node) *Node { return Neg(mean(Softplus(fake))) },
	Logit:         true,
	AtPdata:       []float64{2 * math.Ln2, -math.Ln2},
}

// NonSaturating keeps the loss of D and gives G another loss with the same fixed point (Goodfellow
// et al. 2014, section 3):
//
//	L_D = −E[ln D(x)] − E[ln(1 − D(G(z)))] = −V(D, G)
//	L_G = −E[ln D(G(z))]
//
// At Pg = Pdata with the best D, L_D = ln 4 = 1.386 and L_G = ln 2 = 0.693. The gradient of L_G
// with respect to the logit is −(1 − D(G(z))). It is largest where D is sure that a sample is fake.
var NonSaturating = Loss{
	Name:          "NonSaturating",
	Discriminator: minusValue,
	Generator:     func(_, fake *Node) *Node { return mean(Softplus(Neg(fake))) },
	Logit:         true,
	AtPdata:       []float64{2 * math.Ln2, math.Ln2},
}

// LeastSquares fits the score to 1 on data and to 0 on fakes (Mao et al. 2017, arXiv 1611.04076,
// equation 9):
//
//	L_D = ½·E[(l(x) − 1)²] + ½·E[l(G(z))²]
//	L_G = ½·E[(l(G(z)) − 1)²]
//
// The best score is Pdata/(Pdata + Pg). At Pg = Pdata it is ½, so L_D = ¼ and L_G = ⅛.
var LeastSquares = Loss{
	Name:          "LeastSquares",
	Discriminator: func(real, fake *Node) *Node { return Add(halfSquare(AddScalar(real, -1)), halfSquare(fake)) },
	Generator:     func(_, fake *Node) *Node { return halfSquare(AddScalar(fake, -1)) },
	AtPdata:       []float64{0.25, 0.125},
}

// Wasserstein estimates the distance W₁(Pdata, Pg). This distance is the largest difference between
// the mean scores of data and fakes, over all scores with slope 1 or less (Arjovsky et al. 2017,
// arXiv 1701.07875, equation 2):
//
//	L_D = E[l(G(z))] − E[l(x)]
//	L_G = −E[l(G(z))]
//
// The loss itself does not limit the slope. Set WeightClip (as in the paper), GradientPenalty, R1
// or R2. At Pg = Pdata no score tells data from fakes: L_D = 0, and L_G is minus the mean score,
// which the loss does not determine.
var Wasserstein = Loss{
	Name:          "Wasserstein",
	Discriminator: func(real, fake *Node) *Node { return Sub(mean(fake), mean(real)) },
	Generator:     minusMean,
	AtPdata:       []float64{0, math.NaN()},
}

// Hinge gives D nothing to gain from a sample that is on its right side by a margin of 1 or more
// (Lim & Ye 2017, arXiv 1705.02894; Miyato et al. 2018, arXiv 1802.05957, equations 16 and 17):
//
//	L_D = E[max(0, 1 − l(x))] + E[max(0, 1 + l(G(z)))]
//	L_G = −E[l(G(z))]
//
// At Pg = Pdata every constant score c in [−1, 1] is best: L_D = (1 − c) + (1 + c) = 2 and
// L_G = −c.
var Hinge = Loss{
	Name: "Hinge",
	Discriminator: func(real, fake *Node) *Node {
		return Add(mean(relu(OneMinus(real))), mean(relu(OnePlus(fake))))
	},
	Generator: minusMean,
	AtPdata:   []float64{2, math.NaN()},
}

// Relativistic compares a real sample with a fake one: D decides which of the two is more real
// (Jolicoeur-Martineau 2018, arXiv 1807.00734, equations 3 and 4):
//
//	L_D = E[softplus(−(l(x) − l(G(z))))]
//	L_G = E[softplus(−(l(G(z)) − l(x)))]
//
// At Pg = Pdata the best score is constant. Then each pair is a coin toss, and L_D = L_G = ln
// 2 = 0.693.
var Relativistic = Loss{
	Name:          "Relativistic",
	Discriminator: func(real, fake *Node) *Node { return mean(Softplus(Sub(fake, real))) },
	Generator:     func(real, fake *Node) *Node { return mean(Softplus(Sub(real, fake))) },
	Paired:        true,
	AtPdata:       []float64{math.Ln2, math.Ln2},
}

// Losses returns the six losses of this package.
func Losses() []Loss {
	return []Loss{Minimax, NonSaturating, LeastSquares, Wasserstein, Hinge, Relativistic}
}

// minusValue returns −V̂(D, G) on a batch. It is the sum of the binary cross-entropies of D on the
// real samples and on the fakes.
func minusValue(real, fake *Node) *Node {
	return Add(mean(Softplus(Neg(real))), mean(Softplus(fake)))
}

func minusMean(_, fake *Node) *Node { return Neg(mean(fake)) }

func halfSquare(t *Node) *Node { return MulScalar(mean(Square(t)), 0.5) }

func mean(x *Node) *Node { return ReduceAllMean(x) }

// String returns the name of the loss.
func (l Loss) String() string { return l.Name }

// ours reports whether the loss is one of this package's, with unchanged formulas.
func (l Loss) ours() bool {
	code := func(f any) uintptr { return reflect.ValueOf(f).Pointer() }
	return slices.ContainsFunc(Losses(), func(o Loss) bool {
		return l.Name == o.Name && l.Logit == o.Logit && l.Paired == o.Paired &&
			code(l.Discriminator) == code(o.Discriminator) && code(l.Generator) == code(o.Generator)
	})
}

package gan

import (
	"fmt"
	"slices"

	. "github.com/gomlx/gomlx/core/graph"
)

// A Loss is the pair of losses that D and G minimise, computed from D's raw output
// l, its score. Where D is a probability, l is its logit ln D/(1 − D), and with
// softplus(t) = ln(1 + eᵗ)
//
//	ln D(x) = −softplus(−l)   and   ln(1 − D(x)) = −softplus(l),
//
// in nats, which stay finite where D itself has rounded to 0 or 1. x is real data,
// G(z) a fake.
type Loss int

const (
	// Minimax is the game as it is written (Goodfellow et al. 2014, equation 1):
	//
	//	L_D = −E[ln D(x)] − E[ln(1 − D(G(z)))] = −V(D, G)
	//	L_G =  E[ln(1 − D(G(z)))]
	//
	// At Pg = Pdata, D = ½: L_D = ln 4 = 1.386, L_G = −ln 2 = −0.693. Where D is
	// sure that a sample is fake, D(G(z)) → 0, L_G's gradient in the logit,
	// −D(G(z)), vanishes: it saturates.
	Minimax Loss = iota

	// NonSaturating keeps D's loss and gives G another with the same fixed point
	// (Goodfellow et al. 2014, section 3):
	//
	//	L_D = −E[ln D(x)] − E[ln(1 − D(G(z)))] = −V(D, G)
	//	L_G = −E[ln D(G(z))]
	//
	// At Pg = Pdata: L_D = ln 4 = 1.386, L_G = ln 2 = 0.693. Its gradient in the
	// logit, −(1 − D(G(z))), is largest where D is sure.
	NonSaturating

	// LeastSquares fits the score itself to 1 on data and to 0 on fakes (Mao et al.
	// 2017, arXiv 1611.04076, equation 9):
	//
	//	L_D = ½·E[(l(x) − 1)²] + ½·E[l(G(z))²]
	//	L_G = ½·E[(l(G(z)) − 1)²]
	//
	// The best score is Pdata/(Pdata + Pg), ½ at Pg = Pdata: L_D = ¼, L_G = ⅛.
	LeastSquares

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
	Wasserstein

	// Hinge lets D stop where it is sure by a margin (Lim & Ye 2017, arXiv 1705.02894;
	// Miyato et al. 2018, arXiv 1802.05957, equations 16 and 17):
	//
	//	L_D = E[max(0, 1 − l(x))] + E[max(0, 1 + l(G(z)))]
	//	L_G = −E[l(G(z))]
	//
	// At Pg = Pdata each constant score c in [−1, 1] is best: L_D = (1 − c) + (1 + c)
	// = 2, L_G = −c.
	Hinge

	// Relativistic asks of a pair, one real and one fake, which is more real
	// (Jolicoeur-Martineau 2018, arXiv 1807.00734, equations 3 and 4):
	//
	//	L_D = E[softplus(−(l(x) − l(G(z))))]
	//	L_G = E[softplus(−(l(G(z)) − l(x)))]
	//
	// At Pg = Pdata the best score is constant, so that each pair is a coin toss:
	// L_D = L_G = ln 2 = 0.693.
	Relativistic
)

// losses holds, for each Loss, its name, whether the score is a logit of D(x), whether
// G's loss needs real scores too, and how each side is built from scores shaped
// [batch, 1].
var losses = map[Loss]struct {
	name          string
	probability   bool
	paired        bool
	discriminator func(real, fake *Node) *Node
	generator     func(real, fake *Node) *Node
}{
	Minimax: {"Minimax", true, false, minusValue,
		func(_, fake *Node) *Node { return Neg(mean(softplus(fake))) }},
	NonSaturating: {"NonSaturating", true, false, minusValue,
		func(_, fake *Node) *Node { return mean(softplus(Neg(fake))) }},
	LeastSquares: {"LeastSquares", false, false,
		func(real, fake *Node) *Node { return Add(halfSquare(AddScalar(real, -1)), halfSquare(fake)) },
		func(_, fake *Node) *Node { return halfSquare(AddScalar(fake, -1)) }},
	Wasserstein: {"Wasserstein", false, false,
		func(real, fake *Node) *Node { return Sub(mean(fake), mean(real)) }, minusMean},
	Hinge: {"Hinge", false, false,
		func(real, fake *Node) *Node {
			return Add(mean(relu(OneMinus(real))), mean(relu(OnePlus(fake))))
		}, minusMean},
	Relativistic: {"Relativistic", false, true,
		func(real, fake *Node) *Node { return mean(softplus(Sub(fake, real))) },
		func(real, fake *Node) *Node { return mean(softplus(Sub(real, fake))) }},
}

// minusValue is −V̂(D, G) on a batch: the binary cross-entropy of telling real
// from fake, summed over the two kinds.
func minusValue(real, fake *Node) *Node {
	return Add(mean(softplus(Neg(real))), mean(softplus(fake)))
}

func minusMean(_, fake *Node) *Node { return Neg(mean(fake)) }

func halfSquare(t *Node) *Node { return MulScalar(mean(Square(t)), 0.5) }

// softplus is ln(1 + eᵗ), written so that e is never raised to a positive power.
func softplus(t *Node) *Node {
	return Add(relu(t), Log1P(Exp(Neg(Abs(t)))))
}

func mean(x *Node) *Node { return ReduceAllMean(x) }

func (l Loss) known() bool { _, ok := losses[l]; return ok }

// String returns the loss's name, as in Go.
func (l Loss) String() string {
	if !l.known() {
		return fmt.Sprintf("Loss(%d)", int(l))
	}
	return losses[l].name
}

func knownLosses() []Loss {
	var all []Loss
	for l := range losses {
		all = append(all, l)
	}
	slices.Sort(all)
	return all
}

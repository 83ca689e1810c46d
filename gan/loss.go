package gan

import (
	"fmt"
	"slices"

	. "github.com/gomlx/gomlx/core/graph"
)

// A Loss is the pair of losses that D and G minimise, computed from logits
// l = ln D/(1 − D), in nats. With softplus(t) = ln(1 + eᵗ),
//
//	ln D(x) = −softplus(−l)   and   ln(1 − D(x)) = −softplus(l),
//
// which stay finite where D itself has rounded to 0 or 1.
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
)

// losses holds, for each Loss, its name and how each side is built from logits
// shaped [batch, 1].
var losses = map[Loss]struct {
	name          string
	discriminator func(real, fake *Node) *Node
	generator     func(fake *Node) *Node
}{
	Minimax:       {"Minimax", minusValue, func(fake *Node) *Node { return Neg(mean(softplus(fake))) }},
	NonSaturating: {"NonSaturating", minusValue, func(fake *Node) *Node { return mean(softplus(Neg(fake))) }},
}

// minusValue is −V̂(D, G) on a batch: the binary cross-entropy of telling real
// from fake, summed over the two kinds.
func minusValue(real, fake *Node) *Node {
	return Add(mean(softplus(Neg(real))), mean(softplus(fake)))
}

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

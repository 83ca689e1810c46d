package gan

import (
	"math"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"

	"ganbook/gan/device"
)

// The losses in float64, by the formulas in their doc comments.
var reference = map[string]struct {
	discriminator, generator func(real, fake []float64) float64
}{
	"Minimax": {minusValueOf, func(_, fake []float64) float64 {
		return average(fake, func(l float64) float64 { return math.Log(1 - sigmoid(l)) })
	}},
	"NonSaturating": {minusValueOf, func(_, fake []float64) float64 {
		return average(fake, func(l float64) float64 { return -math.Log(sigmoid(l)) })
	}},
	"LeastSquares": {
		func(real, fake []float64) float64 {
			return average(real, func(l float64) float64 { return (l - 1) * (l - 1) / 2 }) +
				average(fake, func(l float64) float64 { return l * l / 2 })
		},
		func(_, fake []float64) float64 {
			return average(fake, func(l float64) float64 { return (l - 1) * (l - 1) / 2 })
		}},
	"Wasserstein": {
		func(real, fake []float64) float64 { return average(fake, itself) - average(real, itself) },
		func(_, fake []float64) float64 { return -average(fake, itself) }},
	"Hinge": {
		func(real, fake []float64) float64 {
			return average(real, func(l float64) float64 { return max(0, 1-l) }) +
				average(fake, func(l float64) float64 { return max(0, 1+l) })
		},
		func(_, fake []float64) float64 { return -average(fake, itself) }},
	"Relativistic": {
		func(real, fake []float64) float64 { return pairs(real, fake) },
		func(real, fake []float64) float64 { return pairs(fake, real) }},
}

// pairs returns the mean of −ln σ(a − b) over pairs.
func pairs(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum -= math.Log(sigmoid(a[i] - b[i]))
	}
	return sum / float64(len(a))
}

func itself(l float64) float64 { return l }

func minusValueOf(real, fake []float64) float64 {
	return -average(real, func(l float64) float64 { return math.Log(sigmoid(l)) }) -
		average(fake, func(l float64) float64 { return math.Log(1 - sigmoid(l)) })
}

func sigmoid(l float64) float64 { return 1 / (1 + math.Exp(-l)) }

func average(ls []float64, f func(float64) float64) float64 {
	sum := 0.0
	for _, l := range ls {
		sum += f(l)
	}
	return sum / float64(len(ls))
}

// onDevice evaluates L_D, L_G and their gradients with respect to the scores, in float64.
func onDevice(t *testing.T, loss Loss, real, fake []float64) (dLoss, gLoss float64, dReal, dFake, gReal, gFake []float64) {
	t.Helper()
	backend, err := device.Open("")
	if err != nil {
		t.Fatal(err)
	}
	out := MustNewExec(backend, func(real, fake *Node) []*Node {
		d, g := loss.Discriminator(real, fake), loss.Generator(real, fake)
		dGrads, gGrads := Gradient(d, real, fake), Gradient(g, real, fake)
		return []*Node{d, g, dGrads[0], dGrads[1], gGrads[0], gGrads[1]}
	}).MustCall(real, fake)
	return out[0].Value().(float64), out[1].Value().(float64),
		out[2].Value().([]float64), out[3].Value().([]float64), out[4].Value().([]float64), out[5].Value().([]float64)
}

func TestLossesAreTheirFormulas(t *testing.T) {
	t.Parallel()
	real, fake := []float64{-3, -0.5, 0, 0.25, 2, 5}, []float64{-4, -1.2, 0, 0.5, 1.5, 3}
	for _, loss := range Losses() {
		want, ok := reference[loss.Name]
		if !ok {
			t.Fatalf("no reference for %v", loss)
		}
		dLoss, gLoss, dReal, dFake, gReal, gFake := onDevice(t, loss, real, fake)
		near(t, loss.String()+" L_D", dLoss, want.discriminator(real, fake), 1e-12)
		near(t, loss.String()+" L_G", gLoss, want.generator(real, fake), 1e-12)
		for i := range real {
			near(t, loss.String()+" ∂L_D/∂real", dReal[i], slope(real, i, func() float64 { return want.discriminator(real, fake) }), 1e-8)
			near(t, loss.String()+" ∂L_D/∂fake", dFake[i], slope(fake, i, func() float64 { return want.discriminator(real, fake) }), 1e-8)
			near(t, loss.String()+" ∂L_G/∂real", gReal[i], slope(real, i, func() float64 { return want.generator(real, fake) }), 1e-8)
			near(t, loss.String()+" ∂L_G/∂fake", gFake[i], slope(fake, i, func() float64 { return want.generator(real, fake) }), 1e-8)
		}
	}
}

// slope returns the central difference quotient of f with respect to xs[i].
func slope(xs []float64, i int, f func() float64) float64 { return slopeBy(1e-5, xs, i, f) }

// At Pg = Pdata the best score is the same everywhere. It is 0 for a logit (D* = ½), ½ for least
// squares, and any constant for the other losses, here 0.3.
func TestLossesAtTheFixedPoint(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		loss         Loss
		score        float64
		dLoss, gLoss float64
	}{
		{Minimax, 0, math.Log(4), -math.Ln2},
		{NonSaturating, 0, math.Log(4), math.Ln2},
		{LeastSquares, 0.5, 0.25, 0.125},
		{Wasserstein, 0.3, 0, -0.3},
		{Hinge, 0.3, 2, -0.3},
		{Relativistic, 0.3, math.Ln2, math.Ln2},
	} {
		scores := []float64{c.score, c.score, c.score}
		dLoss, gLoss, dReal, dFake, _, _ := onDevice(t, c.loss, scores, scores)
		// The score is D's best. At a point where data and fakes have the same density, a small
		// change of the score does not change L_D to first order.
		for i := range dReal {
			near(t, c.loss.String()+" ∂L_D/∂l", dReal[i]+dFake[i], 0, 1e-15)
		}
		near(t, c.loss.String()+" L_D", dLoss, c.dLoss, 1e-15)
		near(t, c.loss.String()+" L_G", gLoss, c.gLoss, 1e-15)
		for i, want := range []float64{c.dLoss, c.gLoss} {
			if said := c.loss.AtPdata[i]; said == said { // it is NaN if the loss leaves the constant free
				near(t, c.loss.String()+".AtPdata", said, want, 1e-15)
			}
		}
	}
}

// If the losses were computed from D, ln(1 − D) would be −Inf for logits above 37, and its gradient
// NaN.
func TestLossesStayFiniteWhereDIsSure(t *testing.T) {
	for _, c := range []struct {
		loss         Loss
		dLoss, gLoss float64
	}{
		{Minimax, 800, -400},
		{NonSaturating, 800, 400},
		{Relativistic, 800, 800},
	} {
		loss := c.loss
		dLoss, gLoss, dReal, dFake, _, gFake := onDevice(t, loss, []float64{-800, 800}, []float64{800, -800})
		near(t, loss.String()+" L_D", dLoss, c.dLoss, 1e-12)
		near(t, loss.String()+" L_G", gLoss, c.gLoss, 1e-12)
		for _, grads := range [][]float64{dReal, dFake, gFake} {
			for _, slope := range grads {
				if math.IsNaN(slope) || math.Abs(slope) > 0.5 {
					t.Errorf("%v: a gradient of a mean of two is %v, outside [−½, ½]", loss, slope)
				}
			}
		}
	}
}

// Two fingerprints are the same if all their numbers are, also after one that is not finite.
func TestSameFingerprint(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"[1 2]", "[1 2]", true}, {"[1 2]", "[1.00001 2]", true}, {"[1 2]", "[1 2.1]", false}, {"[1 2]", "[1]", false},
		{"[NaN 0.5]", "[NaN 0.5]", true}, {"[NaN 0.5]", "[NaN -0.5]", false}, {"[+Inf 0.5]", "[+Inf 0.6]", false},
		{"[+Inf 0.5]", "[-Inf 0.5]", false}, {"[NaN 1]", "[0 1]", false}, {"nothing", "[1 2]", false},
	} {
		if got := sameFingerprint(c.a, c.b); got != c.want {
			t.Errorf("%s and %s: %v", c.a, c.b, got)
		}
	}
}

package gan

import (
	"math"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"

	"ganbook/gan/device"
)

// The two losses written in D itself, in float64: the formulas of the doc comments.
var reference = map[Loss]struct {
	discriminator, generator func(real, fake []float64) float64
}{
	Minimax: {minusValueOf, func(_, fake []float64) float64 {
		return average(fake, func(l float64) float64 { return math.Log(1 - sigmoid(l)) })
	}},
	NonSaturating: {minusValueOf, func(_, fake []float64) float64 {
		return average(fake, func(l float64) float64 { return -math.Log(sigmoid(l)) })
	}},
}

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

// onDevice evaluates L_D, L_G and their gradients in the logits, in float64.
func onDevice(t *testing.T, loss Loss, real, fake []float64) (dLoss, gLoss float64, dReal, dFake, gFake []float64) {
	t.Helper()
	backend, err := device.Open("")
	if err != nil {
		t.Fatal(err)
	}
	out := MustNewExec(backend, func(real, fake *Node) []*Node {
		d, g := losses[loss].discriminator(real, fake), losses[loss].generator(fake)
		grads := Gradient(d, real, fake)
		return []*Node{d, g, grads[0], grads[1], Gradient(g, fake)[0]}
	}).MustCall(real, fake)
	return out[0].Value().(float64), out[1].Value().(float64),
		out[2].Value().([]float64), out[3].Value().([]float64), out[4].Value().([]float64)
}

func TestLossesAreTheirFormulas(t *testing.T) {
	real, fake := []float64{-3, -0.5, 0.25, 2, 5}, []float64{-4, -1, 0.5, 1.5, 3}
	for loss, want := range reference {
		dLoss, gLoss, dReal, dFake, gFake := onDevice(t, loss, real, fake)
		near(t, loss.String()+" L_D", dLoss, want.discriminator(real, fake), 1e-12)
		near(t, loss.String()+" L_G", gLoss, want.generator(real, fake), 1e-12)
		for i := range real {
			near(t, loss.String()+" ∂L_D/∂real", dReal[i], slope(real, i, func() float64 { return want.discriminator(real, fake) }), 1e-8)
			near(t, loss.String()+" ∂L_D/∂fake", dFake[i], slope(fake, i, func() float64 { return want.discriminator(real, fake) }), 1e-8)
			near(t, loss.String()+" ∂L_G/∂fake", gFake[i], slope(fake, i, func() float64 { return want.generator(real, fake) }), 1e-8)
		}
	}
}

// slope is the central difference of f in xs[i].
func slope(xs []float64, i int, f func() float64) float64 {
	const h = 1e-5
	x := xs[i]
	xs[i] = x + h
	up := f()
	xs[i] = x - h
	down := f()
	xs[i] = x
	return (up - down) / (2 * h)
}

// At Pg = Pdata, D* = ½ and every logit is 0.
func TestLossesAtTheFixedPoint(t *testing.T) {
	zero := []float64{0, 0, 0}
	for _, c := range []struct {
		loss         Loss
		dLoss, gLoss float64
	}{
		{Minimax, math.Log(4), -math.Ln2},
		{NonSaturating, math.Log(4), math.Ln2},
	} {
		dLoss, gLoss, _, _, _ := onDevice(t, c.loss, zero, zero)
		near(t, c.loss.String()+" L_D", dLoss, c.dLoss, 1e-15)
		near(t, c.loss.String()+" L_G", gLoss, c.gLoss, 1e-15)
	}
}

// Written in D, ln(1 − D) is −Inf from a logit of 37 on and its gradient NaN.
func TestLossesStayFiniteWhereDIsSure(t *testing.T) {
	for loss := range losses {
		dLoss, gLoss, dReal, dFake, gFake := onDevice(t, loss, []float64{-800, 800}, []float64{800, -800})
		near(t, loss.String()+" L_D", dLoss, 800, 1e-12)
		want := map[Loss]float64{Minimax: -400, NonSaturating: 400}[loss]
		near(t, loss.String()+" L_G", gLoss, want, 1e-12)
		for _, grads := range [][]float64{dReal, dFake, gFake} {
			for _, slope := range grads {
				if math.IsNaN(slope) || math.Abs(slope) > 0.5 {
					t.Errorf("%v: a gradient of a mean of two is %v, outside [−½, ½]", loss, slope)
				}
			}
		}
	}
}

// near fails unless got is within tolerance of want, relative above 1; NaN fails.
func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*max(1, math.Abs(want))) {
		t.Errorf("%s = %v, want %v ± %v", what, got, want, tolerance)
	}
}

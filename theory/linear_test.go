package theory

import (
	"fmt"
	"math"
	"math/cmplx"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"

	"ganbook/theory/seed"
)

func randomFlow(r *rand.Rand) Flow {
	return Flow{{r.NormFloat64(), r.NormFloat64()}, {r.NormFloat64(), r.NormFloat64()}}
}

// byGonum returns the eigenvalues of an n×n matrix, with those of the greatest absolute value first.
func byGonum(t *testing.T, n int, data ...float64) []complex128 {
	t.Helper()
	var eigen mat.Eigen
	if !eigen.Factorize(mat.NewDense(n, n, data), mat.EigenNone) {
		t.Fatal("gonum finds no eigenvalues")
	}
	return sortedEigenvalues(eigen.Values(nil))
}

func sortedEigenvalues(values []complex128) []complex128 {
	slices.SortFunc(values, func(a, b complex128) int {
		if math.Abs(cmplx.Abs(a)-cmplx.Abs(b)) > 1e-9 {
			return int(math.Copysign(1, cmplx.Abs(b)-cmplx.Abs(a)))
		}
		return int(math.Copysign(1, imag(b)-imag(a)))
	})
	return values
}

func complexNumerical(t *testing.T, name string, got, want complex128, bound float64) {
	t.Helper()
	numerical(t, "real part of "+name, real(got), real(want), bound)
	numerical(t, "imaginary part of "+name, imag(got), imag(want), bound)
}

func TestEigenvalues(t *testing.T) {
	r := seed.Rand(16, 9)
	for k := range 100 {
		a := randomFlow(r)
		first, second := a.Eigenvalues()
		want := byGonum(t, 2, a[0][0], a[0][1], a[1][0], a[1][1])
		for i, got := range sortedEigenvalues([]complex128{first, second}) {
			complexNumerical(t, fmt.Sprint("eigenvalue of case ", k), got, want[i], 1e-12)
		}
		// The two companions of a step: the positions now and before.
		const rate = 0.3
		b := func(i, j int) float64 {
			step := 2 * rate * a[i][j]
			if i == j {
				step++
			}
			return step
		}
		want = byGonum(t, 4,
			b(0, 0), b(0, 1), -rate*a[0][0], -rate*a[0][1],
			b(1, 0), b(1, 1), -rate*a[1][0], -rate*a[1][1],
			1, 0, 0, 0,
			0, 1, 0, 0)
		roots := a.Optimistic(rate)
		for i, got := range sortedEigenvalues(roots[:]) {
			complexNumerical(t, fmt.Sprint("optimistic eigenvalue of case ", k), got, want[i], 1e-9)
		}
		// Eigenvalues of polynomials of A are the polynomials of its eigenvalues.
		ahead, behind := a.LookAhead(rate).Eigenvalues()
		poly := func(z complex128) complex128 { z *= rate; return 1 + z + z*z }
		numerical(t, "sum of look-ahead eigenvalues", real(ahead+behind), real(poly(first)+poly(second)), 1e-12)
		numerical(t, "product of look-ahead eigenvalues", real(ahead*behind), real(poly(first)*poly(second)), 1e-12)
	}
	for _, c := range []struct {
		m             Matrix2
		first, second complex128
	}{
		{Matrix2{{0, -1}, {1, 0}}, 1i, -1i},
		{Matrix2{{2, 0}, {0, 3}}, 3, 2},
		{Matrix2{{1, 1}, {0, 1}}, 1, 1},
	} {
		first, second := c.m.Eigenvalues()
		complexNumerical(t, fmt.Sprint("first of ", c.m), first, c.first, 0)
		complexNumerical(t, fmt.Sprint("second of ", c.m), second, c.second, 0)
	}
}

// On a linear game, one step of each kind of play is its matrix times the position.
func TestStepMatrices(t *testing.T) {
	r := seed.Rand(16, 10)
	for range 20 {
		a := randomFlow(r)
		gradient := func(x, y float64) (float64, float64) {
			return -(a[0][0]*x + a[0][1]*y), a[1][0]*x + a[1][1]*y
		}
		found := FlowAt(gradient, 0.3, -20)
		for i := range 2 {
			for j := range 2 {
				numerical(t, "FlowAt", found[i][j], a[i][j], 1e-9)
			}
		}
		const rate, x, y = 0.3, 0.7, -1.1
		for name, c := range map[string]struct {
			m    Matrix2
			play func(Gradient, float64, float64, float64, int) ([]float64, []float64)
		}{
			"simultaneous": {a.Simultaneous(rate), SimultaneousPlay},
			"alternating":  {a.Alternating(rate), AlternatingPlay},
			"look-ahead":   {a.LookAhead(rate), LookAheadPlay},
		} {
			xs, ys := c.play(gradient, x, y, rate, 1)
			numerical(t, name+" x", xs[1], c.m[0][0]*x+c.m[0][1]*y, 1e-14)
			numerical(t, name+" y", ys[1], c.m[1][0]*x+c.m[1][1]*y, 1e-14)
		}
		// After the first step, an optimistic path follows its recursion.
		xs, ys := OptimisticPlay(gradient, x, y, rate, 3)
		one, two, three := [2]float64{xs[1], ys[1]}, [2]float64{xs[2], ys[2]}, [2]float64{xs[3], ys[3]}
		for i := range 2 {
			move := func(z [2]float64) float64 { return a[i][0]*z[0] + a[i][1]*z[1] }
			numerical(t, "optimistic", three[i], two[i]+rate*(2*move(two)-move(one)), 1e-14)
		}
	}
}

// distanceRatio returns the factor per step by which a path approaches 0, in the long run.
func distanceRatio(xs, ys []float64) float64 {
	n := len(xs) - 1
	return math.Pow(math.Hypot(xs[n], ys[n])/math.Hypot(xs[n/2], ys[n/2]), 1/float64(n-n/2))
}

func TestXYIsCircled(t *testing.T) {
	flow := FlowAt(xy, 0, 0)
	first, second := flow.Eigenvalues()
	complexNumerical(t, "flow", first, 1i, 1e-12)
	complexNumerical(t, "flow", second, -1i, 1e-12)
	for _, rate := range []float64{0.05, 0.3, 0.9} {
		top, _ := flow.Simultaneous(rate).Eigenvalues()
		numerical(t, "at once", cmplx.Abs(top), math.Sqrt(1+rate*rate), 1e-12)
		top, _ = flow.Alternating(rate).Eigenvalues()
		numerical(t, "in turn", cmplx.Abs(top), 1, 1e-12)
		top, _ = flow.LookAhead(rate).Eigenvalues()
		numerical(t, "looking ahead", cmplx.Abs(top), math.Sqrt(1-rate*rate+math.Pow(rate, 4)), 1e-12)
		xs, ys := LookAheadPlay(xy, 1, 0.5, rate, 100)
		numerical(t, "measured", distanceRatio(xs, ys), cmplx.Abs(top), 1e-12)
	}
	// In turn, a rate of more than 2 ends the circling.
	if first, second := flow.Alternating(2.1).Eigenvalues(); !(max(cmplx.Abs(first), cmplx.Abs(second)) > 1) {
		t.Errorf("alternating at rate 2.1: eigenvalues %v, %v", first, second)
	}
	roots := flow.Optimistic(1 / math.Sqrt(3))
	numerical(t, "optimistic, at its limit", cmplx.Abs(sortedEigenvalues(roots[:])[0]), 1, 1e-9)
	xs, ys := OptimisticPlay(xy, 1, 0.5, 0.2, 1000)
	numerical(t, "optimistic, measured", distanceRatio(xs, ys), cmplx.Abs(flow.Optimistic(0.2)[0]), 1e-9)
}

func TestDirac(t *testing.T) {
	minimax := func(t float64) float64 { return -sigmoid(t) }
	nonSaturating := func(t float64) float64 { return -sigmoid(-t) }
	wasserstein := func(float64) float64 { return -1 }
	hinge := func(t float64) float64 {
		if t < -1 {
			return 0
		}
		return -1
	}
	for _, l := range []struct {
		name           string
		slopeD, slopeG func(float64) float64
		slope          float64 // ℓ′(0) = g′(0)
	}{
		{"minimax", minimax, minimax, -0.5},
		{"non-saturating", minimax, nonSaturating, -0.5},
		{"Wasserstein", wasserstein, wasserstein, -1},
		{"hinge", hinge, wasserstein, -1},
	} {
		for _, gamma := range []float64{0, 0.2, 0.7, 1, 2, 5} {
			name := fmt.Sprintf("%s with γ = %v", l.name, gamma)
			game := Dirac(l.slopeD, l.slopeG, gamma)
			flow := FlowAt(game, 0, 0)
			first, second := flow.Eigenvalues()
			root := cmplx.Sqrt(complex(gamma*gamma/4-l.slope*l.slope, 0))
			const nearDouble = 1e-5 // a double root moves as the square root of the differences' error
			complexNumerical(t, name, first, complex(-gamma/2, 0)+root, nearDouble)
			complexNumerical(t, name, second, complex(-gamma/2, 0)-root, nearDouble)
			// The measured rate of approach, away from critical damping.
			if critical := 2 * math.Abs(l.slope); gamma == 0 || gamma == critical {
				continue
			}
			const rate = 0.05
			top := 0.0
			for _, lambda := range []complex128{first, second} {
				top = max(top, cmplx.Abs(1+rate*lambda))
			}
			xs, ys := SimultaneousPlay(game, 1e-3, 0, rate, 8000)
			numerical(t, name+": measured", distanceRatio(xs, ys), top, 1e-4)
		}
		// Critical damping comes to rest soonest.
		slowest := func(gamma float64) float64 {
			first, _ := FlowAt(Dirac(l.slopeD, l.slopeG, gamma), 0, 0).Eigenvalues()
			return real(first)
		}
		critical := 2 * math.Abs(l.slope)
		for _, gamma := range []float64{0.5 * critical, 0.9 * critical, 1.1 * critical, 2 * critical} {
			if !(slowest(gamma) > slowest(critical)+1e-3) {
				t.Errorf("%s: γ = %v decays at the rate %v, critical damping at %v", l.name, gamma, slowest(gamma), slowest(critical))
			}
		}
	}
	// The gradients are those of the payoffs: D of ℓ(ψθ) − γψ²/2, G of g(ψθ).
	const theta, psi, gamma, h = 0.7, -1.3, 0.4, 1e-5
	payD := func(psi float64) float64 { return -softplus(psi*theta) - gamma/2*psi*psi }
	payG := func(theta float64) float64 { return softplus(-psi * theta) }
	dTheta, dPsi := Dirac(minimax, nonSaturating, gamma)(theta, psi)
	numerical(t, "∂/∂θ", dTheta, (payG(theta+h)-payG(theta-h))/(2*h), 1e-9)
	numerical(t, "∂/∂ψ", dPsi, (payD(psi+h)-payD(psi-h))/(2*h), 1e-9)
	panics(t, "nil slope", func() { Dirac(minimax, nil, 1) }, "Dirac", "nil")
	panics(t, "nil gradient", func() { FlowAt(nil, 0, 0) }, "FlowAt", "nil")
	panics(t, "infinite", func() { FlowAt(xy, inf, 0) }, "FlowAt", "+Inf")
	panics(t, "look-ahead rate", func() { LookAheadPlay(xy, 1, 1, 0, 1) }, "LookAheadPlay", "rate = 0")
	panics(t, "optimistic steps", func() { OptimisticPlay(xy, 1, 1, 1, -1) }, "OptimisticPlay", "steps = -1")
}

package series

import (
	"math"
	"slices"

	"ganbook/theory"
)

func init() {
	xy := func(x, y float64) (dfdx, dfdy float64) { return y, x }

	answers["08.1"] = func() float64 {
		xs, ys := theory.SimultaneousPlay(xy, 1, 0, 0.1, 1000)
		steps := 0
		for math.Hypot(xs[steps], ys[steps]) < 2 {
			steps++
		}
		return float64(steps)
	}

	// The least spectral radius of the map of small steps, over a grid of the weight of each penalty.
	answers["08.2"] = func() float64 {
		best, least := 0.0, math.Inf(1)
		for k := 1; k <= 300; k++ {
			weight := float64(k) / 100
			const eta = 1e-4
			// (θ, ψ) → (θ + ηψ, ψ − ηθ − 2ηwψ)
			trace, det := 2-2*eta*weight, 1-2*eta*weight+eta*eta
			root := math.Sqrt(det)
			if d := trace*trace - 4*det; d > 0 {
				root = (trace + math.Sqrt(d)) / 2
			}
			if root < least {
				best, least = weight, root
			}
		}
		return best
	}

	// Where steps that look ahead come to rest.
	answers["08.3"] = func() float64 {
		slopes := func(x, y float64) (dfdx, dfdy float64) { return y - 1, x - 1 - y/2 }
		ahead := func(x, y float64) (dfdx, dfdy float64) {
			dx, dy := slopes(x, y)
			return slopes(x-0.3*dx, y+0.3*dy)
		}
		xs, _ := theory.SimultaneousPlay(ahead, 0, 0, 0.3, 2000)
		return xs[2000]
	}

	// The step whose path is nearest after 40 steps.
	answers["08.4"] = func() float64 {
		var etas, ends []float64
		for k := 1; k < 1000; k++ {
			eta := float64(k) / 1000
			ahead := func(x, y float64) (dfdx, dfdy float64) { return xy(x-eta*y, y+eta*x) }
			xs, ys := theory.SimultaneousPlay(ahead, 1, 0, eta, 40)
			etas, ends = append(etas, eta), append(ends, math.Hypot(xs[40], ys[40]))
		}
		return etas[slices.Index(ends, slices.Min(ends))]
	}

	answers["08.5"] = func() float64 {
		game := func(theta, psi float64) (dTheta, dPsi float64) {
			return -psi, -theta - 0.2*(math.Abs(psi)-0.5)*math.Copysign(1, psi)
		}
		thetas, psis := theory.AlternatingPlay(game, 0.5, 0, 0.01, 40_000)
		mean := 0.0
		for n := 30_000; n < 40_000; n++ {
			mean += math.Hypot(thetas[n], psis[n]) / 10_000
		}
		return mean
	}

	answers["08.6"] = func() float64 { return theory.RelativisticJS(theory.Data(0), theory.Data(0, 1)) }

	// The slopes of the value by differences.
	answers["08.7"] = func() float64 {
		const h, eta, gamma = 1e-5, 0.1, 0.5
		sigmoid := func(u float64) float64 { return 1 / (1 + math.Exp(-u)) }
		mean := func(of func(f float64) float64, theta, alpha, beta float64) float64 { // over both samples
			a, b := theta-0.5, theta+0.5
			return (of(alpha*a+beta*a*a) + of(alpha*b+beta*b*b)) / 2
		}
		caught := func(f float64) float64 { return math.Log(sigmoid(-f)) }
		passes := func(f float64) float64 { return math.Log(sigmoid(f)) }
		theta, alpha, beta := 1.0, 0.0, 0.0
		for range 600 {
			dTheta := (mean(passes, theta+h, alpha, beta) - mean(passes, theta-h, alpha, beta)) / (2 * h)
			dAlpha := (mean(caught, theta, alpha+h, beta) - mean(caught, theta, alpha-h, beta)) / (2 * h)
			dBeta := (mean(caught, theta, alpha, beta+h) - mean(caught, theta, alpha, beta-h)) / (2 * h)
			theta, alpha, beta = theta+eta*dTheta, alpha+eta*(dAlpha-gamma*alpha), beta+eta*dBeta
		}
		return beta
	}
}

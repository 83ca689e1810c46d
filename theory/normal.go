package theory

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mathext"

	"ganbook/theory/quad"
)

// Normal returns the normal distribution N(μ, σ), of mean μ and standard deviation σ, with the density
//
//	p(x) = exp(−(x − μ)²/(2σ²)) / (σ√(2π)).
//
// It panics unless |μ| ≤ 1e150 and 1e-150 ≤ σ ≤ 1e150, so that squares of x and of σ are float64s too.
func Normal(mu, sigma float64) Distribution {
	checkLocation("Normal", "μ", mu)
	checkScale("Normal", "σ", sigma)
	return whole(normal{mu, sigma, -math.Log(sigma) - halfLog2Pi})
}

type normal struct {
	mu, sigma float64
	top       float64 // ln p(μ)
}

const halfLog2Pi = 0.918938533204672741780329736405617639861397473637783412817

func (n normal) logProb(x float64) float64 { return n.logProbAt(quad.At(x)) }

func (n normal) logProbAt(x quad.Abscissa) float64 {
	z := ((x.Origin - n.mu) + x.Offset) / n.sigma
	return n.top - z*z/2
}

func (n normal) cdf(x float64) (below, above float64) {
	z := (x - n.mu) / n.sigma / math.Sqrt2
	return math.Erfc(-z) / 2, math.Erfc(z) / 2
}

func (n normal) quantile(u, v float64) float64 {
	// From the nearer tail, where the digits are.
	if v < u {
		return n.mu - n.sigma*mathext.NormalQuantile(v)
	}
	return n.mu + n.sigma*mathext.NormalQuantile(u)
}

func (n normal) support() (lo, hi float64) { return math.Inf(-1), math.Inf(1) }

// Where a bell is cut for quadrature, in standard deviations: as its own shape asks, and so that
// nodes are 0.04 apart at most where the mass is.
var (
	bellCuts     = []float64{math.Inf(-1), -8, -4.5, -2, 0, 2, 4.5, 8, math.Inf(1)}
	fineBellCuts = []float64{math.Inf(-1), -8, -4.5, -3, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3, 4.5, 8, math.Inf(1)}
)

func (n normal) intervals() []quad.Interval { return quad.Scaled(n.mu, n.sigma, bellCuts...) }

func (n normal) fineIntervals() []quad.Interval { return quad.Scaled(n.mu, n.sigma, fineBellCuts...) }

func (n normal) massError() float64 { return 0 }

func (n normal) draw(r *rand.Rand) float64 { return n.mu + n.sigma*r.NormFloat64() }

func (n normal) moments() (mean, variance float64, known bool) {
	return n.mu, n.sigma * n.sigma, true
}

func (n normal) name() string { return fmt.Sprintf("N(%s, %s)", number(n.mu), number(n.sigma)) }

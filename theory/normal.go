package theory

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mathext"

	"ganbook/theory/quad"
)

// Normal returns the normal distribution N(μ, σ) with mean μ and standard deviation σ. Its density is
//
//	p(x) = exp(−(x − μ)²/(2σ²)) / (σ√(2π)).
//
// It panics unless |μ| ≤ 1e150 and 1e-150 ≤ σ ≤ 1e150. Within these limits the squares of x and of
// σ are float64s too.
func Normal(mu, sigma float64) Distribution {
	checkWithin("Normal", "μ", mu, -farthest, farthest)
	checkScale("Normal", "σ", sigma)
	return oneComponent(normal{mu, sigma, -math.Log(sigma) - halfLog2Pi})
}

type normal struct {
	mu, sigma float64
	top       float64 // ln p(μ)
}

// halfLog2Pi is ½ ln(2π).
const halfLog2Pi = 0.918938533204672741780329736405617639861397473637783412817

func (n normal) logProbAt(x quad.Abscissa) float64 {
	z := ((x.Origin - n.mu) + x.Offset) / n.sigma
	return n.top - z*z/2
}

func (n normal) cdf(x float64) (below, above float64) {
	z := (x - n.mu) / n.sigma / math.Sqrt2
	return math.Erfc(-z) / 2, math.Erfc(z) / 2
}

func (n normal) quantile(u, v float64) float64 {
	// The smaller of u and v has more digits.
	if v < u {
		return n.mu - n.sigma*mathext.NormalQuantile(v)
	}
	return n.mu + n.sigma*mathext.NormalQuantile(u)
}

func (n normal) support() (lo, hi float64) { return math.Inf(-1), math.Inf(1) }

// normalCuts and fineNormalCuts are the ends of the intervals of a normal density, in standard
// deviations from the mean. normalCuts serves integrands that change only where the density
// changes. With fineNormalCuts, the nodes are at most 0.04 apart where the mass lies.
var (
	normalCuts     = []float64{math.Inf(-1), -8, -4.5, -2, 0, 2, 4.5, 8, math.Inf(1)}
	fineNormalCuts = []float64{math.Inf(-1), -8, -4.5, -3, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3, 4.5, 8, math.Inf(1)}
)

func (n normal) intervals() []quad.Interval { return quad.Scaled(n.mu, n.sigma, normalCuts...) }

func (n normal) fineIntervals() []quad.Interval { return quad.Scaled(n.mu, n.sigma, fineNormalCuts...) }

func (n normal) massError() float64 { return 0 }

func (n normal) draw(r *rand.Rand) float64 { return n.mu + n.sigma*r.NormFloat64() }

func (n normal) moments() (mean, variance float64, known bool) {
	return n.mu, n.sigma * n.sigma, true
}

func (n normal) name() string { return nameOf("N", n.mu, n.sigma) }

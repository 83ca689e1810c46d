package metric

import (
	"fmt"
	"math"

	"ganbook/theory"
)

// An Agreement says how close a trained discriminator D is to the optimal one,
// D* = Pdata/(Pdata + Pg). X is drawn from ½(Pdata + Pg), the distribution of the samples that D
// judges.
type Agreement struct {
	Correlation float64 // the correlation of logit D(X) and logit D*(X), in [−1, 1]
	MeanError   float64 // E|logit D(X) − logit D*(X)|, in nats
	Shortfall   float64 // V(D*, G) − V(D, G), in nats; 0 or more
}

// AgainstOptimalD compares D with the optimal discriminator. logits returns the logits of D for
// rows shaped [n, 1]; a run's Logits does so. The data have the distribution p, and G has the
// distribution g (Goodfellow et al. 2014, proposition 1 and theorem 1):
//
//	logit D*(x) = ln p(x) − ln g(x),   V(D*, G) = −ln 4 + 2·JS(p, g)
//	V(D*, G) − V(D, G) = 2·E[KL(D*(X)‖D(X))] ≈ E[D*(1 − D*)·(logit D − logit D*)²]
//
// where KL is between two Bernoulli distributions. So the shortfall is never negative. A small
// shortfall still allows a large error of the logit where D* is sure.
//
// Expectations are integrals, not averages over samples. For each density in p and g with quantile
// function Q, the trapezoid rule runs over z of N(0, 1), at 16,385 points x = Q(Φ(z)) with |z| ≤ 7.
// Atoms are summed. The probability of |z| > 7 is 3·10⁻¹²; what lies there is left out, which matters
// for heavy tails. If the logits are smooth, the error of the rule is rounding only. If they have a
// kink, as those of a network have, the error is 10⁻⁷ of the change in slope per standard deviation.
// If D* jumps, it is 2·10⁻⁴ of the height of the jump.
// logits is called once, with x rounded to float32.
//
// Special cases are:
//
//	p or g has mass where the other has none: logit D* is infinite there; MeanError = +Inf unless D has the same infinity, Correlation = NaN
//	D is certain (±Inf) where D* is not: Shortfall = MeanError = +Inf, Correlation = NaN
//	D constant, or p = g: Correlation = NaN
//	D gives NaN: NaN, NaN, NaN
//
// It panics if logits is nil or does not return one logit for each row.
func AgainstOptimalD(logits func(xs [][]float32) []float32, p, g theory.Distribution) Agreement {
	if logits == nil {
		panic("metric: AgainstOptimalD: logits is nil; give D's, such as a run's Logits")
	}
	atoms := map[float64]bool{}
	for _, d := range []theory.Distribution{p, g} {
		values, _ := d.Atoms()
		for _, x := range values {
			atoms[x] = true
		}
	}
	nodes := append(nodesOf(p, 0.5, atoms), nodesOf(g, 0.5, atoms)...)
	rows := make([][]float32, len(nodes))
	for i, n := range nodes {
		rows[i] = []float32{float32(n.x)}
	}
	found := logits(rows)
	if len(found) != len(rows) {
		panic(fmt.Sprintf("metric: AgainstOptimalD: logits returned %d values for %d rows; one for each", len(found), len(rows)))
	}
	best := theory.OptimalD(p, g)
	d, star := make([]float64, len(nodes)), make([]float64, len(nodes))
	for i, n := range nodes {
		d[i], star[i] = float64(found[i]), best(n.x)
	}
	expect := func(f func(i int) float64) (mean float64) {
		for i, n := range nodes {
			mean += n.weight * f(i)
		}
		return mean
	}
	// Means about the first value: if all are equal, it is their mean without rounding, and the variance is 0.
	meanD := d[0] + expect(func(i int) float64 { return d[i] - d[0] })
	meanStar := star[0] + expect(func(i int) float64 { return star[i] - star[0] })
	covariance := expect(func(i int) float64 { return (d[i] - meanD) * (star[i] - meanStar) })
	varianceD := expect(func(i int) float64 { return (d[i] - meanD) * (d[i] - meanD) })
	varianceStar := expect(func(i int) float64 { return (star[i] - meanStar) * (star[i] - meanStar) })
	return Agreement{
		Correlation: max(-1, min(covariance/math.Sqrt(varianceD*varianceStar), 1)), // only rounding makes it larger
		MeanError: expect(func(i int) float64 {
			if d[i] == star[i] { // the same infinity too
				return 0
			}
			return math.Abs(d[i] - star[i])
		}),
		Shortfall: 2 * expect(func(i int) float64 { return coinKL(star[i], d[i]) }),
	}
}

// coinKL returns KL(Bernoulli(P)‖Bernoulli(Q)), where p and q are the logits of P and Q.
func coinKL(p, q float64) float64 {
	switch {
	case math.IsInf(p, 1):
		return softplus(-q)
	case math.IsInf(p, -1):
		return softplus(q)
	case math.IsInf(q, 0): // Q is certain and P is not, even if 1 − P is below float64's range
		return math.Inf(1)
	}
	kl := 0.0
	for _, sign := range []float64{1, -1} {
		kl += 1 / (1 + math.Exp(-sign*p)) * (softplus(-sign*q) - softplus(-sign*p))
	}
	return max(0, kl) // only rounding makes it negative
}

// A node is a point of a quadrature rule: E[f(X)] = Σ weight·f(x).
type node struct{ x, weight float64 }

const (
	nodeReach = 7.0 // in standard deviations
	nodeSteps = 16384
)

// nodesOf returns the nodes of p. Their weights sum to total. The nodes of a density avoid the atoms, where D*
// compares masses.
func nodesOf(p theory.Distribution, total float64, atoms map[float64]bool) (nodes []node) {
	values, masses := p.Atoms()
	for i, x := range values {
		nodes = append(nodes, node{x, total * masses[i]})
	}
	parts, densities := p.Densities()
	for k, density := range densities {
		first, sum := len(nodes), 0.0
		for i := range nodeSteps + 1 {
			z := nodeReach * (2*float64(i)/nodeSteps - 1)
			weight := math.Exp(-z * z / 2)
			sum += weight
			x := density.Quantile(0.5 * math.Erfc(-z/math.Sqrt2))
			if _, hi := density.Support(); atoms[x] && x < hi {
				x = math.Nextafter(x, math.Inf(1))
			} else if atoms[x] {
				x = math.Nextafter(x, math.Inf(-1))
			}
			nodes = append(nodes, node{x, weight})
		}
		for i := range nodes[first:] {
			nodes[first+i].weight *= total * parts[k] / sum
		}
	}
	return nodes
}

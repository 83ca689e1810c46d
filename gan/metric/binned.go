package metric

import (
	"fmt"
	"math"

	"ganbook/gan/dataset"
)

// Each mode has binRings·4 bins: rings of equal probability, cut into quadrants.
const binRings = 4

// BinnedJS compares samples, shaped [n, 2], with a mixture of K modes N(c_k, σ²I) in the plane, both
// seen through bins. It returns the Jensen–Shannon divergence of the shares of the bins, in nats, from
// 0 to ln 2:
//
//	JS = ½ Σ_b p_b ln(p_b/m_b) + ½ Σ_b q_b ln(q_b/m_b),  m = (p + q)/2
//
// q_b is the share of the samples in bin b, and p_b its probability under the mixture, as if the modes did not
// overlap (at a spacing of 6σ the tails of the neighbours are 0.3 % of a mode). The disc of
// 3σ around each centre has 16 bins: four rings of equal probability, each cut into four quadrants. All
// points outside the discs are one bin more.
//
// A function of a point cannot tell two distributions apart better than the point itself (the
// data-processing inequality), so JS(Pdata, Pg) is at least this much, up to sampling. It is one number
// that sees samples outside the modes, uneven modes, and modes that are too narrow, too wide or beside
// their centres. It does not see what happens inside a bin.
//
// Draws of the mixture itself do not score 0 but about 16K/8n: 0.0025 for 20,000 draws of 25 modes.
// BinnedJS panics as [Modes] does, if the mixture is not in the plane, if σ is 0, and if two centres are
// nearer to each other than 6σ, so that their discs overlap.
func BinnedJS(samples [][]float32, data *dataset.Mixture) float64 {
	sigma := data.Sigma()
	if data.Dim() != 2 || sigma == 0 {
		panic(fmt.Sprintf("metric: BinnedJS of the %s, with %d coordinates and σ = %v; a mixture in the plane with σ > 0", data.Name(), data.Dim(), sigma))
	}
	for i, a := range data.Centres() {
		for k, b := range data.Centres()[:i] {
			if apart := math.Hypot(a[0]-b[0], a[1]-b[1]); apart < 2*nearby*sigma*(1-1e-9) { // 6·σ is rounded
				panic(fmt.Sprintf("metric: BinnedJS of the %s, whose centres %d and %d are %.3g σ apart; 6 σ or more", data.Name(), k, i, apart/sigma))
			}
		}
	}
	within := 1 - math.Exp(-nearby*nearby/2) // P(‖x − c‖ ≤ 3σ)
	counts := make([]int, 4*binRings*len(data.Centres()))
	inside := 0
	forHighQuality("BinnedJS", samples, data, func(x []float32, k int, centre []float64) {
		dx, dy := float64(x[0])-centre[0], float64(x[1])-centre[1]
		share := -math.Expm1(-(dx*dx+dy*dy)/(2*sigma*sigma)) / within // of the disc's probability, nearer to the centre
		ring := min(int(binRings*share), binRings-1)
		quadrant := 0
		if dx >= 0 {
			quadrant++
		}
		if dy >= 0 {
			quadrant += 2
		}
		counts[(k*binRings+ring)*4+quadrant]++
		inside++
	})
	n := float64(len(samples))
	js := halfTerms(1-within, float64(len(samples)-inside)/n)
	for _, count := range counts {
		js += halfTerms(within/float64(len(counts)), float64(count)/n)
	}
	return max(0, js) // only rounding makes it negative
}

// halfTerms returns ½·p·ln(p/m) + ½·q·ln(q/m), m = (p + q)/2, for p > 0.
func halfTerms(p, q float64) float64 {
	m := (p + q) / 2
	sum := p * math.Log(p/m)
	if q > 0 {
		sum += q * math.Log(q/m)
	}
	return sum / 2
}

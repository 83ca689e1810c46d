package metric

import (
	"fmt"
	"math"

	"ganbook/gan/dataset"
)

// A ModeReport says which modes of a mixture of Gaussians a set of samples reaches. A sample is of
// high quality if it lies within 3σ of its nearest centre. Then it counts for that mode.
type ModeReport struct {
	Of        int     // K, the number of modes of the mixture
	Covered   int     // the number of modes with a high-quality sample, as papers report it
	Populated int     // the number of modes with at least 20 of them, so that strays do not count
	Quality   float64 // the share of all samples that are of high quality, in [0, 1]
	ReverseKL float64 // KL(P̂g‖uniform) over the modes, in nats; 0 or more, or +Inf
	Counts    []int   // the number of high-quality samples of each mode, in the order of the centres
}

const (
	nearby    = 3.0 // in units of σ
	populated = 20  // a fifth of the expected number, 100, of 2,500 samples on 25 modes
)

// Modes compares samples, shaped [n, dim], with the modes of a mixture. It follows the protocol of
// PacGAN (Lin et al. 2018, arXiv 1712.04086, as its code counts, after VEEGAN: Srivastava et al.
// 2017, arXiv 1705.07761), which takes 2,500 samples:
//
//	nearest(x) = argmin_k ‖x − c_k‖,  of high quality if ‖x − c_nearest‖ ≤ 3σ
//	n_k        = high-quality samples with nearest(x) = k,  n = Σ n_k
//	KL(P̂g‖uniform) = Σ_k (n_k/n) ln((n_k/n)·K),  0 ln 0 = 0
//
// Low-quality samples belong to no mode. They lower Quality but do not change the reverse KL. The
// KL is called reverse because the distribution of G comes first. Therefore a missing mode costs
// little: the KL is at most ln K, if all samples are on one mode. If no sample is of high quality,
// P̂g does not exist and ReverseKL is +Inf.
//
// Samples of the mixture itself do not reach Quality 1 and ReverseKL 0. In the plane they are of
// high quality with probability 1 − e^−4.5 = 98.89 %, and their reverse KL is about (K − 1)/2n. For
// 2,500 draws of the 5 × 5 grid it is 0.0049 on average and below 0.0087 in 99 % of all cases. In d
// dimensions the probability is P(χ²_d ≤ 9).
//
// A sample that is not finite is of low quality. Modes panics if there are no samples, or if a
// sample has another number of coordinates than the mixture.
func Modes(samples [][]float32, data *dataset.Mixture) ModeReport {
	modes := len(data.Centres())
	r := ModeReport{Of: modes, Counts: make([]int, modes)}
	forHighQuality("Modes", samples, data, func(_ []float32, k int, _ []float64) { r.Counts[k]++ })
	total := 0
	for _, count := range r.Counts {
		total += count
		if count > 0 {
			r.Covered++
		}
		if count >= populated {
			r.Populated++
		}
	}
	r.Quality = float64(total) / float64(len(samples))
	r.ReverseKL = klToUniform(r.Counts, total)
	return r
}

// forHighQuality calls visit with each high-quality sample, its mode k and the centre of the mode. It
// panics, in the name of what, if there are no samples, or if a sample has another number of
// coordinates than the mixture.
func forHighQuality(what string, samples [][]float32, data *dataset.Mixture, visit func(x []float32, k int, centre []float64)) {
	if len(samples) == 0 {
		panic(fmt.Sprintf("metric: %s of no samples; 1 or more", what))
	}
	centres := data.Centres()
	for _, c := range centres {
		for j := range c {
			c[j] = float64(float32(c[j])) // as it is drawn: a mode of σ = 0 is this point
		}
	}
	for i, x := range samples {
		if len(x) != data.Dim() {
			panic(fmt.Sprintf("metric: %s: sample %d has %d coordinates; the %s has %d", what, i, len(x), data.Name(), data.Dim()))
		}
		if k, far := nearestCentre(x, centres); far <= nearby*data.Sigma() {
			visit(x, k, centres[k])
		}
	}
}

// nearestCentre returns the index of the centre closest to x and its distance. If no distance is a
// number, it returns +Inf.
func nearestCentre(x []float32, centres [][]float64) (index int, far float64) {
	far = math.Inf(1)
	for k, c := range centres {
		squared := 0.0
		for j, v := range x {
			d := float64(v) - c[j]
			squared += d * d
		}
		if d := math.Sqrt(squared); d < far {
			index, far = k, d
		}
	}
	return index, far
}

// klToUniform returns KL(counts/total ‖ uniform).
func klToUniform(counts []int, total int) float64 {
	if total == 0 {
		return math.Inf(1)
	}
	kl := 0.0
	for _, count := range counts {
		if count > 0 {
			p := float64(count) / float64(total)
			kl += p * math.Log(p*float64(len(counts)))
		}
	}
	return max(0, kl) // only rounding makes it negative
}

// String returns the report in one line, such as
//
//	25 of 25 modes, 24 of them with 20 samples or more; 97.1 % of high quality; reverse KL 0.0063
func (r ModeReport) String() string {
	return fmt.Sprintf("%d of %d modes, %d of them with %d samples or more; %.1f %% of high quality; reverse KL %.4f",
		r.Covered, r.Of, r.Populated, populated, 100*r.Quality, r.ReverseKL)
}

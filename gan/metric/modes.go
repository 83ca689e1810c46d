package metric

import (
	"fmt"
	"math"

	"ganbook/gan/dataset"
)

// A ModeReport says which modes of a mixture of Of Gaussians a set of samples
// reaches. A sample is of high quality where it lies within 3σ of its nearest
// centre, and then counts for that mode.
type ModeReport struct {
	Of        int     // K, the modes that there are
	Covered   int     // modes with one high-quality sample or more, the usual count
	Populated int     // modes with 20 or more, which a stray sample does not make
	Quality   float64 // share of all samples that are of high quality, in [0, 1]
	ReverseKL float64 // KL(P̂g‖uniform) over the modes in nats, from 0, or +Inf
	Counts    []int   // high-quality samples of each mode, in the order of the centres
}

const (
	nearby    = 3.0 // σ
	populated = 20  // a fifth of a mode's fair share of 2,500 samples of 25 modes
)

// Modes compares samples, shaped [n, dim], with the modes of a mixture, by the
// protocol of PacGAN (Lin et al. 2018, arXiv 1712.04086, as its code counts, after
// VEEGAN: Srivastava et al. 2017, arXiv 1705.07761), which takes 2,500 samples:
//
//	nearest(x) = argmin_k ‖x − c_k‖,  of high quality if ‖x − c_nearest‖ ≤ 3σ
//	n_k        = high-quality samples with nearest(x) = k,  n = Σ n_k
//	KL(P̂g‖uniform) = Σ_k (n_k/n) ln((n_k/n)·K),  0 ln 0 = 0
//
// Low-quality samples belong to no mode: they lower Quality and leave the reverse
// KL alone. It is "reverse" as G's distribution comes first, so that a missing mode
// costs little: at most ln K, for all samples on one mode. With no sample of high
// quality P̂g does not exist and ReverseKL is +Inf.
//
// The mixture itself does not score 1 and 0. In the plane its own draws are of high
// quality with probability 1 − e^−4.5 = 98.89 %, and their reverse KL is about
// (K − 1)/2n: at 2,500 draws of the 5 × 5 grid 0.0049 on average, with 99 % of draws
// below 0.0087. In d dimensions the share is P(χ²_d ≤ 9).
//
// A sample that is not finite is of low quality. Modes panics where there are no
// samples, or one has another number of coordinates than the mixture.
func Modes(samples [][]float32, data *dataset.Mixture) ModeReport {
	if len(samples) == 0 {
		panic("metric: Modes of no samples; 1 or more")
	}
	centres := data.Centres()
	r := ModeReport{Of: len(centres), Counts: make([]int, len(centres))}
	for i, x := range samples {
		if len(x) != data.Dim() {
			panic(fmt.Sprintf("metric: Modes: sample %d has %d coordinates; the %s has %d", i, len(x), data.Name(), data.Dim()))
		}
		if k, far := nearestCentre(x, centres); far <= nearby*data.Sigma() {
			r.Counts[k]++
		}
	}
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

// nearestCentre returns the index and the distance of the centre closest to x. A
// distance that is NaN is close to nothing: +Inf.
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

// klToUniform is KL(counts/total ‖ uniform).
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
	return max(0, kl) // rounding alone takes it below
}

// String is the report in one line, such as
//
//	25 of 25 modes, 24 of them with 20 samples or more; 97.1 % of high quality; reverse KL 0.0063
func (r ModeReport) String() string {
	return fmt.Sprintf("%d of %d modes, %d of them with %d samples or more; %.1f %% of high quality; reverse KL %.4f",
		r.Covered, r.Of, r.Populated, populated, 100*r.Quality, r.ReverseKL)
}

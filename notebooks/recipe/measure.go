package recipe

import (
	"context"
	"errors"
	"math"
	"slices"
	"time"

	"ganbook/gan"
	"ganbook/gan/dataset"
	"ganbook/gan/metric"
)

// Drawn is the number of samples in PacGAN's protocol.
const Drawn = 2500

// Judged is the number of samples that MeasureModes takes: eight times Drawn.
const Judged = 8 * Drawn

// compared is the number of samples, and of fresh data, whose energy distance is computed.
const compared = 5000

// Final is the name of the row for [Cured].
const Final = "the final configuration"

// True is the name of the row for draws from the data themselves.
const True = "the true distribution"

// MeasureModes measures samples of a mixture, shaped [Judged, 2]. Fresh are as many fresh draws of the
// mixture.
//
//	modes, populated, quality, reverse KL: PacGAN's protocol (see [metric.Modes]), means over eight sets of 2,500
//	width, larger, smaller: see [metric.Widths]
//	JS: see [metric.BinnedJS]
//	energy: the energy distance to fresh draws (see [metric.Energy]), as a multiple of what fresh draws
//	score among themselves if a sample also counts as a pair with itself: 1 + n·Ê/2Δ with n = 2,500 and
//	Δ = E‖X − X′‖ for the data
func MeasureModes(samples, fresh [][]float32, data *dataset.Mixture) map[string]Number {
	measures := map[string]Number{}
	for block := range slices.Chunk(samples, Drawn) {
		m, share := metric.Modes(block, data), Number(Drawn)/Number(len(samples))
		measures["modes"] += share * Number(m.Covered)
		measures["populated"] += share * Number(m.Populated)
		measures["quality"] += share * Number(m.Quality)
		measures["reverse KL"] += share * Number(m.ReverseKL)
	}
	w := metric.Widths(samples, data)
	measures["width"], measures["larger"], measures["smaller"] = Number(w.AboutCentres), Number(w.Larger), Number(w.Smaller)
	measures["JS"] = Number(metric.BinnedJS(samples, data))
	measures["energy"] = Number(1 + Drawn*metric.Energy(samples[:compared], fresh[:compared])/(2*meanDistance(fresh[:compared])))
	return measures
}

// meanDistance returns E‖X − X′‖ of samples, estimated from pairs of neighbours in the list.
func meanDistance(samples [][]float32) float64 {
	sum, n := 0.0, len(samples)/2
	for i := range n {
		a, b := samples[2*i], samples[2*i+1]
		sum += math.Hypot(float64(a[0]-b[0]), float64(a[1]-b[1]))
	}
	return sum / float64(n)
}

// TrainModes trains a configuration on a mixture and measures its samples. The measure "seconds" is
// the time of the training, with compiling. A training that ends early because something is not finite
// is measured as it was then, and has the measure "finite" 0 in place of 1. Errors are the others of
// [gan.Train].
func TrainModes(ctx context.Context, cfg gan.Config, data *dataset.Mixture) (map[string]Number, error) {
	start := time.Now()
	run, err := gan.Train(ctx, cfg, data)
	finite, err := endedFinite(run, err)
	if err != nil {
		return nil, err
	}
	seconds := time.Since(start).Seconds()
	measures := MeasureModes(run.Sample(Judged), run.Real(Judged), data)
	measures["seconds"], measures["finite"] = Number(seconds), finite
	return measures, nil
}

// endedFinite returns 0 and no error for a training that ended early because something was not finite and left a run
// that can be measured. Otherwise it returns 1 and the error of the training.
func endedFinite(run *gan.Run, err error) (Number, error) {
	var notFinite *gan.NotFiniteError
	if errors.As(err, &notFinite) && run != nil {
		return 0, nil
	}
	return 1, err
}

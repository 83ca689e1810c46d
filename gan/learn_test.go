package gan

import (
	"context"
	"math"
	"slices"
	"testing"

	"ganbook/gan/dataset"
	"ganbook/gan/device"
	"ganbook/theory"
)

// quick skips the test on the pure-Go backend, where it would take minutes.
func quick(t *testing.T) {
	t.Helper()
	backend, err := device.Open("")
	if err != nil {
		t.Fatal(err)
	}
	if device.Name(backend) == device.Go {
		t.Skip("this training takes a minute or more on the pure-Go backend; run make test once to install XLA")
	}
}

// finishing is a training that comes to rest: the learning rates fall to 0 over its second half,
// and G is averaged. Otherwise the result depends on where the circling game happens to stand.
func finishing(steps int, seed uint64) Config {
	cfg := Defaults()
	cfg.Steps, cfg.Seed = steps, seed
	cfg.RateDecay = Decay{Shape: Cosine, From: 0.5, Until: 1}
	cfg.Averaging = 0.99
	return cfg
}

// D alone against a fixed Pg must approach D* = Pdata/(Pdata + Pg) (Proposition 1). For N(0, 1)
// against N(1, 1) its logit is ½ − x. For unequal variances it is a parabola.
func TestTrainedDiscriminatorIsOptimal(t *testing.T) {
	t.Parallel()
	quick(t)
	for _, pair := range []struct{ data, fake theory.Distribution }{
		{theory.Normal(0, 1), theory.Normal(1, 1)},
		{theory.Normal(0, 1), theory.Normal(0, 1.4)},
	} {
		cfg := finishing(1500, 3)
		cfg.Batch, cfg.Averaging = 1024, 0
		judge, err := TrainDiscriminator(context.Background(), cfg, dataset.From(pair.data), dataset.From(pair.fake))
		if err != nil {
			t.Fatal(err)
		}
		if len(judge.History().GLoss) != 0 {
			t.Error("a loss of a generator that is not there")
		}
		// The error is the mean over the samples of data and fakes, at 2,000 quantiles of
		// ½(Pdata + Pg), in nats.
		half := theory.Mix([]float64{0.5, 0.5}, pair.data, pair.fake)
		var xs [][]float32
		var want []float64
		for i := range 2000 {
			x := half.Quantile((float64(i) + 0.5) / 2000)
			xs = append(xs, []float32{float32(x)})
			want = append(want, pair.data.LogProb(x)-pair.fake.LogProb(x))
		}
		off, blind := 0.0, 0.0
		for i, got := range judge.Logits(xs) {
			off += math.Abs(float64(got)-want[i]) / 2000
			blind += math.Abs(want[i]) / 2000
		}
		t.Logf("%v against %v: D's logit is %.3f nats from D*'s on average, a blind one's %.3f", pair.data, pair.fake, off, blind)
		// A D that knows nothing, or that gives twice the logit, is off by blind, which is 0.35 or
		// more. With the wrong sign it is off by twice that, and with half the logit by half of
		// that. Eight seeds gave 0.003 to 0.032.
		atMost(t, "D's distance from D*'s logit, nats", off, 0.1)
	}
}

// A small GAN must learn the mean and the standard deviation of a Gaussian, and D must end near ½.
func TestGANLearnsAGaussian(t *testing.T) {
	t.Parallel()
	quick(t)
	for _, loss := range []Loss{Minimax, NonSaturating} {
		cfg := finishing(3000, 5)
		cfg.Loss = loss
		run, err := Train(context.Background(), cfg, dataset.From(theory.Normal(2, 0.5)))
		if err != nil {
			t.Fatal(err)
		}
		var xs []float64
		for _, x := range run.Sample(10000) {
			xs = append(xs, float64(x[0]))
		}
		pg := theory.Data(xs...)
		mean, sd := pg.Mean(), math.Sqrt(pg.Variance())
		t.Logf("%v: Pg has mean %.3f and standard deviation %.3f", loss, mean, sd)
		// At the start, the mean of Pg is near 0, which is four standard deviations of the data
		// away.
		atMost(t, loss.String()+": the distance of the means, in standard deviations of the data", math.Abs(mean-2)/0.5, 0.5)
		atLeast(t, loss.String()+": Pg's standard deviation, of 0.5", sd, 0.3)
		atMost(t, loss.String()+": Pg's standard deviation, of 0.5", sd, 0.7)
		// V̂ is near 0 if D can tell data from fakes, and −ln 4 = −1.386 if it cannot.
		atMost(t, loss.String()+": V̂ over the last 500 steps", average(run.History().Value[2500:], itself), -1.1)
	}
}

// In two dimensions, most samples of a trained ring must lie near its modes, and no mode may be
// left out.
func TestGANLearnsARing(t *testing.T) {
	t.Parallel()
	quick(t)
	learnsARing(t, 1)
}

// The same holds on two devices.
func TestGANLearnsARingOnTwoDevices(t *testing.T) {
	t.Parallel()
	needDevices(t, 2)
	learnsARing(t, 2)
}

func learnsARing(t *testing.T, devices int) {
	t.Helper()
	cfg := finishing(3000, 1)
	cfg.R1, cfg.Devices = 0.1, devices
	ring := dataset.Ring(4, 1, 0.1)
	run, err := Train(context.Background(), cfg, ring)
	if err != nil {
		t.Fatal(err)
	}
	counts := make([]int, len(ring.Centres()))
	for _, x := range run.Sample(2000) {
		for i, c := range ring.Centres() {
			if math.Hypot(float64(x[0])-c[0], float64(x[1])-c[1]) < 0.3 {
				counts[i]++
			}
		}
	}
	t.Logf("samples within 3σ of each mode: %v of 2000", counts)
	// Samples that are uniform on the square around the ring have 2000·π·0.09/4 = 141 within 3σ of
	// each mode.
	sum := 0
	for _, c := range counts {
		sum += c
	}
	atLeast(t, "samples within 3σ of a mode, of 2000 (blind: 565)", float64(sum), 1000)
	atLeast(t, "samples at the mode with fewest, of 2000", float64(slices.Min(counts)), 100)
}

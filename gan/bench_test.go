package gan

import (
	"fmt"
	"math"
	"testing"

	"ganbook/gan/dataset"
	"ganbook/gan/device"
)

// BenchmarkStep times one step of Algorithm 1 on a ring of eight Gaussians: one move of D and one
// of G, with drawing of data and noise, without compiling. Both networks have two hidden layers of
// the same width. The pure-Go backend runs only sizes that take seconds.
//
// GFLOP/s counts the matrix products. If a forward pass of one sample takes f_G and f_D operations,
// a step takes (4·f_G + 8·f_D)·batch. A backward pass counts as two forward passes. Only the step
// of G needs the gradient with respect to the input of D's first layer.
func BenchmarkStep(b *testing.B) {
	for _, backend := range []string{device.XLA, device.Go} {
		for _, width := range []int{64, 128, 256, 1024} {
			for _, batch := range []int{64, 512, 4096} {
				if backend == device.Go && width*width*batch > 128*128*512 {
					continue
				}
				b.Run(fmt.Sprintf("%s/MLP-2x%d/batch=%d", backend, width, batch), func(b *testing.B) {
					cfg := Defaults()
					network := MLP{Hidden: []int{width, width}, Activation: LeakyReLU}
					cfg.Generator, cfg.Discriminator = network, network
					cfg.Backend, cfg.Batch = backend, batch
					middle := width * width
					operations := 4*2*(cfg.NoiseDim*width+middle+width*2) + 8*2*(2*width+middle+width)
					benchmarkStep(b, cfg, dataset.Ring(8, 2, 0.02), operations)
				})
			}
		}
		for _, batch := range []int{64, 512} {
			if backend == device.Go {
				continue
			}
			b.Run(fmt.Sprintf("%s/Conv-32-64/batch=%d", backend, batch), func(b *testing.B) {
				cfg := Defaults()
				cfg.Generator = ConvUp{Height: 28, Width: 28, Channels: 1, Filters: []int{64, 32}, Output: SigmoidOutput}
				cfg.Discriminator = ConvDown{Height: 28, Width: 28, Channels: 1, Filters: []int{32, 64}, Activation: LeakyReLU}
				cfg.Backend, cfg.Batch = backend, batch
				up := cfg.NoiseDim*49*64 + 14*14*9*64*32 + 28*28*9*32
				down := 14*14*9*32 + 7*7*9*32*64 + 49*64
				benchmarkStep(b, cfg, noisyImages(1), 4*2*up+8*2*down)
			})
		}
	}
}

// BenchmarkImageParts times one step with colour images of 28 × 28, R1 and R2 and a batch of 64, in a loop on the
// device and one step in each call. The parts are to be compared with the plain convolutions.
func BenchmarkImageParts(b *testing.B) {
	up := ConvUp{Height: 28, Width: 28, Channels: 3, Hidden: []int{128}, Filters: []int{48, 24}, Norm: BatchNorm, Output: SigmoidOutput}
	down := ConvDown{Height: 28, Width: 28, Channels: 3, Filters: []int{24, 48}, Hidden: []int{128}, Activation: LeakyReLU}
	for _, part := range []struct {
		name string
		g, d Network
	}{
		{"convolutions", up, down},
		{"residual blocks", ResUp(up), ResDown(down)},
		{"spectral norm", up, Spectral{down}},
		{"augmentation", up, Augmented{Network: down, Height: 28, Width: 28, Channels: 3, Colour: true, Shift: 0.125, Cutout: 0.5}},
	} {
		cfg := Defaults()
		cfg.Generator, cfg.Discriminator, cfg.Standardise = part.g, part.d, false
		cfg.Loss, cfg.R1, cfg.R2, cfg.Batch, cfg.NoiseDim = Relativistic, 0.3, 0.3, 64, 32
		for _, atOnce := range []int{math.MaxInt, 1} {
			name := part.name + "/in a loop"
			if atOnce == 1 {
				name = part.name + "/one a call"
			}
			b.Run(name, func(b *testing.B) { benchmarkCalls(b, cfg, noisyImages(3), atOnce) })
		}
	}
}

// noisyImages returns 100 images of 28 × 28. What they show does not matter for the time.
func noisyImages(channels int) dataset.Dataset {
	xs := make([][]float32, 100)
	for i := range xs {
		xs[i] = make([]float32, 28*28*channels)
		for p := range xs[i] {
			xs[i][p] = float32((i*p)%7) / 7
		}
	}
	return dataset.Rows("images", xs)
}

func benchmarkStep(b *testing.B, cfg Config, data dataset.Dataset, operations int) {
	perStep := benchmarkCalls(b, cfg, data, math.MaxInt)
	b.ReportMetric(float64(operations*cfg.Batch)/perStep/1e9, "GFLOP/s")
}

// benchmarkCalls times steps, of which a call to the device takes at most atOnce. It returns the seconds of a step.
func benchmarkCalls(b *testing.B, cfg Config, data dataset.Dataset, atOnce int) (perStep float64) {
	cfg.Steps = 1 << 30
	opened, err := device.Open(cfg.Backend)
	if err != nil {
		b.Skip(err)
	}
	l, err := newLoop(game{cfg: cfg, real: data}, opened)
	if err != nil {
		b.Fatal(err)
	}
	take := func(from, steps int) {
		for done := 0; done < steps; {
			s, err := l.run(from+done, from+min(done+min(l.maxSteps, atOnce), steps))
			if err != nil || s.failed != nil {
				b.Fatalf("step %d: %v, finite %v", from+done, err, s.checks)
			}
			done += len(s.records)
		}
	}
	take(0, 1)
	b.ResetTimer()
	take(1, b.N)
	perStep = b.Elapsed().Seconds() / float64(b.N)
	b.ReportMetric(perStep*1e6, "µs/step")
	b.ReportMetric(float64(cfg.Batch)/perStep, "samples/s")
	return perStep
}

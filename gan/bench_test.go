package gan

import (
	"fmt"
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
				benchmarkStep(b, cfg, noisyImages(), 4*2*up+8*2*down)
			})
		}
	}
}

// noisyImages returns 100 images of 28 × 28. What they show does not matter for the time.
func noisyImages() dataset.Dataset {
	xs := make([][]float32, 100)
	for i := range xs {
		xs[i] = make([]float32, 28*28)
		for p := range xs[i] {
			xs[i][p] = float32((i*p)%7) / 7
		}
	}
	return dataset.Rows("images", xs)
}

func benchmarkStep(b *testing.B, cfg Config, data dataset.Dataset, operations int) {
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
			s, err := l.run(from+done, from+min(done+l.maxSteps, steps))
			if err != nil || s.failed != nil {
				b.Fatalf("step %d: %v, finite %v", from+done, err, s.checks)
			}
			done += len(s.records)
		}
	}
	take(0, 1)
	b.ResetTimer()
	take(1, b.N)
	perStep := b.Elapsed().Seconds() / float64(b.N)
	b.ReportMetric(perStep*1e6, "µs/step")
	b.ReportMetric(float64(cfg.Batch)/perStep, "samples/s")
	b.ReportMetric(float64(operations*cfg.Batch)/perStep/1e9, "GFLOP/s")
}

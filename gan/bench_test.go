package gan

import (
	"fmt"
	"testing"

	"ganbook/gan/dataset"
	"ganbook/gan/device"
)

// BenchmarkStep times one step of Algorithm 1 (one D and one G update, data and
// noise drawn) on a ring of eight Gaussians, compilation apart.
func BenchmarkStep(b *testing.B) {
	for _, backend := range []string{device.XLA, device.Go} {
		for _, c := range []struct{ width, batch int }{{64, 64}, {128, 512}} {
			b.Run(fmt.Sprintf("%s/2x%d/batch=%d", backend, c.width, c.batch), func(b *testing.B) {
				cfg := Defaults()
				cfg.Backend, cfg.Batch, cfg.Steps = backend, c.batch, 1<<30
				network := MLP{Hidden: []int{c.width, c.width}, Activation: LeakyReLU}
				cfg.Generator, cfg.Discriminator = network, network
				opened, err := device.Open(backend)
				if err != nil {
					b.Skip(err)
				}
				l, err := newLoop(game{cfg: cfg, real: dataset.Ring(8, 2, 0.02)}, opened)
				if err != nil {
					b.Fatal(err)
				}
				take := func(from, steps int) {
					for done := 0; done < steps; {
						s, err := l.run(from+done, from+min(done+l.rows, steps))
						if err != nil || s.failed != nil {
							b.Fatalf("step %d: %v, finite %v", from+done, err, s.finite)
						}
						done += len(s.rows)
					}
				}
				take(0, 1)
				b.ResetTimer()
				take(1, b.N)
				perStep := b.Elapsed().Seconds() / float64(b.N)
				b.ReportMetric(perStep*1e6, "µs/step")
				b.ReportMetric(float64(c.batch)/perStep, "samples/s")
			})
		}
	}
}

package gan

import (
	"math"
	"slices"
	"testing"

	"ganbook/gan/dataset"
	"ganbook/gan/device"
)

// What a network says of a row depends neither on how many rows it gets nor on the block in which
// they pass, up to the rounding of sums in float32.
func TestRowsDoNotDependOnTheirNumber(t *testing.T) {
	for _, backend := range []string{"", device.Go} {
		cfg := small()
		cfg.Backend = backend
		run, err := Start(cfg, dataset.Ring(8, 1, 0.1))
		if err != nil {
			t.Fatal(err)
		}
		z := run.Noise(2*chunk + 100)
		var all [][]float32
		var scores []float32
		for few := range slices.Chunk(z, 100) {
			x := run.Generate(few)
			all, scores = append(all, x...), append(scores, run.Logits(x)...)
		}
		near := func(a, b float32) bool { return math.Abs(float64(a-b)) <= 1e-5*(1+math.Abs(float64(b))) }
		for _, n := range []int{0, 1, 31, 32, 33, 500, chunk - 1, chunk, chunk + 1, 2*chunk + 1} {
			rows, said := run.Generate(z[:n]), run.Logits(all[:n])
			if len(rows) != n || len(said) != n {
				t.Fatalf("%s: %d rows give %d rows and %d scores", run.Backend(), n, len(rows), len(said))
			}
			for i := range rows {
				if !near(rows[i][0], all[i][0]) || !near(rows[i][1], all[i][1]) || !near(said[i], scores[i]) {
					t.Fatalf("%s: row %d of %d: G says %v and D %v; among 100 rows %v and %v", run.Backend(), i, n, rows[i], said[i], all[i], scores[i])
				}
			}
		}
	}
}

// On the pure-Go backend a few rows cost little. On XLA a network is compiled for one block only.
func TestBlocks(t *testing.T) {
	for _, test := range []struct {
		config  string
		n, want int
	}{
		{device.Go, 0, 32}, {device.Go, 1, 32}, {device.Go, 32, 32}, {device.Go, 33, 64}, {device.Go, 256, 256}, {device.Go, 257, 512},
		{device.Go, 1024, 1024}, {device.Go, 5000, 1024}, {"", 1, chunk}, {"", 5000, chunk},
	} {
		backend, err := device.Open(test.config)
		if err != nil {
			t.Fatal(err)
		}
		if test.config == "" && device.Name(backend) == device.Go {
			continue
		}
		if got := blockOf(test.n, chunk, backend); got != test.want {
			t.Errorf("%d rows pass in blocks of %d on %s, want %d", test.n, got, device.Name(backend), test.want)
		}
	}
}

package gan

import (
	"context"
	"errors"
	"flag"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/gomlx/go-xla/pjrt"

	"ganbook/gan/dataset"
	"ganbook/gan/device"
)

// An alive counts what the process holds: programs and buffers on the device, goroutines, and bytes
// of Go's heap. It does not count the memory of the operating system, which does not only depend on
// these.
type alive struct{ programs, buffers, goroutines, heap float64 }

// countAlive counts after garbage collections, until the counts are stable. A collection starts the
// clean-ups that free what is on the device.
func countAlive() (now alive) {
	for same := 0; same < 3; {
		runtime.GC()
		time.Sleep(2 * time.Millisecond)
		var memory runtime.MemStats
		runtime.ReadMemStats(&memory)
		next := alive{float64(pjrt.LoadedExecutablesAlive()), float64(pjrt.BuffersAlive()), float64(runtime.NumGoroutine()), float64(memory.HeapAlloc)}
		if same++; next.programs != now.programs || next.buffers != now.buffers || next.goroutines != now.goroutines {
			same = 0
		}
		now = next
	}
	return now
}

// flat repeats round and fails if the counts grow with the rounds. It looks at the slope: a leak of
// one object a round has slope 1, and 0.5 is too much. Go's heap may grow by heap bytes a round.
// This is far less than what a round allocates, and covers only what must be kept.
func flat(t *testing.T, warmUp, rounds int, heap float64, round func()) {
	t.Helper()
	for range warmUp {
		round()
	}
	counts := make([]alive, rounds)
	for i := range counts {
		round()
		counts[i] = countAlive()
	}
	for _, kind := range []struct {
		name string
		of   func(alive) float64
		most float64
	}{
		{"programs", func(a alive) float64 { return a.programs }, 0.5},
		{"buffers", func(a alive) float64 { return a.buffers }, 0.5},
		{"goroutines", func(a alive) float64 { return a.goroutines }, 0.5},
		{"bytes of Go's heap", func(a alive) float64 { return a.heap }, heap},
	} {
		var ys []float64
		for _, c := range counts {
			ys = append(ys, kind.of(c))
		}
		grows := medianSlope(ys)
		t.Logf("%s alive grow by %.3g a round, from %.0f to %.0f", kind.name, grows, ys[0], ys[rounds-1])
		if !(grows < kind.most) {
			t.Errorf("%s alive grow by %.3g a round, want less than %g: %.0f", kind.name, grows, kind.most, ys)
		}
	}
}

// medianSlope returns the median of the slopes between all pairs (Theil 1950; Sen 1968). A few
// counts that include other objects do not change it, but steady growth does.
func medianSlope(ys []float64) float64 {
	var slopes []float64
	for j := range ys {
		for i := range j {
			slopes = append(slopes, (ys[j]-ys[i])/float64(j-i))
		}
	}
	slices.Sort(slopes)
	return slopes[len(slopes)/2]
}

func TestMedianSlope(t *testing.T) {
	for _, c := range []struct {
		ys   []float64
		want float64
	}{
		{[]float64{3, 4, 5, 6, 7}, 1}, {[]float64{5, 5, 5, 5, 5, 5}, 0},
		{[]float64{5, 5, 9, 5, 5, 5}, 0}, // one count includes other objects
		{[]float64{5, 6, 7, 8, 3, 10, 11, 12}, 1},
	} {
		if got := medianSlope(c.ys); got != c.want {
			t.Errorf("the median slope of %v is %v, want %v", c.ys, got, c.want)
		}
	}
}

// tiny is a training that takes tens of microseconds a step and compiles quickly.
func tiny() Config {
	cfg := linear(3)
	cfg.Backend = ""
	cfg.GeneratorOptimizer, cfg.DiscriminatorOptimizer = SGD{LearningRate: 1e-3}, SGD{LearningRate: 1e-3}
	return cfg
}

// Memory must not grow with the number of steps, apart from the history. A round is a stretch of
// 1000 steps. The history takes 80 bytes a step in Go's heap, in slices whose capacity is up to
// half more than their length.
func TestALongTrainingIsFlatInMemory(t *testing.T) {
	quick(t)
	cfg := tiny()
	cfg.Steps = 100_000
	p := game{cfg: cfg, real: dataset.Ring(8, 1, 0.05)}
	run, err := p.begin(options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := run.loop.start(); err != nil {
		t.Fatal(err)
	}
	stretch := func() {
		if _, err := run.stretch(run.step + 1000); err != nil {
			t.Fatal(err)
		}
	}
	for range 69 {
		stretch()
	}
	flat(t, 1, 30, 2*80*1000, stretch)
	if run.Step() != cfg.Steps {
		t.Errorf("%d steps taken, want %d", run.Step(), cfg.Steps)
	}
}

// On several devices, each stretch must free what it does not keep at once. Go's garbage collector
// would free it too, but does not know how much memory the devices have.
func TestDevicesFreeWhatTheyDoNotKeep(t *testing.T) {
	needDevices(t, 2)
	cfg := tiny()
	cfg.Devices = 2
	run := begun(t, game{cfg: cfg, real: dataset.Ring(8, 1, 0.05), pg: dataset.Rows("8", make8())}, 1)
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	stretch := func() int64 {
		if _, err := run.stretch(run.step + 1); err != nil {
			t.Fatal(err)
		}
		return pjrt.BuffersAlive()
	}
	stretch()
	if before, now := stretch(), stretch(); now != before {
		t.Errorf("%d buffers after one stretch, %d after the next", before, now)
	}
}

// So must the rows that pass through a network.
func TestGenerateFreesItsRows(t *testing.T) {
	if device.Name(must(device.Open(""))) == device.Go {
		t.Skip("not run: the pure-Go backend has no buffers to count; `make test` runs it on XLA")
	}
	run := train1(t, tiny(), dataset.Ring(8, 1, 0.05))
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	z := run.Noise(1)
	generated := func() int64 {
		run.Logits(run.Generate(z))
		return pjrt.BuffersAlive()
	}
	generated()
	if before, now := generated(), generated(); now != before {
		t.Errorf("%d buffers after one call, %d after the next", before, now)
	}
}

// Compiling takes almost a second for each training. So the usual run has fewer trainings than go
// test ./gan -run Leave -trainings 200.
var trainings = flag.Int("trainings", 8, "how many trainings TestManyTrainingsLeaveNothing counts after")

// Many trainings in one process must not leave anything behind. Trainings that end well alternate
// with trainings that end with a value that is not finite.
func TestManyTrainingsLeaveNothing(t *testing.T) {
	quick(t)
	ring, folder := dataset.Ring(8, 1, 0.05), t.TempDir()
	good, bad := tiny(), tiny()
	bad.Steps, bad.GeneratorOptimizer = 10, SGD{LearningRate: 1e30}
	n := 0
	flat(t, 3, *trainings, 20_000, func() {
		if n++; n%2 == 0 {
			train1(t, good, ring)
			return
		}
		diverge(t, bad, ring, Dir(folder))
	})
}

// diverge trains until a value is not finite, and keeps the last good state in a folder.
func diverge(t *testing.T, cfg Config, data dataset.Dataset, folder Option) *Run {
	t.Helper()
	run, err := Train(context.Background(), cfg, data, folder)
	var failure *NotFiniteError
	if !errors.As(err, &failure) {
		t.Fatalf("error %v, want a NotFiniteError", err)
	}
	if run.Step() != failure.Step-1 {
		t.Fatalf("failed at step %d with a run of %d steps", failure.Step, run.Step())
	}
	return run
}

// A stretch that meets a value that is not finite rewinds. It must not leave anything on the
// device, however often this happens.
func TestDivergingIsFlatInMemory(t *testing.T) {
	quick(t)
	cfg := tiny()
	cfg.Steps, cfg.GeneratorOptimizer = 10, SGD{LearningRate: 1e30}
	ring, folder := dataset.Ring(8, 1, 0.05), t.TempDir()
	run := diverge(t, cfg, ring, Dir(folder))
	if kept, err := Load(cfg, ring, folder); err != nil || kept.Step() != run.Step() {
		t.Fatalf("on disk: %v, %v; want a run of %d steps", kept, err, run.Step())
	}
	flat(t, 5, 40, 2_000, func() {
		if _, err := run.stretch(cfg.Steps); err == nil {
			t.Fatal("the step that was not finite is finite now")
		}
	})
}

// Trainings that run at the same time must give the same bits as alone.
func TestTrainingsAtOnceKeepTheirBits(t *testing.T) {
	ring := dataset.Ring(8, 1, 0.05)
	configs := []Config{small(), resumed(), small()}
	configs[2].Seed = 99
	runs := make([]*Run, len(configs))
	errs := make([]error, len(configs))
	var all sync.WaitGroup
	for i, cfg := range configs {
		all.Go(func() {
			runs[i], errs[i] = Train(context.Background(), cfg, ring, OnFrame(20, func(r *Run) { r.Sample(50); r.Real(50) }))
		})
	}
	all.Wait()
	for i, cfg := range configs {
		if errs[i] != nil {
			t.Fatal(errs[i])
		}
		sameBits(t, "alone and beside others", train1(t, cfg, ring), runs[i])
	}
}

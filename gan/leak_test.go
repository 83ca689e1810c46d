package gan

import (
	"context"
	"errors"
	"flag"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gomlx/go-xla/pjrt"

	"ganbook/gan/dataset"
)

// resident is how much of the process is in memory, in MiB.
func residentMiB(t *testing.T) float64 {
	t.Helper()
	runtime.GC()
	runtime.GC() // buffers on the device are freed by clean-ups of the first
	time.Sleep(50 * time.Millisecond)
	status, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Skip("this system does not say how much memory a process has")
	}
	pages, err := strconv.Atoi(strings.Fields(string(status))[1])
	if err != nil {
		t.Fatal(err)
	}
	return float64(pages*os.Getpagesize()) / (1 << 20)
}

// tiny is a training that takes tens of microseconds a step and little to compile.
func tiny() Config {
	cfg := linear(3)
	cfg.GeneratorOptimizer, cfg.DiscriminatorOptimizer = SGD{LearningRate: 1e-3}, SGD{LearningRate: 1e-3}
	return cfg
}

// A hundred thousand steps must not need more memory than ten thousand, the history's
// 100 bytes a step apart.
func TestALongTrainingIsFlatInMemory(t *testing.T) {
	quick(t)
	cfg := tiny()
	cfg.Steps = 100_000
	var at []float64
	train1(t, cfg, dataset.Ring(8, 1, 0.05), OnFrame(10_000, func(r *Run) { at = append(at, residentMiB(t)) }))
	t.Logf("MiB resident every 10,000 steps: %.0f", at)
	if grown := at[10] - at[1]; grown > 40 {
		t.Errorf("from step 10,000 to 100,000 the process grew by %.0f MiB, want 40 at most, 10 of them the history", grown)
	}
}

// Compiling takes most of a second a training, so the usual run has fewer than the
// 200 that go test ./gan -run Leave -trainings 200 makes.
var trainings = flag.Int("trainings", 40, "how many trainings TestManyTrainingsLeaveNothing makes")

// Many trainings in one process leave nothing behind: no goroutine, and no memory
// beyond what the compiler keeps.
func TestManyTrainingsLeaveNothing(t *testing.T) {
	quick(t)
	cfg := tiny()
	ring := dataset.Ring(8, 1, 0.05)
	once := func() { train1(t, cfg, ring) }
	for range 20 {
		once()
	}
	goroutines, before := runtime.NumGoroutine(), residentMiB(t)
	programs, buffers := pjrt.LoadedExecutablesAlive(), pjrt.BuffersAlive()
	for range *trainings - 20 {
		once()
	}
	after := residentMiB(t)
	t.Logf("%.0f MiB after 20 trainings, %.0f MiB after %d", before, after, *trainings)
	if n := runtime.NumGoroutine(); n > goroutines {
		t.Errorf("%d goroutines after %d trainings, %d after 20", n, *trainings, goroutines)
	}
	if n := pjrt.LoadedExecutablesAlive(); n > programs {
		t.Errorf("%d compiled programs after %d trainings, %d after 20", n, *trainings, programs)
	}
	if n := pjrt.BuffersAlive(); n > buffers {
		t.Errorf("%d buffers on the device after %d trainings, %d after 20", n, *trainings, buffers)
	}
	if each := (after - before) / float64(*trainings-20); each > 1 { // what the compiler itself keeps, and fragments
		t.Errorf("each training left %.2f MiB behind, want 1 at most", each)
	}
}

// A training that ends in something not finite does not grow either.
func TestDivergingIsFlatInMemory(t *testing.T) {
	quick(t)
	cfg := tiny()
	cfg.Steps, cfg.GeneratorOptimizer = 10, SGD{LearningRate: 1e30}
	ring, folder := dataset.Ring(8, 1, 0.05), t.TempDir()
	diverge := func() {
		var failure *NotFiniteError
		if run, err := Train(context.Background(), cfg, ring, Dir(folder)); !errors.As(err, &failure) {
			t.Fatalf("error %v, want a NotFiniteError", err)
		} else if run.Step() != failure.Step-1 {
			t.Fatalf("failed at step %d with a run of %d steps", failure.Step, run.Step())
		}
	}
	diverge()
	// Its last good state is on disk.
	if kept, err := Load(cfg, ring, folder); err != nil || kept.Step() == 0 || kept.Step() == 10 {
		t.Fatalf("on disk: %v, %v; want a run of some steps", kept, err)
	}
	for range 4 {
		diverge()
	}
	before := residentMiB(t)
	for range 30 {
		diverge()
	}
	if grown := residentMiB(t) - before; grown > 30 {
		t.Errorf("30 diverging trainings left %.0f MiB behind, want 30 at most", grown)
	}
}

// Trainings side by side must each have the bits that they have alone.
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

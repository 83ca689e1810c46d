package gan

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"ganbook/gan/dataset"
	"ganbook/gan/device"
)

// small is a training that takes a moment on either backend. On XLA, compiling its program takes a
// second or more, so tests should change only what they are about: trainings that differ in steps,
// seed and tables share a program.
func small() Config {
	cfg := Defaults()
	cfg.Generator = MLP{Hidden: []int{16}, Activation: LeakyReLU}
	cfg.Discriminator = MLP{Hidden: []int{16, 16}, Activation: LeakyReLU}
	cfg.Batch, cfg.Steps, cfg.Seed = 32, 60, 7
	return cfg
}

// smallOnGo is small on the pure-Go backend, which compiles nothing. It serves the tests of rules
// and files, which are the same on every backend: [TestBackendsTakeTheSameSteps] compares them.
func smallOnGo() Config {
	cfg := small()
	cfg.Backend = device.Go
	return cfg
}

// bits returns the whole state of a run, except the rows of a stretch.
func bits(t *testing.T, r *Run) map[string]any {
	t.Helper()
	state := map[string]any{}
	for v := range r.loop.store.IterVariables() {
		if v.Path() != historyPath {
			state[v.Path()] = v.MustValue().Value()
		}
	}
	if r.Backend() == device.Go {
		// The random generator of the pure-Go backend has two words of state. The third word may
		// hold anything.
		state["/#rngState"] = state["/#rngState"].([]uint64)[:2]
	}
	return state
}

func sameBits(t *testing.T, what string, a, b *Run) {
	t.Helper()
	x, y := bits(t, a), bits(t, b)
	if len(x) != len(y) || len(x) < 10 {
		t.Fatalf("%s: %d and %d variables, want the same number, 10 or more", what, len(x), len(y))
	}
	for path, value := range x {
		if !equal(value, y[path]) {
			t.Errorf("%s: %s differs: %T %v %v", what, path, value, value, y[path])
		}
	}
	ha, hb := a.History(), b.History()
	if !slices.Equal(ha.DLoss, hb.DLoss) || !slices.Equal(ha.GLoss, hb.GLoss) || !slices.Equal(ha.Value, hb.Value) {
		t.Errorf("%s: the histories differ", what)
	}
}

func equal(a, b any) bool {
	switch a := a.(type) {
	case []float32:
		return slices.Equal(a, b.([]float32))
	case [][]float32:
		return slices.EqualFunc(a, b.([][]float32), slices.Equal[[]float32])
	case []uint64:
		return slices.Equal(a, b.([]uint64))
	}
	return a == b
}

func train1(t *testing.T, cfg Config, data dataset.Dataset, opts ...Option) *Run {
	t.Helper()
	run, err := Train(context.Background(), cfg, data, opts...)
	if err != nil {
		t.Fatal(err)
	}
	return run
}

func TestSameSeedSameBits(t *testing.T) {
	t.Parallel()
	ring := dataset.Ring(8, 1, 0.05)
	a := train1(t, small(), ring)
	sameBits(t, "the same again", a, train1(t, small(), ring))

	// Looking at a run and dividing it into other stretches must not change a bit.
	looked := train1(t, small(), ring, OnFrame(7, func(r *Run) { r.Sample(10); r.Real(10); r.Logits(r.Sample(3)) }))
	sameBits(t, "with frames", a, looked)
	if x, y := a.Sample(5), train1(t, small(), ring).Sample(5); !equal(x, y) {
		t.Errorf("Sample gives %v and, of the same run again, %v", x, y)
	}

	cfg := small()
	cfg.Seed++
	if other := train1(t, cfg, ring); slices.Equal(other.History().Value, a.History().Value) {
		t.Error("another seed gave the same training")
	}
}

func TestStepsAreCountedOnce(t *testing.T) {
	t.Parallel()
	cfg := smallOnGo()
	cfg.CriticSteps = 3
	run := train1(t, cfg, dataset.Ring(8, 1, 0.05))
	h := run.History()
	if run.Step() != 60 || len(h.Step) != 60 || h.Step[0] != 1 || h.Step[59] != 60 {
		t.Errorf("Step %d, history of %d from %d to %d; want 60 from 1 to 60", run.Step(), len(h.Step), h.Step[0], h.Step[len(h.Step)-1])
	}
	// The count of an optimizer is the number of its updates.
	state := bits(t, run)
	for path, want := range map[string]float32{"/optimizer/generator/updates": 60, "/optimizer/discriminator/updates": 180} {
		if got := state[path]; got != want {
			t.Errorf("%s = %v, want %v", path, got, want)
		}
	}
	for i := range h.Value {
		near(t, "Value = −DLoss", h.Value[i], -h.DLoss[i], 1e-6)
		if !(h.DReal[i] > 0 && h.DReal[i] < 1 && h.DFake[i] > 0 && h.DFake[i] < 1) {
			t.Fatalf("step %d: D(x) = %v and D(G(z)) = %v are not probabilities", i+1, h.DReal[i], h.DFake[i])
		}
	}
}

// With a large batch and one step from the same weights, the row of the history must be what the
// host computes from D's logits on data and samples, within the errors of the two means.
func TestHistoryIsWhatTheHostComputes(t *testing.T) {
	t.Parallel()
	cfg := small()
	cfg.Batch, cfg.Steps = 4096, 1
	var before *Run
	var value, dReal, dFake, seValue, seReal, seFake float64
	run := train1(t, cfg, dataset.Ring(8, 1, 0.05), OnFrame(1, func(r *Run) {
		if r.Step() > 0 {
			return
		}
		before = r
		const n = 20000
		real, fake := widen(r.Logits(r.Real(n))), widen(r.Logits(r.Sample(n)))
		lnD, varLnD := meanAndVariance(real, func(l float64) float64 { return math.Log(sigmoid(l)) })
		ln1D, varLn1D := meanAndVariance(fake, func(l float64) float64 { return math.Log(1 - sigmoid(l)) })
		var varReal, varFake float64
		dReal, varReal = meanAndVariance(real, sigmoid)
		dFake, varFake = meanAndVariance(fake, sigmoid)
		const each = 1./n + 1./4096 // for the mean on the host and the mean of the batch
		value, seValue = lnD+ln1D, math.Sqrt((varLnD+varLn1D)*each)
		seReal, seFake = math.Sqrt(varReal*each), math.Sqrt(varFake*each)
	}))
	if before == nil {
		t.Fatal("no frame at step 0")
	}
	h := run.History()
	drawn(t, "V̂", h.Value[0], value, seValue)
	drawn(t, "D(x)", h.DReal[0], dReal, seReal)
	drawn(t, "D(G(z))", h.DFake[0], dFake, seFake)
}

func widen(xs []float32) []float64 {
	out := make([]float64, len(xs))
	for i, x := range xs {
		out[i] = float64(x)
	}
	return out
}

func TestFramesAndProgress(t *testing.T) {
	t.Parallel()
	cfg := small()
	cfg.Steps = 50
	var frames, progress []int
	train1(t, cfg, dataset.Ring(8, 1, 0.05),
		OnFrame(20, func(r *Run) { frames = append(frames, r.Step()) }),
		OnProgress(func(step, steps int) {
			if steps != 50 {
				t.Errorf("progress of %d steps, want 50", steps)
			}
			progress = append(progress, step)
		}))
	if want := []int{0, 20, 40, 50}; !slices.Equal(frames, want) {
		t.Errorf("frames at %v, want %v", frames, want)
	}
	if !slices.IsSorted(progress) || progress[len(progress)-1] != 50 {
		t.Errorf("progress %v; want rising, to 50", progress)
	}
}

func TestCancelKeepsWhatWasLearnt(t *testing.T) {
	cfg := small()
	cfg.Steps = 3000
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	cancelled := 0 // the step at which it was
	run, err := Train(ctx, cfg, dataset.Ring(8, 1, 0.05), OnProgress(func(step, _ int) {
		if step > 30 && cancelled == 0 {
			cancelled = step
			cancel()
		}
	}))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled in it", err)
	}
	if run == nil || cancelled == 0 || len(run.History().Step) != run.Step() || len(run.Sample(3)) != 3 {
		t.Fatalf("cancelled at step %d; the run is not kept: %+v", cancelled, run)
	}
	// No stretch begins after the cancel. How long a stretch may take is tested with nextSize.
	if run.Step() != cancelled {
		t.Errorf("cancelled at step %d, it stopped at step %d", cancelled, run.Step())
	}
}

// With a learning rate of 1e30, all weights are finite after one step, but the product of two
// layers is beyond float32. That step is undone, and Train returns the run before it. Exact: bits
// are compared.
func TestNotFiniteNamesTheStepAndKeepsTheRun(t *testing.T) {
	t.Parallel()
	ring := dataset.Ring(8, 1, 0.05)
	start := map[string]any{}
	fails := func(what string, cfg Config, opts ...Option) (*Run, *NotFiniteError) {
		t.Helper()
		run, err := Train(context.Background(), cfg, ring, opts...)
		var failure *NotFiniteError
		if !errors.As(err, &failure) {
			t.Fatalf("%s: error %v, want a NotFiniteError", what, err)
		}
		if run.Step() != failure.Step-1 || len(run.History().Step) != run.Step() || len(run.records) != run.Step()*columns {
			t.Errorf("%s: failed at step %d with a run of %d steps, a history of %d and %d records", what, failure.Step, run.Step(), len(run.History().Step), len(run.records)/columns)
		}
		says(t, what, err, []string{"at step ", "learning rate"})
		for _, rows := range [][][]float32{run.Sample(2000), {run.Logits(run.Sample(500)), run.Logits(run.Real(500))}} {
			for _, row := range rows {
				for _, x := range row {
					if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
						t.Fatalf("%s: the run that is handed back gives %v", what, x)
					}
				}
			}
		}
		return run, failure
	}
	cfg := small()
	cfg.GeneratorOptimizer = Adam{LearningRate: 1e30}
	for _, steps := range []int{1, 60} { // the failure is found at the end of the training, or during it
		cfg.Steps = steps
		run, failure := fails("Adam at 1e30", cfg, OnFrame(1, func(r *Run) {
			if r.Step() == 0 {
				start = bits(t, r)
			}
		}))
		if failure.What != "the generator's output" || failure.Step != 1 {
			t.Errorf("%q at step %d; want the generator's output at step 1", failure.What, failure.Step)
		}
		for path, value := range bits(t, run) {
			if !equal(value, start[path]) {
				t.Errorf("of %d steps: %s is not what it was before step 1", steps, path)
			}
		}
	}

	// What is kept in a folder is the run that is handed back.
	dir := t.TempDir()
	run, _ := fails("kept", cfg, Dir(dir), SaveEvery(0))
	kept, err := Load(cfg, ring, dir)
	if err != nil {
		t.Fatal(err)
	}
	sameBits(t, "kept in a folder", kept, run)
	fails("kept, and trained again", cfg, Dir(dir))

	// Here the weights grow slowly beyond float32. The returned run must be that of a training that
	// ends at the last good step, whether the failure is found in one long stretch or in stretches
	// of one step.
	cfg = small()
	// D is at rest. The two layers of G make each other a thousand times larger in each step.
	cfg.Steps, cfg.Loss = 1000, Wasserstein
	cfg.GeneratorOptimizer, cfg.DiscriminatorOptimizer = SGD{LearningRate: 1e3}, SGD{LearningRate: 1e-45}
	found, failure := fails("growing", cfg)
	if failure.Step < 3 {
		t.Fatalf("it grew beyond float32 at step %d, too early for what this test is about", failure.Step)
	}
	eachStep, _ := fails("growing, step by step", cfg, OnFrame(1, func(*Run) {}))
	sameBits(t, "found in stretches of one step", found, eachStep)
	for _, until := range []int{failure.Step, failure.Step + 1} { // the failure is in the stretch, or at its end
		l, err := newLoop(found.loop.game, found.loop.backend)
		if err != nil {
			t.Fatal(err)
		}
		long := &Run{loop: l, phases: found.phases}
		for at := 0; long.step < until; at = long.step {
			if _, err := long.stretch(min(at+l.maxSteps, until)); err != nil {
				break
			}
		}
		long.probeEnd()
		sameBits(t, "found in a long stretch", long, found)
	}
	cfg.Steps = failure.Step - 1
	sameBits(t, "kept", train1(t, cfg, ring), found)
}

func TestBadInputIsOneClearError(t *testing.T) {
	ring := dataset.Ring(8, 1, 0.05)
	line := dataset.Gaussians("points", [][]float64{{0}, {1}}, 0.1)
	change := func(f func(*Config)) Config { c := small(); f(&c); return c }
	for _, c := range []struct {
		what  string
		train func() (*Run, error)
		says  []string
	}{
		{"several fields", func() (*Run, error) {
			return Train(context.Background(), change(func(c *Config) {
				c.Batch, c.NoiseDim, c.Loss = 0, -1, Loss{Name: "mine"}
				c.GeneratorOptimizer, c.DiscriminatorOptimizer = Adam{LearningRate: 1, Beta1: 1}, Adam{LearningRate: math.NaN()}
				c.Generator, c.Discriminator = MLP{Hidden: []int{8, 0}}, MLP{Activation: Activation(9)}
			}), ring)
		}, []string{"Batch = 0", "NoiseDim = -1", `Loss = "mine"`, "[Minimax NonSaturating LeastSquares Wasserstein Hinge Relativistic]", "GeneratorOptimizer.Beta1 = 1",
			"DiscriminatorOptimizer.LearningRate = NaN", "Generator.Hidden = [8 0]", "Activation(9)"}},
		{"no data", func() (*Run, error) { return Train(context.Background(), small(), nil) }, []string{"nil data"}},
		{"no fake", func() (*Run, error) {
			return TrainDiscriminator(context.Background(), small(), ring, nil)
		}, []string{"nil fake"}},
		{"dims", func() (*Run, error) {
			return TrainDiscriminator(context.Background(), small(), ring, line)
		}, []string{"ring of 8 has 2", "points has 1"}},
		{"backend", func() (*Run, error) {
			return Train(context.Background(), change(func(c *Config) { c.Backend = "abacus" }), ring)
		}, []string{`"abacus"`, `ask for "go"`}},
		{"frames", func() (*Run, error) {
			return Train(context.Background(), small(), ring, OnFrame(0, func(*Run) {}))
		}, []string{"every 0"}},
	} {
		run, err := c.train()
		if err == nil || run != nil {
			t.Errorf("%s: run %v, error %v; want no run and an error", c.what, run, err)
			continue
		}
		says(t, c.what, err, c.says)
		if strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: the error has several lines: %q", c.what, err)
		}
	}
}

func TestMisuseOfARunPanics(t *testing.T) {
	t.Parallel()
	run := train1(t, smallOnGo(), dataset.Ring(8, 1, 0.05))
	judge, err := TrainDiscriminator(context.Background(), smallOnGo(), dataset.Ring(8, 1, 0.05), dataset.Ring(4, 1, 0.05))
	if err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct {
		call func()
		says string
	}{
		"width":     {func() { run.Logits([][]float32{{1, 2}, {1, 2, 3}}) }, "row 1 given to the discriminator has 3 coordinates; it takes 2"},
		"noise":     {func() { run.Generate([][]float32{{1}}) }, "it takes 4"},
		"negative":  {func() { run.Sample(-1) }, "-1"},
		"generator": {func() { judge.Generate(nil) }, "no generator"},
	} {
		func() {
			defer func() {
				if said, ok := recover().(string); !ok || !strings.Contains(said, c.says) {
					t.Errorf("%s: panic %q, want %q in it", what, said, c.says)
				}
			}()
			c.call()
		}()
	}
	if len(run.Sample(0)) != 0 || len(run.Logits(nil)) != 0 {
		t.Error("nothing asked, something given")
	}
}

// The same data set can be used on both backends, in any order.
func TestOneDataSetOnBothBackends(t *testing.T) {
	t.Parallel()
	ring := dataset.Ring(8, 1, 0.05)
	for _, backend := range []string{device.Go, "", device.Go} {
		cfg := small()
		cfg.Steps, cfg.Backend = 3, backend
		if n := len(train1(t, cfg, ring).Real(3)); n != 3 {
			t.Errorf("%q: Real(3) gave %d", backend, n)
		}
	}
}

// says fails for each part that is not in the message of err.
func says(t *testing.T, what string, err error, parts []string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%s: %q does not say %q", what, err, part)
		}
	}
}

// A clipped network gives finite outputs whatever its one weight is.
type clipped struct{}

func (clipped) String() string { return "clipped" }

func (clipped) Apply(scope *model.Scope, x *Node, out int) *Node {
	w := ClipScalar(scope.VariableWithValue("w", float32(1)).NodeValue(x.Graph()), -1, 1)
	return Mul(w, MLP{Hidden: []int{4}}.Apply(scope, x, out))
}

// A growing optimizer doubles the scalar weights and leaves all others as they are.
type growing struct{}

func (growing) Update(m *Move) {
	for i, w := range m.Weights {
		if w.Shape().Rank() == 0 {
			w.SetNodeValue(MulScalar(m.Value(i), 2))
		}
	}
}

// A weight that doubles from 1 is 2¹²⁷ after 127 steps, and beyond float32 after 128. No output and no
// loss shows it, so it is found at the end of a stretch. Exact: the step is named, and the run before it
// has the bits of a training of 127 steps.
func TestTheStepThatBrokeAWeightIsFound(t *testing.T) {
	t.Parallel()
	for _, of := range []string{"discriminator", "generator"} {
		cfg := small()
		cfg.GeneratorOptimizer, cfg.DiscriminatorOptimizer = SGD{LearningRate: 1e-3}, SGD{LearningRate: 1e-3}
		if of == "generator" {
			cfg.Generator, cfg.GeneratorOptimizer = clipped{}, growing{}
		} else {
			cfg.Discriminator, cfg.DiscriminatorOptimizer = clipped{}, growing{}
		}
		ring := dataset.Ring(8, 1, 0.05)
		cfg.Steps = 127
		good := train1(t, cfg, ring)
		for _, steps := range []int{128, 129, 1000} { // the last step, the one before it, and the middle of a training
			cfg.Steps = steps
			run, err := Train(context.Background(), cfg, ring)
			var failure *NotFiniteError
			if !errors.As(err, &failure) || failure.Step != 128 || failure.What != "a weight of the "+of {
				t.Errorf("%d steps: error %v; want a weight of the %s at step 128", steps, err, of)
				continue
			}
			sameBits(t, fmt.Sprintf("before %d steps", steps), run, good)
		}
		l, err := newLoop(good.loop.game, good.loop.backend)
		if err != nil {
			t.Fatal(err)
		}
		long := &Run{loop: l, phases: good.phases}
		if err := long.loop.start(); err != nil {
			t.Fatal(err)
		}
		for long.step < 600 {
			if _, err := long.stretch(min(long.step+l.maxSteps, 600)); err != nil {
				break
			}
		}
		sameBits(t, "found in the middle of one long stretch", long, good)
	}
}

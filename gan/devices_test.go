package gan

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"ganbook/gan/dataset"
	"ganbook/gan/device"
)

// needDevices skips the test if the default backend has fewer devices. XLA's plugin for the CPU has 4.
func needDevices(t *testing.T, n int) {
	t.Helper()
	backend, err := device.Open("")
	if err != nil {
		t.Fatal(err)
	}
	if has := backend.NumDevices(); has < n {
		t.Skipf("this test needs %d devices, and %s has %d; run make test once to install XLA", n, device.Name(backend), has)
	}
}

// onTwo is a training on two devices with a state of each kind: weights, optimizers, running averages,
// a moving average.
func onTwo() Config {
	cfg := small()
	cfg.Devices, cfg.Averaging = 2, 0.9
	cfg.Generator = MLP{Hidden: []int{16}, Norm: BatchNorm}
	cfg.Discriminator = MLP{Hidden: []int{16}, Dropout: 0.2}
	return cfg
}

// A langevin is an optimizer from outside the package that draws random numbers.
type langevin struct{}

func (langevin) Update(m *Move) {
	for i, w := range m.Weights {
		noise := m.Scope.RandomNormal(m.Count.Graph(), w.Shape())
		w.SetNodeValue(Sub(m.Value(i), MulScalar(Add(m.Gradients[i], noise), 0.01)))
	}
}

// begun returns a run that has taken steps steps, without the rewind at the end of a training, which
// would copy the state of the first device to the others.
func begun(t *testing.T, p game, steps int) *Run {
	t.Helper()
	run, err := p.begin(options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := run.loop.start(); err != nil {
		t.Fatal(err)
	}
	if _, err := run.stretch(steps); err != nil {
		t.Fatal(err)
	}
	return run
}

// After any number of steps, every variable must have the same bits on all devices: weights, states
// of optimizers, averages, random state and records.
func TestDevicesStayEqual(t *testing.T) {
	t.Parallel()
	needDevices(t, 3)
	cfg := onTwo()
	cfg.Devices, cfg.Batch, cfg.GradientPenalty = 3, 48, 0.1
	cfg.GeneratorOptimizer = langevin{}
	p := game{cfg: cfg, real: dataset.Ring(8, 1, 0.05)}
	run := begun(t, p, 40)
	initial, err := p.begin(options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range run.loop.vars {
		values := valuesOn(3, v)
		first := values[0].Value()
		for d, other := range values[1:] {
			if !equal(first, other.Value()) {
				t.Errorf("%s is %v on the first device and %v on device %d", v.Path(), first, other.Value(), d+1)
			}
		}
		// Without a change, equality would say nothing.
		fixed := strings.HasPrefix(v.Path(), "/"+standardScope)
		if !fixed && equal(first, initial.loop.store.GetVariable(v.Path()).MustValue().Value()) {
			t.Errorf("%s did not change in 40 steps", v.Path())
		}
	}
}

// A replay draws on one device what several devices draw: their shares, one after the other, each
// from the stream of its device.
type replay struct {
	devices int
	graph   *Graph  // the graph of the streams
	streams []*Node // the random state of each device
}

// each calls draw with the random stream of each device and joins the rows.
func (r *replay) each(scope *model.Scope, g *Graph, draw func() *Node) *Node {
	random := scope.Store().GetVariable(randomPath)
	if r.graph != g { // the first draw of a step
		r.graph, r.streams = g, nil
		_, own := RNGStateSplit(random.NodeValue(g))
		for d := range r.devices {
			r.streams = append(r.streams, Add(own, Const(g, uint64(d))))
		}
	}
	shared := random.NodeValue(g)
	var shares []*Node
	for d := range r.devices {
		random.SetNodeValue(r.streams[d])
		shares = append(shares, draw())
		r.streams[d] = random.NodeValue(g)
	}
	random.SetNodeValue(shared)
	return Concatenate(shares, 0)
}

type replayedData struct {
	dataset.Dataset
	*replay
}

func (r replayedData) Draw(scope *model.Scope, g *Graph, tables []*Node, n int) *Node {
	return r.each(scope, g, func() *Node { return r.Dataset.Draw(scope, g, tables, n/r.devices) })
}

// replayedG replays the noise: it does not use the z that it is given.
type replayedG struct {
	MLP
	*replay
}

func (r replayedG) Apply(scope *model.Scope, z *Node, out int) *Node {
	return r.MLP.Apply(scope, r.each(scope, z.Graph(), func() *Node {
		return scope.RandomNormal(z.Graph(), shapes.Make(dtypes.Float32, z.Shape().Dim(0)/r.devices, z.Shape().Dim(1)))
	}), out)
}

// On the same data and noise, the step of n devices must be that of one device, within rounding: the
// gradients of both players and the record.
func TestTheMeanGradientIsThatOfTheWholeBatch(t *testing.T) {
	t.Parallel()
	needDevices(t, 2)
	cfg := small()
	cfg.Steps, cfg.Standardise, cfg.Loss, cfg.R1, cfg.Packing = 1, false, Relativistic, 0.3, 2
	cfg.Discriminator = MLP{Hidden: []int{16}, Activation: TanH}
	cfg.GeneratorOptimizer, cfg.DiscriminatorOptimizer = SGD{LearningRate: 1}, SGD{LearningRate: 1}
	ring := dataset.Ring(8, 1, 0.05)
	whole, r := cfg, &replay{devices: 2}
	whole.Generator = replayedG{cfg.Generator.(MLP), r}
	cfg.Devices = 2
	one := begun(t, game{cfg: whole, real: replayedData{ring, r}}, 1)
	two := begun(t, game{cfg: cfg, real: ring}, 1)
	start, err := game{cfg: cfg, real: ring}.begin(options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range start.loop.vars {
		if !v.Trainable {
			continue
		}
		before, want, got := value(t, start, v.Path()), value(t, one, v.Path()), value(t, two, v.Path())
		off, size := 0.0, 0.0
		for i := range before { // the learning rate is 1, so a weight moves by its gradient
			off = max(off, math.Abs(got[i]-want[i]))
			size = max(size, math.Abs(want[i]-before[i]))
		}
		if v.Path() != "/discriminator/output/biases" { // this loss does not depend on it
			atLeast(t, "the gradient of "+v.Path(), size, 1e-3)
		}
		atMost(t, "the difference of the gradients of "+v.Path(), off, 3e-6)
	}
	for i, name := range []string{colDLoss: "L_D", colGLoss: "L_G", colPenalty: "penalty", colDReal: "D(x)", colDFake: "D(G(z))", colValue: "V̂"} {
		near(t, name, float64(two.records[i]), float64(one.records[i]), 1e-6)
	}
}

// A training on several devices that stops and resumes, from a file too, must give the bits of one
// that did not stop.
func TestDevicesResumeBitForBit(t *testing.T) {
	t.Parallel()
	needDevices(t, 2)
	folder, cfg, ring := t.TempDir(), onTwo(), dataset.Ring(8, 1, 0.05)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if _, err := Train(ctx, cfg, ring, Dir(folder), OnFrame(20, func(r *Run) {
		if r.Step() == 20 {
			cancel()
		}
	})); !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v, want that of the context", err)
	}
	whole := begun(t, game{cfg: cfg, real: ring}, cfg.Steps)
	sameBits(t, "on two devices, stopped and resumed", whole, train1(t, cfg, ring, Dir(folder)))

	loaded, err := Load(cfg, ring, folder)
	if err != nil {
		t.Fatal(err)
	}
	opened, err := Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	if opened.Config().Devices != 2 {
		t.Errorf("opened with Devices = %d, want 2", opened.Config().Devices)
	}
	// The results come from the first device, and all have them.
	fakes := whole.Sample(10)
	if !equal(fakes, loaded.Sample(10)) || !equal(fakes, opened.Sample(10)) {
		t.Error("Sample differs after Load or Open")
	}
	if x := whole.Real(10); !equal(x, loaded.Real(10)) || !equal(whole.Logits(x), opened.Logits(x)) {
		t.Error("Real or Logits differs after Load or Open")
	}

	for n, say := range map[int]string{0: "Devices: 2 there, 0 here", 4: "Devices: 2 there, 4 here"} {
		other := cfg
		other.Devices = n
		if _, err := Train(t.Context(), other, ring, Dir(folder)); err == nil {
			t.Errorf("a training on 2 devices resumed with Devices = %d", n)
		} else {
			says(t, "another number of devices", err, []string{say, "gan.Fresh()"})
		}
	}

	// It continues on another number of devices.
	cfg.Devices, cfg.Steps = 0, whole.Step()+10
	if err := whole.Continue(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
	cfg.Devices, cfg.Steps = 2, whole.Step()+10
	if err := whole.Continue(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(whole.History().Changes)
	if want := "[after step 60, Steps: 60 before, 70 now after step 60, Devices: 2 before, 0 now " +
		"after step 70, Steps: 70 before, 80 now after step 70, Devices: 0 before, 2 now]"; got != want {
		t.Errorf("the changes are %s, want %s", got, want)
	}
}

// A checkpoint without the field is from before there were devices: it is of one device.
func TestOldCheckpointsWereTrainedOnOneDevice(t *testing.T) {
	old := slices.DeleteFunc(describe(small()), func(f field) bool { return f.Name == "Devices" })
	for n, want := range map[int]int{0: 0, 1: 0, 2: 1} {
		cfg := small()
		cfg.Devices = n
		if got := differences(old, describe(cfg), "there", "here"); len(got) != want {
			t.Errorf("Devices = %d: the differences are %q, want %d", n, got, want)
		}
	}
}

// Flaky data now and then draw a class that is out of range.
type flaky struct{ classed }

func (f flaky) DrawLabelled(scope *model.Scope, g *Graph, tables []*Node, n int) (x, class *Node) {
	x, class = f.classed.DrawLabelled(scope, g, tables, n)
	bad := LessThan(scope.RandomUniform(g, shapes.Make(dtypes.Float32)), Const(g, float32(0.02)))
	return x, Where(bad, OnesLike(class), ZerosLike(class)) // 1 is out of range
}

func (f flaky) Classes() int { return 1 }

// If a check fails on one device, all devices undo that step. This check leaves the gradients finite,
// so the other devices do not see it in the weights. Without an agreement the devices would wait for
// each other forever.
func TestOneDeviceStopsAll(t *testing.T) {
	t.Parallel()
	needDevices(t, 2)
	cfg := small()
	cfg.Devices, cfg.Steps, cfg.Conditional = 2, 1000, true
	run, err := Train(t.Context(), cfg, flaky{classed{dataset.Ring(8, 1, 0.05)}})
	if err == nil || run.Step() == cfg.Steps {
		t.Fatalf("%v: error %v; want a class out of range", run, err)
	}
	says(t, "one device", err, []string{fmt.Sprintf("at step %d", run.Step()+1), "draws a class that is not from 0 to 0"})
	// The last good state is exact: the same step fails again.
	if again := run.Advance(t.Context(), 1, Both); again == nil || again.Error() != err.Error() {
		t.Errorf("at first: %v; again: %v", err, again)
	}
}

func TestDevicesAreRefused(t *testing.T) {
	backend, err := device.Open("")
	if err != nil {
		t.Fatal(err)
	}
	many := backend.NumDevices() + 1
	for _, c := range []struct {
		devices int
		backend string
		says    []string
	}{
		{-1, "", []string{"Devices = -1; 0 or more"}},
		{7, "", []string{"Batch = 32 with Devices = 7; a multiple of Devices"}},
		{many, "", []string{"Devices = 5, and the backend xla:cpu has 4"}},
		{2, device.Go, []string{"Devices = 2, and the backend go has 1"}},
	} {
		cfg := small()
		cfg.Devices, cfg.Backend = c.devices, c.backend
		if c.devices == many {
			cfg.Batch *= many
		}
		if run, err := Train(t.Context(), cfg, dataset.Ring(8, 1, 0.05)); err == nil || run != nil {
			t.Errorf("Devices = %d: run %v, error %v; want no run and an error", c.devices, run, err)
		} else if c.devices != many || device.Name(backend) == device.XLA {
			says(t, "devices", err, c.says)
		}
	}
}

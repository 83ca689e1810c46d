package gan

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"ganbook/gan/dataset"
)

// What would end the process, or take forever, is refused before anything is compiled.
func TestWhatCannotBeIsRefused(t *testing.T) {
	ring := dataset.Ring(8, 1, 0.05)
	var none context.Context
	var missing *MLP
	big := MLP{Hidden: []int{math.MaxInt}}
	image := func(c *Config) { c.Generator = ConvUp{Height: 1 << 40, Width: 2, Channels: 1, Filters: []int{4}} }
	for _, c := range []struct {
		what   string
		change func(*Config)
		opts   []Option
		ctx    context.Context
		says   []string
	}{
		{"context", nil, nil, none, []string{"nil context", "context.Background()"}},
		{"option", nil, []Option{SaveEvery(1), nil}, t.Context(), []string{"option 2 of 2 is nil"}},
		{"frame", nil, []Option{OnFrame(1, nil)}, t.Context(), []string{"OnFrame of a nil function"}},
		{"two frames", nil, []Option{OnFrame(1, func(*Run) {}), OnFrame(2, func(*Run) {})}, t.Context(), []string{"OnFrame twice"}},
		{"two reports", nil, []Option{OnProgress(func(int, int) {}), OnProgress(func(int, int) {})}, t.Context(), []string{"OnProgress twice"}},
		{"saves", nil, []Option{SaveEvery(1)}, t.Context(), []string{"SaveEvery without a Dir"}},
		{"pause", nil, []Option{Dir(t.TempDir()), SaveEvery(-1)}, t.Context(), []string{"SaveEvery -1ns; 0 or more"}},
		{"progress", nil, []Option{OnProgress(nil)}, t.Context(), []string{"OnProgress of a nil function"}},
		{"pointer to D", func(c *Config) { c.Discriminator = &MLP{Output: SigmoidOutput} }, nil, t.Context(), []string{"Discriminator is a pointer, *gan.MLP"}},
		{"pointer to G", func(c *Config) { c.Generator = missing }, nil, t.Context(), []string{"Generator is a pointer, *gan.MLP"}},
		{"pointer to an optimizer", func(c *Config) { c.GeneratorOptimizer = &Adam{LearningRate: 1} }, nil, t.Context(), []string{"GeneratorOptimizer is a pointer, *gan.Adam"}},
		{"output of images", func(c *Config) {
			c.Discriminator = ConvUp{Height: 2, Width: 2, Channels: 1, Filters: []int{4}, Output: SigmoidOutput}
		}, nil, t.Context(), []string{"Discriminator.Output = SigmoidOutput"}},
		{"augmented G", func(c *Config) {
			c.Generator = Augmented{Network: MLP{}, Height: 1, Width: 2, Channels: 1, Shift: 0.5}
		}, nil, t.Context(), []string{"only D can be Augmented"}},
		{"augmented D", func(c *Config) {
			c.Discriminator = Augmented{Network: MLP{}, Height: 1, Width: 2, Channels: 1, Shift: 0.5}
		}, nil, t.Context(), []string{"Standardise = true with MLP", "takes pixels"}},
		{"centred D", func(c *Config) { c.Discriminator = MLP{Centred: true} }, nil, t.Context(), []string{"Standardise = true with MLP", "takes pixels"}},
		{"k", func(c *Config) { c.CriticSteps = 1e5 }, nil, t.Context(), []string{"CriticSteps = 100000; from 1 to 100"}},
		{"units of G", func(c *Config) { c.Generator = big }, nil, t.Context(), []string{"needs", "has", "GiB"}},
		{"units of D", func(c *Config) { c.Discriminator = big }, nil, t.Context(), []string{"needs", "has", "GiB"}},
		{"pieces", func(c *Config) { c.Discriminator = MLP{Hidden: []int{math.MaxInt}, Maxout: math.MaxInt} }, nil, t.Context(), []string{"needs", "has", "GiB"}},
		{"image", image, nil, t.Context(), []string{"needs", "has", "GiB"}},
		{"batch", func(c *Config) { c.Batch = math.MaxInt32 }, nil, t.Context(), []string{"needs", "has", "GiB", "Batch"}},
		{"noise", func(c *Config) { c.NoiseDim = math.MaxInt32 }, nil, t.Context(), []string{"needs", "has", "GiB"}},
		{"packing", func(c *Config) { c.Packing = math.MaxInt32 }, nil, t.Context(), []string{"needs", "has", "GiB"}},
		{"both", func(c *Config) { c.Packing, c.Batch = math.MaxInt32, math.MaxInt32 }, nil, t.Context(), []string{"needs", "has", "GiB"}},
	} {
		cfg := small()
		if c.change != nil {
			c.change(&cfg)
		}
		run, err := Train(c.ctx, cfg, ring, c.opts...)
		if err == nil || run != nil {
			t.Errorf("%s: run %v, error %v; want no run and an error", c.what, run, err)
			continue
		}
		says(t, c.what, err, c.says)
	}
}

// The estimated number of weights is that of the network. It is exact, apart from the two numbers
// that a norm has for each unit and the matrices of convolutions.
func TestMemoryIsEstimated(t *testing.T) {
	for _, network := range []MLP{{}, {Hidden: []int{4, 3}}, {Hidden: []int{3, 2}, Maxout: 3}, {Hidden: []int{5}, Activation: TanH, Output: TanHOutput}} {
		b := newBench(t, network, 3, 2)
		if got, want := network.size(3, 2).weights, parameters(b.scope()); got != float64(want) {
			t.Errorf("%v: %v weights estimated, it has %d", network, got, want)
		}
	}
	for _, k := range kinds {
		b := newBench(t, k.network, k.in, k.out)
		if got, has := sizeOf(k.network, float64(k.in), float64(k.out)).weights, float64(parameters(b.scope())); !(got > 0.7*has && got < 10*has) {
			t.Errorf("%v: %v weights estimated, it has %v", k.network, got, has)
		}
	}
	// By hand: G has 4·16 + 16 + 16·2 + 2 = 114 weights, and D has
	// 2·16 + 16 + 16·16 + 16 + 16 + 1 = 337. Adam with β₁ = 0 keeps one number for each. A row has
	// 18 numbers in G and 33 in D. For a batch of 32 this is less than the widest layer, 16, for
	// 1,024 rows.
	p := game{cfg: small(), real: dataset.Ring(8, 1, 0.05)}
	estimated := func(what string, p game, want, wantOther float64) {
		t.Helper()
		if got, other := p.memory(); got != want || other != wantOther {
			t.Errorf("%s is estimated at %v bytes, and %v on each other device; want %v and %v", what, got, other, want, wantOther)
		}
	}
	batch := 2*2 + 4 + 18 + 2*33.
	estimated("a small training", p, 4*(3*2*(114+337)+114+337+1024*16.), 4*(2*2*(114+337)+114+337+32*batch))
	p.cfg.Batch, p.cfg.Averaging, p.cfg.GeneratorOptimizer = 4096, 0.9, SGD{LearningRate: 1}
	estimated("one of a large batch", p, 4*(3*(2*114+2*337)+114+337+4096*batch), 4*(2*(2*114+2*337)+114+337+4096*batch))
	p.cfg.Devices = 4 // each has a quarter of the batch
	estimated("one on four devices", p, 4*(3*(2*114+2*337)+114+337+1024*batch), 4*(2*(2*114+2*337)+114+337+1024*batch))
}

func TestMachineMemory(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	info := file("MemTotal:        8000000 kB\nMemFree:          100 kB\n")
	for _, c := range []struct {
		what string
		root fstest.MapFS
		want float64
	}{
		{"silent", fstest.MapFS{}, 0},
		{"machine", fstest.MapFS{"proc/meminfo": info}, 8000000 * 1024},
		{"container", fstest.MapFS{"proc/meminfo": info, "sys/fs/cgroup/memory.max": file("4096\n")}, 4096},
		{"no limit", fstest.MapFS{"proc/meminfo": info, "sys/fs/cgroup/memory.max": file("max\n")}, 8000000 * 1024},
		{"limit above it", fstest.MapFS{"proc/meminfo": info, "sys/fs/cgroup/memory/memory.limit_in_bytes": file("9223372036854771712\n")}, 8000000 * 1024},
		{"version 1", fstest.MapFS{"proc/meminfo": info, "sys/fs/cgroup/memory/memory.limit_in_bytes": file("5000\n")}, 5000},
		{"group around it", fstest.MapFS{"proc/meminfo": info, "proc/self/cgroup": file("0::/a.slice/b\n"), "sys/fs/cgroup/a.slice/memory.max": file("6000\n"),
			"sys/fs/cgroup/a.slice/b/memory.max": file("max\n")}, 6000},
	} {
		if got := machineMemory(c.root); got != c.want {
			t.Errorf("%s: %v bytes, want %v", c.what, got, c.want)
		}
	}
}

// TrainDiscriminator uses no generator and needs none, also with a folder.
func TestDiscriminatorAloneNeedsNoGenerator(t *testing.T) {
	t.Parallel()
	cfg := linear(4)
	full := cfg
	cfg.Generator, cfg.GeneratorOptimizer, cfg.NoiseDim, cfg.Averaging = nil, nil, 0, 7
	a, b := point("a", 1, -2), point("b", 0.5, 1)
	folder := Dir(t.TempDir())
	for _, steps := range []int{2, 4} {
		cfg.Steps = steps
		run, err := TrainDiscriminator(t.Context(), cfg, a, b, folder)
		if err != nil || run.Step() != steps || !strings.Contains(run.String(), "fakes from b") {
			t.Fatalf("run %v, error %v; want %d steps", run, err, steps)
		}
		if steps == 4 {
			with, err := TrainDiscriminator(t.Context(), full, a, b)
			if err != nil {
				t.Fatal(err)
			}
			const w = "/discriminator/output/weights"
			if !slices.Equal(value(t, run, w), value(t, with, w)) {
				t.Errorf("D's weights are %v, with a generator that is not used %v", value(t, run, w), value(t, with, w))
			}
		}
	}
	// Whatever the unused fields are, it is the same training.
	full.Steps, full.Generator, full.NoiseDim = 4, Func{Name: "unused"}, 17
	again, err := TrainDiscriminator(t.Context(), full, a, b, folder)
	if err != nil || again.Step() != 4 {
		t.Errorf("with another generator that is not used: %v, %v; want the 4 steps of the folder", again, err)
	}
	full.Steps, full.NoiseDim = 5, 18
	if err := again.Continue(t.Context(), full); err != nil || len(again.History().Changes) != 1 {
		t.Errorf("continued with other unused settings: %v, changes %v; want that of Steps alone", err, again.History().Changes)
	}
	if _, err := Train(t.Context(), linear(4), a, folder); err == nil || !strings.Contains(err.Error(), "another training (data: ") {
		t.Errorf("Train in the folder of a discriminator alone: %v; want that the data differ", err)
	}
	if err := cfg.Validate(); err == nil || !strings.Contains(err.Error(), "Generator = nil") {
		t.Errorf("Validate of a config without G: %v", err)
	}
}

// mislabelled gives all its samples one class, which may be outside its three classes.
type mislabelled struct {
	dataset.Dataset
	class int
}

func (mislabelled) Classes() int { return 3 }

func (m mislabelled) DrawLabelled(scope *model.Scope, g *Graph, tables []*Node, n int) (x, class *Node) {
	return m.Draw(scope, g, tables, n), BroadcastToShape(Const(g, int32(m.class)), shapes.Make(dtypes.Int32, n))
}

func TestClassesOutsideTheirRangeAreRefused(t *testing.T) {
	t.Parallel()
	for _, class := range []int{-1, 0, 2, 3} {
		cfg := linear(3)
		cfg.Conditional = true
		if class == 3 { // once on the default backend
			cfg.Backend = ""
		}
		run, err := Train(t.Context(), cfg, mislabelled{dataset.Ring(3, 1, 0.1), class})
		if class == 0 || class == 2 {
			if err != nil || run.Step() != 3 {
				t.Errorf("class %d of 3: %v, %v", class, run, err)
			}
			continue
		}
		if err == nil || run.Step() != 0 {
			t.Fatalf("class %d of 3: run %v, error %v; want one that has taken no step and an error", class, run, err)
		}
		says(t, "class", err, []string{"ring of 3", "a class that is not from 0 to 2", "3 classes"})
		func() {
			defer func() {
				if said, _ := recover().(string); !strings.Contains(said, "from 0 to 2") {
					t.Errorf("Sample of the run panics with %q", said)
				}
			}()
			run.Sample(1)
		}()
	}
}

// laterMislabelled gives every second batch of a step a class that does not exist. With k = 1 the second
// one is G's.
type laterMislabelled struct {
	dataset.Dataset
	batches *int
}

func (laterMislabelled) Classes() int { return 3 }

func (m laterMislabelled) DrawLabelled(scope *model.Scope, g *Graph, tables []*Node, n int) (x, class *Node) {
	class = BroadcastToShape(Const(g, int32(3*(*m.batches%2))), shapes.Make(dtypes.Int32, n))
	*m.batches++
	return m.Draw(scope, g, tables, n), class
}

// The classes of G's batch are checked too.
func TestClassesOfTheGeneratorsBatch(t *testing.T) {
	t.Parallel()
	cfg := linear(3)
	cfg.Conditional = true
	run, err := Train(t.Context(), cfg, laterMislabelled{dataset.Ring(3, 1, 0.1), new(int)})
	if err == nil || run.Step() != 0 {
		t.Fatalf("run %v, error %v; want one that has taken no step and an error", run, err)
	}
	says(t, "class", err, []string{"a class that is not from 0 to 2"})
}

// If the function of OnProgress or OnFrame panics, the steps taken until then are in the folder.
func TestAPanicLosesNothing(t *testing.T) {
	t.Parallel()
	cfg := linear(40)
	ring := dataset.Ring(8, 1, 0.05)
	for what, option := range map[string]func(at func(step int)) Option{
		"report": func(at func(int)) Option { return OnProgress(func(step, _ int) { at(step) }) },
		"frame":  func(at func(int)) Option { return OnFrame(1, func(r *Run) { at(r.Step()) }) },
	} {
		folder, panicked := t.TempDir(), 0
		func() {
			defer func() {
				if thrown := recover(); thrown != "a reader's mistake" {
					t.Errorf("%s: the panic that comes out is %v", what, thrown)
				}
			}()
			Train(t.Context(), cfg, ring, Dir(folder), option(func(step int) {
				if step > 4 {
					panicked = step
					panic("a reader's mistake")
				}
			}))
		}()
		kept, err := Load(cfg, ring, folder)
		if err != nil || kept.Step() != panicked || panicked == 0 {
			t.Fatalf("%s: panicked at step %d, and in the folder is %v, %v", what, panicked, kept, err)
		}
		// The folder is unlocked, and the training can resume.
		if what == "report" {
			sameBits(t, what, train1(t, cfg, ring, Dir(folder)), train1(t, cfg, ring))
		}
	}
}

// If the backend fails in the middle of a training, the weights are gone with the memory that they were
// in. Everything that needs them says so, and the checkpoint before stays.
func TestABackendThatFails(t *testing.T) {
	t.Parallel()
	ring, folder := dataset.Ring(8, 1, 0.05), t.TempDir()
	cfg := small()
	train1(t, cfg, ring, Dir(folder))
	run, err := Load(cfg, ring, folder)
	if err != nil {
		t.Fatal(err)
	}
	wider := cfg
	wider.Generator = MLP{Hidden: []int{17}, Activation: LeakyReLU}
	other, err := Start(wider, ring)
	if err != nil {
		t.Fatal(err)
	}
	run.loop.programs[Both], err = other.loop.program() // of other shapes: the backend refuses its arguments
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Advance(t.Context(), 1, Both); err == nil {
		t.Fatal("a program of other shapes has run")
	}
	const lost = "lost its weights"
	if err := run.Advance(t.Context(), 1, Both); err == nil || !strings.Contains(err.Error(), lost) {
		t.Errorf("Advance after that: %v", err)
	}
	if err := run.Continue(t.Context(), cfg, Dir(t.TempDir())); err == nil || !strings.Contains(err.Error(), lost) {
		t.Errorf("Continue after that: %v", err)
	}
	for name, use := range map[string]func(){"Sample": func() { run.Sample(1) }, "Logits": func() { run.Logits([][]float32{{0, 0}}) }} {
		func() {
			defer func() {
				if thrown := fmt.Sprint(recover()); !strings.Contains(thrown, lost) {
					t.Errorf("%s after that panics with %s", name, thrown)
				}
			}()
			use()
		}()
	}
	if kept, err := Load(cfg, ring, folder); err != nil || kept.Step() != cfg.Steps {
		t.Errorf("in the folder is %v, %v", kept, err)
	}
}

// A stopped run is checked like a finished one: its outputs are finite.
func TestStoppedRunIsFinite(t *testing.T) {
	t.Parallel()
	cfg := small()
	cfg.GeneratorOptimizer = Adam{LearningRate: 1e30}
	ctx, cancel := context.WithCancel(t.Context())
	run, err := Train(ctx, cfg, dataset.Ring(8, 1, 0.05), OnProgress(func(int, int) { cancel() }))
	var failure *NotFiniteError
	if !errors.Is(err, context.Canceled) || !errors.As(err, &failure) || run.Step() != 0 {
		t.Fatalf("run %v, error %v; want both reasons, and the run before step 1", run, err)
	}
	for _, x := range run.Sample(100) {
		if math.IsNaN(float64(x[0])) || math.IsInf(float64(x[0]), 0) {
			t.Fatalf("the run gives %v", x)
		}
	}
}

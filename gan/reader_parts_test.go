package gan

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"ganbook/gan/dataset"
)

// straight is x·W, with a weight of its own.
func straight(scope *model.Scope, x *Node) *Node {
	w := scope.VariableWithShape("w", shapes.Make(dtypes.Float32, x.Shape().Dim(-1), 2))
	return Dot(x, w.NodeValue(x.Graph())).MatMul()
}

// counted is straight, and counts its calls, in training and in use, in a variable that is no float.
func counted(scope *model.Scope, x *Node) *Node {
	calls := scope.VariableWithValue("calls", int32(0)).SetTrainable(false)
	calls.SetNodeValue(AddScalar(calls.NodeValue(x.Graph()), 1))
	return straight(scope, x)
}

// noisy is straight with noise of its own, as that of StyleGAN.
func noisy(scope *model.Scope, x *Node) *Node {
	y := straight(scope, x)
	return Add(y, MulScalar(scope.RandomNormal(x.Graph(), y.Shape()), 0.1))
}

// A network of a reader may draw numbers and change variables in use too. Whoever looks at a training or
// draws samples does not change it. Exact.
func TestLookingAtAnOwnNetworkChangesNothing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name      string
		build     func(*model.Scope, *Node) *Node
		averaging float64
		devices   int
	}{{"noisy", noisy, 0, 1}, {"noisy", noisy, 0, 2}, {"counted", counted, 0.9, 1}} {
		cfg := smallOnGo()
		cfg.Steps, cfg.Devices, cfg.Averaging = 6, c.devices, c.averaging
		if c.devices > 1 {
			needDevices(t, c.devices)
			cfg.Backend = ""
		}
		cfg.Generator = Func{Name: c.name, Build: c.build}
		ring := dataset.Ring(8, 1, 0.05)
		alone := train1(t, cfg, ring)
		watched := train1(t, cfg, ring, OnFrame(1, func(r *Run) { r.Sample(3) }))
		what := fmt.Sprintf("%s on %d devices, averaging %v", c.name, c.devices, c.averaging)
		sameBits(t, what, watched, alone)
		if a, b := alone.Sample(2), watched.Sample(2); !equal(a, b) {
			t.Errorf("%s: samples %v and %v", what, a, b)
		}
		z := alone.Noise(2)
		if a, b := alone.Generate(z), alone.Generate(z); c.name == "noisy" && equal(a, b) {
			t.Errorf("%s: twice %v", what, a)
		}
	}
}

// An embedding network has an Apply of its own and inherits the rest of an Augmented.
type embedding struct {
	Augmented
	factor *float64
}

func (e embedding) Apply(scope *model.Scope, x *Node, out int) *Node {
	return e.Augmented.Apply(scope, MulScalar(x, *e.factor), out)
}

// A type that embeds a network of this package may compute anything, so two of its trainings share no
// compiled program.
func TestEmbeddedNetworksShareNoProgram(t *testing.T) {
	t.Parallel()
	losses := func(factor float64) []float64 {
		cfg := smallOnGo()
		cfg.Steps, cfg.Standardise = 3, false
		cfg.Discriminator = embedding{Augmented{Network: MLP{Hidden: []int{8}}, Height: 1, Width: 2, Channels: 1, Colour: true}, &factor}
		return train1(t, cfg, dataset.Ring(8, 1, 0.05)).History().DLoss
	}
	if one, none := losses(1), losses(0); slices.Equal(one, none) {
		t.Errorf("with x and with 0·x: D's losses %v", one)
	}
}

// A network may create weights that it does not use: their gradient is 0.
func TestAWeightThatIsNotUsed(t *testing.T) {
	t.Parallel()
	for _, backend := range []string{"", "go"} {
		cfg := small()
		cfg.Backend, cfg.Steps = backend, 3
		cfg.Generator = Func{Name: "with a spare weight", Build: func(scope *model.Scope, x *Node) *Node {
			scope.VariableWithShape("spare", shapes.Make(dtypes.Float32, 3))
			return straight(scope, x)
		}}
		if _, err := Train(t.Context(), cfg, dataset.Ring(8, 1, 0.05)); err != nil {
			t.Errorf("on %q: %v", backend, err)
		}
	}
}

// A network that fails only in use fails before the training, not after it.
func TestNetworksAreTriedInUseBeforeTraining(t *testing.T) {
	t.Parallel()
	for what, c := range map[string]struct {
		build func(scope *model.Scope, x *Node) *Node
		says  string
	}{
		"a wrong shape in use": {func(scope *model.Scope, x *Node) *Node {
			if y := straight(scope, x); scope.IsTraining(x.Graph()) {
				return y
			}
			return ReduceSum(x, -1)
		}, "generator"},
		"a variable in use": {func(scope *model.Scope, x *Node) *Node {
			y := straight(scope, x)
			if !scope.IsTraining(x.Graph()) {
				y = Add(y, scope.VariableWithValue("shift", float32(1)).NodeValue(x.Graph()))
			}
			return y
		}, "shift in use, but not while it is trained"},
	} {
		cfg := smallOnGo()
		cfg.Generator = Func{Name: what, Build: c.build}
		run, err := Train(t.Context(), cfg, dataset.Ring(8, 1, 0.05))
		if err == nil || run != nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: run %v, error %v; want no run and an error that says %q", what, run, err, c.says)
		}
	}
}

// A sequence is a data set of a reader that remembers how far it is.
type sequence struct{}

func (sequence) Name() string              { return "a sequence" }
func (sequence) Dim() int                  { return 2 }
func (sequence) Tables() []*tensors.Tensor { return nil }

func (sequence) Draw(scope *model.Scope, g *Graph, _ []*Node, n int) *Node {
	cursor := scope.VariableWithValue("cursor", float32(0)).SetTrainable(false)
	cursor.SetNodeValue(AddScalar(cursor.NodeValue(g), 1))
	return BroadcastToDims(cursor.NodeValue(g), n, 2)
}

func TestADrawWithAMemoryIsRefused(t *testing.T) {
	t.Parallel()
	for _, standardise := range []bool{true, false} {
		cfg := smallOnGo()
		cfg.Standardise = standardise
		run, err := Start(cfg, sequence{})
		if err == nil || run != nil {
			t.Errorf("standardised %t: run %v, error %v; want no run and an error", standardise, run, err)
			continue
		}
		says(t, "a sequence", err, []string{"a sequence", "creates the variable", "cursor", "Tables"})
	}
}

// wrongClasses draws what it is given as classes.
type wrongClasses struct {
	drawing
	class func(g *Graph, n int) *Node
}

func (wrongClasses) Classes() int { return 256 }

func (w wrongClasses) DrawLabelled(scope *model.Scope, g *Graph, tables []*Node, n int) (x, class *Node) {
	return w.Draw(scope, g, tables, n), w.class(g, n)
}

// Classes of any integer type are known. Others are an error that names the data set and what it draws.
func TestClassesOfOwnData(t *testing.T) {
	t.Parallel()
	ones := drawing(func(x *Node) *Node { return x })
	for what, c := range map[string]struct {
		class func(g *Graph, n int) *Node
		says  string
	}{
		"bytes":    {func(g *Graph, n int) *Node { return Zeros(g, shapes.Make(dtypes.Uint8, n)) }, ""},
		"floats":   {func(g *Graph, n int) *Node { return Zeros(g, shapes.Make(dtypes.Float32, n)) }, "draws the classes"},
		"a column": {func(g *Graph, n int) *Node { return Zeros(g, shapes.Make(dtypes.Int32, n, 1)) }, "draws the classes"},
		"nothing":  {func(*Graph, int) *Node { return nil }, "draws the classes"},
	} {
		cfg := smallOnGo()
		cfg.Steps, cfg.Conditional = 1, true
		_, err := Train(t.Context(), cfg, wrongClasses{ones, c.class})
		switch {
		case c.says == "" && err != nil:
			t.Errorf("%s: %v", what, err)
		case c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "a reader's data")):
			t.Errorf("%s: error %v", what, err)
		}
	}
}

// Tables of a reader's data may themselves come from a training.
type sampled struct{ tables func() []*tensors.Tensor }

func (sampled) Name() string                { return "samples of a run" }
func (sampled) Dim() int                    { return 2 }
func (s sampled) Tables() []*tensors.Tensor { return s.tables() }

func (sampled) Draw(scope *model.Scope, g *Graph, tables []*Node, n int) *Node {
	return BroadcastToDims(ReduceAndKeep(tables[0], ReduceMean, 0), n, 2)
}

func TestTablesMayTrain(t *testing.T) {
	t.Parallel()
	cfg := smallOnGo()
	cfg.Steps = 2
	data := sampled{func() []*tensors.Tensor {
		return []*tensors.Tensor{tensors.FromValue(train1(t, cfg, dataset.Ring(8, 1, 0.05)).Sample(5))}
	}}
	ended := make(chan error, 1)
	go func() {
		_, err := Train(context.Background(), cfg, data)
		ended <- err
	}()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(2 * time.Minute):
		t.Fatal("a data set whose tables train hangs")
	}
	_, err := Train(t.Context(), cfg, sampled{func() []*tensors.Tensor { return []*tensors.Tensor{nil} }})
	if err == nil || !strings.Contains(err.Error(), "nil") {
		t.Errorf("a table that is nil: error %v", err)
	}
}

// The images of a dataset.Folder whose error was not looked at are a pointer that is nil.
func TestNilImagesAreAnError(t *testing.T) {
	t.Parallel()
	images, err := dataset.Folder(filepath.Join(t.TempDir(), "nowhere"))
	if err == nil {
		t.Fatal("no error for a folder that does not exist")
	}
	if _, err := Train(t.Context(), smallOnGo(), images); err == nil || !strings.Contains(err.Error(), "nil data") {
		t.Errorf("Train: error %v", err)
	}
	if _, err := TrainDiscriminator(t.Context(), smallOnGo(), dataset.Ring(8, 1, 0.05), images); err == nil || !strings.Contains(err.Error(), "nil fake") {
		t.Errorf("TrainDiscriminator: error %v", err)
	}
}

// If a training anew takes no step, the old one stays in the folder.
func TestFreshWithoutAStepKeepsTheOldTraining(t *testing.T) {
	t.Parallel()
	dir, ring := t.TempDir(), dataset.Ring(8, 1, 0.05)
	cfg := smallOnGo()
	cfg.Steps = 3
	train1(t, cfg, ring, Dir(dir))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Train(ctx, cfg, ring, Dir(dir), Fresh()); err == nil {
		t.Fatal("a context that has ended is no error")
	}
	run, err := Open(dir)
	if err != nil || run.Step() != 3 {
		t.Errorf("the folder holds %v, %v; want the run of 3 steps", run, err)
	}
}

// A program may change its working directory while it trains.
func TestTheFolderStaysWhereItWas(t *testing.T) {
	here, elsewhere := t.TempDir(), t.TempDir()
	t.Chdir(here)
	cfg := smallOnGo()
	cfg.Steps = 2
	train1(t, cfg, dataset.Ring(8, 1, 0.05), Dir("kept"), OnFrame(1, func(*Run) {
		if err := os.Chdir(elsewhere); err != nil {
			t.Error(err)
		}
	}))
	if run, err := Open(filepath.Join(here, "kept")); err != nil || run.Step() != 2 {
		t.Errorf("the folder holds %v, %v; want the run of 2 steps", run, err)
	}
}

// A name is whatever a reader gave: the training of the folder is known again.
func TestAnyNameIsKnownAgain(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"caf\xe9", "", "图像"} {
		dir := t.TempDir()
		cfg := smallOnGo()
		cfg.Steps = 2
		data := dataset.Rows(name, [][]float32{{1, 2}, {3, 4}})
		train1(t, cfg, data, Dir(dir))
		cfg.Steps = 3
		train1(t, cfg, data, Dir(dir))
	}
}

// Packing is noticed also where D takes rows of any width.
func TestContinueKeepsPacking(t *testing.T) {
	t.Parallel()
	cfg := smallOnGo()
	cfg.Steps, cfg.Packing, cfg.Standardise = 2, 2, false
	cfg.Discriminator = Func{Name: "the mean", Build: func(scope *model.Scope, x *Node) *Node {
		w := scope.VariableWithValue("w", float32(1)).NodeValue(x.Graph())
		return Mul(ReduceAndKeep(x, ReduceMean, -1), w)
	}}
	run := train1(t, cfg, dataset.Ring(8, 1, 0.05))
	cfg.Steps, cfg.Packing = 3, 3
	if err := run.Continue(t.Context(), cfg); err == nil || !strings.Contains(err.Error(), "Packing = 3") {
		t.Errorf("error %v", err)
	}
}

// A wide network takes fewer rows at once, so that samples need no more memory than the training.
func TestWideNetworksTakeFewerRowsAtOnce(t *testing.T) {
	t.Parallel()
	for width, want := range map[int]int{64: chunk, 1 << 16: chunk, 1 << 20: 64} {
		cfg := small()
		cfg.Batch, cfg.Generator = 1, MLP{Hidden: []int{width}, Activation: ReLU}
		p := game{cfg: cfg, real: dataset.Ring(8, 1, 0.05)}
		if got := p.rowsAtOnce(); got != want {
			t.Errorf("%d units: %d rows, want %d", width, got, want)
		}
	}
}

// Wide rows are drawn fewer at a time, so that one real image does not take gigabytes.
func TestWideRowsAreDrawnFewerAtOnce(t *testing.T) {
	t.Parallel()
	for size, want := range map[int]int{28: chunk, 128: chunk, 256: 256, 512: 64, 5000: 1} {
		images := dataset.NewImages("wide", size, size, 1, make([]byte, size*size), nil, 0)
		if got := drawnAtOnce(images, chunk); got != want {
			t.Errorf("%d × %d pixels: %d rows, want %d", size, size, got, want)
		}
	}
	cfg := smallOnGo()
	cfg.Batch, cfg.Steps = 1, 1
	wide := dataset.NewImages("wide", 300, 300, 1, bytes.Repeat([]byte{255}, 300*300), nil, 0)
	real := train1(t, cfg, wide).Real(130) // more than the 128 that are drawn at once
	if len(real) != 130 || slices.Min(real[129]) != 1 {
		t.Errorf("%d rows, the last with a least pixel of %v; want 130 rows of ones", len(real), slices.Min(real[129]))
	}
}

// A decay so near to 1 that float32 holds it as 1 would divide by 1 − β = 0.
func TestADecayThatIsOneInFloat32IsRefused(t *testing.T) {
	t.Parallel()
	for _, o := range []interface{ Validate() error }{Adam{LearningRate: 1e-3, Beta2: 0.99999999}, Adam{LearningRate: 1e-3, Beta1: 0.99999999}} {
		if err := o.Validate(); err == nil || !strings.Contains(err.Error(), "float32") {
			t.Errorf("%+v: error %v", o, err)
		}
	}
	if err := (Adam{LearningRate: 1e-3, Beta1: 0.9, Beta2: 0.9999999}).Validate(); err != nil {
		t.Error(err)
	}
}

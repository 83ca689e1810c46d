package gan

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"ganbook/gan/dataset"
)

// What a Continue left of D alone can be read again with its data, by the function that made it.
func TestAJudgeThatWasContinuedIsRead(t *testing.T) {
	t.Parallel()
	a, b, dir := point("a", 1, -2), point("b", 0.5, 1), t.TempDir()
	cfg := linear(3)
	judge, err := TrainDiscriminator(t.Context(), cfg, a, b)
	if err != nil {
		t.Fatal(err)
	}
	cfg.R1, cfg.Steps = 0.1, 6
	if err := judge.Continue(t.Context(), cfg, Dir(dir)); err != nil {
		t.Fatal(err)
	}
	again, err := TrainDiscriminator(t.Context(), cfg, a, b, Dir(dir))
	if err != nil {
		t.Fatal(err)
	}
	at := [][]float32{{0, 0}, {1, -2}}
	if again.Step() != 6 || !slices.Equal(again.Logits(at), judge.Logits(at)) {
		t.Errorf("read at step %d, it scores %v, want %v", again.Step(), again.Logits(at), judge.Logits(at))
	}
	sameHistory(t, "continued and read", again.History(), judge.History())
}

// A state whose outputs are not finite is never the newest checkpoint, also if the process ends before the next
// step finds out.
func TestABadStateIsNotSaved(t *testing.T) {
	t.Parallel()
	ring := dataset.Ring(8, 1, 0.05)
	cfg := smallOnGo()
	cfg.GeneratorOptimizer = Adam{LearningRate: 1e30} // bad after step 1
	for what, saves := range map[string]Option{"saved at once": SaveEvery(0), "saved at the panic": SaveEvery(1 << 40)} {
		dir := t.TempDir()
		func() {
			defer func() { recover() }()
			Train(t.Context(), cfg, ring, Dir(dir), saves, OnFrame(1, func(r *Run) {
				if r.Step() == 1 {
					panic("the process ends here")
				}
			}))
		}()
		run, err := Train(t.Context(), cfg, ring, Dir(dir))
		var bad *NotFiniteError
		if !errors.As(err, &bad) || bad.Step != 1 || run.Step() != 0 {
			t.Errorf("%s: step %d, %v; want that step 1 fails", what, run.Step(), err)
			continue
		}
		for _, x := range run.Sample(5)[0] {
			if math.IsNaN(float64(x)) {
				t.Errorf("%s: the run that is handed back gives %v", what, x)
			}
		}
	}
}

// late draws ones, and infinite numbers in one of its draws.
type late struct {
	dataset.Dataset
	share float64
}

func (d late) Draw(scope *model.Scope, g *Graph, tables []*Node, n int) *Node {
	x := d.Dataset.Draw(scope, g, tables, n)
	bad := LessThan(scope.RandomUniform(g, shapes.Make(dtypes.Float32, n, 1)), Const(g, float32(d.share)))
	return Where(BroadcastToDims(bad, n, d.Dim()), Infinity(g, dtypes.Float32, 1), x)
}

// If the data of a step are not finite, that step fails and not the one before.
func TestDataThatAreNotFinite(t *testing.T) {
	t.Parallel()
	ring := dataset.Ring(8, 1, 0.05)
	cfg := smallOnGo()
	cfg.Steps, cfg.Standardise = 300, false
	for what, train := range map[string]func(cfg Config, opts ...Option) (*Run, error){
		"data": func(cfg Config, opts ...Option) (*Run, error) {
			return Train(t.Context(), cfg, late{ring, 1e-3}, opts...)
		},
		"a fixed Pg": func(cfg Config, opts ...Option) (*Run, error) {
			return TrainDiscriminator(t.Context(), cfg, ring, late{ring, 1e-3}, opts...)
		},
	} {
		cfg, last := cfg, 0
		frames := OnFrame(1, func(r *Run) { last = r.Step() })
		run, err := train(cfg, frames)
		for err != nil && last == 0 { // one seed in thirty draws an infinite number in the first step
			cfg.Seed++
			run, err = train(cfg, frames)
		}
		var bad *NotFiniteError
		if !errors.As(err, &bad) || bad.What != "a sample of ring of 8" {
			t.Fatalf("%s: %v", what, err)
		}
		if bad.Step != last+1 || run.Step() != last || last == 0 {
			t.Errorf("%s: after frames up to step %d, step %d fails and the run is at %d", what, last, bad.Step, run.Step())
		}
		good := cfg
		good.Steps = bad.Step - 1
		if run, err := train(good); err != nil || run.Step() != good.Steps {
			t.Errorf("%s: a training that ends before: %v, %v", what, run, err)
		}
	}
}

// The rounding of a mean is no spread.
func TestOnePointHasTheSpreadOne(t *testing.T) {
	t.Parallel()
	for what, d := range map[string]dataset.Dataset{
		"equal centres": dataset.Gaussians("p", slices.Repeat([][]float64{{0.1, 0.3}}, 3), 0),
		"equal images":  dataset.NewImages("i", 1, 2, 1, slices.Repeat([]byte{51, 7}, 7), nil, 0),
	} {
		run, err := Start(smallOnGo(), d)
		if err != nil {
			t.Fatal(err)
		}
		if got := run.loop.game.standard.spread; got != 1 {
			t.Errorf("%s: a spread of %v, want 1", what, got)
		}
	}
}

type wideOwn struct {
	dim  int
	most *int
}

func (wideOwn) Name() string              { return "wide" }
func (w wideOwn) Dim() int                { return w.dim }
func (wideOwn) Tables() []*tensors.Tensor { return nil }
func (w wideOwn) Draw(scope *model.Scope, g *Graph, _ []*Node, n int) *Node {
	*w.most = max(*w.most, n)
	return AddScalar(scope.RandomNormal(g, shapes.Make(dtypes.Float32, n, w.dim)), 3)
}

// Also for the moments of data that do not know theirs, wide rows are drawn fewer at a time.
func TestMomentsOfWideRows(t *testing.T) {
	t.Parallel()
	const dim = 20_000
	cfg, most := smallOnGo(), 0
	cfg.Batch = 1
	run, err := Start(cfg, wideOwn{dim, &most})
	if err != nil {
		t.Fatal(err)
	}
	if most*dim > 1<<24 {
		t.Errorf("%d rows of %d numbers are drawn at once", most, dim)
	}
	m := run.loop.game.standard
	drawn(t, "mean", m.mean[7], 3, 1/math.Sqrt(momentSamples))
	drawn(t, "spread", m.spread, 1, 1/math.Sqrt(2*momentSamples*dim))
}

// A decay may end so early that 1/Until is infinite in float32.
func TestADecayOfNoLength(t *testing.T) {
	t.Parallel()
	for _, shape := range []DecayShape{Linear, Cosine, Geometric} {
		cfg := linear(3)
		cfg.DiscriminatorOptimizer, cfg.RateDecay = SGD{LearningRate: 0.1}, Decay{Shape: shape, Until: 1e-40, To: 0.5}
		ws, _ := path(t, cfg, []float64{1}, []float64{0})
		for step, want := range []float64{0.1, 0.05, 0.05} {
			near(t, fmt.Sprintf("%v, step %d", shape, step), ws[step+1][0]-ws[step][0], want, 1e-6)
		}
	}
}

// A checkpoint stores names as UTF-8.
func TestAnyLossNameIsKnownAgain(t *testing.T) {
	t.Parallel()
	dir, cfg := t.TempDir(), smallOnGo()
	cfg.Steps, cfg.Loss = 1, twin()
	cfg.Loss.Name = "caf\xe9"
	train1(t, cfg, dataset.Ring(8, 1, 0.05), Dir(dir))
	if _, err := Load(cfg, dataset.Ring(8, 1, 0.05), dir); err != nil {
		t.Errorf("%q", err)
	}
}

// A phase whose only step was undone leaves no column of its own.
func TestHistoryOfAPhaseWithoutSteps(t *testing.T) {
	t.Parallel()
	ring, dir := dataset.Ring(8, 1, 0.05), t.TempDir()
	cfg := smallOnGo()
	cfg.Loss, cfg.Steps = Wasserstein, 3
	run := train1(t, cfg, ring)
	bad := cfg
	bad.Loss, bad.R1, bad.Steps, bad.GeneratorOptimizer = NonSaturating, 0.1, 10, SGD{LearningRate: 1e30}
	if err := run.Continue(context.Background(), bad); err == nil || run.Step() != 3 {
		t.Fatalf("step %d, %v; want that step 4 fails", run.Step(), err)
	}
	cfg.Steps = 5
	if err := run.Continue(context.Background(), cfg, Dir(dir)); err != nil {
		t.Fatal(err)
	}
	loaded, err := Load(cfg, ring, dir)
	if err != nil {
		t.Fatal(err)
	}
	sameHistory(t, "loaded", loaded.History(), run.History())
}

// A damaged checkpoint stays as it is, also when later trainings read past it.
func TestADamagedFileStays(t *testing.T) {
	dir, cfg, ring := t.TempDir(), smallOnGo(), dataset.Ring(8, 1, 0.05)
	for cfg.Steps = 1; cfg.Steps < 7; cfg.Steps++ {
		train1(t, cfg, ring, Dir(dir))
		if broken := filepath.Join(dir, fileName(2)); cfg.Steps == 2 {
			os.Truncate(broken, 100)
		} else if _, err := os.Stat(broken); cfg.Steps > 2 && err != nil {
			t.Errorf("step %d: %v", cfg.Steps, err)
		}
	}
	if files := checkpoints(t, dir); len(files) != 3 {
		t.Errorf("%v; want the damaged one and the last two", files)
	}
}

// A share that means one pixel moves by one, although the product rounds below 1.
func TestShiftOfWholePixels(t *testing.T) {
	const side = 49
	a := Augmented{Height: side, Width: side, Channels: 1, Shift: 1. / side} // one pixel at most
	x := make([]float32, side*side)
	x[side*20+20] = 1
	places := map[int]bool{}
	for _, row := range changed(t, a, x, 200) {
		places[slices.Index(row, 1)] = true
	}
	if len(places) != 9 {
		t.Errorf("%d places, want 9", len(places))
	}
}

package gan

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gomlx/gomlx/ml/train/optimizer"

	"ganbook/gan/dataset"
	"ganbook/theory/seed"
)

// valuesAt returns the values of the variables whose paths begin with a prefix, for comparing bits.
func valuesAt(t *testing.T, r *Run, prefix string) map[string]any {
	t.Helper()
	of := map[string]any{}
	for path, value := range bits(t, r) {
		if strings.HasPrefix(path, prefix) {
			of[path] = value
		}
	}
	if len(of) == 0 {
		t.Fatalf("no variable at %s", prefix)
	}
	return of
}

func moved(t *testing.T, what string, before, after map[string]any, want bool) {
	t.Helper()
	for path, value := range before {
		if same := equal(value, after[path]); same == want {
			t.Errorf("%s: %s has moved: %v, want %v", what, path, !same, want)
		}
	}
}

func advance(t *testing.T, r *Run, steps int, who Players) {
	t.Helper()
	if err := r.Advance(context.Background(), steps, who); err != nil {
		t.Fatal(err)
	}
}

// Advance with both players gives the same bits as a longer training.
func TestAdvanceIsALongerTraining(t *testing.T) {
	t.Parallel()
	cfg := small()
	want := train1(t, cfg, dataset.Ring(8, 1, 0.05))
	cfg.Steps = 40
	run := train1(t, cfg, dataset.Ring(8, 1, 0.05))
	advance(t, run, 5, Both)
	advance(t, run, 15, Both)
	sameBits(t, "40 + 5 + 15 steps and 60", want, run)
	if changes := run.History().Changes; changes != nil {
		t.Errorf("changes %v, want none", changes)
	}
}

// A run that has only started is that of a training before its first step, and its steps are those of
// the training.
func TestStart(t *testing.T) {
	t.Parallel()
	cfg := small()
	cfg.Averaging = 0.99
	data := dataset.Ring(8, 1, 0.05)
	var first [][]float32
	want := train1(t, cfg, data, OnFrame(cfg.Steps, func(r *Run) {
		if r.Step() == 0 {
			first = r.Sample(5)
		}
	}))
	run, err := Start(cfg, data)
	if err != nil {
		t.Fatal(err)
	}
	var started [][]float32
	run.Look(func(r *Run) { started = r.Sample(5) })
	if run.Step() != 0 || len(run.History().Step) != 0 || !equal(first, started) {
		t.Errorf("at step %d it draws %v, want %v", run.Step(), started, first)
	}
	advance(t, run, 1, Both)
	advance(t, run, cfg.Steps-1, Both)
	sameBits(t, "started and advanced, and trained", want, run)

	alone, err := Start(cfg, data)
	if err != nil {
		t.Fatal(err)
	}
	d, g := valuesAt(t, alone, "/discriminator"), valuesAt(t, alone, "/generator")
	advance(t, alone, 2, DiscriminatorAlone)
	moved(t, "D alone from the start", d, valuesAt(t, alone, "/discriminator"), true)
	moved(t, "D alone from the start", g, valuesAt(t, alone, "/generator"), false)

	for name, wrong := range map[string]func() (*Run, error){
		"no data":  func() (*Run, error) { return Start(cfg, nil) },
		"no batch": func() (*Run, error) { c := cfg; c.Batch = 0; return Start(c, data) },
	} {
		if run, err := wrong(); run != nil || err == nil {
			t.Errorf("%s: %v, %v", name, run, err)
		}
	}
}

// The player that rests keeps every bit, and the other one moves.
func TestOnePlayerMovesAlone(t *testing.T) {
	t.Parallel()
	cfg := smallOnGo()
	cfg.CriticSteps, cfg.Averaging = 2, 0.9
	run := train1(t, cfg, dataset.Ring(8, 1, 0.05))
	begin := run.Step()

	g, d, mean := valuesAt(t, run, "/generator"), valuesAt(t, run, "/discriminator"), valuesAt(t, run, "/average")
	optimizerOfG, optimizerOfD := valuesAt(t, run, "/optimizer/generator"), valuesAt(t, run, "/optimizer/discriminator")
	advance(t, run, 3, DiscriminatorAlone)
	moved(t, "D alone, G", g, valuesAt(t, run, "/generator"), false)
	moved(t, "D alone, G's average", mean, valuesAt(t, run, "/average"), false)
	moved(t, "D alone, G's optimizer", optimizerOfG, valuesAt(t, run, "/optimizer/generator"), false)
	moved(t, "D alone, D", d, valuesAt(t, run, "/discriminator"), true)
	moved(t, "D alone, D's optimizer", optimizerOfD, valuesAt(t, run, "/optimizer/discriminator"), true)

	d = valuesAt(t, run, "/discriminator")
	advance(t, run, 1, GeneratorAlone)
	moved(t, "G alone, D", d, valuesAt(t, run, "/discriminator"), false)
	moved(t, "G alone, G", g, valuesAt(t, run, "/generator"), true)
	moved(t, "G alone, G's average", mean, valuesAt(t, run, "/average"), true)
	advance(t, run, 2, Both)

	want := []Change{{begin, "D alone"}, {begin + 3, "G alone"}, {begin + 4, "both players"}}
	if got := run.History().Changes; !slices.Equal(got, want) {
		t.Errorf("changes %v, want %v", got, want)
	}
	if h := run.History(); len(h.Step) != begin+6 || len(h.GLoss) != begin+6 || run.Step() != begin+6 {
		t.Errorf("%d steps, %d losses and %d in all, want %d", len(h.Step), len(h.GLoss), run.Step(), begin+6)
	}
}

// If D moves alone, it approaches D* for the fixed G. If G moves alone, D's outputs on its samples
// rise.
func TestAloneAPlayerWins(t *testing.T) {
	t.Parallel()
	cfg := small()
	run := train1(t, cfg, dataset.Ring(8, 1, 0.05))
	last := func(column []float64) float64 { return average(column[len(column)-20:], itself) }
	before := last(run.History().DLoss)
	advance(t, run, 400, DiscriminatorAlone)
	atMost(t, "D's loss after 400 steps alone, as a share of the one before", last(run.History().DLoss)/before, 0.9)
	before = last(run.History().DFake)
	advance(t, run, 400, GeneratorAlone)
	atLeast(t, "D(G(z)) after 400 steps of G alone, over the one before", last(run.History().DFake)/before, 1.1)
}

func TestContinueWithTheSameConfigIsALongerTraining(t *testing.T) {
	t.Parallel()
	cfg := smallOnGo()
	cfg.Averaging = 0.9
	want := train1(t, cfg, dataset.Ring(8, 1, 0.05))
	short := cfg
	short.Steps = 40
	run := train1(t, short, dataset.Ring(8, 1, 0.05))
	if err := run.Continue(context.Background(), cfg); err != nil {
		t.Fatal(err)
	}
	sameBits(t, "40 steps that went on, and 60", want, run)
	if got := run.History().Changes; len(got) != 1 || got[0] != (Change{40, "Steps: 40 before, 60 now"}) {
		t.Errorf("changes %v", got)
	}
}

// With another configuration the run continues from its weights. The history keeps its columns and
// records the changes.
func TestContinueUnderAnotherConfig(t *testing.T) {
	t.Parallel()
	data := dataset.Ring(8, 1, 0.05)
	cfg := smallOnGo()
	cfg.Loss = Hinge
	run := train1(t, cfg, data)
	before := valuesAt(t, run, "/generator")
	samples := func() (xs [][]float32) { run.Look(func(r *Run) { xs = r.Sample(20) }); return xs }
	same := samples()

	next := cfg
	next.Loss, next.R1, next.Batch, next.CriticSteps, next.Averaging = NonSaturating, 0.5, 48, 2, 0.9
	next.GeneratorOptimizer = RMSProp{LearningRate: 1e-3, Rho: 0.9}
	if err := run.Continue(context.Background(), next); err != nil { // no step is added
		t.Fatal(err)
	}
	moved(t, "no step under another config, G", before, valuesAt(t, run, "/generator"), false)
	if got := samples(); !slices.EqualFunc(got, same, slices.Equal) {
		t.Errorf("no step under another config, and samples %v are now %v", same, got)
	}
	advance(t, run, 30, Both)
	h := run.History()
	if n := cfg.Steps + 30; len(h.Step) != n || len(h.Penalty) != n || len(h.Value) != n || len(h.GLoss) != n {
		t.Fatalf("%d steps with %d penalties, %d values, %d losses of G; want %d of each", len(h.Step), len(h.Penalty), len(h.Value), len(h.GLoss), n)
	}
	for i := range h.Step {
		if before := i < cfg.Steps; (h.Penalty[i] == 0) != before || math.IsNaN(h.Value[i]) != before {
			t.Fatalf("step %d: penalty %v, value %v", h.Step[i], h.Penalty[i], h.Value[i])
		}
	}
	for _, want := range []string{"Loss: Hinge before, NonSaturating now", "R1: 0 before, 0.5 now", "Batch: 32 before, 48 now", "CriticSteps: 1 before, 2 now",
		"GeneratorOptimizer: Adam before, RMSProp now"} {
		if !slices.Contains(h.Changes, Change{cfg.Steps, want}) {
			t.Errorf("changes %v lack %q", h.Changes, want)
		}
	}
	if count := valuesAt(t, run, "/optimizer/generator/updates"); !equal(count["/optimizer/generator/updates"], float32(30)) {
		t.Errorf("another kind of optimizer counts %v updates, want its own 30", count)
	}
	if got := run.Config(); got.R1 != 0.5 || got.Loss.Name != "NonSaturating" {
		t.Errorf("the run's config is %+v", got)
	}
}

// GoMLX's optimizers keep their learning rate in a variable. One of another name starts with its own, and
// what they keep is no part of the network: the moving average leaves it out.
func TestContinueWithAnotherGoMLXOptimizer(t *testing.T) {
	t.Parallel()
	descent := func(rate float64) GoMLX {
		return GoMLX{fmt.Sprint("SGD ", rate), optimizer.StochasticGradientDescent().WithDecay(false).WithLearningRate(rate).Done()}
	}
	cfg := smallOnGo()
	cfg.Steps, cfg.Averaging = 2, 0.9
	cfg.GeneratorOptimizer, cfg.DiscriminatorOptimizer = descent(1e-3), descent(1e-9)
	run := train1(t, cfg, dataset.Ring(8, 1, 0.05))
	for path := range valuesAt(t, run, "/average") {
		if strings.Contains(path, optimizer.Scope) {
			t.Errorf("the moving average takes %s for a weight", path)
		}
	}
	for _, c := range []struct {
		rate  float64
		least float64 // how far some weight of D moves in one step, at least
	}{{1e-9, 0}, {0.5, 1e-3}} {
		cfg.Steps++
		cfg.DiscriminatorOptimizer = descent(c.rate)
		before := valuesAt(t, run, "/discriminator/output/weights")
		if err := run.Continue(t.Context(), cfg); err != nil {
			t.Fatal(err)
		}
		far := 0.
		for path, after := range valuesAt(t, run, "/discriminator/output/weights") {
			for i, row := range after.([][]float32) {
				far = max(far, math.Abs(float64(row[0]-before[path].([][]float32)[i][0])))
			}
		}
		atLeast(t, fmt.Sprintf("the largest move at the rate %g", c.rate), far, c.least)
		if c.least == 0 && far > 1e-6 {
			t.Errorf("at the rate %g a weight moves by %g", c.rate, far)
		}
	}
	// The rate of G has stayed, and so has what its optimizer keeps.
	if rate := valuesAt(t, run, "/generator/"+optimizer.Scope)["/generator/"+optimizer.Scope+"/learning_rate"]; !equal(rate, float32(1e-3)) {
		t.Errorf("G's rate is %v, want 0.001", rate)
	}
	if count := valuesAt(t, run, "/optimizer/generator/updates"); !equal(count["/optimizer/generator/updates"], float32(4)) {
		t.Errorf("G's optimizer counts %v updates, want 4", count)
	}
}

// Names with the words that changes are told with stay as they are.
func TestChangesKeepNames(t *testing.T) {
	t.Parallel()
	cfg := smallOnGo()
	cfg.Steps = 1
	run := train1(t, cfg, dataset.Ring(8, 1, 0.05))
	cfg.Loss = twin()
	cfg.Loss.Name = "out there and here"
	if err := run.Continue(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
	if want := (Change{1, "Loss: NonSaturating before, out there and here now"}); !slices.Contains(run.History().Changes, want) {
		t.Errorf("changes %v lack %v", run.History().Changes, want)
	}
}

// A run that was continued in a folder can be read with Load, but Train does not resume it.
func TestContinuedRunIsKept(t *testing.T) {
	t.Parallel()
	data := dataset.Ring(8, 1, 0.05)
	cfg := small()
	run := train1(t, cfg, data)
	next := cfg
	next.R1, next.Steps = 0.5, 90
	dir := t.TempDir()
	if err := run.Continue(context.Background(), next, Dir(dir), SaveEvery(time.Nanosecond)); err != nil {
		t.Fatal(err)
	}
	loaded, err := Load(next, data, dir)
	if err != nil {
		t.Fatal(err)
	}
	sameBits(t, "continued and loaded", run, loaded)
	if got, want := loaded.History().Changes, run.History().Changes; !slices.Equal(got, want) || len(got) != 2 {
		t.Errorf("loaded changes %v, want %v", got, want)
	}
	_, err = Train(context.Background(), next, data, Dir(dir))
	if err == nil {
		t.Fatal("a changed training is trained again")
	}
	says(t, "trained again", err, []string{"was changed on its way", "after step 60", "gan.Load"})
	if err := run.Continue(context.Background(), next, Dir(dir)); err == nil {
		t.Fatal("a folder that holds a training is written over")
	} else {
		says(t, "the folder is not empty", err, []string{"holds a training", "gan.Fresh()"})
	}
	if err := run.Continue(context.Background(), next, Dir(dir), Fresh()); err != nil {
		t.Errorf("with Fresh: %v", err)
	}
}

// sameHistory compares whole histories. NaN equals NaN, and nil differs from an empty column.
func sameHistory(t *testing.T, what string, got, want History) {
	t.Helper()
	if !slices.Equal(got.Step, want.Step) || !slices.Equal(got.Changes, want.Changes) {
		t.Errorf("%s: steps %v with the changes %v, want %v with %v",
			what, got.Step, got.Changes, want.Step, want.Changes)
	}
	same := func(x, y float64) bool { return x == y || math.IsNaN(x) && math.IsNaN(y) }
	for name, columns := range map[string][2][]float64{
		"DLoss": {got.DLoss, want.DLoss}, "GLoss": {got.GLoss, want.GLoss},
		"DReal": {got.DReal, want.DReal}, "DFake": {got.DFake, want.DFake},
		"Penalty": {got.Penalty, want.Penalty}, "Value": {got.Value, want.Value},
	} {
		if x, y := columns[0], columns[1]; (x == nil) != (y == nil) || !slices.EqualFunc(x, y, same) {
			t.Errorf("%s: %s = %v, want %v", what, name, x, y)
		}
	}
}

// Load and Open give the history that the run had, also if its columns changed their meaning on the
// way: D was a probability in one part of the training, or its loss had a penalty there.
func TestHistoryOfAContinuedRunIsKept(t *testing.T) {
	t.Parallel()
	data := dataset.Ring(8, 1, 0.05)
	with := func(loss Loss, r1 float64) func(*Config) {
		return func(c *Config) { c.Loss, c.R1 = loss, r1 }
	}
	for name, parts := range map[string][]func(*Config){
		"scores, then probabilities": {with(Wasserstein, 0), with(NonSaturating, 0)},
		"probabilities, then scores": {with(NonSaturating, 0), with(Wasserstein, 0)},
		"a penalty begins":           {with(NonSaturating, 0), with(NonSaturating, 0.5)},
		"a penalty ends":             {with(NonSaturating, 0.5), with(NonSaturating, 0)},
		"both change":                {with(Wasserstein, 0.5), with(NonSaturating, 0)},
		"there and back":             {with(NonSaturating, 0.5), with(Wasserstein, 0), with(Hinge, 0.5), with(Minimax, 0)},
		"nothing but steps":          {with(Wasserstein, 0), with(Wasserstein, 0)},
	} {
		cfg := smallOnGo()
		cfg.Steps = 2
		parts[0](&cfg)
		run, dir := train1(t, cfg, data), t.TempDir()
		for i, change := range parts[1:] {
			change(&cfg)
			if i > 0 { // a part of no steps leaves no trace in the columns
				if err := run.Continue(context.Background(), cfg); err != nil {
					t.Fatal(err)
				}
			}
			cfg.Steps += 2
			if err := run.Continue(context.Background(), cfg, Dir(dir), Fresh()); err != nil {
				t.Fatal(err)
			}
		}
		loaded, err := Load(cfg, data, dir)
		if err != nil {
			t.Fatal(err)
		}
		sameHistory(t, name+", loaded", loaded.History(), run.History())
		opened, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		sameHistory(t, name+", opened", opened.History(), run.History())

		// A loaded run that is saved again has the same history.
		cfg.Steps, cfg.R1 = cfg.Steps+2, 0.1
		for _, r := range []*Run{run, loaded} {
			if err := r.Continue(context.Background(), cfg, Dir(dir), Fresh()); err != nil {
				t.Fatal(err)
			}
		}
		again, err := Load(cfg, data, dir)
		if err != nil {
			t.Fatal(err)
		}
		sameHistory(t, name+", loaded twice", again.History(), run.History())
	}
}

func TestContinueAndAdvanceRefuse(t *testing.T) {
	t.Parallel()
	data := dataset.Ring(8, 1, 0.05)
	cfg := smallOnGo()
	run := train1(t, cfg, data)
	before := bits(t, run)
	change := func(f func(*Config)) Config { c := cfg; f(&c); return c }
	ctx := context.Background()
	var none context.Context
	judge, err := TrainDiscriminator(ctx, cfg, data, data)
	if err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct {
		err  error
		says string
	}{
		"fewer steps":    {run.Continue(ctx, change(func(c *Config) { c.Steps = 10 })), "Steps = 10, and 60 are taken"},
		"another G":      {run.Continue(ctx, change(func(c *Config) { c.Generator = MLP{Hidden: []int{17}} })), "no /generator/"},
		"a deeper G":     {run.Continue(ctx, change(func(c *Config) { c.Generator = MLP{Hidden: []int{16, 16}} })), "no /generator/hidden_1"},
		"a flatter D":    {run.Continue(ctx, change(func(c *Config) { c.Discriminator = MLP{Hidden: []int{16}} })), "/discriminator/"},
		"more noise":     {run.Continue(ctx, change(func(c *Config) { c.NoiseDim = 5 })), "NoiseDim"},
		"a bad config":   {run.Continue(ctx, change(func(c *Config) { c.R1 = -1 })), "R1 = -1"},
		"nil ctx":        {run.Continue(none, cfg), "nil context"},
		"no steps":       {run.Advance(ctx, 0, Both), "Advance by 0"},
		"nobody":         {run.Advance(ctx, 1, 7), "Players(7)"},
		"a folder":       {run.Advance(ctx, 1, Both, Dir(t.TempDir())), "Continue"},
		"no G to move":   {judge.Advance(ctx, 1, GeneratorAlone), "no generator"},
		"a wrong option": {run.Advance(ctx, 1, Both, OnFrame(0, func(*Run) {})), "every 0"},
		"for ever":       {run.Advance(ctx, math.MaxInt, Both), "from 1 to 2147483587"},
		"saves":          {run.Advance(ctx, 1, Both, SaveEvery(time.Second)), "SaveEvery"},
	} {
		if c.err == nil {
			t.Errorf("%s is not refused", what)
			continue
		}
		says(t, what, c.err, []string{c.says})
	}
	for path, value := range before {
		if !equal(value, bits(t, run)[path]) {
			t.Errorf("%s has changed", path)
		}
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if err := run.Advance(cancelled, 100, GeneratorAlone); !errors.Is(err, context.Canceled) || run.Step() != cfg.Steps || len(run.History().Changes) > 0 {
		t.Errorf("cancelled before it begins: step %d, changes %v, error %v", run.Step(), run.History().Changes, err)
	}
}

// Who looks at a training, or is told of its progress, cannot train it.
func TestATrainingRunIsNotTrained(t *testing.T) {
	t.Parallel()
	data := dataset.Ring(8, 1, 0.05)
	cfg := smallOnGo()
	refused := 0
	try := func(r *Run) {
		for what, err := range map[string]error{
			"Advance":  r.Advance(context.Background(), 1, DiscriminatorAlone),
			"Continue": r.Continue(context.Background(), cfg),
		} {
			if err == nil {
				t.Errorf("%s is not refused", what)
				continue
			}
			says(t, what, err, []string{"is training or is looked at"})
			refused++
		}
	}
	run := train1(t, cfg, data, OnFrame(30, try))
	if refused != 2*3 {
		t.Errorf("%d calls are refused, want two in each of three frames", refused)
	}
	var told *Run
	told, err := Start(cfg, data)
	if err != nil {
		t.Fatal(err)
	}
	if err := told.Advance(context.Background(), cfg.Steps, Both, OnProgress(func(int, int) { try(told) })); err != nil {
		t.Fatal(err)
	}
	run.Look(try)
	want := train1(t, cfg, data)
	sameBits(t, "in a frame", want, run)
	sameBits(t, "in a report", want, told)
	advance(t, run, 1, Both) // afterwards it can be trained
}

// A Continue that is refused, or whose context has ended, changes neither the run nor the folder.
func TestContinueChangesAllOrNothing(t *testing.T) {
	t.Parallel()
	data := dataset.Ring(8, 1, 0.05)
	cfg, dir := smallOnGo(), t.TempDir()
	train1(t, cfg, data, Dir(dir))
	run := train1(t, cfg, data)
	next := cfg
	next.Steps, next.R1 = cfg.Steps+5, 0.1
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if err := run.Continue(cancelled, next, Dir(dir), Fresh()); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that the context has ended", err)
	}
	if run.Config().R1 != 0 || run.History().Changes != nil || run.Step() != cfg.Steps {
		t.Errorf("R1 = %v, changes %v, step %d; want the run as it was", run.Config().R1, run.History().Changes, run.Step())
	}
	loaded, err := Load(cfg, data, dir)
	if err != nil {
		t.Fatal(err)
	}
	sameBits(t, "the folder's training", run, loaded)

	// Now one that is not: both players move again, and the history says so.
	advance(t, run, 1, DiscriminatorAlone)
	next.Steps++
	if err := run.Continue(context.Background(), next, Dir(dir), Fresh()); err != nil {
		t.Fatal(err)
	}
	want := []Change{{60, "D alone"}, {61, "both players"}, {61, "R1: 0 before, 0.1 now"}, {61, "Steps: 60 before, 66 now"}}
	if got := run.History().Changes; !slices.Equal(got, want) {
		t.Errorf("changes %v, want %v", got, want)
	}
}

// The weight of the past in the moving average depends on the moves of G, not on steps of D alone.
func TestTheAverageBeginsWithTheGenerator(t *testing.T) {
	t.Parallel()
	cfg := smallOnGo()
	cfg.Averaging = 0.999
	run, err := Start(cfg, dataset.Ring(8, 1, 0.05))
	if err != nil {
		t.Fatal(err)
	}
	advance(t, run, 40, DiscriminatorAlone)
	const path = "/generator/hidden_0/weights"
	want := value(t, run, path)
	for moves := range 4 {
		advance(t, run, 1, Both)
		w, beta := value(t, run, path), float64(moves)/float64(moves+9)
		for i := range want {
			want[i] = beta*want[i] + (1-beta)*w[i]
			near(t, "the average", value(t, run, averagePath+path)[i], want[i], 1e-6)
		}
	}
	// With another type of optimizer it begins anew: no weight for the past.
	cfg.GeneratorOptimizer, cfg.Steps = SGD{LearningRate: 0.01}, run.Step()+1
	if err := run.Continue(context.Background(), cfg); err != nil {
		t.Fatal(err)
	}
	for i, w := range value(t, run, path) {
		near(t, "the average after a change of the optimizer", value(t, run, averagePath+path)[i], w, 0)
	}
}

// What becomes of a slice after the call does not change the run.
func TestARunOwnsItsConfig(t *testing.T) {
	t.Parallel()
	cfg := smallOnGo()
	hidden := []int{8}
	cfg.Generator, cfg.Discriminator = MLP{Hidden: hidden}, Spectral{MLP{Hidden: hidden}}
	run, err := Start(cfg, dataset.Ring(8, 1, 0.05))
	if err != nil {
		t.Fatal(err)
	}
	hidden[0] = 9
	advance(t, run, 1, Both)
	hiddenOfD := func() []int { return run.Config().Discriminator.(Spectral).Network.(MLP).Hidden }
	hiddenOfD()[0] = 10
	run.Logits(run.Sample(1))
	if got := hiddenOfD(); !slices.Equal(got, []int{8}) {
		t.Errorf("D has hidden layers %v, want [8]", got)
	}
}

// Whatever a run has been through, what is kept of it in a folder is the run: its bits, its history and
// what it draws next.
func TestAnyCourseIsKept(t *testing.T) {
	t.Parallel()
	data := dataset.Ring(8, 1, 0.05)
	losses := []Loss{NonSaturating, Wasserstein, Minimax, Hinge}
	r := seed.Rand(31, 7)
	for course := range 12 {
		cfg, dir := smallOnGo(), t.TempDir()
		cfg.Steps, cfg.Averaging = 1, 0.9
		run, err := Start(cfg, data)
		if err != nil {
			t.Fatal(err)
		}
		var did []string
		for range 4 {
			switch r.IntN(3) {
			case 0:
				who := Players(r.IntN(3))
				advance(t, run, 1+r.IntN(3), who)
				did = append(did, who.String())
			case 1:
				cfg.Loss, cfg.R1, cfg.Steps = losses[r.IntN(len(losses))], float64(r.IntN(2)), run.Step()+r.IntN(3)
				if err := run.Continue(context.Background(), withSteps(cfg), Dir(dir), Fresh()); err != nil {
					t.Fatal(err)
				}
				did = append(did, cfg.Loss.Name)
			case 2:
				run.Sample(3)
				did = append(did, "sample")
			}
		}
		cfg.Steps = run.Step() + 1
		if err := run.Continue(context.Background(), cfg, Dir(dir), Fresh()); err != nil {
			t.Fatal(err)
		}
		loaded, err := Load(cfg, data, dir)
		if err != nil {
			t.Fatalf("course %d, %v: %v", course, did, err)
		}
		what := fmt.Sprintf("course %d, %v", course, did)
		sameHistory(t, what, loaded.History(), run.History())
		if n := len(run.History().Step); n != run.Step() || loaded.Step() != n {
			t.Errorf("%s: %d steps in the history, %d taken, %d loaded", what, n, run.Step(), loaded.Step())
		}
		z := [][]float32{{1, -1, 0.5, 2}}
		if !equal(run.Generate(z), loaded.Generate(z)) || !equal(run.Logits(run.Generate(z)), loaded.Logits(run.Generate(z))) {
			t.Errorf("%s: the loaded run generates or scores otherwise", what)
		}
		for path, value := range bits(t, run) {
			if !equal(value, bits(t, loaded)[path]) {
				t.Errorf("%s: %s differs", what, path)
			}
		}
	}
}

// withSteps returns the config with at least one step.
func withSteps(cfg Config) Config {
	cfg.Steps = max(1, cfg.Steps)
	return cfg
}

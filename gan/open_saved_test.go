package gan

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ganbook/gan/dataset"
	"ganbook/gan/internal/checkpoint"
)

// A config can be read back from its description.
func TestConfigIsReadFromItsDescription(t *testing.T) {
	images := Defaults()
	images.Generator = ConvUp{Height: 8, Width: 8, Channels: 1, Filters: []int{8, 4}, Activation: ReLU, Norm: BatchNorm, Output: SigmoidOutput}
	images.Discriminator = ConvDown{Height: 8, Width: 8, Channels: 1, Filters: []int{4, 8}, Centred: true}
	images.Noise, images.Conditional, images.Seed = Uniform, true, 1<<63+3
	many := Defaults()
	many.Generator = MLP{Output: TanHOutput}
	many.Discriminator = MLP{Hidden: []int{1200, 3}, Maxout: 5, Dropout: 0.5, InputDropout: 1e-3, Norm: LayerNorm, Centred: true,
		Frequencies: []float64{0.5, 12}}
	many.RateDecay, many.PenaltyDecay = Decay{Shape: Cosine, From: 0.25, Until: 1}, Decay{Shape: Geometric, Until: 0.9, To: 1e-6}
	many.R1, many.GeneratorOptimizer, many.DiscriminatorOptimizer = 0.1, SGD{LearningRate: 0.1, Momentum: 0.9}, RMSProp{LearningRate: 1, Rho: 0.5}
	for _, cfg := range append([]Config{Defaults(), images, many, {}}, func() (all []Config) {
		for _, l := range Losses() {
			cfg := Defaults()
			cfg.Loss = l
			all = append(all, cfg)
		}
		return all
	}()...) {
		if cfg.Loss.Name == "" {
			cfg.Loss = Minimax
		}
		want := describe(cfg)
		got, err := configOf(want, false)
		if err != nil {
			t.Errorf("%v: %v", want, err)
			continue
		}
		if again := describe(got); !slices.Equal(again, want) {
			t.Errorf("differences %v", differences(want, again, "there", "here"))
		}
	}
}

// An opened run gives the same results as a loaded one, without its data.
func TestOpenIsLoadWithoutData(t *testing.T) {
	t.Parallel()
	plain := smallOnGo()
	plain.Averaging, plain.Packing = 0.9, 2
	conditional := smallOnGo()
	conditional.Conditional = true
	for name, c := range map[string]struct {
		cfg  Config
		data dataset.Dataset
	}{"averaged and packed": {plain, dataset.Ring(8, 1, 0.05)}, "conditional": {conditional, classed{dataset.Ring(4, 1, 0.1)}}} {
		dir := t.TempDir()
		train1(t, c.cfg, c.data, Dir(dir))
		c.cfg.Backend = "" // that of Open
		want, err := Load(c.cfg, c.data, dir)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		sample := func(r *Run) [][]float32 { return r.Sample(30) }
		if c.cfg.Conditional {
			sample = func(r *Run) [][]float32 { return r.SampleClass(30, 2) }
		}
		xs := sample(want)
		if !slices.EqualFunc(sample(got), xs, slices.Equal) {
			t.Errorf("%s: samples differ", name)
		}
		rows := make([][]float32, 30)
		for i := range rows {
			rows[i] = slices.Repeat(xs[i], c.cfg.Packing)
			if c.cfg.Conditional {
				rows[i] = append(rows[i], WithClass(nil, 2, 4)...)
			}
		}
		if !slices.Equal(got.Logits(rows), want.Logits(rows)) {
			t.Errorf("%s: logits differ", name)
		}
		g, d := want.Parameters()
		if a, b := got.Parameters(); a != g || b != d {
			t.Errorf("%s: %d and %d parameters, want %d and %d", name, a, b, g, d)
		}
		if got.Step() != want.Step() || !slices.Equal(got.History().GLoss, want.History().GLoss) || got.String() != want.String() {
			t.Errorf("%s: opened as %v, loaded as %v", name, got, want)
		}
		if err := got.Advance(context.Background(), 1, Both); err == nil || !strings.Contains(err.Error(), "without its data, ring of") {
			t.Errorf("%s: going on without the data: %v", name, err)
		}
		if err := got.Continue(context.Background(), c.cfg); err == nil || !strings.Contains(err.Error(), "gan.Load") {
			t.Errorf("%s: another config without the data: %v", name, err)
		}
		func() {
			defer func() {
				if err, ok := recover().(error); !ok || !strings.Contains(err.Error(), "without its data") {
					t.Errorf("%s: Real panics with %v", name, err)
				}
			}()
			got.Real(3)
		}()
	}
}

// Older checkpoints do not store the width of samples.
func TestOpenOfOlderCheckpoints(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	cfg := smallOnGo()
	cfg.Conditional = true
	data := classed{dataset.Ring(4, 1, 0.1)}
	train1(t, cfg, data, Dir(dir))
	withoutDim(t, dir)
	run, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if xs := run.SampleClass(3, 3); len(xs) != 3 || len(xs[0]) != 2 {
		t.Errorf("samples %v", xs)
	}

	// For D alone, only the generator that was not used says how wide a sample is.
	alone := tiny()
	alone.Generator, alone.Discriminator = ConvUp{Height: 2, Width: 1, Channels: 1, Filters: []int{4}}, MLP{Hidden: []int{4}}
	ring, judged := dataset.Ring(4, 1, 0.1), t.TempDir()
	if _, err := TrainDiscriminator(context.Background(), alone, ring, ring, Dir(judged)); err != nil {
		t.Fatal(err)
	}
	withoutDim(t, judged)
	if run, err := Open(judged); err != nil || len(run.Logits([][]float32{{1, 0}})) != 1 || run.Config().NoiseDim != alone.NoiseDim {
		t.Errorf("D alone: %v, %v", run, err)
	}
}

// withoutDim takes the width and the classes of samples out of the newest checkpoint of a folder.
func withoutDim(t *testing.T, dir string) {
	t.Helper()
	files := checkpoints(t, dir)
	file := files[len(files)-1]
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	c, err := checkpoint.Read(raw, columns)
	if err != nil {
		t.Fatal(err)
	}
	c.Dim, c.Classes = 0, 0
	to, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Write(to); err != nil {
		t.Fatal(err)
	}
	to.Close()
}

// The checkpoints that the series ships can be opened, and their configurations are still described in
// the same words, so that their trainings can be continued.
func TestShippedCheckpointsStillOpen(t *testing.T) {
	t.Parallel()
	folders, err := filepath.Glob("../notebooks/digits/*/checkpoint-*.gan")
	if err != nil || len(folders) < 4 {
		t.Fatalf("shipped are %v (%v), want 4 or more", folders, err)
	}
	for _, file := range folders {
		dir := filepath.Dir(file)
		c, err := savedIn(dir)
		if err != nil {
			t.Fatal(err)
		}
		run, err := Open(dir)
		if err != nil {
			t.Errorf("%s: %v", dir, err)
			continue
		}
		cfg := run.Config()
		cfg.Backend = c.Backend
		for _, d := range differences(c.Config, describe(cfg), "there", "here") {
			if !strings.HasPrefix(d, "Backend: ") {
				t.Errorf("%s: %s", dir, d)
			}
		}
		h := run.History()
		columnsFit := (h.Value != nil) == cfg.Loss.Logit && (h.Penalty != nil) == cfg.penalised()
		if run.Step() != c.Step || len(h.DLoss) != c.Step || !columnsFit {
			t.Errorf("%s: step %d of %d; a history of %d steps, with %d values and %d penalties",
				dir, run.Step(), c.Step, len(h.DLoss), len(h.Value), len(h.Penalty))
		}
	}
}

func TestOpenOfAJudge(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ring := dataset.Ring(8, 1, 0.05)
	judge, err := TrainDiscriminator(context.Background(), tiny(), ring, ring, Dir(dir))
	if err != nil {
		t.Fatal(err)
	}
	opened, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	at := [][]float32{{0, 0}, {1, 0}, {3, -2}}
	if !slices.Equal(opened.Logits(at), judge.Logits(at)) {
		t.Error("the opened D scores otherwise")
	}
	// The generator is not used, so a checkpoint may be opened although it cannot store it.
	cfg, code := tiny(), t.TempDir()
	cfg.Generator = line{"code"}
	if judge, err = TrainDiscriminator(context.Background(), cfg, ring, ring, Dir(code)); err != nil {
		t.Fatal(err)
	}
	if opened, err = Open(code); err != nil || !slices.Equal(opened.Logits(at), judge.Logits(at)) {
		t.Errorf("opened with a generator that is code: %v, %v", opened, err)
	}
	for _, cfg := range []Config{tiny(), {}} { // whatever the configuration is
		run, err := Load(cfg, ring, dir)
		if err == nil || run != nil {
			t.Fatalf("Load of a discriminator alone: run %v, error %v; want no run and an error", run, err)
		}
		says(t, "Load", err, []string{dir, "TrainDiscriminator", "against ring of 8", "gan.Open"})
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	ring := dataset.Ring(8, 1, 0.05)
	code, loss, broken := t.TempDir(), t.TempDir(), t.TempDir()
	cfg := smallOnGo()
	cfg.Generator = line{}
	train1(t, cfg, ring, Dir(code))
	cfg = smallOnGo()
	cfg.Loss = twin()
	train1(t, cfg, ring, Dir(loss))
	if err := os.WriteFile(filepath.Join(broken, fileName(1)), []byte("nothing"), 0o666); err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct{ dir, says string }{
		"no path":       {"", "path is empty"},
		"no folder":     {filepath.Join(code, "nowhere"), "no training is kept there"},
		"an empty one":  {t.TempDir(), "holds no checkpoint"},
		"a broken file": {broken, "none of the checkpoints"},
		"code":          {code, "its Generator is code (line), which is not stored; load it with gan.Load"},
		"a loss":        {loss, "its loss is code (twin)"},
	} {
		run, err := Open(c.dir)
		if err == nil || run != nil {
			t.Errorf("%s: run %v, error %v; want no run and an error", what, run, err)
			continue
		}
		says(t, what, err, []string{c.says})
	}
}

// A checkpoint that is older than a setting has the setting's zero value.
func TestASettingThatIsNewerThanTheCheckpoint(t *testing.T) {
	cfg := small()
	cfg.Discriminator = MLP{Hidden: []int{4}}
	waves := cfg
	waves.Discriminator = MLP{Hidden: []int{4}, Frequencies: []float64{2}}
	var old []field
	for _, f := range describe(cfg) {
		if !strings.HasSuffix(f.Name, ".Frequencies") && f.Name != "Devices" {
			old = append(old, f)
		}
	}
	if got := differences(old, describe(cfg), "there", "here"); len(got) != 0 {
		t.Errorf("the same training, but for %q", got)
	}
	if got := differences(old, describe(waves), "there", "here"); len(got) != 1 || !strings.Contains(got[0], "Discriminator.Frequencies: nothing there, [2] here") {
		t.Errorf("waves: %q", got)
	}
}

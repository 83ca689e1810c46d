package gan

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/train/optimizer"

	"ganbook/gan/dataset"
)

// twin is the non-saturating loss, written outside the list of losses.
func twin() Loss {
	mean := func(x *Node) *Node { return ReduceAllMean(x) }
	return Loss{
		Name: "twin",
		Discriminator: func(real, fake *Node) *Node {
			return Add(mean(Softplus(Neg(real))), mean(Softplus(fake)))
		},
		Generator: func(_, fake *Node) *Node { return mean(Softplus(Neg(fake))) },
		Logit:     true,
	}
}

// plainDescent is SGD without momentum, and line is a network. Both stand for those of a reader.
type plainDescent struct{ Rate float64 }

func (o plainDescent) Update(m *Move) {
	rate := m.Rate(o.Rate)
	for i, w := range m.Weights {
		w.SetNodeValue(Sub(m.Value(i), Mul(rate, m.Gradients[i])))
	}
}

type line struct{ Note string }

func (line) String() string { return "a line" }

func (line) Apply(scope *model.Scope, x *Node, out int) *Node {
	return dense(scope.At("output"), x, out)
}

// A reader's loss, optimizer and network give the same bits as those of this package with the same
// formulas.
func TestWhatReadersWriteTrains(t *testing.T) {
	t.Parallel()
	data := dataset.Ring(8, 1, 0.05)
	cfg := smallOnGo()
	cfg.GeneratorOptimizer, cfg.DiscriminatorOptimizer = SGD{LearningRate: 0.01}, SGD{LearningRate: 0.02}
	cfg.Generator = MLP{}
	cfg.RateDecay = Decay{Shape: Linear, Until: 1}
	want := train1(t, cfg, data)

	cfg.Loss = twin()
	sameBits(t, "a loss", want, train1(t, cfg, data))
	cfg.GeneratorOptimizer, cfg.DiscriminatorOptimizer = plainDescent{0.01}, plainDescent{0.02}
	sameBits(t, "an optimizer", want, train1(t, cfg, data))
	cfg.Generator = line{}
	sameBits(t, "a network", want, train1(t, cfg, data))
}

// GoMLX's Adam agrees with this package's Adam up to rounding, also while the rate decays.
func TestGoMLXOptimizer(t *testing.T) {
	t.Parallel()
	data := dataset.Ring(8, 1, 0.05)
	cfg := small()
	cfg.Steps = 20
	cfg.RateDecay = Decay{Shape: Linear, Until: 1}
	ours := Adam{LearningRate: 1e-3, Beta1: 0.5, Beta2: 0.9}
	cfg.GeneratorOptimizer, cfg.DiscriminatorOptimizer = ours, ours
	want := train1(t, cfg, data).Sample(50)

	adam := func() GoMLX {
		return GoMLX{"Adam", optimizer.Adam().LearningRate(1e-3).Betas(0.5, 0.9).Epsilon(epsilon).Done()}
	}
	cfg.GeneratorOptimizer, cfg.DiscriminatorOptimizer = adam(), adam()
	var z, start [][]float32
	run := train1(t, cfg, data, OnFrame(1, func(r *Run) {
		if r.Step() == 1 {
			z = r.Noise(50)
			start = r.Generate(z)
		}
	}))
	got, end, moved := run.Sample(50), run.Generate(z), 0.0
	for i := range got {
		for j := range got[i] {
			near(t, fmt.Sprintf("sample %d, coordinate %d", i, j), float64(got[i][j]), float64(want[i][j]), 1e-4)
			moved = max(moved, float64(end[i][j]-start[i][j]))
		}
	}
	atLeast(t, "how far samples have moved", moved, 1e-2)
}

// boxed is a network that keeps what it is made of in unexported fields.
type boxed struct {
	body   MLP
	after  []Network
	parts  map[string]Network
	scales map[string]float64
	hooks  []func(*Node) *Node
	cache  []*int
	grid   [][]int
	loss   Loss
}

func (boxed) String() string { return "a box" }

func (b boxed) Apply(scope *model.Scope, x *Node, out int) *Node { return b.body.Apply(scope, x, out) }

func newBoxed() boxed {
	return boxed{
		body:   MLP{Hidden: []int{8}},
		after:  []Network{line{"one"}, MLP{Hidden: []int{4}}},
		parts:  map[string]Network{"b": line{"b"}, "a": line{"a"}},
		scales: map[string]float64{"y": 2, "x": 1},
		hooks:  []func(*Node) *Node{Neg},
		cache:  []*int{new(int)},
		grid:   [][]int{{1, 2}, {3}},
		loss:   twin(),
	}
}

// A network is described by its fields, also the unexported ones, and never by an address, which is
// another one in another process.
func TestDescriptionOfUnexportedFields(t *testing.T) {
	t.Parallel()
	cfg := smallOnGo()
	cfg.Generator = newBoxed()
	var got []string
	for _, f := range describe(cfg) {
		name, ok := strings.CutPrefix(f.Name, "Generator.")
		ofMLP := strings.HasPrefix(name, "body.") || strings.HasPrefix(name, "after[1].")
		if ok && (!ofMLP || strings.HasSuffix(name, ".Hidden")) {
			got = append(got, name+" = "+f.Value)
		}
	}
	want := []string{"body.Hidden = [8]",
		"after[0] = line", "after[0].Note = one", "after[1] = MLP", "after[1].Hidden = [4]",
		"parts[a] = line", "parts[a].Note = a", "parts[b] = line", "parts[b].Note = b", "scales = map[x:1 y:2]", "grid[0] = [1 2]", "grid[1] = [3]",
		"loss.Name = twin", "loss.Logit = true", "loss.Paired = false", "loss.AtPdata = []"}
	if !slices.Equal(got, want) {
		t.Errorf("described as\n%q, want\n%q", got, want)
	}
	again := cfg
	again.Generator = newBoxed() // with other addresses
	if d := differences(describe(cfg), describe(again), "there", "here"); d != nil {
		t.Errorf("the same network differs: %q", d)
	}
	run, err := Train(context.Background(), cfg, dataset.Ring(8, 1, 0.05), Dir(t.TempDir()))
	if err != nil || run.Step() != cfg.Steps {
		t.Errorf("in a folder: %v, %v", run, err)
	}
}

func TestWhatReadersWriteIsChecked(t *testing.T) {
	data := dataset.Ring(8, 1, 0.05)
	change := func(f func(*Config)) Config { c := small(); f(&c); return c }
	lossOf := func(f func(*Loss)) Config { return change(func(c *Config) { c.Loss = twin(); f(&c.Loss) }) }
	for what, c := range map[string]struct {
		cfg  Config
		says []string
	}{
		"no name":   {lossOf(func(l *Loss) { l.Name = "" }), []string{`Loss = ""`, "Minimax"}},
		"a formula": {lossOf(func(l *Loss) { l.Generator = nil }), []string{`Loss = "twin"`, "a formula missing"}},
		"no scalar": {lossOf(func(l *Loss) { l.Discriminator = func(real, _ *Node) *Node { return real } }), []string{"the Discriminator of the loss twin"}},
		"nil":       {lossOf(func(l *Loss) { l.Generator = func(_, _ *Node) *Node { return nil } }), []string{"the Generator of the loss twin", "returns nil"}},
		"unpaired": {lossOf(func(l *Loss) { l.Generator = func(real, fake *Node) *Node { return ReduceAllMean(Sub(real, fake)) } }),
			[]string{"the Generator of the loss twin", "set Paired"}},
		"smoothed": {change(func(c *Config) { c.Loss, c.LabelSmoothing = twin(), 0.1 }), []string{"LabelSmoothing = 0.1 with twin", "of this package"}},
		"a fault": {change(func(c *Config) {
			c.Generator = Func{"mine", func(_ *model.Scope, x *Node) *Node { return []*Node{x}[x.Rank()] }}
		}), []string{"the generator, Func mine", "index out of range", "open_test.go"}},
		"at Pdata":  {lossOf(func(l *Loss) { l.AtPdata = []float64{1} }), []string{"Loss.AtPdata = [1]"}},
		"a pointer": {change(func(c *Config) { c.GeneratorOptimizer = &plainDescent{1} }), []string{"GeneratorOptimizer is a pointer"}},
		"no GoMLX":  {change(func(c *Config) { c.GeneratorOptimizer = GoMLX{Name: "x", Optimizer: 3} }), []string{"GeneratorOptimizer.Optimizer = int"}},
		"nameless":  {change(func(c *Config) { c.GeneratorOptimizer = GoMLX{Optimizer: optimizer.Adam().Done()} }), []string{`GeneratorOptimizer.Name = ""`}},
	} {
		run, err := Train(context.Background(), c.cfg, data)
		if err == nil || run != nil {
			t.Errorf("%s: run %v, error %v; want no run and an error", what, run, err)
			continue
		}
		says(t, what, err, c.says)
	}
}

// A folder recognises a reader's loss, network and optimizer by name, by fields, and by the
// fingerprint of the loss.
func TestFolderKnowsWhatReadersWrote(t *testing.T) {
	t.Parallel()
	data := dataset.Ring(8, 1, 0.05)
	cfg := smallOnGo()
	cfg.Loss = twin()
	cfg.Generator = line{"first"}
	cfg.Discriminator = newBoxed()
	cfg.GeneratorOptimizer = plainDescent{0.01}
	dir := t.TempDir()
	if _, err := Train(context.Background(), cfg, data, Dir(dir)); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(cfg, data, dir); err != nil {
		t.Errorf("the same configuration: %v", err)
	}
	box := func(change func(*boxed)) func(*Config) {
		return func(c *Config) { b := newBoxed(); change(&b); c.Discriminator = b }
	}
	for what, c := range map[string]struct {
		change func(*Config)
		says   string
	}{
		"another after NaN":   {func(c *Config) { c.Loss.Generator = func(_, fake *Node) *Node { return ReduceAllMean(Sqrt(fake)) } }, "Loss.formulas"},
		"another name":        {func(c *Config) { c.Loss.Name = "other" }, "Loss: twin there, other here"},
		"ours":                {func(c *Config) { c.Loss = NonSaturating }, "Loss: twin there, NonSaturating here"},
		"another formula":     {func(c *Config) { c.Loss.Generator = func(_, fake *Node) *Node { return Neg(ReduceAllMean(fake)) } }, "Loss.formulas"},
		"another field":       {func(c *Config) { c.Generator = line{"second"} }, "Generator.Note: first there, second here"},
		"an unexported field": {box(func(b *boxed) { b.body.Hidden = []int{9} }), "Discriminator.body.Hidden: [8] there, [9] here"},
		"an entry of a list":  {box(func(b *boxed) { b.after[0] = line{"two"} }), "Discriminator.after[0].Note: one there, two here"},
		"an entry of a map":   {box(func(b *boxed) { b.parts["a"] = line{"c"} }), "Discriminator.parts[a].Note: a there, c here"},
		"another rate":        {func(c *Config) { c.GeneratorOptimizer = plainDescent{0.02} }, "GeneratorOptimizer.Rate: 0.01 there, 0.02 here"},
		"another optimizer":   {func(c *Config) { c.GeneratorOptimizer = SGD{LearningRate: 0.01} }, "GeneratorOptimizer: plainDescent there, SGD here"},
		"ours under its name": {func(c *Config) { c.Loss = NonSaturating; c.Loss.Name = "twin" }, ""},
	} {
		other := cfg
		c.change(&other)
		_, err := Load(other, data, dir)
		if c.says == "" {
			if err != nil {
				t.Errorf("%s: %v", what, err)
			}
			continue
		}
		if err == nil {
			t.Errorf("%s is taken for the same training", what)
			continue
		}
		says(t, what, err, []string{c.says})
	}
}

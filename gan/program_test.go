package gan

import (
	"slices"
	"testing"

	"github.com/gomlx/go-xla/pjrt"

	"ganbook/gan/dataset"
	"ganbook/gan/device"
	"ganbook/theory"
)

// Trainings of equal shape share one compiled program. Each gives the same bits as with a program
// of its own.
func TestTrainingsShareOneProgram(t *testing.T) {
	quick(t)
	cfg := linear(60)
	cfg.Backend = ""
	alone := func(seed uint64, data dataset.Dataset) *Run {
		shared.Lock()
		shared.entries = nil
		shared.Unlock()
		cfg := cfg
		cfg.Seed = seed
		r := train1(t, cfg, data)
		r.Sample(10)
		return r
	}
	near, far := dataset.From(theory.Normal(0, 1)), dataset.From(theory.Normal(5, 0.3))
	first, second := alone(1, near), alone(2, far)
	shared.Lock()
	shared.entries = nil
	shared.Unlock()
	cfg.Seed = 1
	together := train1(t, cfg, near)
	together.Sample(10)
	programs := pjrt.LoadedExecutablesAlive()
	cfg.Seed = 2
	other := train1(t, cfg, far)
	other.Sample(10)
	if now := pjrt.LoadedExecutablesAlive(); device.Name(other.loop.backend) == device.XLA && now != programs {
		t.Errorf("%d compiled programs after the first training, %d after one with another seed and other data", programs, now)
	}
	sameBits(t, "with a program of its own and with a shared one", first, together)
	sameBits(t, "with a program of its own and with a shared one, other data", second, other)
}

// The key covers all that a graph is built from: if any of it changes, the key changes.
func TestKeysTellGraphsApart(t *testing.T) {
	backend, err := device.Open("")
	if err != nil {
		t.Fatal(err)
	}
	ring := dataset.Ring(8, 1, 0.05)
	base := game{cfg: small(), real: ring}
	key := base.key(backend)
	same := base
	same.cfg.Seed, same.cfg.Steps, same.real = 77, base.cfg.Steps+1, dataset.Ring(8, 3, 0.5)
	if key == "" || same.key(backend) != key {
		t.Errorf("another seed, another number of steps and other numbers in the tables: key %q, want %q", same.key(backend), key)
	}
	keys := []string{key}
	for name, change := range map[string]func(*game){
		"loss":           func(p *game) { p.cfg.Loss = LeastSquares },
		"rate":           func(p *game) { p.cfg.GeneratorOptimizer = Adam{LearningRate: 0.5, Beta2: 0.9} },
		"optimizer":      func(p *game) { p.cfg.DiscriminatorOptimizer = SGD{LearningRate: 0.5} },
		"penalty":        func(p *game) { p.cfg.R1 = 1 },
		"network":        func(p *game) { p.cfg.Generator = MLP{Hidden: []int{3}} },
		"batch":          func(p *game) { p.cfg.Batch++ },
		"devices":        func(p *game) { p.cfg.Devices = 2 },
		"steps to decay": func(p *game) { p.cfg.RateDecay = Decay{Shape: Cosine, Until: 1}; p.cfg.Steps++ },
		"decay":          func(p *game) { p.cfg.RateDecay = Decay{Shape: Cosine, Until: 1} },
		"k":              func(p *game) { p.cfg.CriticSteps++ },
		"noise":          func(p *game) { p.cfg.Noise = Uniform },
		"modes":          func(p *game) { p.real = dataset.Ring(7, 1, 0.05) },
		"kind of data":   func(p *game) { p.real = dataset.Spirals(8, 1, 0.05) },
		"arms":           func(p *game) { p.real = dataset.Spirals(7, 1, 0.05) },
		"rows":           func(p *game) { p.real = dataset.Rows("8", make8()) },
		"image":          func(p *game) { p.real = labelled(2) },
		"two classes":    func(p *game) { p.real, p.cfg.Conditional = labelled(2), true },
		"three classes":  func(p *game) { p.real, p.cfg.Conditional = labelled(3), true },
		"a fixed Pg":     func(p *game) { p.pg = ring },
		"another there":  func(p *game) { p.pg = dataset.Ring(7, 1, 0.05) },
	} {
		p := base
		change(&p)
		k := p.key(backend)
		if k == "" || slices.Contains(keys, k) {
			t.Errorf("another %s has the key %q, which is none or that of another game", name, k)
		}
		keys = append(keys, k)
	}
}

// labelled returns two images with labels from 0 to classes − 1.
func labelled(classes int) *dataset.Images {
	return dataset.NewImages("two", 1, 1, 1, []byte{0, 255}, []byte{0, 1}, classes)
}

func make8() [][]float32 {
	rows := make([][]float32, 8)
	for i := range rows {
		rows[i] = []float32{float32(i), 0}
	}
	return rows
}

// Code from outside this package and data sets from other packages share nothing.
func TestUnknownGraphsAreNotShared(t *testing.T) {
	backend, err := device.Open("")
	if err != nil {
		t.Fatal(err)
	}
	ring := dataset.Ring(4, 1, 0.1)
	for name, p := range map[string]game{
		"a function as G": {cfg: Config{Generator: Func{Name: "f"}, Discriminator: MLP{}}, real: ring},
		"a function as D": {cfg: Config{Generator: MLP{}, Discriminator: Func{Name: "f"}}, real: ring},
		"embedding data":  {cfg: small(), real: classed{ring}},
		"embedding fakes": {cfg: small(), real: ring, pg: classed{ring}},
	} {
		if k := p.key(backend); k != "" {
			t.Errorf("%s has the key %q", name, k)
		}
	}
}

// The number of shared programs is bounded, and the programs that were requested last are kept.
func TestSharedProgramsAreBounded(t *testing.T) {
	made := 0
	ask := func(key string) {
		if _, err := sharedOrCompiled(key, func() (*program, error) { made++; return &program{}, nil }); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 3 * sharedPrograms {
		ask(string(rune('a' + i)))
		ask("a")
	}
	if n := len(shared.entries); n != sharedPrograms {
		t.Errorf("%d programs are kept, want %d", n, sharedPrograms)
	}
	if made != 3*sharedPrograms {
		t.Errorf("%d programs were made, want %d: the one asked for again and again once", made, 3*sharedPrograms)
	}
	shared.Lock()
	shared.entries = nil
	shared.Unlock()
}

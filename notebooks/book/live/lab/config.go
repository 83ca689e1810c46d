package lab

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"ganbook/gan"
	"ganbook/gan/dataset"
	"ganbook/gan/device"
	"ganbook/theory"
)

// config returns the configuration of the training that a choice describes.
func (c choice) config() gan.Config {
	cfg := gan.Defaults()
	cfg.Backend = device.Go
	cfg.Loss = c.loss()
	cfg.R1, cfg.R2, cfg.GradientPenalty, cfg.WeightClip = c.Number("r1"), c.Number("r2"), c.Number("gp"), c.Number("clip")
	cfg.CriticSteps, cfg.Batch = c.Count("k"), c.Count("batch")
	cfg.Simultaneous = c.On("together")
	cfg.DiscriminatorOptimizer = c.optimizer("rated")
	cfg.GeneratorOptimizer = c.optimizer("rateg")
	cfg.Discriminator, cfg.Generator = network(c.Chosen["widthd"]), network(c.Chosen["widthg"])
	cfg.NoiseDim, cfg.Standardise = c.Count("noise"), c.On("standard")
	if c.Chosen["pz"] == "uniform" {
		cfg.Noise = gan.Uniform
	}
	cfg.Seed = uint64(c.Number("seed"))
	return cfg
}

func (c choice) optimizer(rate string) gan.Optimizer {
	switch c.Chosen["optimizer"] {
	case "SGD":
		return gan.SGD{LearningRate: c.Number(rate)}
	case "Adam, β₁ = 0.5":
		return gan.Adam{LearningRate: c.Number(rate), Beta1: 0.5, Beta2: 0.999}
	}
	return gan.Adam{LearningRate: c.Number(rate), Beta1: 0, Beta2: 0.999}
}

// network returns two hidden layers of the given width, or a linear map for "none".
func network(width string) gan.MLP {
	n, err := strconv.Atoi(width)
	if err != nil {
		return gan.MLP{}
	}
	return gan.MLP{Hidden: []int{n, n}, Activation: gan.LeakyReLU}
}

func lossNames() (names []string) {
	for _, l := range gan.Losses() {
		names = append(names, l.Name)
	}
	return names
}

func (c choice) loss() gan.Loss {
	for _, l := range gan.Losses() {
		if l.Name == c.Chosen["loss"] {
			return l
		}
	}
	panic("lab: no loss is called " + c.Chosen["loss"])
}

// A source is a distribution that the reader can choose.
type source struct {
	dim  int
	name string
	make func() dataset.Dataset
	code string // the Go that makes it
}

// drawnName is the name of the data that the reader draws.
const drawnName = "drawn by you"

func bumps(sigma float64, centres ...float64) theory.Distribution {
	var parts []theory.Distribution
	var weights []float64
	for _, c := range centres {
		parts, weights = append(parts, theory.Normal(c, sigma)), append(weights, 1/float64(len(centres)))
	}
	return theory.Mix(weights, parts...)
}

func twoBumps() [][]float64 { return [][]float64{{-0.7, -0.4}, {0.7, 0.4}} }

var sources = []source{
	{2, "ring", func() dataset.Dataset { return dataset.Ring(8, 1, 0.08) }, "dataset.Ring(8, 1, 0.08)"},
	{2, "grid", func() dataset.Dataset { return dataset.Grid(3, 1, 0.07) }, "dataset.Grid(3, 1, 0.07)"},
	{2, "spiral", func() dataset.Dataset { return dataset.Spirals(2, 0.6, 0.04) }, "dataset.Spirals(2, 0.6, 0.04)"},
	{2, "two bumps", func() dataset.Dataset { return dataset.Gaussians("two bumps", twoBumps(), 0.2) },
		`dataset.Gaussians("two bumps", [][]float64{{-0.7, -0.4}, {0.7, 0.4}}, 0.2)`},
	{1, "two bumps", func() dataset.Dataset { return dataset.From(bumps(0.4, -1.5, 1.5)) },
		"dataset.From(theory.Mix([]float64{0.5, 0.5}, theory.Normal(-1.5, 0.4), theory.Normal(1.5, 0.4)))"},
	{1, "one bump", func() dataset.Dataset { return dataset.From(theory.Normal(3, 0.5)) }, "dataset.From(theory.Normal(3, 0.5))"},
	{1, "four bumps", func() dataset.Dataset { return dataset.From(bumps(0.2, -3, -1, 1, 3)) },
		"dataset.From(theory.Mix([]float64{0.25, 0.25, 0.25, 0.25},\n\t\ttheory.Normal(-3, 0.2), theory.Normal(-1, 0.2), theory.Normal(1, 0.2), theory.Normal(3, 0.2)))"},
}

// dataNames lists the names of all data, of one and of two coordinates.
func dataNames() []string {
	names := []string{}
	for _, s := range sources {
		if s.dim == 2 {
			names = append(names, s.name)
		}
	}
	return append(names, "one bump", "four bumps", drawnName)
}

// dataFor lists the names of the data with a number of coordinates.
func dataFor(dim int) (names []string) {
	for _, s := range sources {
		if s.dim == dim {
			names = append(names, s.name)
		}
	}
	return append(names, drawnName)
}

func (c choice) dim() int { return c.Count("dim") }

// source returns the chosen source, or false for data that the reader draws.
func (c choice) source() (source, bool) {
	for _, s := range sources {
		if s.dim == c.dim() && s.name == c.Chosen["data"] {
			return s, true
		}
	}
	return source{}, false
}

// reach is where the axes of x begin and end.
func (c choice) reach() (lo, hi float64) {
	if c.dim() == 1 {
		return -5, 7
	}
	return -1.6, 1.6
}

// code returns the Go that does the same, as a cell of a notebook.
func (c choice) code(drawn [][]float32, steps int) string {
	var b strings.Builder
	cfg := c.config()
	data := ""
	if s, ok := c.source(); ok {
		data = s.code
	} else {
		data = "dataset.Rows(\"drawn\", [][]float32{\n"
		for _, row := range drawn {
			data += "\t{" + strings.Trim(strings.ReplaceAll(fmt.Sprint(row), " ", ", "), "[]") + "},\n"
		}
		data += "})"
	}
	imports := []string{"github.com/janpfeifer/must", "ganbook/gan", "ganbook/gan/dataset", "ganbook/notebooks/watch"}
	if strings.Contains(data, "theory.") {
		imports = append(imports, "ganbook/theory")
	}
	b.WriteString("import (\n")
	for _, path := range imports {
		fmt.Fprintf(&b, "\t%q\n", path)
	}
	b.WriteString(")\n\n%%\ncfg := gan.Defaults()\n")
	line := func(format string, args ...any) { fmt.Fprintf(&b, "cfg."+format+"\n", args...) }
	line("Loss, cfg.Seed = gan.%s, %d", cfg.Loss.Name, cfg.Seed)
	line("Discriminator = %s", mlpCode(cfg.Discriminator.(gan.MLP)))
	line("Generator = %s", mlpCode(cfg.Generator.(gan.MLP)))
	line("NoiseDim, cfg.Noise, cfg.Standardise = %d, gan.%v, %t", cfg.NoiseDim, cfg.Noise, cfg.Standardise)
	line("Batch, cfg.CriticSteps, cfg.Steps = %d, %d, %d", cfg.Batch, cfg.CriticSteps, max(steps, 300))
	line("DiscriminatorOptimizer = %s", optimizerCode(cfg.DiscriminatorOptimizer))
	line("GeneratorOptimizer = %s", optimizerCode(cfg.GeneratorOptimizer))
	for _, strength := range []struct {
		name  string
		value float64
	}{{"R1", cfg.R1}, {"R2", cfg.R2}, {"GradientPenalty", cfg.GradientPenalty}, {"WeightClip", cfg.WeightClip}} {
		if strength.value != 0 {
			line("%s = %v", strength.name, strength.value)
		}
	}
	if cfg.Simultaneous {
		line("Simultaneous = true")
	}
	fmt.Fprintf(&b, "data := %s\nrun := must.M1(watch.Train(cfg, data))\nrun.Sample(1000)\n", data)
	return b.String()
}

func mlpCode(m gan.MLP) string {
	if len(m.Hidden) == 0 {
		return "gan.MLP{}"
	}
	return fmt.Sprintf("gan.MLP{Hidden: []int{%d, %d}, Activation: gan.%v}", m.Hidden[0], m.Hidden[1], m.Activation)
}

func optimizerCode(o gan.Optimizer) string {
	switch o := o.(type) {
	case gan.SGD:
		return fmt.Sprintf("gan.SGD{LearningRate: %v}", o.LearningRate)
	case gan.Adam:
		return fmt.Sprintf("gan.Adam{LearningRate: %v, Beta1: %v, Beta2: %v}", o.LearningRate, o.Beta1, o.Beta2)
	}
	panic(fmt.Sprintf("lab: no code for %T", o))
}

// atPdata is −ln 4, the value of the game at Pg = Pdata with the best D.
var atPdata = -math.Log(4)

package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ganbook/gan"
	"ganbook/gan/dataset"
	"ganbook/gan/device"
	"ganbook/notebooks/recipe"
)

// blank returns data of the kind and the size of a row's, without MNIST's files.
func blank(t *testing.T, row Row) dataset.Dataset {
	switch row.Config.Generator.(type) {
	case gan.ConvUp:
		g := row.Config.Generator.(gan.ConvUp)
		return dataset.NewImages("blank", g.Height, g.Width, g.Channels, make([]byte, 4*g.Height*g.Width*g.Channels), nil, 0)
	}
	if row.Config.Generator.(gan.MLP).Output == gan.SigmoidOutput {
		return dataset.NewImages("blank", 28, 28, 1, make([]byte, 4*28*28), nil, 0)
	}
	data, err := row.Data()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestEveryRowBuildsAndIsToldToThePeers(t *testing.T) {
	for _, row := range rows() {
		if row.Parzen {
			continue
		}
		t.Run(row.Name, func(t *testing.T) {
			data := blank(t, row)
			j, err := trainingJob(row.Config, data, func(*dataset.Images) (string, error) { return "file", nil })
			if err != nil {
				t.Fatal(err)
			}
			if len(j.Products) == 0 || operations(j.Products) <= 0 {
				t.Errorf("products %v", j.Products)
			}
			if row.Config.Steps%row.Chunk != 0 {
				t.Errorf("%d steps are no multiple of the chunk, %d", row.Config.Steps, row.Chunk)
			}
			if row.Config.Steps/row.Chunk < 5 {
				t.Errorf("%d steps in chunks of %d: too few chunks to time", row.Config.Steps, row.Chunk)
			}
			// A training that is stopped before its first step has built its graph.
			cfg := row.Config
			cfg.Backend = device.Go
			ctx, stop := context.WithCancel(t.Context())
			stop()
			run, err := gan.Train(ctx, cfg, data)
			if !errors.Is(err, context.Canceled) || run == nil {
				t.Fatalf("%v; want a run that was stopped", err)
			}
		})
	}
}

func TestRowsAreChosenByName(t *testing.T) {
	all := rows()
	short, err := choose(all, nil, false)
	if err != nil || len(short) != len(all)-2 {
		t.Errorf("%v, %v; want all but the two long rows", rowNames(short), err)
	}
	if long, _ := choose(all, nil, true); len(long) != len(all) {
		t.Errorf("%v; want all", rowNames(long))
	}
	if some, err := choose(all, []string{"digits", "cure"}, false); err != nil || strings.Join(rowNames(some), " ") != "digits cure" {
		t.Errorf("%v, %v", rowNames(some), err)
	}
	if _, err := choose(all, []string{"toys"}, false); err == nil || !strings.Contains(err.Error(), "tiny toy ") {
		t.Errorf("%v; want the names of the rows", err)
	}
}

func TestThePeersAreNotGivenWhatTheyDoNotKnow(t *testing.T) {
	for name, change := range map[string]func(*gan.Config){
		"loss":      func(c *gan.Config) { c.Loss = gan.Wasserstein },
		"packing":   func(c *gan.Config) { c.Packing = 2 },
		"optimizer": func(c *gan.Config) { c.GeneratorOptimizer = gan.RMSProp{LearningRate: 1e-3, Rho: 0.9} },
		"norm": func(c *gan.Config) {
			c.Generator = gan.MLP{Hidden: []int{4}, Norm: gan.LayerNorm}
		},
		"not valid": func(c *gan.Config) { c.Batch = 0 },
	} {
		cfg := with(toy(8, 1, 8, 10), change)
		if _, err := trainingJob(cfg, dataset.Ring(8, 2, 0.02), nil); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestProducts(t *testing.T) {
	cfg := gan.Defaults()
	cfg.Generator = gan.MLP{Hidden: []int{3}}
	cfg.Discriminator = gan.MLP{Hidden: []int{3}}
	cfg.NoiseDim, cfg.Batch = 2, 5
	// Each layer has 2·5·in·out operations a product. G: 2·3 with 3 products (no gradient of z) and 3·2
	// with 4. D: 2·3 with 3 forward, 2 for the weights and 1 for the input, and 3·1 with 8.
	list, err := products(cfg, 2)
	if want := 10. * (6*3 + 6*4 + 6*6 + 3*8); err != nil || operations(list) != want {
		t.Errorf("%v operations (%v), want %v: %v", operations(list), err, want, list)
	}
	cfg.R1, cfg.R2 = 1, 1
	list, _ = products(cfg, 2)
	if want := 10. * (6*3 + 6*4 + 6*12 + 3*14); operations(list) != want {
		t.Errorf("with two penalties %v operations, want %v: %v", operations(list), want, list)
	}
}

func TestAChangedSourceIsNoticed(t *testing.T) {
	t.Chdir(t.TempDir())
	os.WriteFile("a.go", []byte("package a"), 0o600)
	sum, err := sumSources(".", []string{"*.go"})
	if err != nil {
		t.Fatal(err)
	}
	c := conditions{sources: []string{"*.go"}, sum: sum}
	if err := c.unchanged(); err != nil {
		t.Error(err)
	}
	os.WriteFile("a.go", []byte("package b"), 0o600)
	if c.unchanged() == nil {
		t.Error("a.go has changed, and there is no error")
	}
}

// Every file of this folder that a saved number depends on is a source of the rows or of a part.
func TestEveryFileThatMakesANumberIsASource(t *testing.T) {
	harmless := []string{"cells_report.go", "conditions.go", "devices_report.go", "doc.go", "fair.go", "fit.go", "growth_report.go", "main.go", "measurement.go",
		"part.go", "partrun.go", "picture.go", "profile_report.go", "report.go", "results.go", "schedule.go", "stats.go", "table.go", "theory_report.go"}
	all := slices.Clone(sources)
	for _, p := range parts() {
		all = append(all, p.Sources...)
	}
	files, _ := filepath.Glob("*.go")
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || slices.Contains(harmless, file) {
			continue
		}
		if !slices.ContainsFunc(all, func(pattern string) bool { ok, _ := filepath.Match(pattern, "gan/bench/"+file); return ok }) {
			t.Errorf("%s is no source", file)
		}
	}
	for _, want := range []string{"gan/bench/judge.go", "gan/bench/programs.go", "gan/dataset/mnist/*.go", "theory/seed/*.go"} {
		if !slices.Contains(sources, want) {
			t.Errorf("%s is no source of the rows", want)
		}
	}
	if !slices.Contains(devicesPart().Sources, "gan/bench/data.go") {
		t.Error("data.go, which has the ring, is no source of devices")
	}
}

func TestThePeersAreNotGivenNetworksThatTheyDoNotKnow(t *testing.T) {
	images := dataset.NewImages("blank", 28, 28, 1, make([]byte, 4*784), nil, 0)
	for name, change := range map[string]func(*gan.Config){
		"fully connected layers beside convolutions": func(c *gan.Config) { *c = recipe.Convolutions().Config },
		"tanh, whose gain is 1": func(c *gan.Config) {
			g := c.Generator.(gan.ConvUp)
			g.Activation = gan.TanH
			c.Generator = g
		},
		"batch norm in D": func(c *gan.Config) {
			*c = digits(300, 0)
			c.Discriminator = gan.MLP{Hidden: []int{8}, Norm: gan.BatchNorm, Centred: true}
		},
		"devices": func(c *gan.Config) { c.Devices = 2 },
	} {
		if _, err := trainingJob(with(convolutions(28, 1, 200), change), images, func(*dataset.Images) (string, error) { return "file", nil }); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestClocksBeginWithTheDataInMemory(t *testing.T) {
	for _, file := range []string{"jax_gan.py", "torch_gan.py"} {
		text, err := os.ReadFile(filepath.Join("peers", file))
		if err != nil {
			t.Fatal(err)
		}
		if read, clock := strings.LastIndex(string(text), "jobs.pixels("), strings.Index(string(text), "jobs.Clock("); read > clock {
			t.Errorf("%s reads the pixels by the clock", file)
		}
	}
}

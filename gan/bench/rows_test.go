package main

import (
	"context"
	"errors"
	"strings"
	"testing"

	"ganbook/gan"
	"ganbook/gan/dataset"
	"ganbook/gan/device"
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

package recipe

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"testing"

	"ganbook/gan"
	"ganbook/theory/seed"
)

func TestEachStackedMethodIsValid(t *testing.T) {
	names, configs := map[string]bool{}, map[string]bool{}
	for _, m := range StackedMethods() {
		if err := m.Config.Validate(); err != nil {
			t.Errorf("%s: %v", m.Name, err)
		}
		if described := fmt.Sprintf("%+v", m.Config); names[m.Name] || configs[described] {
			t.Errorf("two rows are %s, or have its configuration %s", m.Name, described)
		} else {
			names[m.Name], configs[described] = true, true
		}
	}
}

// A small training on stacked corners: it is measured, and a folder with a part of it is finished.
func TestTrainStacked(t *testing.T) {
	grey := corners(400, seed.Rand(93, 94))
	reader, err := Reader{Filters: []int{3}, Features: 7, Epochs: 1, Seed: 5}.Train(grey)
	if err != nil {
		t.Fatal(err)
	}
	data := NewStacked(grey)
	cfg := gan.Defaults()
	cfg.Generator, cfg.Discriminator = gan.MLP{Hidden: []int{4}}, gan.MLP{Hidden: []int{4}}
	cfg.Standardise, cfg.Batch, cfg.Steps = false, 4, 20
	folder := t.TempDir()
	whole, err := TrainStacked(t.Context(), cfg, data, reader, filepath.Join(folder, "whole"))
	if err != nil {
		t.Fatal(err)
	}
	if m := whole["modes"]; !(m >= 1 && m <= 64) || !(whole["KL"] >= 0 && float64(whole["KL"]) <= math.Log(64)+1e-9) || whole["finite"] != 1 {
		t.Errorf("measures %v", whole)
	}
	if !(whole["seconds"] > 0) {
		t.Errorf("seconds %v", whole["seconds"])
	}

	ctx, stop := context.WithCancel(t.Context())
	_, err = gan.Train(ctx, cfg, data, gan.Dir(filepath.Join(folder, "parts")), gan.OnFrame(10, func(r *gan.Run) {
		if r.Step() == 10 {
			stop()
		}
	}))
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v, want that of the context", err)
	}
	for range 2 { // the second call finds the whole training
		parts, err := TrainStacked(t.Context(), cfg, data, reader, filepath.Join(folder, "parts"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"modes", "KL", "confidence red", "confidence green", "confidence blue", "finite"} {
			if parts[name] != whole[name] {
				t.Errorf("%s: %v in parts and %v at once", name, parts[name], whole[name])
			}
		}
	}
}

package main

import (
	"fmt"
	"path/filepath"
	"testing"

	"ganbook/gan"
	"ganbook/notebooks/recipe"
)

// A row's configuration is what the code trains today. If a configuration has changed, or is written otherwise, the
// row is to be made anew: the commands of this package would do so, and the notebooks would print the old row till then.
func TestRowsHaveTodaysConfigurations(t *testing.T) {
	for file, today := range configurations(t) {
		found := map[string]bool{}
		for _, row := range read(t, file).Rows {
			cfg, trained := today[row.Method]
			if !trained {
				if row.Config != "" {
					t.Errorf("%s has a row %q that no code makes", file, row.Method)
				}
				continue
			}
			found[row.Method] = true
			if want := fmt.Sprintf("%+v", cfg); row.Config != want {
				t.Errorf("%s, %q is of\n%s\nand the code trains\n%s", file, row.Method, row.Config, want)
			}
		}
		for name := range today {
			if !found[name] {
				t.Errorf("%s has no row %q", file, name)
			}
		}
	}
}

// configurations returns for each table the configuration of each row that is trained.
func configurations(t *testing.T) map[string]map[string]gan.Config {
	goodfellow := recipe.Goodfellow(nil) // no network is built
	pairs := map[string]gan.Config{recipe.GoodfellowRow: goodfellow}
	for _, pair := range recipe.DigitGANs() {
		pairs[pair.Name] = pair.Config
	}
	few := map[string]gan.Config{}
	for _, m := range recipe.FewMethods() {
		few[m.Name] = m.Config
	}
	tuning, modes, tuned := map[string]gan.Config{}, methods(recipe.Frontier()), read(t, recipe.TuningFile)
	modes[recipe.Final] = recipe.Cured()
	for _, c := range recipe.Contenders() {
		for _, setting := range c.Settings {
			tuning[setting.Name] = setting.Config
		}
		if c.Fresh {
			modes[c.Name] = c.Best(tuned).Config
		}
	}
	return map[string]map[string]gan.Config{
		recipe.TuningFile: tuning,
		"modes.json":      modes,
		"digits.json":     {recipe.DigitsRow: recipe.Digits().Config, recipe.GoodfellowRow: goodfellow},
		"features.json":   pairs,
		"stacked.json":    methods(recipe.StackedMethods()),
		"few.json":        few,
	}
}

func methods(all []recipe.Method) map[string]gan.Config {
	configs := map[string]gan.Config{}
	for _, m := range all {
		configs[m.Name] = m.Config
	}
	return configs
}

func read(t *testing.T, file string) recipe.Table {
	table, err := recipe.Read(filepath.Join("..", "..", file))
	if err != nil {
		t.Fatal(err)
	}
	return table
}

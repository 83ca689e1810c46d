package recipe

import (
	"fmt"
	"math"

	"ganbook/gan"
)

// A Contender is a combination of a loss with a penalty or another change. Settings are the
// configurations that are tried for it on the tuning seeds. The best of them then trains with fresh
// seeds.
type Contender struct {
	Name     string
	Settings []Method // the same name with the rate, and with the strength of the penalty
	Fresh    bool     // whether the best setting trains with fresh seeds
}

// The protocol of notebook 09. The settings are tried on the grid with TuningSeeds. The best one of
// each contender then trains on both data sets with FreshSeeds, which chose nothing.
var (
	TuningSeeds = []uint64{1, 2}
	FreshSeeds  = []uint64{11, 12, 13, 14, 15, 16, 17, 18, 19, 20}
)

// TuningFile is the file of the table of the tuning seeds, beside that of the fresh seeds.
const TuningFile = "modes_tuning.json"

// rates are the learning rates of both networks that are tried for each contender.
var rates = []float64{1e-3, 2e-3, 4e-3}

// A change gives a configuration a penalty, or changes it in another way.
type change struct {
	name      string
	strengths []float64 // the values of symbol that are tried
	symbol    string    // of the strength: γ, λ or c; empty if there is none
	apply     func(cfg *gan.Config, strength float64)
}

// gammas are the strengths of R1 and R2 that are tried.
var gammas = []float64{0.01, 0.1}

var penalties = []change{
	{"no penalty", []float64{0}, "", func(*gan.Config, float64) {}},
	{"R1", gammas, "γ", func(c *gan.Config, γ float64) { c.R1 = γ }},
	{"R2", gammas, "γ", func(c *gan.Config, γ float64) { c.R2 = γ }},
	{"R1 + R2", gammas, "γ", func(c *gan.Config, γ float64) { c.R1, c.R2 = γ, γ }},
	{"gradient penalty", []float64{0.1, 1}, "λ", func(c *gan.Config, λ float64) { c.GradientPenalty = λ }},
	{"gradient penalty, k = 5", []float64{0.1, 1}, "λ", func(c *gan.Config, λ float64) {
		c.GradientPenalty, c.CriticSteps, c.Steps = λ, 5, moves/6
	}},
	{"clipping", []float64{0.05, 0.2}, "c", func(c *gan.Config, limit float64) { c.WeightClip = limit }},
}

// variants are changes to the non-saturating loss. All but the last two have R1 + R2.
var variants = []change{
	bothAnd("no average", func(c *gan.Config) { c.Averaging = 0 }),
	bothAnd("constant rate", func(c *gan.Config) { c.RateDecay = gan.Decay{} }),
	bothAnd("neither", func(c *gan.Config) { c.Averaging, c.RateDecay = 0, gan.Decay{} }),
	bothAnd("packing 2", func(c *gan.Config) { c.Packing = 2 }),
	{"no penalty, packing 2", []float64{0}, "", func(c *gan.Config, _ float64) { c.Packing = 2 }},
	{"no penalty, packing 4", []float64{0}, "", func(c *gan.Config, _ float64) { c.Packing = 4 }},
}

// bothAnd returns R1 + R2 together with another change.
func bothAnd(name string, by func(*gan.Config)) change {
	return change{"R1 + R2, " + name, gammas, "γ", func(c *gan.Config, γ float64) {
		c.R1, c.R2 = γ, γ
		by(c)
	}}
}

// common returns what all contenders share: networks of four hidden layers of 64 units, batch 128,
// Adam with β = (0, 0.99), a rate that stays for a fifth of the training and then falls to 0 along a
// cosine, the moving average of G, and 12,000 moves.
func common(loss gan.Loss, rate float64) gan.Config {
	cfg := Plain()
	cfg.Loss = loss
	cfg.GeneratorOptimizer = gan.Adam{LearningRate: rate, Beta1: 0, Beta2: 0.99}
	cfg.DiscriminatorOptimizer = cfg.GeneratorOptimizer
	cfg.RateDecay = gan.Decay{Shape: gan.Cosine, From: 0.2, Until: 1}
	cfg.Averaging = 0.999
	return cfg
}

// contender makes a contender of a loss and a change.
func contender(loss gan.Loss, by change, fresh bool) Contender {
	c := Contender{Name: fmt.Sprintf("%v, %s", loss, by.name), Fresh: fresh}
	for _, rate := range rates {
		for _, strength := range by.strengths {
			cfg := common(loss, rate)
			by.apply(&cfg, strength)
			name := fmt.Sprintf("%s; rate %g", c.Name, rate)
			if by.symbol != "" {
				name += fmt.Sprintf(", %s = %g", by.symbol, strength)
			}
			c.Settings = append(c.Settings, Method{name, cfg})
		}
	}
	return c
}

// Contenders returns six losses, each with no penalty and with each of six, and the variants of the
// non-saturating loss. Fresh are those with the non-saturating loss, and those with no penalty or
// R1 + R2.
func Contenders() (all []Contender) {
	for _, loss := range gan.Losses() {
		for _, penalty := range penalties {
			fresh := loss.Name == gan.NonSaturating.Name || penalty.name == "no penalty" || penalty.name == "R1 + R2"
			all = append(all, contender(loss, penalty, fresh))
		}
	}
	for _, variant := range variants {
		all = append(all, contender(gan.NonSaturating, variant, true))
	}
	return all
}

// Best returns the setting of a contender with the smallest mean of the measure "JS" over the tuning
// seeds, among those that the table has. It returns the zero Method if the table has none.
func (c Contender) Best(tuning Table) (best Method) {
	least := math.Inf(1)
	for _, m := range c.Settings {
		row, ok := tuning.find(m.Name, Grid().Name())
		if !ok {
			continue
		}
		if mean, _ := row.Mean("JS"); mean < least {
			best, least = m, mean
		}
	}
	return best
}

package lab

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ganbook/notebooks/book/live/part"
)

// A setting is one thing that the reader chooses. Its values are texts, of which the first is not
// always the one that the lab begins with.
type setting struct {
	id, label string
	values    []string // nil for a number that is typed
	first     string
	kind      part.Kind
	group     string
	restarts  bool // a change needs new networks: the training starts again
	looks     bool // a change is only of the picture
	help      string
}

// The groups of the controls.
const (
	groupMain     = "main" // the buttons
	groupLoss     = "Loss and penalty"
	groupMoves    = "Moves"
	groupNetworks = "Networks and noise (a change starts the training again)"
	groupPicture  = "Picture"
)

var (
	strengths = []string{"0", "0.001", "0.01", "0.03", "0.1", "0.3", "1", "3", "10"}
	rates     = []string{"0.0001", "0.0002", "0.0005", "0.001", "0.002", "0.005", "0.01", "0.02", "0.05", "0.1", "0.2"}
	widths    = []string{"none", "4", "8", "16", "32", "64", "128"}
)

// allSettings are the settings in the order of the page.
var allSettings = []setting{
	{id: "dim", label: "Coordinates of x", values: []string{"1", "2"}, first: "2", kind: part.Choice, restarts: true},
	{id: "data", label: "Data", values: dataNames(), first: "ring", kind: part.Choice, restarts: true},
	{id: "seed", label: "Seed", first: "1", kind: part.Count, restarts: true, help: "of weights, data and noise; the same seed gives the same training"},

	{id: "loss", label: "Loss", values: lossNames(), first: "NonSaturating", kind: part.Choice, group: groupLoss},
	{id: "r1", label: "R1, on data", values: strengths, first: "0", kind: part.Slider, group: groupLoss, help: "γ/2 times the mean squared slope of D on data"},
	{id: "r2", label: "R2, on fakes", values: strengths, first: "0", kind: part.Slider, group: groupLoss, help: "γ/2 times the mean squared slope of D on fakes"},
	{id: "gp", label: "Gradient penalty", values: strengths, first: "0", kind: part.Slider, group: groupLoss, help: "λ times the mean of (slope − 1)² between data and fakes"},
	{id: "clip", label: "Weight clip", values: []string{"0", "0.01", "0.03", "0.1", "0.3", "1"}, first: "0", kind: part.Slider, group: groupLoss, help: "D's weights stay within ±c; 0 is no limit"},

	{id: "k", label: "Moves of D in a step, k", values: []string{"1", "2", "3", "4", "5"}, first: "1", kind: part.Slider, group: groupMoves},
	{id: "rated", label: "Learning rate of D", values: rates, first: "0.005", kind: part.Slider, group: groupMoves},
	{id: "rateg", label: "Learning rate of G", values: rates, first: "0.002", kind: part.Slider, group: groupMoves},
	{id: "batch", label: "Batch", values: []string{"16", "32", "64", "128", "256", "512"}, first: "128", kind: part.Slider, group: groupMoves},
	{id: "optimizer", label: "Optimizer", values: []string{"Adam, β₁ = 0", "Adam, β₁ = 0.5", "SGD"}, first: "Adam, β₁ = 0", kind: part.Choice, group: groupMoves},
	{id: "together", label: "Both move at once", values: onOff, first: "off", kind: part.Switch, group: groupMoves, help: "else D moves first, and G answers the new D"},
	{id: "slow", label: "Slow motion: D's move, then G's", values: onOff, first: "off", kind: part.Switch, looks: true, group: groupMain},

	{id: "widthd", label: "Units in D's two layers", values: widths, first: "32", kind: part.Slider, group: groupNetworks, restarts: true},
	{id: "widthg", label: "Units in G's two layers", values: widths, first: "32", kind: part.Slider, group: groupNetworks, restarts: true},
	{id: "noise", label: "Coordinates of z", values: []string{"1", "2", "4", "8", "16"}, first: "2", kind: part.Slider, group: groupNetworks, restarts: true},
	{id: "pz", label: "Noise", values: []string{"normal", "uniform"}, first: "normal", kind: part.Choice, group: groupNetworks, restarts: true},
	{id: "standard", label: "D sees (x − m)/s", values: onOff, first: "on", kind: part.Switch, group: groupNetworks, restarts: true, help: "else D sees x itself"},

	{id: "heat", label: "Background", values: []string{"D", "D*", "none"}, first: "D", kind: part.Choice, group: groupPicture, looks: true,
		help: "D* is estimated: see below the picture"},
	{id: "arrows", label: "Arrows: where G's loss falls", values: onOff, first: "on", kind: part.Switch, group: groupPicture, looks: true},
	{id: "grid", label: "Grid of z, moved by G", values: onOff, first: "off", kind: part.Switch, group: groupPicture, looks: true},
	{id: "samples", label: "Fakes", values: onOff, first: "on", kind: part.Switch, group: groupPicture, looks: true},
}

var onOff = []string{"off", "on"}

// A choice is the values of all settings, by id.
type choice map[string]string

func firstChoice() choice {
	c := choice{}
	for _, s := range allSettings {
		c[s.id] = s.first
	}
	return c
}

func settingOf(id string) (setting, bool) {
	i := slices.IndexFunc(allSettings, func(s setting) bool { return s.id == id })
	if i < 0 {
		return setting{}, false
	}
	return allSettings[i], true
}

// check returns the value that a text stands for. The text is a value or, for a slider, a position.
func (s setting) check(text string) error {
	if s.values == nil {
		if n, err := strconv.ParseUint(text, 10, 64); err != nil || n > 1<<53 {
			return fmt.Errorf("%s is %q; a whole number, 0 or more", s.label, text)
		}
		return nil
	}
	if !slices.Contains(s.values, text) {
		return fmt.Errorf("%s is %q; one of %s", s.label, text, strings.Join(s.values, ", "))
	}
	return nil
}

func (c choice) on(id string) bool { return c[id] == "on" }

// number returns the value of a setting that is a number. Checked values are.
func (c choice) number(id string) float64 {
	v, err := strconv.ParseFloat(c[id], 64)
	if err != nil {
		panic("lab: " + id + ": " + err.Error())
	}
	return v
}

func (c choice) count(id string) int { return int(c.number(id)) }

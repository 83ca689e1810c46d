package lab

import "ganbook/notebooks/book/live/part"

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
var allSettings = []part.Setting{
	{ID: "dim", Label: "Coordinates of x", Values: []string{"1", "2"}, First: "2", Kind: part.Choice},
	{ID: "data", Label: "Kind of data", Values: dataNames(), First: "ring", Kind: part.Choice},
	{ID: "seed", Label: "Seed", First: "1", Kind: part.Count},

	{ID: "loss", Label: "Loss", Values: lossNames(), First: "NonSaturating", Kind: part.Choice, Group: groupLoss},
	{ID: "r1", Label: "R1, on data", Values: strengths, First: "0", Kind: part.Slider, Group: groupLoss, Help: "γ/2 times the mean squared slope of D on data"},
	{ID: "r2", Label: "R2, on fakes", Values: strengths, First: "0", Kind: part.Slider, Group: groupLoss, Help: "γ/2 times the mean squared slope of D on fakes"},
	{ID: "gp", Label: "Gradient penalty", Values: strengths, First: "0", Kind: part.Slider, Group: groupLoss, Help: "λ times the mean of (slope − 1)² between data and fakes"},
	{ID: "clip", Label: "Weight clip", Values: []string{"0", "0.01", "0.03", "0.1", "0.3", "1"}, First: "0", Kind: part.Slider, Group: groupLoss, Help: "D's weights stay within ±c; 0 is no limit"},

	{ID: "k", Label: "Moves of D in a step, k", Values: []string{"1", "2", "3", "4", "5"}, First: "1", Kind: part.Slider, Group: groupMoves},
	{ID: "rated", Label: "Learning rate of D", Values: rates, First: "0.005", Kind: part.Slider, Group: groupMoves},
	{ID: "rateg", Label: "Learning rate of G", Values: rates, First: "0.002", Kind: part.Slider, Group: groupMoves},
	{ID: "batch", Label: "Batch", Values: []string{"16", "32", "64", "128", "256", "512"}, First: "128", Kind: part.Slider, Group: groupMoves},
	{ID: "optimizer", Label: "Optimizer", Values: []string{"Adam, β₁ = 0", "Adam, β₁ = 0.5", "SGD"}, First: "Adam, β₁ = 0", Kind: part.Choice, Group: groupMoves},
	{ID: "together", Label: "Both move at once", Values: part.OnOff, First: "off", Kind: part.Switch, Group: groupMoves, Help: "else D moves first, and G answers the new D"},
	{ID: "slow", Label: "Slow motion: D's move, then G's", Values: part.OnOff, First: "off", Kind: part.Switch, Group: groupMain},

	{ID: "widthd", Label: "Units in D's two layers", Values: widths, First: "32", Kind: part.Slider, Group: groupNetworks},
	{ID: "widthg", Label: "Units in G's two layers", Values: widths, First: "32", Kind: part.Slider, Group: groupNetworks},
	{ID: "noise", Label: "Coordinates of z", Values: []string{"1", "2", "4", "8", "16"}, First: "2", Kind: part.Slider, Group: groupNetworks},
	{ID: "pz", Label: "Noise", Values: []string{"normal", "uniform"}, First: "normal", Kind: part.Choice, Group: groupNetworks},
	{ID: "standard", Label: "D sees (x − m)/s", Values: part.OnOff, First: "on", Kind: part.Switch, Group: groupNetworks, Help: "else D sees x itself"},

	{ID: "heat", Label: "Background", Values: []string{"D", "D*", "none"}, First: "D", Kind: part.Choice, Group: groupPicture,
		Help: "D* is estimated: see below the picture"},
	{ID: "arrows", Label: "Arrows: where G's loss falls", Values: part.OnOff, First: "on", Kind: part.Switch, Group: groupPicture},
	{ID: "grid", Label: "Grid of z, moved by G", Values: part.OnOff, First: "off", Kind: part.Switch, Group: groupPicture},
	{ID: "samples", Label: "Fakes", Values: part.OnOff, First: "on", Kind: part.Switch, Group: groupPicture},
}

// restarts says whether a change of a setting needs new networks.
func restarts(id string) bool {
	switch id {
	case "dim", "data", "seed", "widthd", "widthg", "noise", "pz", "standard":
		return true
	}
	return false
}

// looks says whether a setting is only of the picture, or of the pace.
func looks(id string) bool {
	switch id {
	case "slow", "heat", "arrows", "grid", "samples":
		return true
	}
	return false
}

// choice is the values of all settings, by id.
type choice struct{ part.Chosen }

func firstChoice() choice { return choice{part.First(allSettings)} }

func (c choice) clone() choice { return choice{c.Chosen.Clone()} }

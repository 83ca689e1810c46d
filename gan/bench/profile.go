package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"ganbook/gan"
	"ganbook/gan/dataset"
)

// profilePart measures what a step is made of, by leaving out one part of it at a time. Each training is
// a process of its own.
func profilePart() Part {
	return Part{
		Name: "profile", Rounds: 3, Minutes: 6, Sources: append(engineSources, "gan/bench/profile.go", "gan/bench/turn.go", "gan/bench/data.go", "gan/bench/growth.go",
			"gan/bench/ours.go", "gan/bench/rows.go", "notebooks/recipe/digits.go", "notebooks/recipe/pairs.go"),
		Cases: profileCases, Turn: profileTurn, Section: profileSection,
	}
}

// profiled are the rows whose steps are taken apart.
var profiled = []string{"tiny", "toy", "toy-r1r2", "digits", "digits-r1"}

// An omission is a training with a part left out, or with the cheapest thing of its kind in its place.
type omission struct {
	name   string
	title  string // in the table
	change func(*gan.Config)
	table  bool // whether the data are rows of float32 in memory
}

var omissions = []omission{
	{name: "nothing", title: "as it is", change: func(*gan.Config) {}},
	{name: "adam", title: "SGD for Adam", change: func(c *gan.Config) {
		c.GeneratorOptimizer, c.DiscriminatorOptimizer = gan.SGD{LearningRate: 1e-4}, gan.SGD{LearningRate: 1e-4}
	}},
	{name: "draws", title: "rows of float32 for data that are drawn, or for bytes", change: func(*gan.Config) {}, table: true},
	{name: "normal", title: "uniform noise for normal noise", change: func(c *gan.Config) { c.Noise = gan.Uniform }},
}

func profileCases(short bool) (cases []Case) {
	for _, row := range profiled {
		for _, o := range omissions {
			if !short || row == profiled[0] {
				cases = append(cases, Case{Name: row + " " + o.name, Program: Ours})
			}
		}
	}
	return cases
}

// profileTurn trains in a process of its own.
func profileTurn(ctx context.Context, s *stage, c Case, round int) (values, error) {
	return s.ownTurn(ctx, "profile", c, round, 10*time.Minute)
}

// takeProfileTurn does the training of a case, such as "toy adam", and prints the seconds of a step.
func takeProfileTurn(name string, seed uint64) error {
	row, o, err := profileCase(name)
	if err != nil {
		return err
	}
	cfg := row.Config
	cfg.Seed = seed
	o.change(&cfg)
	data, err := row.Data()
	if err != nil {
		return err
	}
	if o.table {
		data = inMemory(data)
	}
	t, _, err := timedTraining(cfg, data)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(values{"step": t.step})
}

func profileCase(name string) (Row, omission, error) {
	rowName, left, _ := strings.Cut(name, " ")
	for _, row := range rows() {
		for _, o := range omissions {
			if row.Name == rowName && o.name == left {
				return row, o, nil
			}
		}
	}
	return Row{}, omission{}, fmt.Errorf("there is no case %q of profile", name)
}

// inMemory returns a data set of float32 rows like the given one: MNIST's rows, or draws from a ring.
func inMemory(data dataset.Dataset) dataset.Dataset {
	if images, ok := data.(*dataset.Images); ok {
		return dataset.Rows("MNIST as float32", images.Rows()[:rowsOfData])
	}
	return ringOfRows(rowsOfData)
}

package main

import (
	"fmt"
	"strings"
	"testing"
)

func TestProfileTable(t *testing.T) {
	var ms []measurement
	for round := 1; round <= 3; round++ {
		for i, o := range omissions {
			step := 2e-3*(1-0.1*float64(i)) + 1e-5*float64(round-2) // the median is that of round 2
			ms = append(ms, measurement{Part: "profile", Case: "toy " + o.name, Program: Ours, Round: round, Values: values{"step": step}})
		}
	}
	text, err := profileSection(ms, "")
	if want := "| toy | 2.00 ms | 1.80 ms (10 %) | 1.60 ms (20 %) | 1.40 ms (30 %) |\n"; err != nil || !strings.Contains(text, want) {
		t.Errorf("no line\n%s\nin\n%s", want, text)
	}
	if strings.Contains(text, "| tiny |") {
		t.Errorf("a row without measurements is in\n%s", text)
	}
}

// Each case is a training that can begin, and only the first is the row as it is.
func TestProfileCases(t *testing.T) {
	for _, c := range profileCases(false) {
		row, o, err := profileCase(c.Name)
		if err != nil {
			t.Fatal(err)
		}
		cfg := row.Config
		o.change(&cfg)
		if err := cfg.Validate(); err != nil {
			t.Errorf("%s: %v", c.Name, err)
		}
		same := fmt.Sprintf("%+v", cfg) == fmt.Sprintf("%+v", row.Config) && !o.table
		if same != (o.name == "nothing") {
			t.Errorf("%s: the same training %v", c.Name, same)
		}
	}
	if _, _, err := profileCase("toy adamm"); err == nil {
		t.Error("a case that is not there is found")
	}
}

package main

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"ganbook/theory"
)

func TestPairsAreTheSameEachTimeAndDiffer(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range theoryCases(false) {
		if c.Program != Ours {
			continue
		}
		p, err := pairNamed(c.Name)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := pairNamed(c.Name)
		if !reflect.DeepEqual(p, again) {
			t.Errorf("%s is another one each time", c.Name)
		}
		text := distribution(p.P).String() + distribution(p.Q).String()
		if seen[text] {
			t.Errorf("%s is there already", c.Name)
		}
		seen[text] = true
		for _, d := range []theory.Distribution{distribution(p.P), distribution(p.Q)} {
			if mass := d.Expect(func(float64) float64 { return 1 }); !(math.Abs(mass-1) <= 1e-9) {
				t.Errorf("%s: a mass of %v", c.Name, mass)
			}
		}
	}
	if len(seen) != len(kinds)*pairsOfAKind {
		t.Errorf("%d pairs, want %d", len(seen), len(kinds)*pairsOfAKind)
	}
	if _, err := pairNamed("normals 999"); err == nil {
		t.Error("a pair that does not exist is known")
	}
}

// someTheory returns two rounds of two pairs: SciPy takes twice and six times as long, and is wrong or
// has no value in the second one.
func someTheory() (ms []measurement) {
	add := func(name, program string, round int, v values) {
		ms = append(ms, measurement{Part: "theory", Case: name, Program: program, Round: round, Values: v})
	}
	for round := 1; round <= 2; round++ {
		add("normals 1", Ours, round, values{"KL": 10.00000001, "KL s": 1e-3, "H": 1, "H s": 1e-3})
		add("normals 1", SciPy, round, values{"KL": 10, "KL s": 2e-3, "H": 1, "H s": 1e-3})
		add("normals 2", Ours, round, values{"KL": 0.5, "KL s": 1e-3, "H": 2, "H s": 1e-3})
		add("normals 2", SciPy, round, values{"KL": 0.6, "KL s": 6e-3, "H s": 1e-3})
	}
	add("normals 1", MPMath, 1, values{"KL": 10, "H": 1})
	add("normals 2", MPMath, 1, values{"KL": 0.5, "H": 2})
	return ms
}

func TestTheorySection(t *testing.T) {
	text, err := theorySection(someTheory(), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		// The error of ganbook's 10.00000001 is 1e-8 in 10, so 1e-9; it counts as within 2e-9.
		"| normals | KL(P‖Q) | 1.00 ms | 4.00 ms | 4.00× (2.00× to 6.00×) | 1e-09 | 1e-01 | 0, 1 | 2 |",
		"| normals | H(P) | 1.00 ms | 1.00 ms | 1.00× (1.00× to 1.00×) | 0e+00 | 0e+00, 1 no value | 0, 0 | 2 |",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no line\n%s\nin\n%s", want, text)
		}
	}
	if strings.Contains(text, "Cauchy |") {
		t.Errorf("a line of nothing in\n%s", text)
	}
}

package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Part is a comparison that is not one of the rows: it has cases of its own and writes a section of
// its own. To add one, append it to parts.
type Part struct {
	Name    string // as the command line has it
	Rounds  int
	Minutes int      // about how long all rounds take on a quiet machine with two cores
	Sources []string // patterns of the files that the results depend on
	Cases   func(short bool) []Case

	// Turn measures one case in one round.
	Turn func(ctx context.Context, s *stage, c Case, round int) (values, error)

	// Section returns the text of the section under its heading. It also draws the part's picture, if
	// there is one, into the folder.
	Section func(of []measurement, folder string) (string, error)
}

// A Case is what one turn of a part measures.
type Case struct {
	Name    string
	Program string
	Once    bool // in the first round only
}

// parts returns all parts, in the order of their sections.
func parts() []Part {
	return []Part{profilePart(), growthPart(), theoryPart(), cellsPart(), devicesPart()}
}

// split divides names into those of parts and those of rows. Without names, all takes every part.
func split(names []string, all bool) (chosen []Part, rest []string) {
	for _, p := range parts() {
		if slices.Contains(names, p.Name) || len(names) == 0 && all {
			chosen = append(chosen, p)
		}
	}
	for _, name := range names {
		if !slices.ContainsFunc(parts(), func(p Part) bool { return p.Name == name }) {
			rest = append(rest, name)
		}
	}
	return chosen, rest
}

func partNames() (names []string) {
	for _, p := range parts() {
		names = append(names, p.Name)
	}
	return names
}

// nextCase returns the next turn of a part, or false if there is none. Each round takes all cases in
// turn. A case in failed gets no turn.
func nextCase(p Part, known []measurement, failed map[Case]bool, rounds int) (c Case, round int, ok bool) {
	for round := 1; round <= rounds; round++ {
		for _, c := range p.Cases(false) {
			if failed[c] || c.Once && round > 1 {
				continue
			}
			done := func(m measurement) bool {
				return m.Case == c.Name && m.Program == c.Program && m.Round == round
			}
			if !slices.ContainsFunc(known, done) {
				return c, round, true
			}
		}
	}
	return c, 0, false
}

// ownTurn takes a case of a part in a process of this program. The round is the seed.
func (s *stage) ownTurn(ctx context.Context, part string, c Case, round int, most time.Duration) (v values, err error) {
	command := []string{s.self, "-turn", c.Name, "-program", part, "-seed", strconv.Itoa(round)}
	err = s.askInto(ctx, command, most, &v)
	return v, err
}

// values are what a turn has measured, by name.
type values map[string]float64

// String writes values on one line, in the order of their names.
func (v values) String() string {
	var parts []string
	for name, value := range v {
		parts = append(parts, fmt.Sprintf("%s=%v", name, value))
	}
	slices.Sort(parts)
	return strings.Join(parts, "; ")
}

package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// measurementsFile is where the parts' results are.
var measurementsFile = filepath.Join("gan", "bench", "measurements.tsv")

// measurePart takes every turn of a part that has no result yet. A case that fails is left out; the
// error names it.
func measurePart(ctx context.Context, s *stage, c conditions, known *Measurements, p Part, rounds int, without map[string]bool) error {
	if rounds <= 0 {
		rounds = p.Rounds
	}
	fmt.Printf("%s: about %d minutes on a quiet machine\n%s\n%s\n", p.Name, p.Minutes, c.Machine, c.Versions)
	failed := map[Case]bool{}
	for _, k := range p.Cases(false) {
		failed[k] = without[k.Program]
	}
	var failures []error
	for {
		k, round, ok := nextCase(p, known.of(p.Name, c.Key), failed, rounds)
		if !ok {
			return errors.Join(failures...)
		}
		m := measurement{Part: p.Name, Case: k.Name, Program: k.Program, Round: round, Load: loadAverage(), Commit: c.Commit, Key: c.Key}
		var err error
		m.Values, err = p.Turn(ctx, s, k, round)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			failed[k] = true
			err = fmt.Errorf("%s, %s, %s: %w", p.Name, k.Name, k.Program, err)
			fmt.Println(err)
			failures = append(failures, err)
			continue
		}
		m.When = time.Now().UTC().Truncate(time.Second)
		if err := c.unchanged(); err != nil {
			return err
		}
		if err := c.save(); err != nil {
			return err
		}
		if err := known.add(m); err != nil {
			return err
		}
		fmt.Printf("%s, %s, %s, round %d: %v\n", p.Name, k.Name, k.Program, round, m.Values)
	}
}

// tryPart gives each case a short turn and saves nothing.
func tryPart(ctx context.Context, s *stage, p Part, without map[string]bool) (failures []error) {
	for _, k := range p.Cases(true) {
		if without[k.Program] {
			continue
		}
		v, err := p.Turn(ctx, s, k, 1)
		if ctx.Err() != nil {
			return failures
		}
		if err != nil {
			err = fmt.Errorf("%s, %s, %s: %w", p.Name, k.Name, k.Program, err)
			fmt.Println(err)
			failures = append(failures, err)
			continue
		}
		fmt.Printf("%s, %s, %s: %v\n", p.Name, k.Name, k.Program, v)
	}
	return failures
}

// sections returns the sections of all parts that have results, each with what it rests on.
func sections(known *Measurements, about map[string]conditions, folder string) (string, error) {
	var b strings.Builder
	for _, p := range parts() {
		of := known.of(p.Name, "")
		if len(of) == 0 {
			continue
		}
		text, err := p.Section(of, folder)
		if err != nil {
			return "", err
		}
		heading := strings.ToUpper(p.Name[:1]) + p.Name[1:]
		fmt.Fprintf(&b, "\n## %s\n\nMade by `make bench BENCH=%s`.\n\n%s\n%s", heading, p.Name, text, restsOn(of, about))
	}
	return b.String(), nil
}

// restsOn says how often, at which commits, on which machine and with what the measurements were taken.
func restsOn(of []measurement, about map[string]conditions) string {
	var commits []string
	rounds, most := 0, 0.0
	for _, m := range of {
		rounds, most = max(rounds, m.Round), max(most, m.Load)
		if !slices.Contains(commits, m.Commit) {
			commits = append(commits, m.Commit)
		}
	}
	c := about[of[0].Key]
	return fmt.Sprintf("Rounds: %d. Commits: %s. The largest load average before a turn: %.1f. %s; %s.\n",
		rounds, strings.Join(commits, ", "), most, c.Machine, c.Versions)
}

package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
)

// The files that the command makes.
var (
	resultsFile = filepath.Join("gan", "bench", "results.tsv")
	reportFile  = filepath.Join("gan", "bench", "README.md")
	pictureFile = filepath.Join("gan", "bench", "times.png")
)

func main() {
	peers := flag.String("peers", filepath.Join(".venv", "peers", "bin", "python"), "the Python that has JAX, PyTorch and NumPy")
	long := flag.Bool("long", false, "take the long rows too")
	short := flag.Bool("short", false, "run each program for a moment, judge it, and save nothing")
	table := flag.Bool("table", false, "write the table and the picture of what is known, and run nothing")
	without := flag.String("without", "", "programs to leave out, such as \"PyTorch compile,JAX step\"")
	rounds := flag.Int("rounds", 0, "the number of turns of each program; 0 means 5, 3 of a long row, and what a part says")
	turn := flag.String("turn", "", "take ganbook's turn in this job; bench calls itself so")
	program := flag.String("program", "", "the program of that turn, or the part that it belongs to")
	seed := flag.Uint64("seed", 1, "the seed of that turn in the parts growth and devices")
	flag.Parse()
	var err error
	if *turn != "" {
		err = takeAnyTurn(*turn, *program, *seed) // a signal ends it at once
	} else {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		switch {
		case *table:
			err = writeReport()
		case *short:
			err = tryAll(ctx, *peers, leftOut(*without), flag.Args())
		default:
			err = measure(ctx, *peers, *long, *rounds, leftOut(*without), flag.Args())
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// takeAnyTurn takes ganbook's turn in a row or a part.
func takeAnyTurn(turn, program string, seed uint64) error {
	switch program {
	case profilePart().Name:
		return takeProfileTurn(turn, seed)
	case growthPart().Name:
		return takeGrowthTurn(turn, seed)
	case devicesPart().Name:
		return takeDevicesTurn(turn, seed)
	case theoryPart().Name:
		return takeTheoryTurn(turn)
	}
	return takeTurn(turn, program)
}

// leftOut reads a list of programs.
func leftOut(list string) map[string]bool {
	names := map[string]bool{}
	for name := range strings.SplitSeq(list, ",") {
		names[strings.TrimSpace(name)] = true
	}
	return names
}

// takeTurn does what a job says and prints the answer.
func takeTurn(file, program string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var j job
	if err := json.Unmarshal(text, &j); err != nil {
		return err
	}
	chosen, err := choose(rows(), []string{j.Row}, true)
	if err != nil {
		return err
	}
	var a answer
	switch row := chosen[0]; {
	case program == XLAProducts:
		a, err = xlaProducts(j.Products, j.ProductSteps)
	case row.Parzen:
		var parts parzenParts
		if parts, err = loadParzen(j.ProductSteps == shortProducts); err == nil {
			a, err = parzen(parts, j.Sigmas)
		}
	default:
		a, err = train(row, j)
	}
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(a)
}

// A choice is what the names on the command line stand for.
type choice struct {
	rows  []Row
	parts []Part
}

// choices returns the rows and the parts with the given names. Without names it returns all short
// rows, and if long is true also the long rows and the parts.
func choices(names []string, long bool) (c choice, err error) {
	var rest []string
	c.parts, rest = split(names, long)
	if len(names) == 0 || len(rest) > 0 {
		c.rows, err = choose(rows(), rest, long)
	}
	return c, err
}

// measure takes every turn of the chosen rows and parts that has no result, and writes the report after
// each.
func measure(ctx context.Context, peers string, long bool, rounds int, without map[string]bool, names []string) error {
	chosen, err := choices(names, long)
	if err != nil {
		return err
	}
	s, err := newStage(peers, false)
	if err != nil {
		return err
	}
	defer s.close()
	if load := loadAverage(); load > 0.5 {
		fmt.Printf("the machine is busy (load %.1f): others' work will be in these times\n", load)
	}
	// All conditions are found before the first turn, since this program was built from the sources as they are now.
	var ofParts []conditions
	for _, p := range chosen.parts {
		c, err := findConditions(ctx, s, p.Sources)
		if err != nil {
			return err
		}
		ofParts = append(ofParts, c)
	}
	var failures []error
	after := func(err error) error {
		failures = append(failures, err)
		if err := writeReport(); err != nil {
			return err
		}
		if ctx.Err() != nil {
			return errors.New("stopped; the same command goes on from here")
		}
		return nil
	}
	if len(chosen.rows) > 0 {
		known, err := readResults(resultsFile)
		if err != nil {
			return err
		}
		c, err := findConditions(ctx, s, sources)
		if err != nil {
			return err
		}
		fmt.Printf("%s\n%s\n", c.Machine, c.Versions)
		if err := c.save(); err != nil {
			return err
		}
		for _, row := range chosen.rows {
			if err := after(measureRow(ctx, s, c, known, row, rounds, without)); err != nil {
				return err
			}
		}
	}
	if len(chosen.parts) > 0 {
		known, err := readMeasurements(measurementsFile)
		if err != nil {
			return err
		}
		for i, p := range chosen.parts {
			if err := after(measurePart(ctx, s, ofParts[i], known, p, rounds, without)); err != nil {
				return err
			}
		}
	}
	return errors.Join(failures...)
}

// measureRow takes the turns of a row. A program that fails is left out; the error names it.
func measureRow(ctx context.Context, s *stage, c conditions, known *Results, row Row, rounds int, without map[string]bool) error {
	if rounds <= 0 {
		rounds = row.rounds()
	}
	failed := maps.Clone(without)
	var failures []error
	for {
		t, ok := next(row, known.of(row.Name, c.Key), failed, rounds)
		if !ok {
			break
		}
		if err := c.unchanged(); err != nil {
			return errors.Join(append(failures, err)...)
		}
		r, err := s.run(ctx, row, t.program, t.round)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			failed[t.program.Name()] = true
			err = fmt.Errorf("%s, %s: %w", row.Name, t.program.Name(), err)
			fmt.Println(err)
			failures = append(failures, err)
			continue
		}
		r.Commit, r.Key = c.Commit, c.Key
		if err := c.unchanged(); err != nil {
			return errors.Join(append(failures, err)...)
		}
		if err := known.add(r); err != nil {
			return err
		}
		say(row, r)
	}
	for _, fault := range unfair(row, known.of(row.Name, c.Key), true) {
		failures = append(failures, fmt.Errorf("%s is not to be compared: %s", row.Name, fault))
	}
	return errors.Join(failures...)
}

func say(row Row, r result) {
	parts := []string{fmt.Sprintf("%-10s %-15s round %d  %10s", row.Name, r.Program, r.Round, duration(r.Seconds)),
		fmt.Sprintf("first %s", duration(r.First))}
	if r.Quality != "" {
		parts = append(parts, r.Quality)
	}
	if r.DLoss != 0 {
		parts = append(parts, fmt.Sprintf("L_D %.3f", r.DLoss))
	}
	fmt.Println(strings.Join(parts, "  "))
}

// tryAll gives every program of the chosen rows and parts a short turn and judges the rows' samples. It
// saves nothing.
func tryAll(ctx context.Context, peers string, without map[string]bool, names []string) error {
	chosen, err := choices(names, true)
	if err != nil {
		return err
	}
	s, err := newStage(peers, true)
	if err != nil {
		return err
	}
	defer s.close()
	if _, err := findConditions(ctx, s, sources); err != nil {
		return err
	}
	var failures []error
	for _, row := range chosen.rows {
		var results []result
		for _, p := range row.programs() {
			if without[p.Name()] {
				continue
			}
			r, err := s.run(ctx, row, p, 1)
			if ctx.Err() != nil {
				return errors.New("stopped")
			}
			if err != nil {
				err = fmt.Errorf("%s, %s: %w", row.Name, p.Name(), err)
				fmt.Println(err)
				failures = append(failures, err)
				continue
			}
			say(row, r)
			results = append(results, r)
		}
		for _, fault := range unfair(row, results, false) {
			fmt.Println(row.Name, "is not to be compared:", fault)
			failures = append(failures, errors.New(fault))
		}
	}
	for _, p := range chosen.parts {
		failures = append(failures, tryPart(ctx, s, p, without)...)
		if ctx.Err() != nil {
			return errors.New("stopped")
		}
	}
	if len(failures) > 0 {
		return fmt.Errorf("%d of the programs' turns failed", len(failures))
	}
	return nil
}

// Command proof runs every notebook and the tests of every package under the conditions of other
// machines: with fewer instructions, on one core, beside other work, with other seeds, and on
// GoMLX's pure-Go backend. It keeps the results in docker/proof/results.tsv, with the commit of
// each result. A trial with a green result is run again only if files that it depends on have
// changed. So a proof can be stopped at any time and continued later.
//
//	make proof                            everything that is not proven yet
//	make proof PARTS="gan 06"             some parts, under every condition
//	make proof PARTS="avx gan@go"         one condition with every part, and one part on Go
//	make proof PROOF_ARGS="-jobs 2"       two parts at a time
//	go run ./docker/proof -table          what is known; needs no set-up and runs nothing
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

func main() {
	jobs := flag.Int("jobs", 1, "parts at a time; more than one is other work beside for each")
	tableOnly := flag.Bool("table", false, "print what is known and run nothing")
	busy := flag.Bool("busy", false, "keep every core busy until killed")
	flag.Parse()
	if *busy {
		keepBusy()
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := prove(ctx, *jobs, *tableOnly, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "proof:", err)
		os.Exit(1)
	}
}

// prove runs the selected trials that are not proven yet, and prints the table.
func prove(ctx context.Context, jobs int, tableOnly bool, args []string) error {
	if jobs < 1 {
		return fmt.Errorf("-jobs %d; 1 or more", jobs)
	}
	parts, err := findParts()
	if err != nil {
		return err
	}
	wanted, err := choose(parts, conditions, args)
	if err != nil {
		return err
	}
	known, err := readResults(resultsFile)
	if err != nil {
		return err
	}
	keys := newKeys()
	if !tableOnly {
		if err := runAll(ctx, jobs, wanted, known, keys); err != nil {
			return err
		}
	}
	open := printTable(os.Stdout, wanted, known, keys)
	if ctx.Err() != nil {
		return fmt.Errorf("stopped; run the same command to continue")
	}
	if open > 0 && !tableOnly {
		return fmt.Errorf("%d of %d are not proven", open, len(wanted))
	}
	return nil
}

// runAll runs each trial that has no green result with the present files, jobs trials at a time. It
// saves each result when the trial ends.
func runAll(ctx context.Context, jobs int, wanted []trial, known *results, keys *keys) error {
	var missing []trial
	for _, t := range wanted {
		if key, err := keys.of(t.part); err != nil {
			return err
		} else if !known.proven(t, key) {
			missing = append(missing, t)
		}
	}
	fmt.Printf("%d of %d are proven, %d to run\n", len(wanted)-len(missing), len(wanted), len(missing))
	queue := make(chan trial)
	go func() {
		defer close(queue)
		for _, t := range missing {
			select {
			case queue <- t:
			case <-ctx.Done():
				return
			}
		}
	}()
	var all sync.WaitGroup
	var failure error
	var once sync.Once
	for range jobs {
		all.Go(func() {
			for t := range queue {
				if err := runOne(ctx, t, known, keys); err != nil {
					once.Do(func() { failure = err })
				}
			}
		})
	}
	all.Wait()
	return failure
}

// runOne runs a trial and saves its result, unless the trial was stopped or its files have changed
// during the run.
func runOne(ctx context.Context, t trial, known *results, keys *keys) error {
	key, err := keys.of(t.part)
	if err != nil {
		return err
	}
	began := time.Now()
	outcome := t.run(ctx)
	if ctx.Err() != nil {
		return nil
	}
	now, err := newKeys().of(t.part)
	if err != nil {
		return err
	}
	took := time.Since(began).Round(time.Second)
	if now != key {
		fmt.Printf("?  %s: its sources changed while it ran; run it again\n", t)
		return nil
	}
	sign := "✓ "
	if !outcome.green {
		sign = "✗ "
	}
	fmt.Printf("%s %-34s %6v  %s\n", sign, t, took, outcome.note)
	return known.add(result{Part: t.part.name, Condition: t.condition.name, Green: outcome.green,
		Seconds: int(took.Seconds()), Commit: commit(), Key: key, Note: outcome.note})
}

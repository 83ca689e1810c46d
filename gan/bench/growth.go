package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"time"

	"ganbook/gan"
	"ganbook/gan/dataset"
)

// growthPart measures how time and memory grow with what a training is asked for. Each training is a
// process of its own.
func growthPart() Part {
	return Part{
		Name: "growth", Rounds: 3, Minutes: 12, Sources: append(engineSources, "gan/bench/growth.go", "gan/bench/turn.go", "gan/bench/ours.go", "gan/bench/rows.go"),
		Cases: growthCases, Turn: growthTurn, Section: growthSection,
	}
}

// An axis is one thing that grows while the rest stays as it is.
type axis struct {
	Name   string
	Sizes  []int
	Config func(size int) gan.Config
	Rows   int // the number of rows of the data; 0 means that it is the size
}

// rowsOfData is the number of rows of the data where it does not grow.
const rowsOfData = 10_000

func growthAxes() []axis {
	// Fewer steps where a step takes longer, and at least as many as a timing needs.
	steps := func(work, size int) int { return max(30, min(2_000, work/size)) }
	return []axis{
		{Name: "batch", Sizes: []int{64, 256, 1_024, 4_096, 16_384, 65_536}, Rows: rowsOfData,
			Config: func(n int) gan.Config { return toy(64, 2, n, steps(2_000_000, n)) }},
		{Name: "width", Sizes: []int{64, 128, 256, 512, 1_024, 2_048}, Rows: rowsOfData,
			Config: func(n int) gan.Config { return with(toy(n, 2, 256, steps(50_000_000, n*n)), slow) }},
		{Name: "steps", Sizes: []int{1_000, 10_000, 100_000, 1_000_000}, Rows: rowsOfData,
			Config: func(n int) gan.Config { return with(toy(16, 1, 16, n), slow) }},
		{Name: "data", Sizes: []int{1_000, 10_000, 100_000, 1_000_000},
			Config: func(int) gan.Config { return toy(64, 2, 256, 2_000) }},
		{Name: "depth", Sizes: []int{1, 2, 4, 8, 16, 32}, Rows: rowsOfData,
			Config: func(n int) gan.Config { return with(toy(64, n, 64, 200), slow) }},
	}
}

func growthCases(short bool) (cases []Case) {
	for _, a := range growthAxes() {
		sizes := a.Sizes
		if short {
			sizes = sizes[:1]
		}
		for _, n := range sizes {
			cases = append(cases, Case{Name: fmt.Sprintf("%s %d", a.Name, n), Program: Ours})
		}
	}
	return cases
}

// growthTurn trains in a process of its own.
func growthTurn(ctx context.Context, s *stage, c Case, round int) (values, error) {
	return s.ownTurn(ctx, "growth", c, round, 20*time.Minute)
}

// takeGrowthTurn does the training of a case, such as "batch 64", and prints its values: seconds of a
// step, seconds until the first step is done, seconds in all, the largest memory in MB and that before
// the training.
func takeGrowthTurn(name string, seed uint64) error {
	a, size, err := growthCase(name)
	if err != nil {
		return err
	}
	cfg := a.Config(size)
	cfg.Seed = seed
	rows := a.Rows
	if rows == 0 {
		rows = size
	}
	data := ringOfRows(rows)
	before := residentMemory("VmRSS")
	t, _, err := timedTraining(cfg, data)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(values{
		"step": t.step, "first": t.first, "total": t.total, "memory": residentMemory("VmHWM"), "before": before,
	})
}

func growthCase(name string) (axis, int, error) {
	for _, a := range growthAxes() {
		if size, ok := strings.CutPrefix(name, a.Name+" "); ok {
			n, err := strconv.Atoi(size)
			return a, n, err
		}
	}
	return axis{}, 0, fmt.Errorf("there is no case %q of growth", name)
}

// ringOfRows returns draws from a ring of 8 normal distributions as a table of rows.
func ringOfRows(n int) dataset.Dataset {
	ring := dataset.Ring(8, 2, 0.02)
	centres, random := ring.Centres(), rand.New(rand.NewPCG(1, 1))
	rows := make([][]float32, n)
	for i := range rows {
		c := centres[random.IntN(len(centres))]
		rows[i] = []float32{float32(c[0] + ring.Sigma()*random.NormFloat64()), float32(c[1] + ring.Sigma()*random.NormFloat64())}
	}
	return dataset.Rows("ring", rows)
}

// residentMemory returns a line of Linux' description of this process in MB: VmRSS is the memory
// now, VmHWM the most until now. It is 0 where the system does not say.
func residentMemory(line string) float64 {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for l := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(l, line+":"); ok {
			kilobytes, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return kilobytes * 1024 / 1e6
		}
	}
	return 0
}

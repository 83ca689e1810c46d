package main

import (
	"fmt"
	"runtime"
	"strings"
	"time"
)

// A condition is the environment in which a part runs.
type condition struct {
	name    string
	says    string // a description, for the table
	isa     string // the largest instruction set for XLA (--xla_cpu_max_isa); "" means the machine's
	cores   int    // the number of cores that the part may use; 0 means all
	busy    bool   // whether other work keeps every core busy
	shift   int    // is added to every seed
	count   int    // how often each test runs; 0 means once
	browser bool   // whether the notebooks are also opened and run in the browser
	backend string // "go" for GoMLX's pure-Go backend, on which only the packages that train are run
	race    bool   // whether Go's race detector looks on; only the packages that train are run
}

// Each of SSE4.2, AVX and AVX2 is tested with two shifts of the seeds. The conditions of one core
// and of a busy machine are each combined with one of these.
var conditions = []condition{
	{name: "sse", says: "SSE4.2, seeds + 1000", isa: "SSE4_2", shift: 1000},
	{name: "sse-one-core", says: "SSE4.2, seeds + 77777, one core", isa: "SSE4_2", shift: 77777, cores: 1},
	{name: "avx", says: "AVX, seeds + 1000", isa: "AVX", shift: 1000},
	{name: "avx-busy", says: "AVX, seeds + 77777, every core kept busy by other work", isa: "AVX", shift: 77777, busy: true},
	{name: "avx2", says: "AVX2, seeds + 1000", isa: "AVX2", shift: 1000},
	{name: "avx2-again", says: "AVX2, seeds + 77777", isa: "AVX2", shift: 77777},
	{name: "native", says: "all instructions that the machine has, seeds as they are; tests three times; the browser", count: 3, browser: true},
	{name: "race", says: "Go's race detector, the packages that train", race: true},
	{name: "go", says: "GoMLX's pure-Go backend, tests that take less than five minutes there", backend: "go"},
}

// patience is the time limit of one test on the pure-Go backend. Tests that take longer are left
// out there.
const patience = 5 * time.Minute

// environment returns the variables that the condition adds to the environment of a part.
func (c condition) environment() []string {
	env := []string{
		"GANBOOK_SETUP=1", // a test must not be skipped because set-up is missing
		"GANBOOK_BACKEND=xla:cpu",
		fmt.Sprintf("GANBOOK_SEED_SHIFT=%d", c.shift),
	}
	if c.backend != "" {
		env = append(env, "GANBOOK_BACKEND="+c.backend, "GOMLX_BACKEND="+c.backend)
	}
	if c.isa != "" {
		env = append(env, "XLA_FLAGS=--xla_cpu_max_isa="+c.isa)
	}
	if c.cores > 0 {
		env = append(env, fmt.Sprintf("GOMAXPROCS=%d", c.cores))
	}
	return env
}

// command returns the words of a command with those that the condition puts before it.
func (c condition) command(words ...string) ([]string, error) {
	if c.cores == 0 {
		return words, nil
	}
	if runtime.GOOS != "linux" {
		return nil, fmt.Errorf("a condition with %d cores needs Linux's taskset", c.cores)
	}
	return append([]string{"taskset", "--cpu-list", fmt.Sprintf("0-%d", c.cores-1)}, words...), nil
}

// A trial is a part under a condition.
type trial struct {
	part      part
	condition condition
}

func (t trial) String() string { return t.part.name + "@" + t.condition.name }

// choose returns the trials that the arguments select. An argument is the name of a part, the name
// of a condition, or PART@CONDITION. Without arguments, choose returns all trials.
func choose(parts []part, conditions []condition, args []string) ([]trial, error) {
	taken := map[string]bool{}
	for _, arg := range args {
		taken[arg] = false
	}
	var trials []trial
	for _, c := range conditions {
		for _, p := range parts {
			if (c.backend != "" || c.race) && !p.trains { // notebooks too would take hours on the pure-Go backend
				continue
			}
			t := trial{p, c}
			chosen := len(args) == 0
			for _, name := range []string{p.name, c.name, t.String()} {
				if _, ok := taken[name]; ok {
					taken[name], chosen = true, true
				}
			}
			if chosen {
				trials = append(trials, t)
			}
		}
	}
	for _, arg := range args {
		if !taken[arg] {
			return nil, fmt.Errorf("there is no %q; parts are %s, conditions %s", arg, names(parts, func(p part) string { return p.name }),
				names(conditions, func(c condition) string { return c.name }))
		}
	}
	return trials, nil
}

func names[T any](all []T, name func(T) string) string {
	var words []string
	for _, x := range all {
		words = append(words, name(x))
	}
	return strings.Join(words, " ")
}

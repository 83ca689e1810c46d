package main

import (
	"fmt"
	"runtime"
	"strings"
	"time"
)

// A condition is what a part is run under.
type condition struct {
	name    string
	says    string // of the condition, for the table
	isa     string // the most instructions that XLA may use (--xla_cpu_max_isa); "" is all that the machine has
	cores   int    // that the part may use; 0 is all
	busy    bool   // other work keeps every core busy meanwhile
	shift   int    // added to every seed
	count   int    // how often each test runs
	browser bool   // whether the notebooks are also opened, and run, in the browser
	backend string // "go" for GoMLX's pure-Go backend, where only packages that train are run
}

// conditions are such that each instruction set meets two shifts of the seeds, and one core and a
// busy machine each meet one of them.
var conditions = []condition{
	{name: "sse", says: "SSE4.2, seeds + 1000", isa: "SSE4_2", shift: 1000},
	{name: "sse-one-core", says: "SSE4.2, seeds + 77777, one core", isa: "SSE4_2", shift: 77777, cores: 1},
	{name: "avx", says: "AVX, seeds + 1000", isa: "AVX", shift: 1000},
	{name: "avx-busy", says: "AVX, seeds + 77777, every core kept busy by other work", isa: "AVX", shift: 77777, busy: true},
	{name: "avx2", says: "AVX2, seeds + 1000", isa: "AVX2", shift: 1000},
	{name: "avx2-again", says: "AVX2, seeds + 77777", isa: "AVX2", shift: 77777},
	{name: "native", says: "all instructions that the machine has, seeds as they are; tests three times; the browser", count: 3, browser: true},
	{name: "go", says: "GoMLX's pure-Go backend, tests that take less than five minutes there", backend: "go"},
}

// patience is how long one test may take on the pure-Go backend; what takes longer is left out there.
const patience = 5 * time.Minute

// environment returns what the condition adds to a part's environment.
func (c condition) environment() []string {
	env := []string{
		"GANBOOK_SETUP=1", // nothing may be skipped for want of set-up
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

// command returns the words of a command as the condition starts it.
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

// choose returns the trials that the arguments select: names of parts, of conditions, or
// PART@CONDITION; all where there is none.
func choose(parts []part, conditions []condition, args []string) ([]trial, error) {
	taken := map[string]bool{}
	for _, arg := range args {
		taken[arg] = false
	}
	var trials []trial
	for _, c := range conditions {
		for _, p := range parts {
			if c.backend != "" && !p.trains { // nor notebooks, whose trainings would take hours there
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

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"ganbook/theory"
)

// The programs of the part, besides ganbook.
const (
	SciPy  = "SciPy"
	MPMath = "mpmath"
)

// theoryPart computes divergences and entropies of random pairs of mixtures: by package theory and by
// SciPy's quad, which are timed, and by mpmath to 40 digits, which tells the errors of both.
func theoryPart() Part {
	return Part{
		Name: "theory", Rounds: 5, Minutes: 9,
		Sources: []string{"go.sum", "docker/requirements-peers.txt", "theory/*.go", "theory/internal/*/*.go", "theory/quad/*.go",
			"gan/bench/theory.go", "gan/bench/peers/mixtures.py", "gan/bench/peers/scipy_theory.py", "gan/bench/peers/mpmath_theory.py"},
		Cases: theoryCases, Turn: theoryTurn, Section: theorySection,
	}
}

// A component of a mixture, as the peers read it.
type component struct {
	Weight float64 `json:"weight"`
	Family string  `json:"family"` // "normal", "t", "laplace", "cauchy", "lognormal" or "gamma"
	// Location and scale; of a lognormal, μ and σ of its logarithm; of a gamma distribution, 0 and 1/rate.
	Location float64 `json:"location"`
	Scale    float64 `json:"scale"`
	Shape    float64 `json:"shape"` // ν of a t, the shape of a gamma distribution, else 0
}

// A pair is what a case computes of: KL(P‖Q), JS(P, Q) and H(P).
type pair struct {
	P []component `json:"p"`
	Q []component `json:"q"`
}

// quantities are what is computed of a pair.
var quantities = []struct {
	name string
	of   func(p, q theory.Distribution) float64
}{
	{"KL", theory.KL},
	{"JS", theory.JS},
	{"H", func(p, _ theory.Distribution) float64 { return theory.Entropy(p) }},
}

// A kind of pairs has components of some families.
type kind struct {
	name     string
	families []string
}

var kinds = []kind{
	{"normals", []string{"normal"}},
	{"t and Laplace", []string{"t", "laplace"}},
	{"Cauchy", []string{"cauchy"}},
	{"lognormal and gamma", []string{"lognormal", "gamma"}},
}

const pairsOfAKind = 10

// pairOf returns pair number n of a kind. Number and kind are its seed, so it is the same everywhere.
func pairOf(k kind, n int) pair {
	var stream uint64
	for i := range kinds {
		if kinds[i].name == k.name {
			stream = uint64(i + 1)
		}
	}
	random := rand.New(rand.NewPCG(uint64(n), stream))
	return pair{mixture(k, random), mixture(k, random)}
}

// mixture draws a mixture of one to four components. Scales span a factor of 30, so that some
// components are narrow peaks in the width of others.
func mixture(k kind, random *rand.Rand) (cs []component) {
	between := func(lo, hi float64) float64 { return lo + (hi-lo)*random.Float64() }
	n, total := 1+random.IntN(4), 0.0
	for range n {
		c := component{Weight: between(0.1, 1), Family: k.families[random.IntN(len(k.families))]}
		c.Location, c.Scale = between(-5, 5), math.Exp(between(math.Log(0.1), math.Log(3)))
		switch c.Family {
		case "t":
			c.Shape = between(2.5, 8)
		case "lognormal":
			c.Location, c.Scale = between(-1, 1), between(0.2, 1)
		case "gamma":
			c.Location, c.Shape = 0, between(0.6, 6)
		}
		cs, total = append(cs, c), total+c.Weight
	}
	for i := range cs {
		cs[i].Weight /= total
	}
	return cs
}

// distribution returns the mixture of package theory.
func distribution(cs []component) theory.Distribution {
	var weights []float64
	var ds []theory.Distribution
	for _, c := range cs {
		weights = append(weights, c.Weight)
		switch c.Family {
		case "normal":
			ds = append(ds, theory.Normal(c.Location, c.Scale))
		case "t":
			ds = append(ds, theory.StudentT(c.Shape, c.Location, c.Scale))
		case "laplace":
			ds = append(ds, theory.Laplace(c.Location, c.Scale))
		case "cauchy":
			ds = append(ds, theory.Cauchy(c.Location, c.Scale))
		case "lognormal":
			ds = append(ds, theory.LogNormal(c.Location, c.Scale))
		case "gamma":
			ds = append(ds, theory.Gamma(c.Shape, 1/c.Scale))
		}
	}
	return theory.Mix(weights, ds...)
}

func theoryCases(short bool) (cases []Case) {
	n := pairsOfAKind
	if short {
		n = 1
	}
	for _, k := range kinds {
		for i := range n {
			name := fmt.Sprintf("%s %d", k.name, i+1)
			cases = append(cases, Case{Name: name, Program: Ours}, Case{Name: name, Program: SciPy}, Case{Name: name, Program: MPMath, Once: true})
		}
	}
	return cases
}

// theoryTurn computes a case in a process of its own. The values are, for each quantity, the value and
// "… s", the seconds of one call. A value that is not finite is left out.
func theoryTurn(ctx context.Context, s *stage, c Case, _ int) (v values, err error) {
	p, err := pairNamed(c.Name)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(p)
	if err != nil {
		return nil, err
	}
	file := filepath.Join(s.folder, "pair.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		return nil, err
	}
	command := []string{s.self, "-turn", file, "-program", "theory"}
	switch c.Program {
	case SciPy:
		command = []string{s.python, filepath.Join("gan", "bench", "peers", "scipy_theory.py"), file}
	case MPMath:
		command = []string{s.python, filepath.Join("gan", "bench", "peers", "mpmath_theory.py"), file}
	}
	err = s.askInto(ctx, command, 20*time.Minute, &v)
	return v, err
}

func pairNamed(name string) (pair, error) {
	for _, k := range kinds {
		for i := range pairsOfAKind {
			if name == fmt.Sprintf("%s %d", k.name, i+1) {
				return pairOf(k, i+1), nil
			}
		}
	}
	return pair{}, fmt.Errorf("there is no pair %q", name)
}

// takeTheoryTurn is ganbook's turn: it prints the values of the pair in a file. The first call of each
// quantity is not timed; the time is the median of those in a fifth of a second, at least three.
func takeTheoryTurn(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var of pair
	if err := json.Unmarshal(text, &of); err != nil {
		return err
	}
	v := values{}
	for _, q := range quantities {
		// A distribution may keep what it has computed, so each call gets new ones. Their making counts.
		compute := func() float64 { return q.of(distribution(of.P), distribution(of.Q)) }
		if x := compute(); !math.IsNaN(x) && !math.IsInf(x, 0) {
			v[q.name] = x
		}
		var times []float64
		for begin := time.Now(); len(times) < 3 || time.Since(begin) < 200*time.Millisecond; {
			start := time.Now()
			compute()
			times = append(times, time.Since(start).Seconds())
		}
		v[q.name+" s"] = median(times)
	}
	return json.NewEncoder(os.Stdout).Encode(v)
}

package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Conditions are what results depend on besides the row.
type conditions struct {
	Machine  string // cores, processor, instruction set, system
	Versions string // of ganbook's engine and of the peers
	Commit   string `json:"-"` // such as "1a2b3c4", or "1a2b3c4-dirty" with changes that no commit holds
	Key      string `json:"-"` // stands for Machine, Versions and the sources

	sources []string
	sum     string // of the sources
}

// unchanged returns an error if a source has changed since the conditions were found.
func (c conditions) unchanged() error {
	sum, err := sumSources(".", c.sources)
	if err == nil && sum != c.sum {
		err = errors.New("a source has changed since this began, so this turn is not saved: the same command measures anew")
	}
	return err
}

// A conditionsFile says for each key of the results what machine and versions it stands for.
var conditionsFile = filepath.Join("gan", "bench", "conditions.json")

// save adds the conditions to the file, and removes those that neither a result nor a measurement has.
func (c conditions) save() error {
	all, err := readConditions()
	if err != nil {
		return err
	}
	results, err := readResults(resultsFile)
	if err != nil {
		return err
	}
	measurements, err := readMeasurements(measurementsFile)
	if err != nil {
		return err
	}
	used := append(results.keys(), measurements.keys()...)
	for key := range all {
		if !slices.Contains(used, key) {
			delete(all, key)
		}
	}
	all[c.Key] = c
	text, err := json.MarshalIndent(all, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(conditionsFile, append(text, '\n'), 0o644)
}

func readConditions() (all map[string]conditions, err error) {
	text, err := os.ReadFile(conditionsFile)
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]conditions{}, nil
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, fmt.Errorf("%s: %w; delete it, and make bench writes it anew", conditionsFile, err)
	}
	return all, nil
}

// engineSources are the files that every training depends on.
var engineSources = []string{
	"go.sum", "docker/requirements-xla.txt", "gan/*.go", "gan/dataset/*.go", "gan/device/*.go", "gan/internal/*/*.go", "theory/seed/*.go",
}

// sources are the files that the rows depend on.
var sources = append(slices.Clone(engineSources),
	"docker/requirements-peers.txt", "gan/metric/*.go", "notebooks/recipe/modes.go", "notebooks/recipe/digits.go",
	"notebooks/recipe/draws.go", "notebooks/recipe/pairs.go",
	"gan/dataset/mnist/*.go", "gan/bench/data.go", "gan/bench/job.go", "gan/bench/judge.go", "gan/bench/limit.go", "gan/bench/ours.go", "gan/bench/parzen.go",
	"gan/bench/products.go", "gan/bench/programs.go", "gan/bench/rows.go", "gan/bench/turn.go",
	"gan/bench/peers/j*.py", "gan/bench/peers/numpy_products.py", "gan/bench/peers/t*.py", "gan/bench/peers/versions.py",
)

// findConditions asks the machine, the repository and the peers. The key also depends on the sources.
func findConditions(ctx context.Context, s *stage, sources []string) (c conditions, err error) {
	c.Machine = machine()
	peers, err := peerVersions(ctx, s)
	if err != nil {
		return c, err
	}
	c.Versions = versionLine(ourVersions()) + "; " + versionLine(peers)
	c.Commit = commit()
	sum, err := sumSources(".", sources)
	if err != nil {
		return c, err
	}
	c.sources, c.sum = sources, sum
	all := sha256.Sum256([]byte(c.Machine + "\n" + c.Versions + "\n" + sum))
	c.Key = fmt.Sprintf("%x", all[:8])
	return c, nil
}

// sumSources returns the sum of the sources under the root of the project. Tests are no sources.
func sumSources(root string, sources []string) (string, error) {
	sum := sha256.New()
	for _, pattern := range sources {
		files, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil || len(files) == 0 {
			return "", fmt.Errorf("no file %s here (%v); run this in the project's root", pattern, err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			text, err := os.ReadFile(file)
			if err != nil {
				return "", err
			}
			fmt.Fprintf(sum, "%s %d\n%s", file, len(text), text)
		}
	}
	return fmt.Sprintf("%x", sum.Sum(nil)), nil
}

func peerVersions(ctx context.Context, s *stage) (map[string]string, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	run := exec.CommandContext(ctx, s.python, "gan/bench/peers/versions.py")
	run.Env = s.environment()
	out, err := run.Output()
	if err != nil {
		why := err.Error()
		if exit, ok := err.(*exec.ExitError); ok {
			why = lastLine(string(exit.Stderr))
		}
		return nil, fmt.Errorf("the peers do not run in %s: %s; `make bench` installs them, and PEERS=/path/to/python names an environment of yours", s.python, why)
	}
	var versions map[string]string
	if err := json.Unmarshal(out, &versions); err != nil {
		return nil, fmt.Errorf("gan/bench/peers/versions.py printed %q: %w", out, err)
	}
	return versions, nil
}

func versionLine(versions map[string]string) string {
	var parts []string
	for name, version := range versions {
		parts = append(parts, name+" "+version)
	}
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}

// machine describes the machine in one line.
func machine() string {
	model, set := "", ""
	if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		model, set = processor(string(text))
	}
	parts := []string{fmt.Sprintf("%d cores", runtime.NumCPU())}
	for _, part := range []string{model, set} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(append(parts, runtime.GOOS+"/"+runtime.GOARCH), ", ")
}

// processor reads the model and the widest vector instructions off Linux' description.
func processor(cpuinfo string) (model, set string) {
	var flags []string
	number := map[string]string{} // cloud machines hide the model behind one name, such as "AMD EPYC"
	for line := range strings.Lines(cpuinfo) {
		name, value, _ := strings.Cut(line, ":")
		switch strings.TrimSpace(name) {
		case "model name":
			model = strings.TrimSpace(value)
		case "flags":
			flags = strings.Fields(value)
		case "cpu family", "model":
			number[strings.TrimSpace(name)] = strings.TrimSpace(value)
		}
	}
	if family := number["cpu family"]; family != "" {
		model += fmt.Sprintf(" (family %s, model %s)", family, number["model"])
	}
	for _, of := range []struct{ flag, name string }{{"avx512f", "AVX-512"}, {"avx2", "AVX2"}, {"avx", "AVX"}, {"sse4_2", "SSE4.2"}} {
		if slices.Contains(flags, of.flag) {
			return model, of.name
		}
	}
	return model, ""
}

func commit() string {
	head, err := exec.Command("git", "rev-parse", "--short", "HEAD").Output()
	if err != nil {
		return "unknown"
	}
	name := strings.TrimSpace(string(head))
	changed, err := exec.Command("git", "status", "--porcelain", "--", ".",
		":!gan/bench/results.tsv", ":!gan/bench/conditions.json", ":!gan/bench/README.md", ":!gan/bench/times.png",
		":!gan/bench/measurements.tsv", ":!gan/bench/growth.png", ":!gan/bench/devices.png").Output()
	if err != nil || len(changed) > 0 {
		name += "-dirty"
	}
	return name
}

// loadAverage returns the number of processes that wanted a core in the last minute, or 0 if the system
// does not say.
func loadAverage() float64 {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(text), " ")
	load, _ := strconv.ParseFloat(first, 64)
	return load
}

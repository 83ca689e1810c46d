package main

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// A part is what is run as one: a notebook or a package's tests.
type part struct {
	name     string // "06" or "gan/metric"
	notebook string // its file, for a notebook
	pkg      string // its import path, for a package
	trains   bool   // whether the package's tests use a backend
}

// findParts returns the notebooks and the packages that have tests, in order. The program runs in
// the project's root.
func findParts() ([]part, error) {
	var parts []part
	list, err := output("go", "list", "-f", "{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}", "./...")
	if err != nil {
		return nil, err
	}
	for _, pkg := range strings.Fields(list) {
		deps, err := output("go", "list", "-deps", "-test", pkg)
		if err != nil {
			return nil, err
		}
		trains := slices.Contains(strings.Fields(deps), module+"/gan/device")
		parts = append(parts, part{name: strings.TrimPrefix(pkg, module+"/"), pkg: pkg, trains: trains})
	}
	files, err := filepath.Glob("notebooks/[0-9][0-9]_*.ipynb")
	if err != nil {
		return nil, err
	}
	if len(files) == 0 || len(parts) == 0 {
		return nil, fmt.Errorf("%d notebooks and %d packages here; run this in the project's root", len(files), len(parts))
	}
	for _, file := range files {
		parts = append(parts, part{name: filepath.Base(file)[:2], notebook: file})
	}
	return parts, nil
}

const (
	module    = "ganbook"
	notebooks = module + "/notebooks" // the package whose tests run notebooks and the browser
)

// output runs a command and returns what it prints.
func output(name string, args ...string) (string, error) {
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		if exit, ok := err.(*exec.ExitError); ok {
			err = fmt.Errorf("%w: %s", err, strings.TrimSpace(string(exit.Stderr)))
		}
		return "", fmt.Errorf("%s %s: %w", name, strings.Join(args, " "), err)
	}
	return string(out), nil
}

// commit names what is checked out; the results themselves, which a proof writes, do not make it dirty.
func commit() string {
	id, err := output("git", "rev-parse", "--short", "HEAD")
	if err != nil {
		return "unknown"
	}
	id = strings.TrimSpace(id)
	if changed, err := output("git", "status", "--porcelain", "--untracked-files=no", "--", ".", ":!"+resultsFile); err != nil || changed != "" {
		id += "-dirty"
	}
	return id
}

package main

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// A part is a unit that is run as a whole: a notebook or the tests of a package.
type part struct {
	name     string // such as "06" or "gan/metric"
	notebook string // the file, if the part is a notebook
	pkg      string // the import path, if the part is a package
	trains   bool   // whether the tests of the package use a backend
}

// findParts returns the packages that have tests and the notebooks, in order. The program must run
// in the root of the project.
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
	notebooks = module + "/notebooks" // its tests run the notebooks and the browser
)

// output runs a command and returns its standard output.
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

// commit returns the name of the current commit, with "-dirty" if tracked files have changed. The
// file of the results does not count, since a proof writes it.
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

package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// keys computes the key of a part: a short checksum of all files that the part depends on. As long
// as the key stays the same, the result stays the same.
type keys struct {
	sums map[string]string   // the keys, by the name of the part
	dirs map[string][]string // the folders of a package and of what it imports
}

func newKeys() *keys { return &keys{sums: map[string]string{}, dirs: map[string][]string{}} }

// everywhere lists the files that all parts depend on.
var everywhere = []string{"go.mod", "go.sum", "docker/requirements.txt", "docker/requirements-xla.txt"}

// of returns the key of a part.
func (k *keys) of(p part) (string, error) {
	if sum, ok := k.sums[p.name]; ok {
		return sum, nil
	}
	files, err := k.depends(p)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	slices.Sort(files)
	for _, file := range slices.Compact(files) {
		b, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		if filepath.Ext(file) == ".ipynb" {
			if b, err = sources(b); err != nil {
				return "", fmt.Errorf("%s: %w", file, err)
			}
		}
		fmt.Fprintf(h, "%s %d\n%s", file, len(b), b)
	}
	sum := fmt.Sprintf("%x", h.Sum(nil))[:16]
	k.sums[p.name] = sum
	return sum, nil
}

// depends returns the files that the result of a part depends on.
func (k *keys) depends(p part) (files []string, err error) {
	files = slices.Clone(everywhere)
	if p.notebook == "" {
		own := "./" + p.name
		mine, err := k.packageFiles(own, true)
		if err != nil {
			return nil, err
		}
		files = append(files, mine...)
		if p.pkg != notebooks {
			return files, nil
		}
		// What the kernel and the browser show depends on all files in these folders.
		around, err := walk("docker", "notebooks")
		return append(files, around...), err
	}
	files = append(files, p.notebook, "notebooks/testdata/execute.py")
	b, err := os.ReadFile(p.notebook)
	if err != nil {
		return nil, err
	}
	code, err := sources(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", p.notebook, err)
	}
	for _, m := range imported.FindAllSubmatch(code, -1) {
		mine, err := k.packageFiles("./"+string(m[1]), false)
		if err != nil {
			return nil, err
		}
		files = append(files, mine...)
		if string(m[1]) == "notebooks/recipe" { // the package reads tables and checkpoints
			kept, err := walk("notebooks/digits")
			if err != nil {
				return nil, err
			}
			tables, _ := filepath.Glob("notebooks/*.json")
			files = append(append(files, kept...), tables...)
		}
	}
	return files, nil
}

var imported = regexp.MustCompile(`"` + module + `/([\w/]+)"`)

// packageFiles returns the Go files of a package and of what it imports from this module. With
// tests, it also returns the tests of the package and their data.
func (k *keys) packageFiles(pkg string, tests bool) ([]string, error) {
	cached := fmt.Sprint(pkg, tests)
	dirs, ok := k.dirs[cached]
	if !ok {
		args := []string{"list", "-deps", "-f", "{{with .Module}}{{if .Main}}{{$.Dir}}{{end}}{{end}}"}
		if tests {
			args = append(args, "-test")
		}
		list, err := output("go", append(args, pkg)...)
		if err != nil {
			return nil, err
		}
		dirs = strings.Split(strings.TrimSpace(list), "\n")
		k.dirs[cached] = dirs
	}
	root, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	var files []string
	for _, dir := range dirs {
		if dir == "" { // the test package that go test generates
			continue
		}
		dir, err := filepath.Rel(root, dir)
		if err != nil {
			return nil, err
		}
		mine := tests && "./"+dir == pkg
		found, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			return nil, err
		}
		for _, file := range found {
			if mine || !strings.HasSuffix(file, "_test.go") {
				files = append(files, file)
			}
		}
		if data := filepath.Join(dir, "testdata"); mine && exists(data) {
			more, err := walk(data)
			if err != nil {
				return nil, err
			}
			files = append(files, more...)
		}
	}
	return files, nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// walk returns the files below folders, except files that runs leave there and the results of
// proofs.
func walk(folders ...string) (files []string, err error) {
	for _, folder := range folders {
		err = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case entry.IsDir() && (entry.Name() == "runs" || entry.Name() == "__pycache__" || entry.Name() == ".ipynb_checkpoints"):
				return filepath.SkipDir
			case !entry.IsDir() && path != resultsFile:
				files = append(files, path)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}

// sources returns the code cells of a notebook, without text and outputs.
func sources(notebook []byte) ([]byte, error) {
	var nb struct {
		Cells []struct {
			Type   string   `json:"cell_type"`
			Source []string `json:"source"`
		} `json:"cells"`
	}
	if err := json.Unmarshal(notebook, &nb); err != nil {
		return nil, err
	}
	var code bytes.Buffer
	for _, c := range nb.Cells {
		if c.Type == "code" {
			code.WriteString(strings.Join(c.Source, "") + "\n\n")
		}
	}
	return code.Bytes(), nil
}

package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
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
	sums map[string]string       // the keys, by the name of the part
	dirs map[string][]packageDir // the folders of a package and of what it imports
}

// A packageDir is the folder of a package, with the files that are embedded in it and in its tests.
type packageDir struct {
	path              string
	embedded, inTests []string
}

func newKeys() *keys { return &keys{sums: map[string]string{}, dirs: map[string][]packageDir{}} }

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
		if file == p.notebook { // its run depends on its code alone; what it shows and says matters to tests
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

// beside lists what the tests of a package read or run and do not import: files, folders, and packages,
// which begin with "./" and come with what they import.
var beside = map[string][]string{
	"docker":               {"gan", "notebooks", "theory", "docker/test", "docker/lab", "docker/jupyter", "docker/setup"},
	"docker/proof":         {"docker", "gan", "notebooks", "theory"},
	"gan":                  {"README.md", "notebooks/digits", "./gan/metric", "./theory"},
	"gan/bench":            {"README.md", "gan/bench"},
	"notebooks":            {"README.md", "docker", "notebooks"},
	"notebooks/book/pages": {"notebooks"},
	"notebooks/recipe/table": {"notebooks/modes_tuning.json", "notebooks/modes.json", "notebooks/digits.json",
		"notebooks/features.json", "notebooks/stacked.json", "notebooks/few.json"},
	"notebooks/series":        {"notebooks/modes.json"},
	"notebooks/show":          {"docker/jupyter/extension.js", "notebooks/book/static/book.css"},
	"notebooks/book/live/lab": {"./gan", "./gan/dataset", "./notebooks/watch", "./theory"}, // the Go that it shows
	"notebooks/book/live": {"notebooks/testdata/leash.py", "docker/requirements-browser.txt",
		"notebooks/book/live/engine", "./notebooks/book/live/build"},
}

// depends returns the files that the result of a part depends on.
func (k *keys) depends(p part) (files []string, err error) {
	files = slices.Clone(everywhere)
	add := func(more []string, err error) error {
		files = append(files, more...)
		return err
	}
	if p.notebook != "" {
		files = append(files, p.notebook, "notebooks/testdata/execute.py", "notebooks/testdata/leash.py")
	} else if err := add(k.packageFiles("./"+p.name, true)); err != nil {
		return nil, err
	}
	for _, other := range beside[p.name] {
		if strings.HasPrefix(other, "./") {
			err = add(k.packageFiles(other, false))
		} else {
			err = add(walk(other))
		}
		if err != nil {
			return nil, err
		}
	}
	for _, file := range slices.Clone(files) {
		if filepath.Ext(file) == ".ipynb" {
			if err := add(k.notebookUses(file)); err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
		}
	}
	return files, nil
}

// notebookUses returns the files that the code of a notebook depends on.
func (k *keys) notebookUses(notebook string) (files []string, err error) {
	b, err := os.ReadFile(notebook)
	if err != nil {
		return nil, err
	}
	code, err := sources(b)
	if err != nil {
		return nil, err
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

// packageFiles returns the Go files of a package and of what it imports from this module, with the
// files that are embedded in them. With tests, it also returns the tests of the package and their data.
func (k *keys) packageFiles(pkg string, tests bool) ([]string, error) {
	cached := fmt.Sprint(pkg, tests)
	dirs, ok := k.dirs[cached]
	if !ok {
		args := []string{"list", "-deps", "-json=Dir,Module,EmbedFiles,TestEmbedFiles,XTestEmbedFiles"}
		if tests {
			args = append(args, "-test")
		}
		list, err := output("go", append(args, pkg)...)
		if err != nil {
			return nil, err
		}
		if dirs, err = ownPackages(list); err != nil {
			return nil, err
		}
		k.dirs[cached] = dirs
	}
	var files []string
	for _, dir := range dirs {
		mine := tests && "./"+dir.path == pkg
		found, err := filepath.Glob(filepath.Join(dir.path, "*.go"))
		if err != nil {
			return nil, err
		}
		for _, file := range found {
			if mine || !strings.HasSuffix(file, "_test.go") {
				files = append(files, file)
			}
		}
		embedded := dir.embedded
		if mine {
			embedded = append(slices.Clone(embedded), dir.inTests...)
		}
		for _, file := range embedded {
			files = append(files, filepath.Join(dir.path, file))
		}
		if data := filepath.Join(dir.path, "testdata"); mine && exists(data) {
			more, err := walk(data)
			if err != nil {
				return nil, err
			}
			files = append(files, more...)
		}
	}
	return files, nil
}

// ownPackages reads what go list -json says, and keeps the packages of this module.
func ownPackages(list string) (dirs []packageDir, err error) {
	root, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	for decoder := json.NewDecoder(strings.NewReader(list)); ; {
		var p struct {
			Dir                                         string
			Module                                      *struct{ Main bool }
			EmbedFiles, TestEmbedFiles, XTestEmbedFiles []string
		}
		if err := decoder.Decode(&p); err == io.EOF {
			return dirs, nil
		} else if err != nil {
			return nil, err
		}
		if p.Module == nil || !p.Module.Main || p.Dir == "" { // go test's own program has no folder
			continue
		}
		path, err := filepath.Rel(root, p.Dir)
		if err != nil {
			return nil, err
		}
		inTests := slices.Concat(p.TestEmbedFiles, p.XTestEmbedFiles)
		dirs = append(dirs, packageDir{path, p.EmbedFiles, inTests})
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// unfinished matches what a table is written from while not all of its runs have ended.
var unfinished = regexp.MustCompile(`\.json\.\d+of\d+$`)

// walk returns the files below folders, and files themselves, except files that runs leave there and the
// results of proofs.
func walk(folders ...string) (files []string, err error) {
	for _, folder := range folders {
		err = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case entry.IsDir() && (entry.Name() == "runs" || entry.Name() == "__pycache__" || entry.Name() == ".ipynb_checkpoints"):
				return filepath.SkipDir
			case !entry.IsDir() && path != resultsFile && !unfinished.MatchString(path):
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

package notebooks_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// sources lists what a notebook's run depends on below the repository's root: the packages, the notebooks with what
// they read and what runs them, what sets Jupyter up, and, where it has been set up, the kernel, its plugin and the
// two programs that it starts. What a run leaves behind is none of it.
func sources(root string) (files []string, err error) {
	for _, name := range []string{"go.mod", "go.sum", "theory", "gan", "notebooks", "docker"} {
		err := filepath.WalkDir(filepath.Join(root, name), func(path string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case entry.IsDir() && leftBehind[entry.Name()]:
				return filepath.SkipDir
			case entry.Type().IsRegular():
				files = append(files, path)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	for _, name := range []string{"share/jupyter/kernels/ganbook/kernel.json", "bin/gonb", "bin/gopls", "bin/goimports", "lib/go-xla/pjrt_c_api_cpu_plugin.so"} {
		file := filepath.Join(root, ".venv", name)
		if _, err := os.Stat(file); err == nil {
			files = append(files, file)
		}
	}
	return files, nil
}

// leftBehind are the folders that runs, Jupyter and Python write.
var leftBehind = map[string]bool{"runs": true, ".ipynb_checkpoints": true, "__pycache__": true}

func TestSourcesHoldAFileOfEachKind(t *testing.T) {
	files, err := sources("..")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"go.mod", "go.sum",
		"theory/normal.go", "theory/seed/seed.go", "gan/train.go", "gan/metric/modes.go", "gan/dataset/line.go",
		"notebooks/show/check.go", "notebooks/watch/watch.go", "notebooks/recipe/modes.go", "notebooks/recipe/table/main.go",
		"notebooks/01_expectation.ipynb", "notebooks/modes.json", "notebooks/digits.json",
		"notebooks/digits/mlp/checkpoint-000001.gan", "notebooks/digits/mlp/course.png", "notebooks/features.json",
		"notebooks/testdata/execute.py", "notebooks/testdata/browser.py", "notebooks/execute_test.go",
		"docker/setup", "docker/lab", "docker/requirements.txt", "docker/jupyter/overrides.json", "docker/plugin/main.go",
	} {
		if !slices.Contains(files, filepath.Join("..", want)) {
			t.Errorf("%s is not among the %d sources", want, len(files))
		}
	}
	for _, tool := range []string{kernel, "../.venv/bin/gonb"} {
		if _, err := os.Stat(tool); err == nil && !slices.Contains(files, filepath.Clean(tool)) {
			t.Errorf("%s is there and not among the sources", tool)
		}
	}
}

func TestSourcesLeaveOutWhatARunWrites(t *testing.T) {
	root := t.TempDir()
	for _, file := range []string{
		"go.mod", "go.sum", "theory/a.go", "gan/b.go", "docker/setup", "notebooks/01_a.ipynb",
		"notebooks/runs/07/checkpoint-000001.gan", "notebooks/.ipynb_checkpoints/01_a.ipynb", "notebooks/testdata/__pycache__/x.pyc",
		"README.md",
	} {
		path := filepath.Join(root, file)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	files, err := sources(root)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"go.mod", "go.sum", "theory/a.go", "gan/b.go", "notebooks/01_a.ipynb", "docker/setup"}
	for i := range want {
		want[i] = filepath.Join(root, want[i])
	}
	if !slices.Equal(files, want) {
		t.Errorf("sources are %q, want %q", files, want)
	}
}

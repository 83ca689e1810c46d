package setup

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// Set-up folders count from the working directory upwards, then that of the clone. A .venv of
// something else does not count.
func TestFolders(t *testing.T) {
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	project, clone := filepath.Join(root, "project"), filepath.Join(root, "clone")
	below := filepath.Join(project, "notebooks", "sub")
	made := []string{filepath.Join(below, ".venv"), filepath.Join(project, ".venv"), filepath.Join(clone, ".venv")}
	others := filepath.Join(project, "notebooks", ".venv")
	if err := os.MkdirAll(others, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, venv := range made {
		if err := os.MkdirAll(filepath.Join(venv, "setup"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(below)
	defer func(before string) { Clone = before }(Clone)
	Clone = clone
	if folders := Folders(); !slices.Equal(folders, made) {
		t.Errorf("%q; want %q", folders, made)
	}
	Clone = ""
	if folders := Folders(); !slices.Equal(folders, made[:2]) {
		t.Errorf("without a clone: %q; want %q", folders, made[:2])
	}
}

// The root of the clone is that of this module.
func TestClone(t *testing.T) {
	if Clone == "" {
		return // compiled with -trimpath
	}
	if _, err := os.Stat(filepath.Join(Clone, "go.mod")); err != nil {
		t.Error(err)
	}
}

// Package setup finds what docker/setup has installed.
package setup

import (
	"os"
	"path/filepath"
	"runtime"
)

// Clone is the root of the clone of this project that the program was compiled from. A reader's own module
// may lie elsewhere and use a clone with a set-up. Clone is "" if the program was compiled without the paths of its
// sources. Tests change it.
var Clone = func() string {
	_, file, _, _ := runtime.Caller(0)
	if !filepath.IsAbs(file) {
		return ""
	}
	return filepath.Join(filepath.Dir(file), "..", "..", "..")
}()

// Folders returns the folders named .venv that docker/setup has made, in the order in which to search them:
// those of the working directory and of the directories above it, then that of the clone.
func Folders() (folders []string) {
	add := func(dir string) {
		venv := filepath.Join(dir, ".venv")
		// Any project may have a .venv. That of set-up contains a folder named setup.
		if info, err := os.Stat(filepath.Join(venv, "setup")); err == nil && info.IsDir() {
			folders = append(folders, venv)
		}
	}
	if dir, err := os.Getwd(); err == nil {
		for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
			add(dir)
		}
		add(dir)
	}
	if Clone != "" {
		add(Clone)
	}
	return folders
}

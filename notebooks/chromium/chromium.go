// Package chromium finds the browser that the tests and the benchmark drive.
package chromium

import (
	"errors"
	"os/exec"
)

// ErrMissing says that there is no browser, and how to get one.
var ErrMissing = errors.New("no Chromium or Chrome on this machine (Debian, Ubuntu: apt-get install chromium)")

// Path returns the browser's program. The error is [ErrMissing].
func Path() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrMissing
}

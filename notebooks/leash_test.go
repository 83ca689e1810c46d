package notebooks_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// However a run ends, it leaves no process and no file behind: asked to by a signal, or with its parent gone.
func TestInterruptedLeavesNothing(t *testing.T) {
	needBrowser(t)
	path, err := browser()
	if err != nil {
		t.Fatal(err)
	}
	notebook := writeNotebook(t, filepath.Join(t.TempDir(), "long.ipynb"), code("%noautoget\nimport \"time\"\n%%\ntime.Sleep(time.Hour)"))
	inBrowser := []string{"testdata/browser.py", "--run", notebook, path}
	signalled := func(signal os.Signal) func(*exec.Cmd, func()) {
		return func(cmd *exec.Cmd, _ func()) { cmd.Process.Signal(signal) }
	}
	for _, test := range []struct {
		name string
		args []string
		runs []string // programs that must be at work before the end comes
		end  func(cmd *exec.Cmd, leave func())
	}{
		{"the browser, by SIGINT", inBrowser, []string{"jupyterlab", "chrom", "gonb", "gopls"}, signalled(os.Interrupt)},
		{"the browser, its parent gone", inBrowser, []string{"jupyterlab", "chrom"}, func(_ *exec.Cmd, leave func()) { leave() }},
		{"nbclient, by SIGTERM", []string{"testdata/execute.py", notebook}, []string{"gonb", "gopls"}, signalled(syscall.SIGTERM)},
		{"nbclient, its parent gone", []string{"testdata/execute.py", notebook}, []string{"gonb"}, func(_ *exec.Cmd, leave func()) { leave() }},
	} {
		t.Run(test.name, func(t *testing.T) {
			// A short path: that of a socket in it may have a hundred bytes.
			temp, err := os.MkdirTemp("", "left")
			if err != nil {
				t.Fatal(err)
			}
			defer os.RemoveAll(temp)
			cmd := exec.Command(python, test.args...)
			cmd.Env = append(os.Environ(), "PYTHONPATH="+driver, "JUPYTER_PATH=", "GANBOOK_PARENTS_PIPE=1", "TMPDIR="+temp)
			ours, err := cmd.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			for deadline := time.Now().Add(2 * time.Minute); !at(t, temp, test.runs...); time.Sleep(100 * time.Millisecond) {
				if time.Now().After(deadline) {
					cmd.Process.Signal(os.Interrupt)
					t.Fatalf("not all of %q run", test.runs)
				}
			}
			test.end(cmd, func() { ours.Close() })
			cmd.Wait() // with the status of who was interrupted
			if left := processes(t, temp); left != "" {
				t.Errorf("still running:\n%s", left)
			}
			if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
				t.Errorf("left behind: %v, %v", left, err)
			}
		})
	}
}

// at tells whether each of the programs runs on files in folder.
func at(t *testing.T, folder string, programs ...string) bool {
	t.Helper()
	running := processes(t, folder)
	for _, program := range programs {
		if !strings.Contains(running, program) {
			return false
		}
	}
	return true
}

// processes lists the command lines that name a file in folder.
func processes(t *testing.T, folder string) (lines string) {
	t.Helper()
	out, err := exec.Command("ps", "-A", "-ww", "-o", "args=").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		if strings.Contains(line, folder) {
			lines += line
		}
	}
	return lines
}

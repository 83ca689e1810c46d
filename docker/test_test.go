// Package docker_test tests the programs in this folder.
package docker_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A bench is a copy of docker/test in a project of its own, where fake programs stand for go, git, gofmt and
// staticcheck.
type bench struct {
	project, temp string
	ran           string // the file in which the fake go notes each call
}

// newBench makes a bench. goProgram is a bash script: what the fake go does after it has noted the call.
func newBench(t *testing.T, goProgram string) bench {
	t.Helper()
	b := bench{project: t.TempDir(), temp: t.TempDir()}
	b.ran = filepath.Join(b.project, "ran")
	script, err := os.ReadFile("test")
	if err != nil {
		t.Fatal(err)
	}
	for name, program := range map[string]string{
		"docker/test":           string(script),
		"fakes/go":              "#!/usr/bin/env bash\necho \"$*\" >>" + b.ran + "\n" + goProgram,
		"fakes/git":             "#!/bin/sh\n",
		"fakes/gofmt":           "#!/bin/sh\n",
		".venv/bin/staticcheck": "#!/bin/sh\n",
	} {
		file := filepath.Join(b.project, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(program), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

// command returns docker/test, which writes to out.
func (b bench) command(out *bytes.Buffer) *exec.Cmd {
	cmd := exec.Command(filepath.Join(b.project, "docker", "test"))
	path := filepath.Join(b.project, "fakes") + ":" + os.Getenv("PATH")
	cmd.Env = append(os.Environ(), "TMPDIR="+b.temp, "PATH="+path)
	cmd.Stdout, cmd.Stderr = out, out
	return cmd
}

// calls returns the calls of the fake go, one a line.
func (b bench) calls() string {
	ran, _ := os.ReadFile(b.ran) // there may be none yet
	return string(ran)
}

// leavesNothing checks that no process names the temporary folder, and that no file is in it.
func (b bench) leavesNothing(t *testing.T) {
	t.Helper()
	out, err := exec.Command("ps", "-A", "-ww", "-o", "pid=,args=").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		if strings.Contains(line, b.temp) {
			t.Errorf("still running: %s", line)
			if pid, err := strconv.Atoi(strings.Fields(line)[0]); err == nil {
				syscall.Kill(pid, syscall.SIGKILL)
			}
		}
	}
	if left, err := os.ReadDir(b.temp); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

const passes = `printf -- '=== RUN   TestFine\n--- PASS: TestFine (0.00s)\n'` + "\n"

// All groups run, whatever one of them finds. The exit code and the end of the report say what failed.
func TestAllGroupsRun(t *testing.T) {
	packages := []string{"./theory/...", "./notebooks/show/...", "./docker/...", "./gan/...", "./notebooks/watch",
		"./notebooks/book/live/...", "./notebooks", "-race", "vet ./..."}
	for _, test := range []struct {
		name, program string
		status        int
		says          []string // in this order
	}{
		{"nothing fails", passes, 0, []string{"theory", "ok      1 passed", "0 failed, 0 skipped"}},
		{"a test fails", `case "$*" in *" ./theory/...")
	printf -- '=== RUN   TestWrong\n    x_test.go:1: what it says\n--- FAIL: TestWrong (0.00s)\nFAIL\n'; exit 1 ;;
esac
` + passes, 1, []string{"theory", "FAILED  0 passed, 1 failed", "gan ", "ok      1 passed",
			"; failed: theory\n", "1 failed, 0 skipped", "--- FAIL: TestWrong", "what it says"}},
		{"a package does not build, and go vet finds something", `case "$*" in
"vet "*) echo "x.go:1: unkeyed fields"; exit 1 ;;
*"60m ./notebooks/watch") echo "x.go:2: undefined: y"; exit 2 ;;
esac
` + passes, 1, []string{"go vet", "FAILED", "unkeyed fields",
			"watch", "FAILED", "undefined: y", "; failed: go vet; watch", "2 failed, 0 skipped"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t, test.program)
			var out bytes.Buffer
			err := b.command(&out).Run()
			status := 0
			if exit := new(exec.ExitError); errors.As(err, &exit) {
				status = exit.ExitCode()
			} else if err != nil {
				t.Fatal(err)
			}
			if status != test.status {
				t.Errorf("exit status %d, want %d", status, test.status)
			}
			for _, name := range packages {
				if !strings.Contains(strings.ReplaceAll(b.calls(), "\n", " "), name+" ") {
					t.Errorf("it did not run %s", name)
				}
			}
			rest, ok := out.String(), true
			for _, want := range test.says {
				if _, rest, ok = strings.Cut(rest, want); !ok {
					t.Errorf("the report lacks %q, or has it in another place:\n%s", want, out.String())
					break
				}
			}
			b.leavesNothing(t)
		})
	}
}

// A signal ends all that docker/test has started, also what has left the process group, and nothing stays in
// the temporary folder.
func TestInterruptLeavesNothing(t *testing.T) {
	// A shell that starts this test in the background lets it ignore SIGINT, and bash cannot trap what it
	// inherits as ignored. A signal with a handler is at its default in a new program.
	if signal.Ignored(os.Interrupt) {
		handled := make(chan os.Signal, 1)
		signal.Notify(handled, os.Interrupt)
		defer signal.Ignore(os.Interrupt)
	}
	// As a kernel does, tail runs in a process group of its own, and its command line names the folder.
	const long = `case "$*" in *" ./gan/...")
	mkdir "$TMPDIR/deep"; echo >"$TMPDIR/deep/held"
	set -m
	tail -f "$TMPDIR/deep/held" &
	echo begun >>"$TMPDIR/deep/held"
	echo begun >>` + "\"$(dirname \"$0\")/../ran\"" + `
	wait ;;
esac
` + passes
	for _, by := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(by.String(), func(t *testing.T) {
			b := newBench(t, long)
			var out bytes.Buffer
			cmd := b.command(&out)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			deadline := time.Now().Add(time.Minute)
			for ; !strings.Contains(b.calls(), "begun"); time.Sleep(20 * time.Millisecond) {
				if time.Now().After(deadline) {
					cmd.Process.Kill()
					t.Fatalf("the group does not begin:\n%s", b.calls())
				}
			}
			cmd.Process.Signal(by)
			cmd.Wait()
			if status := cmd.ProcessState.ExitCode(); status != 130 {
				t.Errorf("exit status %d, want 130:\n%s", status, out.String())
			}
			if !strings.Contains(out.String(), "interrupted") {
				t.Errorf("it does not say that it was interrupted:\n%s", out.String())
			}
			if strings.Contains(b.calls(), "./notebooks/watch") {
				t.Error("it went on with the next group")
			}
			b.leavesNothing(t)
		})
	}
}

// Each package with tests is in a group that runs all of them.
func TestEveryPackageIsInAGroup(t *testing.T) {
	script, err := os.ReadFile("test")
	if err != nil {
		t.Fatal(err)
	}
	list := func(args ...string) []string {
		cmd := exec.Command("go", append([]string{"list", "-f", "{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}"}, args...)...)
		cmd.Dir = ".."
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		return strings.Fields(string(out))
	}
	var patterns []string
	for _, g := range regexp.MustCompile(`(?m)^group .* tests .*$`).FindAllString(string(script), -1) {
		if strings.Contains(g, "-run") {
			continue
		}
		for _, p := range regexp.MustCompile(` \./\S+`).FindAllString(g, -1) {
			patterns = append(patterns, p[1:])
		}
	}
	run := list(patterns...)
	for _, pkg := range list("./...") {
		if !slices.Contains(run, pkg) {
			t.Errorf("docker/test does not run the tests of %s", pkg)
		}
	}
}

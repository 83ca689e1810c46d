package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// An outcome says whether a trial was green, with a line of details.
type outcome struct {
	green bool
	note  string
}

func failed(format string, args ...any) outcome { return outcome{note: fmt.Sprintf(format, args...)} }

// logs is the folder of the last output of each trial.
const logs = ".venv/proof"

// python is the interpreter that runs notebooks; set-up installs it.
const python = ".venv/bin/python"

// run runs the trial in its own temporary folders and removes them afterwards.
func (t trial) run(ctx context.Context) outcome {
	if err := os.MkdirAll(logs, 0o755); err != nil {
		return failed("%v", err)
	}
	temp, err := os.MkdirTemp("", "ganbook-proof-")
	if err != nil {
		return failed("%v", err)
	}
	defer os.RemoveAll(temp)
	log, err := os.Create(filepath.Join(logs, strings.ReplaceAll(t.String(), "/", "-")+".log"))
	if err != nil {
		return failed("%v", err)
	}
	defer log.Close()
	if t.condition.busy {
		stop, err := startBusy()
		if err != nil {
			return failed("keeping the machine busy: %v", err)
		}
		defer stop()
	}
	p := process{trial: t, temp: temp, log: log}
	switch {
	case t.part.notebook != "":
		return p.notebook(ctx)
	case t.condition.backend != "":
		return p.testsOneByOne(ctx)
	}
	return p.tests(ctx)
}

// A process is a running trial.
type process struct {
	trial
	temp string
	log  *os.File
}

// start runs a command under the condition in the folder dir, in its own process group. It returns
// the output.
func (p process) start(ctx context.Context, dir string, words ...string) (string, error) {
	words, err := p.condition.command(words...)
	if err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, words[0], words[1:]...)
	cmd.Env = append(append(os.Environ(), p.condition.environment()...), "TMPDIR="+p.temp)
	cmd.Dir = dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
	cmd.WaitDelay = 30 * time.Second
	out, err := cmd.CombinedOutput()
	fmt.Fprintf(p.log, "$ %s\n%s\n", strings.Join(words, " "), out)
	if cmd.Process != nil { // nil if it did not start
		syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // what it has left behind, usually nothing
	}
	return string(out), err
}

// notebook executes a copy of the notebook in a new folder, so that no training from an earlier run
// is loaded.
func (p process) notebook(ctx context.Context) outcome {
	folder := filepath.Join(p.temp, "notebooks")
	if err := os.CopyFS(filepath.Join(folder, "digits"), os.DirFS("notebooks/digits")); err != nil {
		return failed("%v", err)
	}
	tables, err := filepath.Glob("notebooks/*.json")
	if err != nil {
		return failed("%v", err)
	}
	for _, file := range append(tables, p.part.notebook) {
		b, err := os.ReadFile(file)
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, filepath.Base(file)), b, 0o644)
		}
		if err != nil {
			return failed("%v", err)
		}
	}
	out, err := p.start(ctx, ".", python, "notebooks/testdata/execute.py", filepath.Join(folder, filepath.Base(p.part.notebook)))
	if err != nil {
		return failed("%s", lastLines(out, err))
	}
	return outcome{true, lastLine(out)}
}

// tests runs the tests of a package. It skips the tests that run whole notebooks, since notebooks
// are parts.
func (p process) tests(ctx context.Context) outcome {
	args := []string{"go", "test", "-json", "-shuffle=on", fmt.Sprintf("-count=%d", max(1, p.condition.count)),
		"-timeout", p.limit().String()}
	if p.condition.race {
		// GoMLX's pure-Go matrix product makes pointers one past an array's end. The check of pointers that comes
		// with the race detector would end the process there.
		args = append(args, "-race", "-gcflags=github.com/gomlx/compute/internal/gobackend/...=-d=checkptr=0")
	}
	if p.part.pkg == notebooks {
		skip := "^TestNotebooks$"
		if !p.condition.browser {
			skip = "^(TestNotebooks|TestBrowser|TestOpenedInBrowser)$"
		}
		args = append(args, "-skip", skip, "-parallel", "8")
	}
	out, err := p.start(ctx, ".", append(args, p.part.pkg)...)
	events := parseEvents(out)
	if err != nil {
		return failed("failed: %s", strings.Join(events.failed, " ")+events.trouble)
	}
	if len(events.skipped) > 0 {
		return failed("skipped: %s", strings.Join(events.skipped, " "))
	}
	if events.passed == 0 {
		return failed("no test ran")
	}
	return outcome{true, fmt.Sprintf("%d tests", events.passed)}
}

// limit is the time that the tests of a package may take. Only tests that hang exceed it: a round of the
// notebooks' tests with the browser takes about 36 minutes on two cores, and all tests of another package a
// quarter of an hour at most, three rounds included.
func (t trial) limit() time.Duration {
	const round = time.Hour
	if t.part.pkg == notebooks && t.condition.browser {
		return round * time.Duration(max(1, t.condition.count))
	}
	return round
}

// testsOneByOne runs each test of a package separately, with the time limit patience.
func (p process) testsOneByOne(ctx context.Context) outcome {
	binary := filepath.Join(p.temp, "tests")
	if out, err := p.start(ctx, ".", "go", "test", "-c", "-o", binary, p.part.pkg); err != nil {
		return failed("%s", lastLines(out, err))
	}
	list, err := p.start(ctx, p.part.name, binary, "-test.list", "^(Test|Example|Fuzz)")
	if err != nil {
		return failed("%s", lastLines(list, err))
	}
	var bad, long, skipped []string
	good := 0
	for _, name := range strings.Fields(list) {
		short, cancel := context.WithTimeout(ctx, patience)
		said, err := p.start(short, p.part.name, binary, "-test.v", "-test.run", "^"+name+"$", "-test.count=1")
		late := errors.Is(short.Err(), context.DeadlineExceeded)
		cancel()
		switch {
		case ctx.Err() != nil:
			return outcome{}
		case err == nil && strings.Contains(said, "--- SKIP: "+name+" "):
			skipped = append(skipped, name) // such as a test on several devices: the pure-Go backend has one
		case err == nil:
			good++
		case late:
			long = append(long, name)
		default:
			bad = append(bad, name)
		}
	}
	note := fmt.Sprintf("%d tests", good)
	if len(long) > 0 {
		note += "; longer than " + patience.String() + ": " + strings.Join(long, " ")
	}
	if len(skipped) > 0 {
		note += "; skipped: " + strings.Join(skipped, " ")
	}
	if len(bad) > 0 {
		return failed("failed: %s; %s", strings.Join(bad, " "), note)
	}
	return outcome{good > 0, note}
}

// events is what go test -json reports.
type events struct {
	passed          int
	failed, skipped []string
	trouble         string // output outside of tests, such as that of a package that does not compile
}

func parseEvents(out string) (e events) {
	lines := bufio.NewScanner(strings.NewReader(out))
	lines.Buffer(nil, 1<<24)
	var said bytes.Buffer
	for lines.Scan() {
		var event struct{ Action, Test, Output string }
		if json.Unmarshal(lines.Bytes(), &event) != nil {
			said.WriteString(lines.Text() + " ")
			continue
		}
		switch {
		case event.Test == "" && event.Action == "output":
			said.WriteString(event.Output)
		case event.Test == "":
		case event.Action == "pass":
			e.passed++
		case event.Action == "fail":
			e.failed = append(e.failed, event.Test)
		case event.Action == "skip":
			e.skipped = append(e.skipped, event.Test)
		}
	}
	if len(e.failed) == 0 {
		e.trouble = lastLine(said.String())
	}
	return e
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.TrimSpace(lines[len(lines)-1])
}

// lastLines returns the error and the end of the output of a failed command, in one line.
func lastLines(text string, err error) string {
	text = strings.Join(strings.Fields(text), " ")
	const most = 300
	if runes := []rune(text); len(runes) > most {
		text = "…" + string(runes[len(runes)-most:])
	}
	return fmt.Sprintf("%v: %s", err, text)
}

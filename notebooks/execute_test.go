package notebooks_test

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the executed notebooks' outputs into the notebooks")

const (
	python = "../.venv/bin/python"
	kernel = "../.venv/share/jupyter/kernels/ganbook/kernel.json"
)

// needSetUp skips a test that needs Jupyter where there is none. Under make test, which sets everything up first,
// nothing is skipped.
func needSetUp(t *testing.T) {
	t.Helper()
	for _, file := range []string{python, kernel} {
		if _, err := os.Stat(file); err != nil {
			if os.Getenv("GANBOOK_SETUP") != "" {
				t.Fatalf("set-up left no %s", file)
			}
			t.Skipf("not run: %s is missing; `make test` sets it up and runs this test", file)
		}
	}
	watchSources(t)
}

// watchSources looks at every file that a notebook's run depends on, so that `go test` runs the notebooks again when
// one has changed, and does not repeat an old result.
func watchSources(t *testing.T) {
	t.Helper()
	files, err := sources("..")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if _, err := os.Stat(file); err != nil {
			t.Fatal(err)
		}
	}
}

// slots limits what runs beside the browser that runs the notebooks: one kernel or browser for each other core. Each
// of them keeps a core busy, and on a machine with more work than cores JupyterLab's connections time out.
var slots = make(chan struct{}, max(1, runtime.NumCPU()-1))

// takeSlot waits for a slot and holds it until the test ends.
func takeSlot(t *testing.T) {
	slots <- struct{}{}
	t.Cleanup(func() { <-slots })
}

// execute runs a notebook through the real kernel; args may name where to write the executed one.
func execute(notebook string, args ...string) (report string, err error) {
	out, err := leashed(append([]string{"testdata/execute.py", notebook}, args...)...).CombinedOutput()
	return string(out), err
}

// leashed is a Python program that keeps all that it starts on a leash (testdata/leash.py): the pipe on its stdin ends
// when this process does, however it does, and then everything ends.
func leashed(args ...string) *exec.Cmd {
	cmd := exec.Command(python, args...)
	// What a reader has set for the server must not reach the kernel's test.
	cmd.Env = append(os.Environ(), "PYTHONPATH=", "JUPYTER_PATH=", "JUPYTER_PLATFORM_DIRS=1", "GANBOOK_PARENTS_PIPE=1")
	if _, err := cmd.StdinPipe(); err != nil {
		panic(err) // only if Stdin is set
	}
	return cmd
}

func notebooks(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob("[0-9][0-9]_*.ipynb")
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 {
		t.Fatal("no notebook NN_*.ipynb here")
	}
	return found
}

// Every notebook runs from top to bottom, with every check in it holding.
//
// Those that train take minutes and are run once in a process: in the browser where there is one, whose verdict counts
// here as well (every cell ran, in order, none failed or wrote to stderr), else through nbclient as the others are.
// With -update all run through nbclient, which writes them.
func TestNotebooks(t *testing.T) {
	needSetUp(t)
	t.Parallel() // else the tests below would wait for the last of these
	_, noBrowser := browser()
	for _, notebook := range notebooks(t) {
		t.Run(notebook, func(t *testing.T) {
			t.Parallel()
			if !*update && noBrowser == nil && trains(notebook) {
				visits, err := inBrowser()
				if err != nil {
					t.Fatal(err)
				}
				visits[notebook].report(t)
				return
			}
			takeSlot(t)
			var args []string
			if *update {
				args = append(args, notebook)
			}
			report, err := execute(notebook, args...)
			if err != nil {
				t.Fatalf("%v\n%s", err, report)
			}
			t.Log(lastLine(report))
		})
	}
}

// The test above would be worth nothing if it passed whatever a notebook does.
func TestBrokenNotebooksFail(t *testing.T) {
	needSetUp(t)
	t.Parallel()
	const good = "%noautoget\nimport \"fmt\"\n%%\nfmt.Println(6 * 7)"
	for _, test := range []struct {
		name, cell string
		says       []string // what the report must hold; nothing for a notebook that runs
	}{
		{"a check that holds", "import \"ganbook/notebooks/show\"\n%%\nshow.Check(\"six times seven\", 6*7, 42, 1e-12)", nil},
		{"a check that fails", "import \"ganbook/notebooks/show\"\n%%\nshow.Check(\"six times seven\", 6*7, 41, 0.5)",
			[]string{"code cell 2 failed", "show.Check(", "six times seven", "41"}},
		{"a panic", "%%\npanic(\"out of range\")", []string{"code cell 2 failed", `panic("out of range")`, "panic: out of range"}},
		{"a panic in a goroutine", "%%\ngo func() { panic(\"elsewhere\") }()\nselect {}", []string{"code cell 2 failed", "panic: elsewhere"}},
		{"a cell that does not compile", "%%\nfmt.Println(undefinedName)", []string{"code cell 2 failed", "undefinedName", "undefined: undefinedName"}},
		{"a cell that does not parse", "func half( {", []string{"code cell 2 failed", "func half( {"}},
		{"an import that does not exist", "import \"ganbook/nowhere\"\n%%\nnowhere.Go()", []string{"code cell 2 failed", "ganbook/nowhere"}},
		{"words on stderr", "%%\nprintln(\"beware\")", []string{"code cell 2 wrote to stderr", "beware"}},
		{"a silent exit", "%%\nos.Exit(3)", []string{"code cell 2 failed", "exit status 3"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			path := writeNotebook(t, filepath.Join(t.TempDir(), "case.ipynb"), code(good), code(test.cell))
			takeSlot(t)
			report, err := execute(path)
			if test.says == nil {
				if err != nil {
					t.Fatalf("%v\n%s", err, report)
				}
				return
			}
			if err == nil {
				t.Fatalf("it passed:\n%s", report)
			}
			for _, want := range test.says {
				if !strings.Contains(report, want) {
					t.Errorf("the report lacks %q:\n%s", want, report)
				}
			}
		})
	}
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}

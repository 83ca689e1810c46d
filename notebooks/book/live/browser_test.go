package live_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"ganbook/notebooks/book/live"
	"ganbook/notebooks/chromium"
	"ganbook/theory/seed"
)

const (
	root   = "../../.." // of the module
	python = root + "/.venv/bin/python"
	driver = root + "/.venv/playwright"
)

// needBrowser names the browser, or skips the test where there is none. Under make test and in CI there
// must be one.
func needBrowser(t *testing.T) string {
	t.Helper()
	for _, file := range []string{python, driver} {
		if _, err := os.Stat(file); err != nil {
			if os.Getenv("GANBOOK_SETUP") != "" {
				t.Fatalf("set-up left no %s", file)
			}
			t.Skipf("not run: %s is missing; `make test` sets it up and runs this test", file)
		}
	}
	path, err := chromium.Path()
	if err != nil && os.Getenv("CI") != "" {
		t.Fatal(err)
	} else if err != nil {
		t.Skipf("not run: %v", err)
	}
	return path
}

// temp is a folder for what tests share. It is removed at the end.
var temp string

func TestMain(m *testing.M) {
	var err error
	if temp, err = os.MkdirTemp("", "live"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	status := m.Run()
	os.RemoveAll(temp)
	os.Exit(status)
}

// build runs the program build once for all tests. It returns the folder that the program has written.
var build = sync.OnceValues(func() (folder string, err error) {
	folder = filepath.Join(temp, "built")
	if said, err := exec.Command("go", "run", "./build", "-out", folder).CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w\n%s", err, said)
	}
	return folder, nil
})

func built(t *testing.T) string {
	t.Helper()
	folder, err := build()
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

// All that a page loads is there, and the engine is compressed.
func TestBuild(t *testing.T) {
	out := built(t)
	for _, name := range []string{"live.js", "canvas.js", "worker.js", "wasm_exec.js", "live.css", "lab.html", "distributions.html", "bag.html", "games.html"} {
		content, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		if name != "wasm_exec.js" && bytes.Contains(content, []byte("://")) {
			t.Errorf("%s names an address outside", name)
		}
	}
	plain, err := os.Stat(filepath.Join(out, "ganbook.wasm"))
	if err != nil {
		t.Fatal(err)
	}
	packed, err := os.Stat(filepath.Join(out, "ganbook.wasm.gz"))
	if err != nil {
		t.Fatal(err)
	}
	if !(packed.Size() < plain.Size()/3) {
		t.Errorf("the engine has %d bytes, and %d compressed", plain.Size(), packed.Size())
	}
	t.Logf("the engine has %.1f MB, and %.1f MB compressed", float64(plain.Size())/1e6, float64(packed.Size())/1e6)
}

// An act is what one act of testdata/live.py found.
type act struct {
	Name, Says string
	Problems   []string
	Numbers    map[string]map[string]string // by the settings, or by the moment
}

// The parts as a reader meets them, operated by mouse and keys. What they compute is compared with the
// same parts on this machine's own processor.
func TestInBrowser(t *testing.T) {
	browser := needBrowser(t)
	t.Setenv(seed.Variable, "") // no shift reaches a page, so the same parts here have none
	cmd := exec.Command(python, "testdata/live.py")
	if folder := os.Getenv("GANBOOK_SCREENSHOTS"); folder != "" { // to look at what the test saw
		cmd.Args = append(cmd.Args, "--screenshots", folder)
	}
	cmd.Args = append(cmd.Args, built(t), browser)
	cmd.Env = append(os.Environ(), "PYTHONPATH="+driver)
	var failed bytes.Buffer
	cmd.Stderr = &failed
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s\n%s", err, out, failed.String())
	}
	acts := map[string]act{}
	for line := range bytes.Lines(out) {
		var a act
		if err := json.Unmarshal(line, &a); err != nil {
			t.Fatalf("live.py printed %q: %v", line, err)
		}
		acts[a.Name] = a
		t.Run(a.Name, func(t *testing.T) {
			for _, problem := range a.Problems {
				t.Error(problem)
			}
			t.Log(a.Says)
		})
	}
	for name, compared := range map[string]int{"distributions": 6 * 9, "bag": 2 * 9, "games": 2 * 3} {
		t.Run(name+"' numbers", func(t *testing.T) {
			if n := compareNumbers(t, name, acts[name].Numbers); n < compared {
				t.Errorf("%d numbers were compared, want %d", n, compared)
			}
		})
	}
	t.Run("300 steps", func(t *testing.T) { compareRuns(t, acts["lab_three_hundred"].Numbers) })
}

// compareNumbers compares the numbers of a part in the browser with those of the same part here, to
// 1e-12 relative. It returns how many were compared in full.
func compareNumbers(t *testing.T, name string, found map[string]map[string]string) (n int) {
	t.Helper()
	for settings, numbers := range found {
		p, err := live.Open(name, settings)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range p.View().Numbers {
			if want.Exact == "" {
				if got := numbers[want.Name]; got != want.Value {
					t.Errorf("%s: %s is %q in the browser, and %q here", settings, want.Name, got, want.Value)
				}
				continue
			}
			got, err := strconv.ParseFloat(numbers[want.Name], 64)
			if err != nil {
				t.Errorf("%s: %s is %q in the browser", settings, want.Name, numbers[want.Name])
				continue
			}
			here, err := strconv.ParseFloat(want.Exact, 64)
			if err != nil {
				t.Fatal(err)
			}
			if !(got == here || math.Abs(got-here) <= 1e-12*math.Abs(here)) {
				t.Errorf("%s: %s is %v in the browser, and %v here", settings, want.Name, got, here)
			}
			n++
		}
	}
	return n
}

// compareRuns compares a run of 300 steps in the browser with the same run here. The engines round
// differently, and a game of two players amplifies this, so the two differ in the end. What both must
// reach: an energy distance of a quarter of that at the start or less. An energy distance is known to
// about 0.02 from so few samples, so the two may also differ by no more than a tenth of that at the
// start.
func compareRuns(t *testing.T, found map[string]map[string]string) {
	t.Helper()
	distance := func(numbers map[string]string) float64 {
		v, err := strconv.ParseFloat(strings.ReplaceAll(numbers["energy distance"], "−", "-"), 64)
		if err != nil {
			t.Fatalf("no energy distance in %v", numbers)
		}
		return v
	}
	before, after := distance(found["before"]), distance(found["after"])

	p, err := live.Open("lab", "seed=1&do=b300")
	if err != nil {
		t.Fatal(err)
	}
	for running := true; running; {
		if running, err = p.Tick(time.Second); err != nil {
			t.Fatal(err)
		}
	}
	here := map[string]string{}
	for _, n := range p.View().Numbers {
		here[n.Name] = n.Value
	}
	native := distance(here)
	said := fmt.Sprintf("the energy distance is %.3f at the start; after %s steps %.3f in the browser, %.3f here", before, here["step"], after, native)
	if !(after <= before/4) || !(native <= before/4) || !(math.Abs(after-native) <= before/10) {
		t.Error(said)
	}
	t.Log(said)
}

func TestOpenRefuses(t *testing.T) {
	for _, wrong := range [][2]string{{"nothing", ""}, {"lab", "loss=Best"}, {"bag", "%zz=1"}, {"games", "a00=%zz"}} {
		if _, err := live.Open(wrong[0], wrong[1]); err == nil {
			t.Errorf("%v was opened", wrong)
		}
	}
	p, err := live.Open("lab", "loss=Best")
	if p == nil || err == nil || p.Settings() != "" {
		t.Errorf("with a wrong address the lab is %v, %v; want its first settings and an error", p, err)
	}
	for _, name := range live.Names {
		p, err := live.Open(name, "")
		if err != nil {
			t.Fatal(err)
		}
		var m live.Message
		if err := json.Unmarshal([]byte(`{"press":"nothing such"}`), &m); err != nil {
			t.Fatal(err)
		}
		if v := m.Answer(p); v.Error == "" || !json.Valid(v.JSON()) {
			t.Errorf("%s answers %q", name, v.Error)
		}
	}
}

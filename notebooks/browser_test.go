package notebooks_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"ganbook/notebooks/chromium"
)

const driver = "../.venv/playwright"

// browser names the browser to test with. CI must have one, and under make test the driver must be there.
func browser() (path string, err error) {
	if _, err := os.Stat(driver); err != nil {
		if os.Getenv("GANBOOK_SETUP") != "" {
			return "", fmt.Errorf("set-up left no %s", driver)
		}
		return "", chromium.ErrMissing
	}
	path, err = chromium.Path()
	if err != nil && os.Getenv("CI") != "" {
		return "", errors.New(err.Error()) // not an error that skips a test
	}
	return path, err
}

// A visit is what one notebook, or one thing that a reader's hands do, looked like in the browser.
type visit struct {
	Name     string
	Says     string
	Problems []string
}

// browse makes the visits of testdata/browser.py, all in one JupyterLab and one browser; visits are by name.
func browse(args ...string) (map[string]visit, error) { return drive("testdata/browser.py", args...) }

// drive makes the visits of a program that drives a browser.
func drive(program string, args ...string) (map[string]visit, error) {
	path, err := browser()
	if err != nil {
		return nil, err
	}
	options := []string{program}
	if folder := os.Getenv("GANBOOK_SCREENSHOTS"); folder != "" { // to look at what the test saw
		options = append(options, "--screenshots", folder)
	}
	cmd := leashed(append(append(options, args...), path)...)
	cmd.Env = append(cmd.Env, "PYTHONPATH="+driver)
	var failed bytes.Buffer
	cmd.Stderr = &failed
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%w\n%s\n%s", err, out, failed.String())
	}
	visits := map[string]visit{}
	for line := range bytes.Lines(out) {
		var v visit
		if err := json.Unmarshal(line, &v); err != nil {
			return nil, fmt.Errorf("%s printed %q: %w", program, line, err)
		}
		visits[v.Name] = v
	}
	return visits, nil
}

// inBrowser runs the notebooks that train in one JupyterLab and one browser, once for all tests of this process. Such a
// run takes minutes, so TestNotebooks takes its verdict from here and does not run them again.
var inBrowser = sync.OnceValues(func() (map[string]visit, error) { return browseThose("--run", trains) })

// browseThose visits the notebooks that are wanted, each with the same flag of browser.py.
func browseThose(flag string, wanted func(path string) bool) (map[string]visit, error) {
	found, err := filepath.Glob("[0-9][0-9]_*.ipynb")
	if err != nil {
		return nil, err
	}
	var args []string
	for _, path := range found {
		if wanted(path) {
			args = append(args, flag, path)
		}
	}
	return browse(args...)
}

// every notebook is wanted.
func every(string) bool { return true }

// trains tells whether a notebook trains networks: it imports a package that does.
func trains(path string) bool {
	raw, err := os.ReadFile(path)
	return err == nil && training.Match(raw)
}

var training = regexp.MustCompile(`\\"ganbook/(gan|notebooks/watch|notebooks/recipe)\\"`)

// report passes the visit's verdict on to the test.
func (v visit) report(t *testing.T) {
	t.Helper()
	if v.Name == "" {
		t.Fatal("the browser did not come to it")
	}
	for _, problem := range v.Problems {
		t.Error(problem)
	}
	t.Log(v.Says)
}

// needBrowser skips a test that needs a browser where there is none.
func needBrowser(t *testing.T) {
	t.Helper()
	needSetUp(t)
	if _, err := browser(); errors.Is(err, chromium.ErrMissing) {
		t.Skipf("not run: %v", err)
	}
}

// The notebooks that train, run as a reader runs them, offline.
func TestBrowser(t *testing.T) {
	needBrowser(t)
	t.Parallel() // a browser waits most of the time
	visits, err := inBrowser()
	reportThose(t, trains, visits, err)
}

// Every notebook, opened as it is saved. The browser of this test works beside the one that runs notebooks, so
// that neither takes much longer than the other.
func TestOpenedInBrowser(t *testing.T) {
	needBrowser(t)
	t.Parallel()
	takeSlot(t)
	visits, err := browseThose("--open", every)
	reportThose(t, every, visits, err)
}

// reportThose passes on the verdict on each notebook that is wanted.
func reportThose(t *testing.T, wanted func(path string) bool, visits map[string]visit, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	for _, notebook := range notebooks(t) {
		if wanted(notebook) {
			t.Run(notebook, func(t *testing.T) { visits[notebook].report(t) })
		}
	}
}

// What a reader's hands do, and what the browser test is there to notice: it notices.
func TestBrowserNotices(t *testing.T) {
	needBrowser(t)
	t.Parallel()
	const draw = "%noautoget\nimport \"ganbook/notebooks/show\"\n%%\n" +
		"show.Slide(show.Slider{Name: \"n\", Values: []float64{1, 2, 3}}, func(n float64) show.Figure {\n" +
		"\treturn show.Figure{Title: \"n x\", X: \"x\", Y: \"y\", Marks: show.Marks{show.Curve(func(x float64) float64 { return n * x }, 0, 1)}}\n})"
	const ask = "%noautoget\nimport \"net/http\"\n%%\nhttp.Get(\"http://kernel.ganbook.invalid/\")"
	const schema = `"$schema": "https://vega.github.io/schema/vega-lite/v5.json", `
	cases := []struct {
		name  string
		run   bool // before it is opened, so that it holds saved outputs
		cells []cell
		says  []string // nothing for a notebook that is fine
	}{
		{"a picture with a slider", true, []cell{code(draw)}, nil},
		{"requests that leave the machine", false, []cell{markdown("![gone](http://page.ganbook.invalid/x.png)"), code(ask)}, []string{
			"the page asked for http://page.ganbook.invalid/x.png", "the kernel asked for: GET http://kernel.ganbook.invalid/"}},
		{"a failing cell", false, []cell{code("%%\nos.Exit(3)")}, []string{"code cell 1 failed: exit status 3"}},
		{"a cell that complains", false, []cell{code("%%\nprintln(\"beware\")")}, []string{"code cell 1 wrote to stderr: beware"}},
		{"a picture that cannot be drawn", false, []cell{vegaOnly(`{` + schema + `"mark": "nothing such"}`)}, []string{
			"0 pictures on the page, want 1"}},
		{"a blank picture", false, []cell{vegaOnly(`{` + schema + `"data": {"values": [{"x": 1}]}, "mark": {"type": "point", "opacity": 0}}`)}, []string{
			"picture 1 is blank"}},
		{"a slider without effect", false, []cell{vegaOnly(`{` + schema + `
			"params": [{"name": "idle", "value": 1, "bind": {"input": "range", "min": 1, "max": 3, "step": 1}}],
			"data": {"values": [{"x": 1}]}, "mark": "point", "encoding": {"x": {"field": "x", "type": "quantitative"}}}`)}, []string{
			"slider 1 moves and its picture does not change"}},
		// JupyterLab adds a PNG to a picture that has none.
		{"a notebook that opening changes", false, []cell{vegaOnly(`{` + schema + `"data": {"values": [{"x": 1}]}, "mark": "point",
			"encoding": {"x": {"field": "x", "type": "quantitative"}}}`)}, []string{"marked as changed"}},
	}
	takeSlot(t)
	hands := []string{"keys", "dressed", "errors", "completion", "culling", "again", "folded", "waiting"}

	folder := t.TempDir()
	var args []string
	for _, name := range hands {
		args = append(args, "--hands", name)
	}
	paths := map[string]string{}
	for _, test := range cases {
		path := writeNotebook(t, filepath.Join(folder, strings.ReplaceAll(test.name, " ", "_")+".ipynb"), test.cells...)
		if test.run {
			if report, err := execute(path, path); err != nil {
				t.Fatalf("%v\n%s", err, report)
			}
		}
		paths[test.name] = path
		args = append(args, "--open", path, "--run", path)
	}
	visits, err := browse(args...)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range hands {
		t.Run(name, func(t *testing.T) { visits[name].report(t) })
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			v := visits[paths[test.name]]
			if test.says == nil {
				v.report(t)
				return
			}
			found := strings.Join(v.Problems, "\n")
			for _, want := range test.says {
				if !strings.Contains(found, want) {
					t.Errorf("the report lacks %q:\n%s", want, found)
				}
			}
		})
	}
}

// vegaOnly is a cell whose saved output is a Vega-Lite specification; its code does nothing.
func vegaOnly(spec string) cell {
	c := code("// drawn before")
	c.Outputs = []output{{Type: "display_data", Data: map[string]json.RawMessage{vegalite: json.RawMessage(spec)}, Metadata: map[string]any{}}}
	return c
}

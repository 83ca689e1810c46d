package notebooks_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const driver = "../.venv/playwright"

// findChromium names the browser to test with, or skips. CI must have one.
func findChromium(t *testing.T) string {
	t.Helper()
	needSetUp(t)
	if _, err := os.Stat(driver); err != nil {
		if os.Getenv("GANBOOK_SETUP") != "" {
			t.Fatalf("set-up left no %s", driver)
		}
		t.Skip("not run: the browser driver is missing; `make test` sets it up")
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	const missing = "no Chromium or Chrome on this machine (Debian, Ubuntu: apt-get install chromium)"
	if os.Getenv("CI") != "" {
		t.Fatal(missing)
	}
	t.Skip("not run: " + missing)
	return ""
}

// browse opens a notebook in a real JupyterLab and a real browser and runs it there.
func browse(t *testing.T, chromium, notebook string) (report string, err error) {
	t.Helper()
	args := []string{"testdata/browser.py", chromium, notebook}
	if folder := os.Getenv("GANBOOK_SCREENSHOTS"); folder != "" { // to look at what the test saw
		args = append(args, filepath.Join(folder, strings.TrimSuffix(filepath.Base(notebook), ".ipynb")+".png"))
	}
	cmd := exec.Command(python, args...)
	cmd.Env = append(os.Environ(), "PYTHONPATH="+driver)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// A notebook without training and one with: as a reader meets them, offline.
func TestBrowser(t *testing.T) {
	chromium := findChromium(t)
	for _, pattern := range []string{"01_*.ipynb", "07_*.ipynb"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) != 1 {
			t.Fatalf("%s: found %q, %v", pattern, found, err)
		}
		t.Run(found[0], func(t *testing.T) {
			report, err := browse(t, chromium, found[0])
			if err != nil {
				t.Fatalf("%v\n%s", err, report)
			}
			t.Log(strings.TrimSpace(report))
		})
	}
}

// What the browser test is there to notice, it notices.
func TestBrowserNotices(t *testing.T) {
	chromium := findChromium(t)
	const draw = "%noautoget\nimport \"ganbook/notebooks/show\"\n%%\n" +
		"show.Slide(show.Slider{Name: \"n\", Values: []float64{1, 2, 3}}, func(n float64) show.Figure {\n" +
		"\treturn show.Figure{Title: \"n x\", X: \"x\", Y: \"y\", Marks: show.Marks{show.Curve(func(x float64) float64 { return n * x }, 0, 1)}}\n})"
	const ask = "%noautoget\nimport \"net/http\"\n%%\nhttp.Get(\"http://kernel.ganbook.invalid/\")"
	for _, test := range []struct {
		name  string
		run   bool // before it is opened, so that it holds saved outputs
		cells []cell
		says  []string // nothing for a notebook that is fine
	}{
		{"a picture with a slider", true, []cell{code(draw)}, nil},
		{"requests that leave the machine", false, []cell{markdown("![gone](http://page.ganbook.invalid/x.png)"), code(ask)}, []string{
			"the page asked for http://page.ganbook.invalid/x.png", "the kernel asked for: GET http://kernel.ganbook.invalid/"}},
		{"a failing cell", false, []cell{code("%%\nos.Exit(3)")}, []string{"code cell 1 failed: exit status 3"}},
		{"a picture that cannot be drawn", false, []cell{vegaOnly(`{"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "mark": "nothing such"}`)}, []string{
			"0 pictures on the page, want 1"}},
		{"a slider without effect", false, []cell{vegaOnly(`{"$schema": "https://vega.github.io/schema/vega-lite/v5.json",
			"params": [{"name": "idle", "value": 1, "bind": {"input": "range", "min": 1, "max": 3, "step": 1}}],
			"data": {"values": [{"x": 1}]}, "mark": "point", "encoding": {"x": {"field": "x", "type": "quantitative"}}}`)}, []string{
			"slider 1 moves and its picture does not change"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			path := writeNotebook(t, filepath.Join(t.TempDir(), strings.ReplaceAll(test.name, " ", "_")+".ipynb"), test.cells...)
			if test.run {
				if report, err := execute(path, path); err != nil {
					t.Fatalf("%v\n%s", err, report)
				}
			}
			report, err := browse(t, chromium, path)
			if (err == nil) != (test.says == nil) {
				t.Fatalf("%v, want an error: %t\n%s", err, test.says != nil, report)
			}
			for _, want := range test.says {
				if !strings.Contains(report, want) {
					t.Errorf("the report lacks %q:\n%s", want, report)
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

package notebooks_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const vegalite = "application/vnd.vegalite.v5+json"

// What a reader would trip over in a notebook's file as it is committed.
func flaws(nb notebook, size int64) (found []string) {
	if size >= 1_000_000 {
		found = append(found, fmt.Sprintf("%d kB, 1 MB or more", size/1000))
	}
	if spec, _ := nb.Metadata["kernelspec"].(map[string]any); spec["name"] != "ganbook" {
		found = append(found, "its kernel is not ganbook")
	}
	run := 0
	for i, c := range nb.Cells {
		say := func(format string, args ...any) {
			found = append(found, fmt.Sprintf("cell %d: %s", i+1, fmt.Sprintf(format, args...)))
		}
		if c.Type == "markdown" {
			if unfinished.MatchString(string(c.Source)) {
				say("an unfinished marker")
			}
			for _, image := range images.FindAllString(string(c.Source), -1) {
				if !described.MatchString(image) {
					say("an image without a text for those who cannot see it: %s", image)
				}
			}
		}
		if row := unevenRow(string(c.Source)); c.Type == "markdown" && row != "" {
			say("a row of a table with another number of cells than its head, perhaps by a | in a formula (\\mid): %s", row)
		}
		if c.Type != "code" {
			continue
		}
		run++
		if strings.TrimSpace(string(c.Source)) == "" {
			say("empty")
		}
		if c.Count == nil || *c.Count != run {
			say("not run in order from 1: run `make notebooks`")
		}
		if len(c.Metadata) > 0 && !folded(c) {
			say("metadata %v, which `make notebooks` removes", c.Metadata)
		}
		for _, o := range c.Outputs {
			if o.Type == "error" {
				say("an error is saved in its output: %s", o.Error)
			}
			if o.Type == "stream" && o.Name == "stderr" {
				say("it wrote to stderr: %s", o.Text)
			}
			if path := machinePath.Find(outputText(o)); path != nil {
				say("a path of the machine that ran it: %s", path)
			}
			_, vega := o.Data[vegalite]
			_, png := o.Data["image/png"]
			if vega && !png {
				say("a Vega-Lite picture without the PNG that other viewers show")
			}
			if vega || png {
				var description text
				if json.Unmarshal(o.Data["text/plain"], &description) != nil || len(description) < 20 {
					say("a picture without a text for those who cannot see it")
				}
			}
			if script := outside.Find(o.Data["text/html"]); script != nil {
				say("its output loads from outside: %s", script)
			}
		}
	}
	if run == 0 {
		found = append(found, "no code")
	}
	return found
}

// unevenRow returns a row of a table that has another number of cells than the table's first row, or "".
func unevenRow(markdown string) string {
	bars := 0 // in the first row of the table at hand
	for line := range strings.Lines(markdown) {
		if !strings.HasPrefix(line, "|") {
			bars = 0
			continue
		}
		n := strings.Count(line, "|") - strings.Count(line, `\|`)
		if bars == 0 {
			bars = n
		}
		if n != bars {
			return strings.TrimSpace(line)
		}
	}
	return ""
}

// folded reports whether the metadata of a cell say only that its source is hidden, one click away.
func folded(c cell) bool {
	hidden, _ := c.Metadata["jupyter"].(map[string]any)
	return len(c.Metadata) == 1 && len(hidden) == 1 && hidden["source_hidden"] == true
}

var (
	unfinished  = regexp.MustCompile(`\b(TODO|XXX|FIXME)\b`)
	images      = regexp.MustCompile(`!\[[^\]]*\]\(|<img[^>]*>`)
	described   = regexp.MustCompile(`!\[.*\w.*\]\(|alt\s*=\s*["'].*\w`)
	machinePath = regexp.MustCompile(`/(root|home|Users|work|tmp|private|var/folders)/[\w.-]+|/go/pkg/mod`)
	outside     = regexp.MustCompile(`(?i)(src|href)\s*=\s*\\?["']?(https?:)?//[^\s"'>]+`)
)

// outputText is everything an output says in words; pictures' bytes are left out, as base64 can spell anything.
func outputText(o output) []byte {
	all := []byte(o.Text)
	for mime, data := range o.Data {
		if !strings.HasPrefix(mime, "image/") {
			all = append(append(all, '\n'), data...)
		}
	}
	return all
}

func TestCommittedNotebooks(t *testing.T) {
	for _, path := range notebooks(t) {
		t.Run(path, func(t *testing.T) {
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, flaw := range flaws(readNotebook(t, path), info.Size()) {
				t.Error(flaw)
			}
		})
	}
}

// Each flaw is seen, and nothing else is called one.
func TestFlaws(t *testing.T) {
	picture := func(o output) cell {
		o.Type = "display_data"
		c := code("%%\ndraw()")
		c.Count, c.Outputs = new(int), []output{o}
		*c.Count = 1
		return c
	}
	bytes, spec, words := json.RawMessage(`"iVBORw0KGgo="`), json.RawMessage(`{"mark":"line"}`), json.RawMessage(`"A line from 0 to 1, peak 0.4 at 0.5."`)
	whole := output{Data: map[string]json.RawMessage{vegalite: spec, "image/png": bytes, "text/plain": words}}
	without := func(mime string) cell {
		o := output{Data: map[string]json.RawMessage{}}
		for m, d := range whole.Data {
			if m != mime {
				o.Data[m] = d
			}
		}
		return picture(o)
	}
	counted := func(n int) cell { c := code("%%\nf()"); c.Count = &n; return c }
	ran := func(source string, outputs ...output) cell {
		c := counted(1)
		c.Source, c.Outputs = text(source), outputs
		return c
	}
	for _, test := range []struct {
		name  string
		cells []cell
		size  int64
		want  string // the one flaw; none for a sound notebook
	}{
		{"sound", []cell{markdown("![a curve](a.png)"), picture(whole)}, 1000, ""},
		{"too large", []cell{picture(whole)}, 1_000_000, "1 MB"},
		{"no code", []cell{markdown("words")}, 1000, "no code"},
		{"unfinished", []cell{markdown("TODO: explain"), picture(whole)}, 1000, "unfinished"},
		{"image without text", []cell{markdown("![](a.png)"), picture(whole)}, 1000, "cannot see"},
		{"uneven table", []cell{markdown("| a | b |\n|---|---|\n| 1 | $P(x|c)$ |\n"), picture(whole)}, 1000, "another number of cells"},
		{"even tables", []cell{markdown("| a | b |\n|---|---|\n| 1 | $\\|x\\|$ |\n\n| a |\n|---|\n| 2 |\n"), picture(whole)}, 1000, ""},
		{"img without alt", []cell{markdown(`<img src="b.png">`), picture(whole)}, 1000, "cannot see"},
		{"img with alt", []cell{markdown(`<img src="b.png" alt="b">`), picture(whole)}, 1000, ""},
		{"empty cell", []cell{ran(" \n")}, 1000, "empty"},
		{"never run", []cell{code("%%\nf()")}, 1000, "not run in order"},
		{"run out of order", []cell{counted(2)}, 1000, "not run in order"},
		{"error saved", []cell{ran("f()", output{Type: "error", Error: "exit status 1"})}, 1000, "error is saved"},
		{"stderr saved", []cell{ran("f()", output{Type: "stream", Name: "stderr", Text: "warning"})}, 1000, "stderr"},
		{"machine path", []cell{ran("f()", output{Type: "stream", Name: "stdout", Text: "saved /home/ann/runs/1"})}, 1000, "/home/ann"},
		{"Vega-Lite alone", []cell{without("image/png")}, 1000, "without the PNG"},
		{"picture without words", []cell{without("text/plain")}, 1000, "cannot see"},
		{"PNG alone", []cell{without(vegalite)}, 1000, ""},
		{"script from outside", []cell{ran("f()", output{Type: "display_data", Data: map[string]json.RawMessage{"text/html": json.RawMessage(`"<script src=\"https://cdn.invalid/x.js\"></script>"`)}})}, 1000, "from outside"},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := writeNotebook(t, filepath.Join(t.TempDir(), "case.ipynb"), test.cells...)
			found := flaws(readNotebook(t, path), test.size)
			if test.want == "" {
				if len(found) > 0 {
					t.Fatalf("sound, yet found %q", found)
				}
				return
			}
			if len(found) != 1 || !strings.Contains(found[0], test.want) {
				t.Fatalf("found %q, want one flaw with %q", found, test.want)
			}
		})
	}
	if !slices.Contains(flaws(notebook{Cells: []cell{ran("f()")}}, 1), "its kernel is not ganbook") {
		t.Error("a notebook of another kernel passes")
	}
}

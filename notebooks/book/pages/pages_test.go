package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ganbook/notebooks/series"
)

func TestOneLine(t *testing.T) {
	for _, test := range []struct{ cell, want string }{
		{"%%\nfmt.Println(1)\nfmt.Println(2)", "fmt.Println(1) fmt.Println(2)"},
		{"%noautoget\nimport (\n\t\"fmt\"\n)\n\nvar x = 1", "var x = 1"},
		{"%noautoget\nimport (\n\t\"fmt\"\n)", "import"},
		{"// half halves\nfunc half(x float64) float64 {\n\treturn x / 2\n}", "func half(x float64) float64 { return x / 2 }"},
		{"%%\nx := 1 " + strings.Repeat("+ 1 ", 100), "x := 1 " + strings.Repeat("+ 1 ", 38) + "+…"},
	} {
		if got := oneLine(test.cell); got != test.want {
			t.Errorf("%q is folded to\n%q, want\n%q", test.cell, got, test.want)
		}
	}
}

func TestLinks(t *testing.T) {
	b := &book{cited: map[string][]string{}}
	for _, test := range []struct{ from, source, want string }{
		{"02_maximum_likelihood.ipynb", "see [01](01_expectation.ipynb)", "see [01](01_expectation.md)"},
		{"06_the_minimax_derivation.ipynb", "([Goodfellow et al. 2014](https://arxiv.org/abs/1406.2661))", "([Goodfellow et al. 2014](#source-goodfellow-et-al-2014))"},
		{"02.4", "[Wilson 1927](https://doi.org/10.1080/01621459.1927.10502953)", "[Wilson 1927](#source-wilson-1927)"},
		{contentsFile, "the [README](../README.md) of [GoNB](https://github.com/janpfeifer/gonb)", "the README of [GoNB](https://github.com/janpfeifer/gonb)"},
	} {
		if got := b.links(test.from, test.source); got != test.want {
			t.Errorf("%q becomes %q, want %q", test.source, got, test.want)
		}
	}
	if got := b.cited["https://doi.org/10.1080/01621459.1927.10502953"]; !slices.Equal(got, []string{"02"}) {
		t.Errorf("an exercise's citation is counted for %q, want 02", got)
	}
}

func TestPrinted(t *testing.T) {
	got := printed("a < b\n\n✓ holds\n")
	const want = "<pre class=\"printed\">a &lt; b\n<span></span>\n<span class=\"holds\">✓ holds</span></pre>\n\n"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// What cannot be shown is an error, and no page without it.
func TestUnknownOutput(t *testing.T) {
	b := &book{}
	for _, o := range []output{
		{Type: "stream", Name: "stderr", Text: "beware"},
		{Type: "error"},
		{Type: "display_data", Data: map[string]json.RawMessage{"text/html": json.RawMessage(`"<b>bold</b>"`)}},
	} {
		if shown, err := b.output(o, "01-01"); err == nil {
			t.Errorf("%+v is shown as %q, want an error", o, shown)
		}
	}
}

// The whole book: every notebook, every exercise and every name that the notebooks use is in it.
func TestBook(t *testing.T) {
	t.Chdir("../../..")
	b := &book{notebooks: "notebooks", out: t.TempDir()}
	if err := b.write(); err != nil {
		t.Fatal(err)
	}
	read := func(name string) string {
		raw, err := os.ReadFile(filepath.Join(b.out, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	for _, e := range series.Exercises() {
		for _, n := range series.Contents() {
			if n.Number == e.ID[:2] && strings.Count(read(stem(n.File)+".md"), "### "+e.ID+" ") != 1 {
				t.Errorf("%s has not exercise %s once", n.File, e.ID)
			}
		}
	}
	for _, s := range series.Sources() {
		if len(b.cited[s.Link]) == 0 {
			t.Errorf("nobody cites %s", s.Key)
		}
	}
	functions := read("functions.md")
	for _, name := range []string{"[KL](#package_theory.KL) ([03]", "[Figure](#package_notebooks_show.Figure)", "[Train](#package_notebooks_watch.Train)", "[Modes](#package_gan_metric.Modes)"} {
		if !strings.Contains(functions, name) {
			t.Errorf("the index of functions has no %s", name)
		}
	}
	for label := range strings.SplitSeq(functions, "](#") {
		page, rest, _ := strings.Cut(label, ".")
		name, _, found := strings.Cut(rest, ")")
		if strings.HasPrefix(page, "package_") && found && !strings.Contains(read(page+".md"), "("+page+"."+name+")=") {
			t.Errorf("%s.md does not document %s", page, name)
		}
	}
	index := read("index.md")
	for _, n := range series.Contents() {
		if !strings.Contains(index, n.Question) || b.readings[n.Number].Minutes == 0 {
			t.Errorf("the first page does not present %s", n.File)
		}
	}
}

// A live part whose heading is gone is reported.
func TestLivePartWithoutItsPlace(t *testing.T) {
	b := &book{live: map[int]bool{0: true, 1: true, 3: true}, out: t.TempDir()}
	if err := b.allLive(); err == nil || !strings.Contains(err.Error(), liveParts[2].heading) {
		t.Errorf("error %v, want one that names %q", err, liveParts[2].heading)
	}
	const file = "02_maximum_likelihood.ipynb"
	got := b.withLive(file, "Before.\n\n"+liveParts[2].heading+"\n\nAfter.")
	if !b.live[2] || !strings.Contains(got, "data-part=\"bag\"") || strings.Index(got, "data-part") > strings.Index(got, "After.") {
		t.Errorf("the part is not under its heading: %q", got)
	}
}

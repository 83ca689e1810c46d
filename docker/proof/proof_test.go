package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestChoose(t *testing.T) {
	parts := []part{{name: "gan", trains: true}, {name: "theory"}, {name: "06", notebook: "06.ipynb"}}
	conditions := []condition{{name: "avx"}, {name: "go", backend: "go"}}
	for _, test := range []struct {
		args []string
		want string
	}{
		{nil, "gan@avx theory@avx 06@avx gan@go"},
		{[]string{"06"}, "06@avx"},
		{[]string{"go"}, "gan@go"},
		{[]string{"gan@avx", "theory"}, "gan@avx theory@avx"},
	} {
		trials, err := choose(parts, conditions, test.args)
		if got := names(trials, trial.String); err != nil || got != test.want {
			t.Errorf("%q chooses %q, %v, want %q", test.args, got, err, test.want)
		}
	}
	for _, none := range []string{"gam", "06@go", ""} {
		if _, err := choose(parts, conditions, []string{none}); err == nil || !strings.Contains(err.Error(), "gan theory 06") {
			t.Errorf("%q: error %v, want one that lists the parts", none, err)
		}
	}
}

// Results are read back from the file, and a new result replaces the line of the old one.
func TestResults(t *testing.T) {
	file := filepath.Join(t.TempDir(), "results.tsv")
	r, err := readResults(file)
	if err != nil {
		t.Fatal(err)
	}
	gan := trial{part{name: "gan"}, condition{name: "avx"}}
	for _, x := range []result{
		{"gan", "avx", false, 12, "abc", "k1", "failed:\tTestX\nand more"},
		{"06", "avx", true, 60, "abc", "k2", "fine"},
		{"gan", "avx", true, 13, "def", "k3", "40 tests"},
	} {
		if err := r.add(x); err != nil {
			t.Fatal(err)
		}
	}
	again, err := readResults(file)
	if err != nil {
		t.Fatal(err)
	}
	if found, ok := again.of(gan); len(again.last) != 2 || !ok || found != (result{"gan", "avx", true, 13, "def", "k3", "40 tests"}) {
		t.Errorf("read back: %+v", again.last)
	}
	if !again.proven(gan, "k3") || again.proven(gan, "k1") {
		t.Error("proven asks for green with the same sources, and nothing else")
	}
	if err := again.add(result{"gan", "avx", false, 1, "ghi", "k3", "red"}); err != nil || again.proven(gan, "k3") {
		t.Errorf("a red result counts as proven (%v)", err)
	}
	for name, text := range map[string]string{
		"line 1": "something else\n",
		"line 2": heading + "\ngan\tavx\ttrue\n",
		"line 3": heading + "\ngan\tavx\ttrue\t1\ta\tb\tc\ngan\tavx\tmaybe\t1\ta\tb\tc\n",
	} {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := readResults(file); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%q: error %v, want one that names %s", text, err, name)
		}
	}
}

// The key of a notebook depends on its code, but not on its text and outputs.
func TestSources(t *testing.T) {
	notebook := func(text, code, output string) string {
		return `{"cells": [{"cell_type": "markdown", "source": ["` + text + `"]},
			{"cell_type": "code", "source": ["` + code + `\n", "more()"], "outputs": ["` + output + `"]}]}`
	}
	read := func(nb string) string {
		code, err := sources([]byte(nb))
		if err != nil {
			t.Fatal(err)
		}
		return string(code)
	}
	code := read(notebook("words", "f()", "1"))
	if code != "f()\nmore()\n\n" || read(notebook("other words", "f()", "2")) != code || read(notebook("words", "g()", "1")) == code {
		t.Errorf("the code is %q", code)
	}
	if _, err := sources([]byte("no notebook")); err == nil {
		t.Error("what is no notebook has sources")
	}
}

// The key of a part covers the files that change its result.
func TestDepends(t *testing.T) {
	t.Chdir("../..")
	k := newKeys()
	for _, test := range []struct {
		part           part
		hangs, doesNot []string
	}{
		{part{name: "theory", pkg: "ganbook/theory"}, []string{"theory/normal.go", "theory/expect_test.go", "theory/seed/seed.go", "go.sum"},
			[]string{"gan/loss.go", "theory/seed/seed_test.go"}},
		{part{name: "gan/metric", pkg: "ganbook/gan/metric"}, []string{"gan/metric/modes.go", "gan/dataset/line.go", "theory/normal.go"},
			[]string{"theory/expect_test.go", "notebooks/show/figure.go"}},
		{part{name: "01", notebook: "notebooks/01_expectation.ipynb"}, []string{"notebooks/01_expectation.ipynb", "theory/normal.go", "notebooks/show/check.go", "notebooks/testdata/execute.py"},
			[]string{"gan/loss.go", "theory/expect_test.go", "notebooks/modes.json"}},
		{part{name: "09", notebook: "notebooks/09_modes.ipynb"}, []string{"notebooks/modes.json", "gan/loss.go", "notebooks/recipe/modes.go"}, []string{"gan/loss_test.go"}},
		{part{name: "notebooks", pkg: notebooks}, []string{"docker/test", "notebooks/testdata/browser.py", "notebooks/02_maximum_likelihood.ipynb"}, []string{resultsFile}},
	} {
		files, err := k.depends(test.part)
		if err != nil {
			t.Fatal(err)
		}
		all := "\n" + strings.Join(files, "\n") + "\n"
		for _, file := range test.hangs {
			if !strings.Contains(all, "\n"+file+"\n") {
				t.Errorf("%s does not depend on %s", test.part.name, file)
			}
		}
		for _, file := range test.doesNot {
			if strings.Contains(all, "\n"+file+"\n") {
				t.Errorf("%s depends on %s", test.part.name, file)
			}
		}
	}
}

func TestParseEvents(t *testing.T) {
	const all = `{"Action":"run","Test":"TestA"}
{"Action":"pass","Test":"TestA"}
{"Action":"fail","Test":"TestB/case"}
{"Action":"fail","Test":"TestB"}
{"Action":"skip","Test":"TestC"}
{"Action":"output","Output":"FAIL ganbook/gan\n"}
{"Action":"fail"}
`
	e := parseEvents(all)
	if e.passed != 1 || strings.Join(e.failed, " ") != "TestB/case TestB" || strings.Join(e.skipped, " ") != "TestC" {
		t.Errorf("%+v", e)
	}
	if e := parseEvents("./x.go:3: undefined: y\n{\"Action\":\"output\",\"Output\":\"FAIL ganbook/gan [build failed]\"}\n"); !strings.Contains(e.trouble, "build failed") {
		t.Errorf("%+v", e)
	}
}

// The table counts the open trials: failed, never run, or run with other files.
func TestTable(t *testing.T) {
	t.Chdir("../..")
	k := &keys{sums: map[string]string{"a": "k", "b": "k", "c": "k", "d": "k"}}
	r := &results{last: map[string]result{
		"a@avx": {"a", "avx", true, 12, "abc", "k", "fine"},
		"b@avx": {"b", "avx", false, 13, "abc", "k", "failed: TestX"},
		"c@avx": {"c", "avx", true, 14, "abc", "old", "fine"},
	}}
	var trials []trial
	for _, name := range []string{"a", "b", "c", "d"} {
		trials = append(trials, trial{part{name: name}, condition{name: "avx"}})
	}
	var out bytes.Buffer
	if open := printTable(&out, trials, r, k); open != 3 {
		t.Errorf("%d open, want 3", open)
	}
	lines := strings.Split(out.String(), "\n")
	for i, want := range []string{"12 s", "✗", "old", "·"} {
		if got := strings.Fields(lines[2+i]); strings.Join(got[1:], " ") != want {
			t.Errorf("line %q, want %s", lines[2+i], want)
		}
	}
	if !strings.Contains(out.String(), "TestX") {
		t.Errorf("the table does not say what failed:\n%s", out.String())
	}
}

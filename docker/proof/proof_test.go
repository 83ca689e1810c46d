package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
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
		{part{name: "gan/bench", pkg: "ganbook/gan/bench"},
			[]string{"gan/bench/README.md", "notebooks/recipe/modes.go"},
			[]string{"notebooks/modes.json"}},
		{part{name: "notebooks/series", pkg: "ganbook/notebooks/series"},
			[]string{"notebooks/series/glossary.json", "notebooks/series/exercises/01.json",
				"notebooks/modes.json"},
			[]string{"notebooks/few.json", "notebooks/01_expectation.ipynb"}},
		{part{name: "notebooks/book/pages", pkg: "ganbook/notebooks/book/pages"},
			[]string{"notebooks/book/pages/index.md", "notebooks/series/sources.json",
				"notebooks/09_modes.ipynb", "notebooks/ring.gif", "gan/metric/modes.go"},
			[]string{"gan/loss_test.go"}},
		{part{name: "notebooks/book/live", pkg: "ganbook/notebooks/book/live"},
			[]string{"notebooks/book/live/web/worker.js", "notebooks/book/live/web/live.css",
				"notebooks/book/live/web/alone.html", "notebooks/book/live/build/main.go",
				"notebooks/book/live/engine/main.go", "notebooks/book/live/testdata/live.py",
				"notebooks/testdata/leash.py"},
			[]string{"notebooks/testdata/browser.py"}},
		{part{name: "notebooks/book/live/lab", pkg: "ganbook/notebooks/book/live/lab"},
			[]string{"notebooks/watch/watch.go", "gan/loss.go"},
			[]string{"gan/loss_test.go"}},
		{part{name: "docker", pkg: "ganbook/docker"},
			[]string{"docker/test", "docker/jupyter/jupyter_lab_config.py"},
			[]string{"docker/book"}},
		{part{name: "docker/proof", pkg: "ganbook/docker/proof"},
			[]string{"gan/loss.go", "notebooks/09_modes.ipynb"},
			[]string{resultsFile}},
		{part{name: "01", notebook: "notebooks/01_expectation.ipynb"},
			[]string{"notebooks/01_expectation.ipynb", "theory/normal.go", "notebooks/show/check.go",
				"notebooks/testdata/execute.py", "notebooks/testdata/leash.py"},
			[]string{"gan/loss.go", "theory/expect_test.go", "notebooks/modes.json",
				"notebooks/testdata/browser.py"}},
		{part{name: "09", notebook: "notebooks/09_modes.ipynb"},
			[]string{"notebooks/modes.json", "gan/loss.go", "notebooks/recipe/modes.go"},
			[]string{"gan/loss_test.go"}},
		{part{name: "notebooks", pkg: notebooks},
			[]string{"README.md", "docker/test", "docker/book", "notebooks/testdata/browser.py",
				"notebooks/02_maximum_likelihood.ipynb", "notebooks/book/static/parts.js",
				"notebooks/book/templates/layout.html", "notebooks/book/live/web/worker.js",
				"gan/loss.go", "gan/metric/modes.go", "theory/normal.go"},
			[]string{resultsFile, "gan/loss_test.go", "gan/bench/README.md"}},
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
			if !exists(file) {
				t.Errorf("there is no %s", file)
			}
		}
		for _, file := range test.doesNot {
			if strings.Contains(all, "\n"+file+"\n") {
				t.Errorf("%s depends on %s", test.part.name, file)
			}
		}
	}
}

// Every file that is embedded in a package is one that the package's part depends on.
func TestDependsOnWhatIsEmbedded(t *testing.T) {
	t.Chdir("../..")
	const embedded = "{{range .EmbedFiles}}{{$.Dir}}/{{.}} {{$.ImportPath}}\n{{end}}"
	list, err := output("go", "list", "-f", embedded, "./...")
	if err != nil {
		t.Fatal(err)
	}
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	k := newKeys()
	n := 0
	for line := range strings.Lines(list) {
		file, pkg, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok {
			continue
		}
		file, err := filepath.Rel(root, file)
		if err != nil {
			t.Fatal(err)
		}
		files, err := k.packageFiles("./"+strings.TrimPrefix(pkg, module+"/"), false)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(files, file) {
			t.Errorf("%s does not depend on %s", pkg, file)
		}
		n++
	}
	if n < 20 {
		t.Errorf("%d files are embedded, want 20 at least", n)
	}
}

// A notebook's words and outputs do not change its own run. They change what the tests of the notebooks see.
func TestKeyOfWords(t *testing.T) {
	t.Chdir(t.TempDir())
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	read := []string{"notebooks/testdata/execute.py", "notebooks/testdata/leash.py", "README.md", "docker/test"}
	for _, file := range slices.Concat(everywhere, read) {
		write(file, "module "+module+"\n")
	}
	write("notebooks/x_test.go", "package notebooks\n")
	keys := func(words string) (run, tests string) {
		t.Helper()
		write("notebooks/01.ipynb", `{"cells": [{"cell_type": "markdown", "source": ["`+words+`"]},
			{"cell_type": "code", "source": ["f()"]}]}`)
		k := newKeys()
		run, err := k.of(part{name: "01", notebook: "notebooks/01.ipynb"})
		if err == nil {
			tests, err = k.of(part{name: "notebooks", pkg: notebooks})
		}
		if err != nil {
			t.Fatal(err)
		}
		return run, tests
	}
	run, tests := keys("words")
	runAfter, testsAfter := keys("other words")
	if run != runAfter || tests == testsAfter {
		t.Errorf("other words: the key of the run %s is %s, want the same; that of the tests %s is %s, want another",
			run, runAfter, tests, testsAfter)
	}
}

// Three rounds of 36 minutes in the browser end before the limit, also on a machine that takes half as much
// again.
func TestLimit(t *testing.T) {
	for _, c := range conditions {
		got, want := trial{part{name: "notebooks", pkg: notebooks}, c}.limit(), time.Hour
		if c.browser {
			want = 36 * time.Minute * 3 / 2 * time.Duration(c.count)
		}
		if got < want {
			t.Errorf("the notebooks' tests may take %v under %s, want %v at least", got, c.name, want)
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

package notebooks_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"ganbook/notebooks/series"
)

const bookTools = "../.venv/book"

// needBook skips a test that needs what makes the book where there is none.
func needBook(t *testing.T) {
	t.Helper()
	needBrowser(t)
	if _, err := os.Stat(bookTools + "/web"); err != nil {
		if os.Getenv("GANBOOK_SETUP") != "" {
			t.Fatalf("set-up left no %s", bookTools)
		}
		t.Skipf("not run: %s is missing; `make book` sets it up", bookTools)
	}
}

// The web book: built, and every page of it read in a browser.
func TestBook(t *testing.T) {
	needBook(t)
	t.Parallel() // a browser waits most of the time
	takeSlot(t)
	book := filepath.Join(t.TempDir(), "book")
	began := time.Now()
	if out, err := exec.Command("../docker/book", book).CombinedOutput(); err != nil {
		t.Fatalf("docker/book: %v\n%s", err, out)
	}
	t.Logf("built in %.0f s", time.Since(began).Seconds())

	answers := filepath.Join(t.TempDir(), "answers.json")
	raw, err := json.Marshal(answersToCheck())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(answers, raw, 0o644); err != nil {
		t.Fatal(err)
	}
	visits, err := drive("testdata/book.py", "--axe", bookTools+"/web/axe-core/package/axe.min.js", "--answers", answers, book)
	if err != nil {
		t.Fatal(err)
	}
	pages, err := filepath.Glob(book + "/*.html")
	if err != nil {
		t.Fatal(err)
	}
	if len(pages) < len(series.Contents()) {
		t.Fatalf("the book has %d pages", len(pages))
	}
	for _, page := range pages {
		if name := filepath.Base(page); name != "whole.html" {
			t.Run(name, func(t *testing.T) {
				visits[name+" on a desktop"].report(t)
				visits[name+" on a phone"].report(t)
			})
			delete(visits, name+" on a desktop")
			delete(visits, name+" on a phone")
		}
	}
	for _, name := range []string{"folds", "search", "print", "without JavaScript", "links"} {
		t.Run(name, func(t *testing.T) { visits[name].report(t) })
		delete(visits, name)
	}
	for name, v := range visits { // the pages that are seen in both themes
		t.Run(name, func(t *testing.T) { v.report(t) })
	}
}

// An answerToCheck is an answer to an exercise, and what package series says of it.
type answerToCheck struct {
	ID    string `json:"id"`
	Text  string `json:"text"`
	Right bool   `json:"right"`
	Hint  int    `json:"hint"` // which mistake has the hint, or −1 for the general one
}

// answersToCheck are answers to all exercises: the right ones, those at the ends of the tolerance and just beyond them,
// and those in and at the ends of the range of each mistake.
func answersToCheck() (all []answerToCheck) {
	for _, e := range series.Exercises() {
		if e.Answer == nil {
			continue
		}
		right, off := *e.Answer, e.Tolerance
		values := []float64{right, right + off, right - off, right + 1.001*off, right - 1.001*off, -1e9, 1e9}
		for _, m := range e.Mistakes {
			for _, end := range []*float64{m.From, m.To} {
				if end != nil {
					values = append(values, *end)
				}
			}
			if m.From != nil && m.To != nil {
				values = append(values, (*m.From+*m.To)/2)
			}
		}
		for _, v := range values {
			a := answerToCheck{ID: e.ID, Text: strconv.FormatFloat(v, 'g', -1, 64), Right: e.Right(v), Hint: -1}
			for i, m := range e.Mistakes {
				if a.Hint < 0 && !a.Right && m.Hint == e.HintFor(v) {
					a.Hint = i
				}
			}
			all = append(all, a)
		}
	}
	return all
}

// A second language needs catalogues and no code: a page's text comes from its own, pictures and cells from the
// notebook.
func TestBookInAnotherLanguage(t *testing.T) {
	needBook(t)
	t.Parallel()
	takeSlot(t)
	temp := t.TempDir()
	source, catalogues, html := filepath.Join(temp, "source"), filepath.Join(temp, "locale"), filepath.Join(temp, "html")
	const page = "02_maximum_likelihood"
	run(t, "..", "go", "run", "./notebooks/book/pages", "-out", source)

	// One page is enough, and quick.
	others, err := filepath.Glob(source + "/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, other := range others {
		if filepath.Base(other) != page+".md" {
			os.Remove(other)
		}
	}
	sphinx := func(args ...string) {
		run(t, "..", filepath.Join(".venv", "book", "bin", "python"), append([]string{"-m", "sphinx", "-q", "-c", "notebooks/book",
			"-D", "root_doc=" + page, "-D", "suppress_warnings=myst.xref_missing"}, args...)...)
	}
	sphinx("-b", "gettext", source, filepath.Join(temp, "pot"))
	pot, err := os.ReadFile(filepath.Join(temp, "pot", page+".pot"))
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]string{
		"1 The model is fixed, its parameter is unknown": "1 模型已定，参数未知",
		"02.1 Until the first red ball":                  "02.1 直到第一个红球",
		"Solution":                                       "解答",
		"That is the share of red balls.":                "这是红球的比例。",
	}
	po := string(pot)
	for english, chinese := range words {
		entry := "msgid " + strconv.Quote(english) + "\nmsgstr \"\"\n"
		if !strings.Contains(po, entry) {
			t.Fatalf("the page's catalogue has no %q", english)
		}
		po = strings.Replace(po, entry, "msgid "+strconv.Quote(english)+"\nmsgstr "+strconv.Quote(chinese)+"\n", 1)
	}
	folder := filepath.Join(catalogues, "zh_CN", "LC_MESSAGES")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	const header = "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n\n"
	for name, text := range map[string]string{page + ".po": po, "sphinx.po": header + "msgid \"Your answer\"\nmsgstr \"你的答案\"\n"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	sphinx("-b", "html", "-D", "language=zh_CN", "-D", "locale_dirs="+catalogues, source, html)
	made, err := os.ReadFile(filepath.Join(html, page+".html"))
	if err != nil {
		t.Fatal(err)
	}
	for _, chinese := range words {
		if !bytes.Contains(made, []byte(chinese)) {
			t.Errorf("the page has no %s", chinese)
		}
	}
	for _, shared := range []string{`lang="zh-CN"`, `"\u4f60\u7684\u7b54\u6848"`, "_static/pictures/02-01.json", "likelihood</span>"} {
		if !bytes.Contains(made, []byte(shared)) {
			t.Errorf("the page has no %s", shared)
		}
	}
}

// run runs a program in a folder.
func run(t *testing.T, folder, name string, args ...string) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = folder
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
}

package notebooks_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
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

	visits, err := readBook(t, book)
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

// The test above would be worth nothing if it passed whatever the book is like.
func TestBookNotices(t *testing.T) {
	needBook(t)
	t.Parallel()
	takeSlot(t)
	const exercise = `<section><form class="exercise" data-id="02.1" data-answer="0.5" data-tolerance="0.1"><input aria-label="a"><div class="verdict">✓</div></form>
		<div class="hints" hidden></div><details class="book-hint"><summary>Hint</summary><p>Think.</p></details></section>
		<script>document.querySelector('form').addEventListener('submit', event => { event.preventDefault(); document.querySelector('.verdict').className = 'verdict right'; });</script>`
	const blank = `<figure class="picture drawn"><canvas class="marks" width="200" height="100"></canvas></figure>`
	const hidden = `<figure class="picture drawn"><canvas class="marks" style="visibility: hidden" width="200" height="100"></canvas></figure>`
	const idle = `<figure class="picture drawn"><svg class="marks" xmlns="http://www.w3.org/2000/svg" width="200" height="100">
		<text y="50">still</text></svg><input type="range" aria-label="n" min="0" max="3" value="1"></figure>`
	faults := map[string]struct{ body, says string }{
		"fine":      {"<p>Nothing is wrong here.</p>", ""},
		"wide":      {`<div style="width: 1500px; height: 9px"></div>`, "wider than its screen"},
		"outside":   {`<img src="http://page.ganbook.invalid/x.png" alt="x">`, "http://page.ganbook.invalid/x.png"},
		"noise":     {`<script>console.error("beware")</script>`, "console: beware"},
		"broken":    {`<script>null.x</script>`, "error: "},
		"bare":      {`<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">`, "without alternative text"},
		"formula":   {`<span class="math">x^2</span>`, "0 of 1 formulas"},
		"unseen":    {`<span class="math"><span class="katex" style="color: white">xy</span></span>`, "formula 1 cannot be seen"},
		"undrawn":   {`<figure class="picture"></figure>`, "Timeout"},
		"blank":     {blank, "picture 1 without sliders is blank"},
		"hidden":    {hidden, "a picture is hidden"},
		"idle":      {idle, "slider 1 moves and its picture does not change"},
		"unlabeled": {strings.Replace(idle, `aria-label="n"`, "", 1), "slider 1 has no label"},
		"verdict":   {exercise, "02.1: -1e+09 gets"},
		"pale":      {`<p style="color: #ccc">hardly to be read</p>`, "color-contrast"},
		"live":      {`<div class="live"><p style="color: #ccc">hardly to be read</p></div>`, "color-contrast"},
		"heavy":     {`<img src="heavy.bin" alt="x">`, "more than 1500000"},
	}
	book := t.TempDir()
	write := func(name string, content []byte) {
		if err := os.WriteFile(filepath.Join(book, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, fault := range faults {
		write(name+".html", []byte(`<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>`+name+`</title><main><h1>A page</h1>`+fault.body+`</main></html>`))
	}
	write("heavy.bin", noise(2_000_000))
	write("links.html", []byte(`<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>l</title><main><h1>Links</h1>
		<a href="fine.html#nowhere">a</a> <a href="gone.html">b</a> <a href="http://page.ganbook.invalid/">c</a></main></html>`))
	write("whole.html", []byte(`<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>w</title><main><h1>The whole</h1>
		<a href="#document-fine#place">a</a></main></html>`))
	visits, err := readBook(t, book, "--patience", "5")
	if err != nil {
		t.Fatal(err)
	}
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) { notices(t, visits[name+".html on a desktop"], fault.says) })
	}
	t.Run("a live part in its chapter", func(t *testing.T) { notices(t, visits["live.html with its live part"], "color-contrast") })
	t.Run("links", func(t *testing.T) {
		notices(t, visits["links"], "links to fine.html#nowhere, which has no such place")
		notices(t, visits["links"], "links to gone.html, which is not there")
		notices(t, visits["links"], "whole.html links to whole.html#document-fine#place, which has no such place")
		if says := visits["links"].Says; !strings.Contains(says, "http://page.ganbook.invalid/") {
			t.Errorf("it says %q, and does not list the page elsewhere", says)
		}
	})
}

// notices checks that a visit has found one thing, or nothing.
func notices(t *testing.T, v visit, want string) {
	t.Helper()
	found := strings.Join(v.Problems, "\n")
	if v.Name == "" || (want == "" && found != "") || !strings.Contains(found, want) {
		t.Errorf("the report of %q is %q, want %q in it", v.Name, found, want)
	}
}

// noise is what cannot be compressed.
func noise(n int) []byte {
	b := make([]byte, n)
	random := rand.NewChaCha8([32]byte{})
	random.Read(b)
	return b
}

// readBook makes the visits of testdata/book.py to a built book.
func readBook(t *testing.T, book string, options ...string) (map[string]visit, error) {
	t.Helper()
	answers := filepath.Join(t.TempDir(), "answers.json")
	raw, err := json.Marshal(answersToCheck())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(answers, raw, 0o644); err != nil {
		t.Fatal(err)
	}
	options = append(options, "--axe", bookTools+"/web/axe-core/package/axe.min.js", "--answers", answers, book)
	return drive("testdata/book.py", options...)
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
	words := map[string]string{
		"1 The model is fixed, its parameter is unknown": "1 模型已定，参数未知",
		"02.1 Until the first red ball":                  "02.1 直到第一个红球",
		"Solution":                                       "解答",
		"That is the share of red balls.":                "这是红球的比例。",
	}
	folder := filepath.Join(catalogues, "zh_CN", "LC_MESSAGES")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, words := range map[string]map[string]string{page: words, "sphinx": {"Your answer": "你的答案"}} {
		po := translated(t, filepath.Join(temp, "pot", name+".pot"), words)
		if err := os.WriteFile(filepath.Join(folder, name+".po"), po, 0o644); err != nil {
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

// translated is a catalogue with some of its texts translated.
func translated(t *testing.T, pot string, words map[string]string) []byte {
	t.Helper()
	po, err := os.ReadFile(pot)
	if err != nil {
		t.Fatal(err)
	}
	for english, chinese := range words {
		text := "msgid " + strconv.Quote(english) + "\nmsgstr "
		empty, filled := []byte(text+"\"\"\n"), []byte(text+strconv.Quote(chinese)+"\n")
		if !bytes.Contains(po, empty) {
			t.Fatalf("%s has no %q", pot, english)
		}
		po = bytes.Replace(po, empty, filled, 1)
	}
	return po
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

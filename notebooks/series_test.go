package notebooks_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ganbook/notebooks/series"
)

// contentsFile is the notebook that shows the tables of package series.
const contentsFile = "00_contents.ipynb"

// Each notebook shows its exercises and solutions as the tables have them, and links to its
// neighbours; 00 shows all tables. With -update the notebooks are written anew from the tables.
func TestSeries(t *testing.T) {
	contents := series.Contents()
	for i, n := range contents {
		t.Run(n.File, func(t *testing.T) {
			nb := readNotebook(t, n.File)
			parts := exerciseParts(n.Number)
			if *update {
				rewrite(t, n.File, nb, parts)
				nb = readNotebook(t, n.File)
			}
			holds(t, nb, parts)
			before, after := contentsFile, ""
			if i > 0 {
				before = contents[i-1].File
			}
			if i+1 < len(contents) {
				after = contents[i+1].File
			}
			links(t, nb, before, after)
			title := fmt.Sprintf("# %s %s · %s", n.Number, n.Title, n.Chinese)
			if len(nb.Cells) == 0 || !strings.HasPrefix(string(nb.Cells[0].Source), title+"\n") {
				t.Errorf("it does not begin with %q", title)
			}
		})
	}
	t.Run(contentsFile, func(t *testing.T) {
		nb, parts := readNotebook(t, contentsFile), tableParts(readings(t), citing(t))
		if *update {
			rewrite(t, contentsFile, nb, parts)
			nb = readNotebook(t, contentsFile)
		}
		holds(t, nb, parts)
	})
}

// A part is a Markdown cell that is written from a table. It is known by how it begins.
type part struct{ begins, source string }

func exerciseParts(number string) (parts []part) {
	for _, e := range series.ExercisesOf(number) {
		parts = append(parts, part{"**" + e.ID + "**", e.Markdown()})
	}
	return append(parts, part{"## Solutions", series.Solutions(number)})
}

func tableParts(readings map[string]series.Reading, cited map[string][]string) []part {
	return []part{
		{"## The series", series.ContentsMarkdown(readings)},
		{"## Notation", series.NotationMarkdown()},
		{"## Words", series.GlossaryMarkdown()},
		{"## Sources", series.SourcesMarkdown(cited)},
	}
}

// readings returns by number what the first cell of each notebook says of its reading.
func readings(t *testing.T) map[string]series.Reading {
	t.Helper()
	all := map[string]series.Reading{}
	for _, n := range series.Contents() {
		r := series.ReadingOf(string(readNotebook(t, n.File).Cells[0].Source))
		if r.Minutes == 0 || r.FirstMinutes == 0 || r.FirstMinutes > r.Minutes {
			t.Errorf("the first cell of %s does not say how many minutes it takes to read, and which sections suffice on a first reading: %+v", n.File, r)
		}
		all[n.Number] = r
	}
	return all
}

// Where a first reading leaves sections out, the first of them says where to go on, and no other section says so.
func TestSectionsLeftOutSayWhereToGoOn(t *testing.T) {
	t.Parallel()
	heading := regexp.MustCompile(`(?m)^## (\d+) .*\n\n(\(At a first reading, go on (?:to section (\d+)|at "What to take away")\.\))?`)
	for _, n := range series.Contents()[1:] {
		nb := readNotebook(t, n.File)
		r := series.ReadingOf(string(nb.Cells[0].Source))
		var sections []section
		for _, c := range nb.Cells {
			for _, found := range heading.FindAllStringSubmatch(string(c.Source), -1) {
				number, _ := strconv.Atoi(found[1])
				goOn, _ := strconv.Atoi(found[3]) // 0 at "What to take away"
				sections = append(sections, section{number, found[2] != "", goOn})
			}
		}
		read := numbersOf(t, r.FirstSections)
		for i, s := range sections {
			begins := !read[s.number] && (i == 0 || read[sections[i-1].number])
			next := 0
			for _, later := range slices.Backward(sections[i:]) {
				if read[later.number] {
					next = later.number
				}
			}
			if s.says != begins || s.goOn != next && begins {
				t.Errorf("%s, section %d: says where a first reading goes on: %v, to section %d (0: the end); want %v, %d",
					n.File, s.number, s.says, s.goOn, begins, next)
			}
		}
		for number := range read {
			if !slices.ContainsFunc(sections, func(s section) bool { return s.number == number }) {
				t.Errorf("%s has no section %d, which a first reading takes", n.File, number)
			}
		}
	}
}

// A section is its number, and what it says of a first reading, if it does.
type section struct {
	number int
	says   bool
	goOn   int // the section to go on to; 0 means the end
}

// numbersOf returns the numbers in a list such as "1 to 4 and 6".
func numbersOf(t *testing.T, list string) map[int]bool {
	t.Helper()
	numbers := map[int]bool{}
	for _, part := range strings.FieldsFunc(strings.ReplaceAll(list, " and ", ","), func(r rune) bool { return r == ',' }) {
		from, to, isRange := strings.Cut(strings.TrimSpace(part), " to ")
		if !isRange {
			to = from
		}
		a, err1 := strconv.Atoi(from)
		b, err2 := strconv.Atoi(to)
		if err := errors.Join(err1, err2); err != nil {
			t.Fatalf("%q: %v", list, err)
		}
		for i := a; i <= b; i++ {
			numbers[i] = true
		}
	}
	return numbers
}

func holds(t *testing.T, nb notebook, parts []part) {
	t.Helper()
	for _, p := range parts {
		at := slices.IndexFunc(nb.Cells, p.heads)
		switch {
		case at < 0:
			t.Errorf("no Markdown cell begins with %q", p.begins)
		case string(nb.Cells[at].Source) != p.source:
			t.Errorf("the cell %q is not as the table has it: run go test ./notebooks -run TestSeries -update", p.begins)
		}
	}
}

// heads reports whether a cell is the one of the part.
func (p part) heads(c cell) bool {
	return c.Type == "markdown" && strings.HasPrefix(string(c.Source), p.begins)
}

// rewrite replaces the parts of a notebook's file, and nothing else in it.
func rewrite(t *testing.T, path string, nb notebook, parts []part) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range parts {
		for _, c := range nb.Cells {
			if p.heads(c) {
				raw = bytes.Replace(raw, sourceJSON(t, string(c.Source)), sourceJSON(t, p.source), 1)
			}
		}
	}
	if err := os.WriteFile(path, raw, 0o644); err != nil {
		t.Fatal(err)
	}
}

// sourceJSON writes the source of a cell as nbformat does: a list of lines, indented.
func sourceJSON(t *testing.T, source string) []byte {
	t.Helper()
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("   ", " ")
	if err := encoder.Encode(strings.SplitAfter(source, "\n")); err != nil {
		t.Fatal(err)
	}
	return bytes.TrimSpace(b.Bytes())
}

// links checks that the first cell links back and the last cell before the solutions on.
func links(t *testing.T, nb notebook, before, after string) {
	t.Helper()
	if first := string(nb.Cells[0].Source); !strings.Contains(first, "]("+before+")") {
		t.Errorf("its first cell does not link back to %s", before)
	}
	if after == "" {
		return
	}
	if !slices.ContainsFunc(nb.Cells[len(nb.Cells)-3:], func(c cell) bool { return strings.Contains(string(c.Source), "]("+after+")") }) {
		t.Errorf("its end does not link on to %s", after)
	}
}

var outsideLink = regexp.MustCompile(`\[([^\]]*)\]\((https?://[^)\s]+)\)`)

// citing returns by link which notebooks, named by number, cite it.
func citing(t *testing.T) map[string][]string {
	t.Helper()
	cited := map[string][]string{}
	for _, n := range series.Contents() {
		for _, link := range outsideLinks(readNotebook(t, n.File)) {
			if !slices.Contains(cited[link.address], n.Number) {
				cited[link.address] = append(cited[link.address], n.Number)
			}
		}
	}
	return cited
}

type link struct{ text, address string }

// outsideLinks returns the links of a notebook's text that lead out of the series, in order.
func outsideLinks(nb notebook) (found []link) {
	for _, c := range nb.Cells {
		if c.Type != "markdown" {
			continue
		}
		for _, m := range outsideLink.FindAllStringSubmatch(string(c.Source), -1) {
			found = append(found, link{m[1], m[2]})
		}
	}
	return found
}

// The notebooks cite by the key of a source, and every source is cited.
func TestCitations(t *testing.T) {
	known := map[string]string{}
	for _, s := range series.Sources() {
		known[s.Link] = s.Key
	}
	cited := map[string]bool{}
	for _, path := range notebooks(t) {
		if path == contentsFile {
			continue
		}
		for _, link := range outsideLinks(readNotebook(t, path)) {
			cited[link.address] = true
			if known[link.address] != link.text {
				t.Errorf("%s links to %s as %q; sources.json has the key %q", path, link.address, link.text, known[link.address])
			}
		}
	}
	for link, key := range known {
		if !cited[link] {
			t.Errorf("no notebook cites %s", key)
		}
	}
}

// README's map links to every notebook by its title.
func TestMapInREADME(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range series.Contents() {
		if want := fmt.Sprintf("[%s · %s](notebooks/%s)", n.Title, n.Chinese, n.File); !strings.Contains(string(readme), want) {
			t.Errorf("README has no %s", want)
		}
	}
}

// Package series holds what is the same for the whole series of notebooks: its contents, notation,
// glossary, sources and exercises, each in one table. The tables are JSON, so that other programs
// can read them too. The notebooks show parts of them: package notebooks' tests compare the two,
// and write the notebooks' parts anew with
//
//	go test ./notebooks -run TestSeries -update
package series

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed *.json exercises/*.json
var tables embed.FS

// A Notebook is one line of the contents.
type Notebook struct {
	Number   string // two digits, such as "01"
	File     string // such as "01_expectation.ipynb"
	Title    string // such as "Expectation"
	Chinese  string // the title in Chinese
	Question string // the question that it answers
}

// A Sign is a sign of the series' notation.
type Sign struct {
	Sign    string // in TeX, with its dollars
	Meaning string
	Since   string // the number of the notebook that introduces it
}

// A Word is an entry of the glossary.
type Word struct {
	English string
	Chinese string
	Meaning string
	Since   string // the number of the notebook that introduces it
}

// A Source is a text that the notebooks cite. They cite it by its key, which is the text of a link to
// it.
type Source struct {
	Key     string // such as "Goodfellow et al. 2014"
	Authors string
	Title   string
	Year    int
	Where   string // such as "NIPS 2014; arXiv 1406.2661"
	Link    string
}

// Contents, Notation, Glossary and Sources return the tables, in the order in which a reader should
// see them.
func Contents() []Notebook { return table[Notebook]("contents.json") }
func Notation() []Sign     { return table[Sign]("notation.json") }
func Glossary() []Word     { return table[Word]("glossary.json") }
func Sources() []Source    { return table[Source]("sources.json") }

// Exercises returns the exercises of all notebooks, in order.
func Exercises() (all []Exercise) {
	for _, n := range Contents() {
		all = append(all, ExercisesOf(n.Number)...)
	}
	return all
}

// ExercisesOf returns the exercises of one notebook, such as "01", or none if there is no such
// notebook.
func ExercisesOf(number string) []Exercise {
	file := "exercises/" + number + ".json"
	if _, err := fs.Stat(tables, file); err != nil {
		return nil
	}
	return table[Exercise](file)
}

// table reads a table. The tests read them all, so a mistake in one cannot reach a reader.
func table[row any](file string) (rows []row) {
	raw, err := tables.ReadFile(file)
	if err != nil {
		panic(err)
	}
	decoder := json.NewDecoder(strings.NewReader(string(raw)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&rows); err != nil {
		panic(fmt.Sprintf("series: %s: %v", file, err))
	}
	return rows
}

// Text is Markdown. In a table it is a string or a list of lines.
type Text string

// UnmarshalJSON reads a string or a list of lines.
func (t *Text) UnmarshalJSON(raw []byte) error {
	var lines []string
	if json.Unmarshal(raw, &lines) == nil {
		*t = Text(strings.Join(lines, "\n"))
		return nil
	}
	return json.Unmarshal(raw, (*string)(t))
}

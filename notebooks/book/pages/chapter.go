package main

import (
	"fmt"
	"regexp"
	"strings"

	"ganbook/notebooks/series"
)

// What the book shows otherwise than the notebooks do.
var (
	// The line of links under a title: on every page, the book's own links lead back and on.
	neighbours = regexp.MustCompile(`\A(# [^\n]*\n)\n\[←[^\n]*\n`)
	// How to answer an exercise. On the page there is a field instead of a cell.
	replaceBlank = regexp.MustCompile("(?m)^Replace `show\\.Blank`.*$")

	exerciseTask = regexp.MustCompile(`\A\*\*(\d\d\.\d+)\*\*`)
)

const howToAnswer = "Write a number and press *Check*; a fraction such as 3/4 will do too. A wrong answer gets a hint that fits it. " +
	"An exercise that asks for a change is done in JupyterLab."

// chapter is a notebook as a page of the book.
func (b *book) chapter(file string, nb notebook) (string, error) {
	var page strings.Builder
	number := file[:2]
	b.readings[number] = series.ReadingOf(string(nb.Cells[0].Source))
	drawn := 0
	for _, c := range nb.Cells {
		source := strings.TrimRight(string(c.Source), " \n")
		switch {
		case c.Type == "markdown":
			text, err := b.prose(file, source)
			if err != nil {
				return "", err
			}
			page.WriteString(text + "\n\n")
		case strings.Contains(source, "show.Exercise("): // its field follows the task
		case c.Type == "code":
			b.used.count(source, number)
			page.WriteString(codeCell(source))
			for _, o := range c.Outputs {
				shown, err := b.output(o, fmt.Sprintf("%s-%02d", number, drawn+1))
				if err != nil {
					return "", err
				}
				if o.Data != nil {
					drawn++
				}
				page.WriteString(shown)
			}
		}
	}
	return page.String(), nil
}

// prose is a Markdown cell as the book shows it.
func (b *book) prose(file, source string) (string, error) {
	if m := exerciseTask.FindStringSubmatch(source); m != nil {
		e, err := series.Find(m[1])
		if err != nil {
			return "", err
		}
		return b.exercise(e), nil
	}
	switch {
	case strings.HasPrefix(source, "## Solutions"): // each stands under its exercise
		return "", nil
	case file == contentsFile && tableElsewhere(source) != "":
		return tableElsewhere(source), nil
	}
	if err := b.images(source); err != nil {
		return "", err
	}
	source = neighbours.ReplaceAllString(source, "$1")
	source = replaceBlank.ReplaceAllString(source, howToAnswer)
	source = b.links(file, source)
	return b.withLive(file, source), nil
}

// tableElsewhere is what stands in the place of a table that has a page of its own; it is empty if a cell holds none.
func tableElsewhere(source string) string {
	for begins, instead := range map[string]string{
		"## The series": "## The series\n\nThe [first page](index.md) lists the notebooks with their questions.",
		"## Notation":   "## Notation\n\nAll signs stand on a [page of their own](notation.md).",
		"## Words":      "## Words · 词汇\n\nThe words, in English and Chinese, stand in the [glossary](glossary.md).",
		"## Sources":    "## Sources\n\nWhat the notebooks cite stands in the [bibliography](bibliography.md).",
	} {
		if strings.HasPrefix(source, begins) {
			return instead
		}
	}
	return ""
}

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"ganbook/notebooks/series"
)

var (
	toNotebook = regexp.MustCompile(`\]\((\d\d_[a-z_]+)\.ipynb`)
	toOutside  = regexp.MustCompile(`\]\((https?://[^)\s]+)\)`)
	image      = regexp.MustCompile(`!\[[^\]]*\]\(([^):\s]+)\)`)
	toReadme   = regexp.MustCompile(`\[([^\]]*)\]\(\.\./README\.md\)`) // which is no page of the book
)

// links turns a notebook's links to other notebooks into links to their pages, and its links to sources into links to
// the bibliography. It remembers that they are cited; from is the notebook's file or an exercise of it, and begins with
// the notebook's number.
func (b *book) links(from, source string) string {
	source = toNotebook.ReplaceAllString(source, "]($1.md")
	source = toReadme.ReplaceAllString(source, "$1")
	return toOutside.ReplaceAllStringFunc(source, func(link string) string {
		address := link[2 : len(link)-1]
		for _, s := range series.Sources() {
			if s.Link == address {
				b.cite(address, from)
				return fmt.Sprintf("](#%s)", anchor(s.Key))
			}
		}
		return link
	})
}

// images copies the image files that a text shows.
func (b *book) images(source string) error {
	for _, m := range image.FindAllStringSubmatch(source, -1) {
		content, err := os.ReadFile(filepath.Join(b.notebooks, filepath.FromSlash(m[1])))
		if err != nil {
			return err
		}
		if err := b.file(m[1], content); err != nil {
			return err
		}
	}
	return nil
}

func (b *book) cite(address, from string) {
	if from == contentsFile { // it lists all of them
		return
	}
	if number := from[:2]; !slices.Contains(b.cited[address], number) {
		b.cited[address] = append(b.cited[address], number)
	}
}

// anchor is the name of a place in the book: "Goodfellow et al. 2014" stands at source-goodfellow-et-al-2014.
func anchor(key string) string {
	words := strings.FieldsFunc(strings.ToLower(key), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return "source-" + strings.Join(words, "-")
}

// toChapter is a link to a notebook's page, by its number.
func toChapter(number string) string {
	file := contentsFile
	for _, n := range series.Contents() {
		if n.Number == number {
			file = n.File
		}
	}
	return fmt.Sprintf("[%s](%s.md)", number, stem(file))
}

// toChapters are links to several.
func toChapters(numbers []string) string {
	var links []string
	for _, number := range numbers {
		links = append(links, toChapter(number))
	}
	return strings.Join(links, ", ")
}

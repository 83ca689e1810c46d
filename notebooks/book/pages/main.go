// Pages writes what Sphinx makes the book of: each notebook as a page of Markdown, its pictures as files, and the pages
// that are made of the series' tables and of the packages' documentation. It runs no cell: a page shows the outputs
// that its notebook holds.
//
//	pages -out FOLDER
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"ganbook/notebooks/series"
)

// contentsFile is the notebook that shows the series' tables. In the book each table has a page of its own.
const contentsFile = "00_contents.ipynb"

func main() {
	notebooks := flag.String("notebooks", "notebooks", "the folder of the notebooks")
	out := flag.String("out", "", "the folder to write to; what it held before stays")
	flag.Parse()
	if *out == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	b := &book{notebooks: *notebooks, out: *out}
	if err := b.write(); err != nil {
		fmt.Fprintln(os.Stderr, "pages:", err)
		os.Exit(1)
	}
	fmt.Printf("%d pages, %d pictures with %d sliders, %d exercises\n", b.pages, b.pictures, b.sliders, b.exercises)
}

// A book is one run of this program: where it reads and writes, and what it has counted.
type book struct {
	notebooks, out string

	cited map[string][]string // by a source's link, the numbers of the notebooks that cite it
	used  uses                // what the notebooks use of the packages
	live  map[int]bool        // which of the places of live parts have been found

	readings map[string]series.Reading // what a notebook says of its reading, by its number

	pages, pictures, sliders, exercises int
}

func (b *book) write() error {
	b.cited, b.used, b.live, b.readings = map[string][]string{}, uses{}, map[int]bool{}, map[string]series.Reading{}
	files := []string{contentsFile}
	for _, n := range series.Contents() {
		files = append(files, n.File)
	}
	for _, file := range files {
		nb, err := readNotebook(filepath.Join(b.notebooks, file))
		if err != nil {
			return err
		}
		text, err := b.chapter(file, nb)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if err := b.page(stem(file), text); err != nil {
			return err
		}
	}
	if err := b.allLive(); err != nil {
		return err
	}
	if err := b.reference(); err != nil {
		return err
	}
	return b.functions()
}

// page writes a page of Markdown.
func (b *book) page(name, text string) error {
	b.pages++
	return b.file(name+".md", []byte(text))
}

// file writes a file of the book's sources.
func (b *book) file(name string, content []byte) error {
	path := filepath.Join(b.out, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o644)
}

// stem is a notebook's name without its ending.
func stem(file string) string { return file[:len(file)-len(filepath.Ext(file))] }

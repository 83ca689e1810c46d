package main

import (
	_ "embed"
	"fmt"
	"strings"

	"ganbook/notebooks/series"
)

// reference writes a page for each of the series' tables, and the first page, which holds the contents.
func (b *book) reference() error {
	for _, p := range []struct{ name, text string }{
		{"glossary", glossary()},
		{"notation", b.notation()},
		{"bibliography", b.bibliography()},
		{"index", b.index()},
	} {
		if err := b.page(p.name, p.text); err != nil {
			return err
		}
	}
	return nil
}

func glossary() string {
	var page strings.Builder
	page.WriteString("# Glossary · 词汇\n\nEach word with the notebook that introduces it.\n\n```{glossary}\n")
	for _, w := range series.Glossary() {
		fmt.Fprintf(&page, "%s · %s\n  %s (%s)\n\n", w.English, w.Chinese, w.Meaning, toChapter(w.Since))
	}
	page.WriteString("```\n")
	return page.String()
}

func (b *book) notation() string {
	_, table, _ := strings.Cut(series.NotationMarkdown(), "\n")
	return "# Notation\n" + b.links(contentsFile, table) + "\n"
}

func (b *book) bibliography() string {
	var page strings.Builder
	page.WriteString("# Bibliography\n\nAfter each source, the notebooks that cite it.\n\n")
	for _, s := range series.Sources() {
		title := s.Title
		if !strings.HasSuffix(title, "?") {
			title += "."
		}
		fmt.Fprintf(&page, "(%s)=\n**%s**: %s. *%s* [%s](%s). Cited in %s.\n\n",
			anchor(s.Key), s.Key, s.Authors, title, s.Where, s.Link, toChapters(b.cited[s.Link]))
	}
	return page.String()
}

//go:embed index.md
var indexPage string

// index is the first page: the chapters with their questions, the live parts, and the order of all pages.
func (b *book) index() string {
	var chapters, tree, live, liveTree strings.Builder
	for _, n := range series.Contents() {
		fmt.Fprintf(&chapters, "* [%s %s · %s](%s.md) (%d minutes, of which %d on a first reading). %s\n",
			n.Number, n.Title, n.Chinese, stem(n.File), b.readings[n.Number].Minutes, b.readings[n.Number].FirstMinutes, n.Question)
		fmt.Fprintln(&tree, stem(n.File))
	}
	for _, p := range liveParts {
		fmt.Fprintf(&live, "* [%s](%s.md). %s\n", p.title, p.page(), p.says)
		fmt.Fprintln(&liveTree, p.page())
	}
	parts := map[string]string{"CHAPTERS": chapters.String(), "TOCTREE": tree.String(), "LIVE": live.String(), "LIVETREE": liveTree.String()}
	var page strings.Builder
	for line := range strings.Lines(indexPage) {
		if part, ok := parts[strings.TrimSpace(line)]; ok {
			line = part
		}
		page.WriteString(line)
	}
	return page.String()
}

package series

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// ContentsMarkdown returns the contents as notebook 00 shows them. minutes says how long a reader needs
// for each notebook, by its number.
func ContentsMarkdown(minutes map[string]int) string {
	b := header("The series", "", "notebook", "its question", "minutes to read, for a beginner")
	sum := 0
	for _, n := range Contents() {
		line(b, n.Number, fmt.Sprintf("[%s · %s](%s)", n.Title, n.Chinese, n.File), n.Question, fmt.Sprint(minutes[n.Number]))
		sum += minutes[n.Number]
	}
	fmt.Fprintf(b, "\nTogether this is about %.0f hours without the exercises.", float64(sum)/60)
	return b.String()
}

// toRead finds the minutes in "40 minutes to read", "takes about 40 minutes for a beginner" after "reading", and the
// like.
var toRead = regexp.MustCompile(`(\d+) minutes to read|[Rr]eading[^.;]*?(\d+) minutes`)

// MinutesToRead returns how long a notebook takes to read, as its first cell says, or 0 if that does not say it.
func MinutesToRead(firstCell string) int {
	found := toRead.FindStringSubmatch(firstCell)
	if found == nil {
		return 0
	}
	minutes, _ := strconv.Atoi(found[1] + found[2])
	return minutes
}

// NotationMarkdown returns the notation as notebook 00 shows it.
func NotationMarkdown() string {
	b := header("Notation", "sign", "meaning", "since")
	for _, s := range Notation() {
		line(b, s.Sign, s.Meaning, link(s.Since))
	}
	return text(b)
}

// GlossaryMarkdown returns the glossary as notebook 00 shows it.
func GlossaryMarkdown() string {
	b := header("Words · 词汇", "English", "中文", "meaning", "since")
	for _, w := range Glossary() {
		line(b, w.English, w.Chinese, w.Meaning, link(w.Since))
	}
	return text(b)
}

// SourcesMarkdown returns the sources as notebook 00 shows them. cited says in which notebooks a source
// is cited, by its link.
func SourcesMarkdown(cited map[string][]string) string {
	var b strings.Builder
	b.WriteString("## Sources\n\nThe numbers in brackets are the notebooks that cite a source.\n")
	for _, s := range Sources() {
		title := s.Title
		if !strings.HasSuffix(title, "?") {
			title += "."
		}
		fmt.Fprintf(&b, "\n* [%s](%s): %s. *%s* %s. (%s)", s.Key, s.Link, s.Authors, title, s.Where, strings.Join(cited[s.Link], ", "))
	}
	return b.String()
}

// header begins a section with a table.
func header(title string, columns ...string) *strings.Builder {
	var b strings.Builder
	fmt.Fprintf(&b, "## %s\n\n", title)
	line(&b, columns...)
	line(&b, strings.Split(strings.Repeat("---,", len(columns)-1)+"---", ",")...)
	return &b
}

func line(b *strings.Builder, cells ...string) {
	fmt.Fprintf(b, "| %s |\n", strings.Join(cells, " | "))
}

// link returns a link to the notebook with a number.
func link(number string) string {
	for _, n := range Contents() {
		if n.Number == number {
			return fmt.Sprintf("[%s](%s)", number, n.File)
		}
	}
	return number
}

func text(b *strings.Builder) string { return strings.TrimSuffix(b.String(), "\n") }

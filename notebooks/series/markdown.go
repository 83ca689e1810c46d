package series

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// ContentsMarkdown returns the contents as notebook 00 shows them. readings holds what the notebooks say of
// their reading, by their numbers.
func ContentsMarkdown(readings map[string]Reading) string {
	b := header("The series", "", "notebook", "its question", "on a first reading", "all of it")
	var first, all int
	for _, n := range Contents() {
		r := readings[n.Number]
		line(b, n.Number, fmt.Sprintf("[%s · %s](%s)", n.Title, n.Chinese, n.File), n.Question,
			fmt.Sprintf("sections %s: %d min", r.FirstSections, r.FirstMinutes), fmt.Sprintf("%d min", r.Minutes))
		first += r.FirstMinutes
		all += r.Minutes
	}
	fmt.Fprintf(b, "\nThe times are for a beginner, without the exercises: about %.0f hours for a first reading, and %.0f for all.",
		float64(first)/60, float64(all)/60)
	return b.String()
}

// A Reading is what the first cell of a notebook says of its reading, by a beginner.
type Reading struct {
	Minutes       int    // for all of it
	FirstSections string // the sections that are enough on a first reading, such as "1 to 4 and 6"
	FirstMinutes  int    // for these
}

var (
	// toRead finds the minutes in "40 minutes to read", "takes about 40 minutes for a beginner" after "reading", and
	// the like.
	toRead = regexp.MustCompile(`(\d+) minutes to read|[Rr]eading[^.;]*?(\d+) minutes`)
	// firstReading finds the sections and the minutes of a first reading.
	firstReading = regexp.MustCompile(`On a first reading, sections ([^(.;]*) \(about (\d+) minutes\)`)
)

// ReadingOf returns what the first cell of a notebook says of its reading. What it does not say is zero.
func ReadingOf(firstCell string) (r Reading) {
	if found := firstReading.FindStringSubmatch(firstCell); found != nil {
		r.FirstSections = found[1]
		r.FirstMinutes, _ = strconv.Atoi(found[2])
		firstCell = strings.Replace(firstCell, found[0], "", 1) // its minutes are not those of all
	}
	if found := toRead.FindStringSubmatch(firstCell); found != nil {
		r.Minutes, _ = strconv.Atoi(found[1] + found[2])
	}
	return r
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

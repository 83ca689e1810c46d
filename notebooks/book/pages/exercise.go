package main

import (
	"fmt"
	"strconv"
	"strings"

	"ganbook/notebooks/series"
)

// exercise is a task with a field for its answer, and under it a hint and the solution, folded. The page checks the
// answer as series.Exercise does, from the numbers that stand in the field's attributes.
func (b *book) exercise(e series.Exercise) string {
	b.exercises++
	var page strings.Builder
	_, task, _ := strings.Cut(e.Markdown(), "\n\n")
	fmt.Fprintf(&page, "### %s %s\n\n%s\n\n", e.ID, e.Title, b.links(e.ID, task))
	if e.Answer != nil {
		fmt.Fprintf(&page, "<form class=\"exercise\" data-id=\"%s\" data-answer=\"%s\" data-tolerance=\"%s\"></form>\n\n",
			e.ID, number(*e.Answer), number(e.Tolerance))
		page.WriteString("<div class=\"hints\" hidden>\n\n")
		for _, m := range e.Mistakes {
			fmt.Fprintf(&page, "<div%s%s>\n\n%s\n\n</div>\n\n", limit("from", m.From), limit("to", m.To), b.links(e.ID, string(m.Hint)))
		}
		page.WriteString("</div>\n\n")
	}
	if e.Hint != "" {
		page.WriteString(folded("Hint", b.links(e.ID, string(e.Hint))))
	}
	page.WriteString(folded("Solution", b.links(e.ID, string(e.Solution))))
	return strings.TrimSpace(page.String())
}

// folded is a text that is hidden until a reader asks for it.
func folded(title, text string) string {
	marks := "```"
	for strings.Contains(text, marks) {
		marks += "`"
	}
	return fmt.Sprintf("%s{admonition} %s\n:class: book-%s\n:collapsible: closed\n\n%s\n%s\n\n", marks, title, strings.ToLower(title), text, marks)
}

func limit(name string, value *float64) string {
	if value == nil {
		return ""
	}
	return fmt.Sprintf(" data-%s=\"%s\"", name, number(*value))
}

// number writes a number so that JavaScript reads the same one.
func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

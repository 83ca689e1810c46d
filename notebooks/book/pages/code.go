package main

import (
	"fmt"
	"html"
	"strings"
)

// codeCell is a cell's code, folded to one line until a reader opens it.
func codeCell(source string) string {
	return fmt.Sprintf("<details class=\"code\"><summary><code>%s</code></summary>\n\n%s\n\n</details>\n\n",
		html.EscapeString(oneLine(source)), fence("go", source))
}

// fence is a block of code. Its fence is longer than any that it holds.
func fence(language, code string) string {
	marks := "```"
	for strings.Contains(code, marks) {
		marks += "`"
	}
	return marks + language + "\n" + code + "\n" + marks
}

// shownFolded is how many characters of a folded cell are kept. No page has room for more on one line.
const shownFolded = 160

// oneLine is how a cell begins: its statements without line breaks, and without what only the kernel or the compiler
// reads.
func oneLine(source string) string {
	var words []string
	imports := false
	for line := range strings.Lines(source) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "import (") {
			imports = true
		}
		if !imports && !strings.HasPrefix(line, "%") && !strings.HasPrefix(line, "import ") && !strings.HasPrefix(line, "//") {
			words = append(words, strings.Fields(line)...)
		}
		if line == ")" {
			imports = false
		}
	}
	if len(words) == 0 { // the cell only imports
		words = []string{"import"}
	}
	line := []rune(strings.Join(words, " "))
	if len(line) > shownFolded {
		return string(line[:shownFolded]) + "…"
	}
	return string(line)
}

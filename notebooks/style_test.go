package notebooks_test

import (
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// A cell is short enough to be read at once. These are the limits, in lines and columns.
const (
	mostLines     = 20
	mostColumns   = 110
	medianLines   = 8
	medianColumns = 100
	tabColumns    = 4
)

// badStyle lists what makes the code of a notebook hard to read: cells that are too long or too wide,
// code that gofmt would change, two statements in a line, and long literals in a line.
func badStyle(nb notebook) (found []string) {
	var lines, widths []int
	for i, c := range nb.Cells {
		if c.Type != "code" {
			continue
		}
		say := func(format string, args ...any) {
			found = append(found, fmt.Sprintf("cell %d: %s", i+1, fmt.Sprintf(format, args...)))
		}
		source := strings.TrimSpace(string(c.Source))
		lines = append(lines, strings.Count(source, "\n")+1)
		width := 0
		for line := range strings.Lines(source) {
			line = strings.TrimRight(line, "\n")
			width = max(width, utf8.RuneCountInString(line)+(tabColumns-1)*strings.Count(line, "\t"))
		}
		widths = append(widths, width)
		if n := lines[len(lines)-1]; n > mostLines {
			say("%d lines, more than %d", n, mostLines)
		}
		if width > mostColumns {
			say("%d columns wide, more than %d", width, mostColumns)
		}
		for _, flaw := range badGo(source) {
			say("%s", flaw)
		}
	}
	if m := median(lines); m > medianLines {
		found = append(found, fmt.Sprintf("the median cell has %v lines, more than %d", m, medianLines))
	}
	if m := median(widths); m > medianColumns {
		found = append(found, fmt.Sprintf("the median cell is %v columns wide, more than %d", m, medianColumns))
	}
	return found
}

// median returns the median, the mean of the middle two if their number is even.
func median(of []int) float64 {
	if len(of) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(of))
	return float64(sorted[(len(of)-1)/2]+sorted[len(of)/2]) / 2
}

// badGo lists the flaws of the code of a cell: declarations, then statements after a line %%.
func badGo(cell string) (found []string) {
	var parts [2]strings.Builder
	at := 0
	for line := range strings.Lines(cell) {
		switch {
		case strings.TrimSpace(line) == "%%":
			at = 1
		case strings.HasPrefix(line, "%"), strings.HasPrefix(line, "!"): // commands to the kernel
		default:
			parts[at].WriteString(line)
		}
	}
	for i, wrap := range []string{"package p\n%s\n", "package p\nfunc _() {\n%s\n}\n"} {
		source := strings.Trim(parts[i].String(), "\n")
		if source == "" {
			continue
		}
		formatted, err := format.Source([]byte(source))
		if err != nil {
			return append(found, fmt.Sprintf("not Go: %v", err))
		}
		if string(formatted) != source {
			found = append(found, fmt.Sprintf("gofmt would change it: %s", firstDifference(source, string(formatted))))
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, "", fmt.Sprintf(wrap, source), parser.SkipObjectResolution)
		if err != nil {
			return append(found, fmt.Sprintf("not Go: %v", err))
		}
		found = append(found, crowded(files, file, source, strings.Count(wrap[:strings.Index(wrap, "%s")], "\n"))...)
	}
	return found
}

// crowded lists lines that hold more than one statement, a literal of four keyed fields or more, or
// an assignment to four variables or more. above is the number of lines that come before source.
func crowded(files *token.FileSet, file *ast.File, source string, above int) (found []string) {
	lines := strings.Split(source, "\n")
	line := func(p token.Pos) int { return files.Position(p).Line }
	say := func(what string, at token.Pos) {
		found = append(found, fmt.Sprintf("%s: %s", what, strings.TrimSpace(lines[line(at)-1-above])))
	}
	statements := func(list []ast.Stmt) {
		for i := 1; i < len(list); i++ {
			if line(list[i].Pos()) == line(list[i-1].Pos()) {
				say("two statements in a line", list[i].Pos())
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BlockStmt:
			statements(n.List)
		case *ast.CaseClause:
			statements(n.Body)
		case *ast.CompositeLit:
			keyed := 0
			for _, e := range n.Elts {
				if _, ok := e.(*ast.KeyValueExpr); ok {
					keyed++
				}
			}
			if keyed >= 4 && line(n.Elts[0].Pos()) == line(n.Elts[len(n.Elts)-1].Pos()) {
				say("a literal of four fields or more in a line", n.Pos())
			}
		case *ast.AssignStmt:
			if len(n.Lhs) >= 4 {
				say("an assignment to four variables or more", n.Pos())
			}
		}
		return true
	})
	return found
}

// firstDifference returns the first line of a that b does not have at the same place.
func firstDifference(a, b string) string {
	lines := strings.Split(b, "\n")
	for i, line := range strings.Split(a, "\n") {
		if i >= len(lines) || lines[i] != line {
			return strings.TrimSpace(line)
		}
	}
	return "its end"
}

func TestStyle(t *testing.T) {
	for _, path := range notebooks(t) {
		t.Run(path, func(t *testing.T) {
			for _, flaw := range badStyle(readNotebook(t, path)) {
				t.Error(flaw)
			}
		})
	}
}

// Each flaw of style is seen, and nothing else is called one.
func TestBadStyle(t *testing.T) {
	short := []cell{code("%%\nf()"), code("%%\nf()"), code("%%\nf()")}
	for _, test := range []struct{ name, source, want string }{
		{"sound", "%noautoget\nimport \"fmt\"\n\nvar a = 1\n%%\nfor i := range a {\n\tfmt.Println(i)\n}", ""},
		{"one-line function", "func f(x float64) float64 { return x * x }", ""},
		{"three fields", "%%\nf(T{A: 1, B: 2, C: 3})", ""},
		{"21 lines", "%%" + strings.Repeat("\nf()", 20), "21 lines"},
		{"wide", "%%\nf(" + strings.Repeat("x", 110) + ")", "columns wide"},
		{"tabs are four columns", "%%\nif x {\n\tf(" + strings.Repeat("x", 104) + ")\n}", "111 columns wide"},
		{"not formatted", "%%\nf( 1 )", "gofmt would change it: f( 1 )"},
		{"not formatted above", "var a=1", "gofmt would change it: var a=1"},
		{"not Go", "%%\nf(", "not Go"},
		{"two statements", "%%\ng(func() { a(); b() })", "two statements in a line"},
		{"four fields", "%%\nf(T{A: 1, B: 2, C: 3, D: 4})", "a literal of four fields"},
		{"four variables", "%%\na, b, c, d := 1, 2, 3, 4", "four variables"},
	} {
		t.Run(test.name, func(t *testing.T) {
			found := badStyle(notebook{Cells: append([]cell{code(test.source)}, short...)})
			if test.want == "" && len(found) > 0 || test.want != "" && (len(found) != 1 || !strings.Contains(found[0], test.want)) {
				t.Errorf("found %q, want %q", found, test.want)
			}
		})
	}
	long := code("%%" + strings.Repeat("\nf()", 9))
	if found := badStyle(notebook{Cells: []cell{long, long, code("%%\nf()")}}); len(found) != 1 || !strings.Contains(found[0], "median cell has 10 lines") {
		t.Errorf("long cells: found %q", found)
	}
}

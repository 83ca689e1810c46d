package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/doc"
	"go/doc/comment"
	"go/format"
	"regexp"
	"strings"
)

// markdown is the package's documentation as a page.
func (p goPackage) markdown() string {
	var page strings.Builder
	fmt.Fprintf(&page, "# %s\n\n`import \"%s\"`\n\n%s\n", p.name(), p.ImportPath, p.text(p.Doc, 2))
	p.values(&page, p.Consts, "Constants")
	p.values(&page, p.Vars, "Variables")
	for _, f := range p.Funcs {
		p.function(&page, "##", f)
	}
	for _, t := range p.Types {
		p.entry(&page, "##", t.Name, p.label(t.Name), t.Decl, t.Doc)
		p.values(&page, t.Consts, "")
		p.values(&page, t.Vars, "")
		for _, f := range t.Funcs {
			p.function(&page, "###", f)
		}
		for _, m := range t.Methods {
			p.entry(&page, "###", t.Name+"."+m.Name, p.label(t.Name+"."+m.Name), m.Decl, m.Doc)
		}
	}
	return page.String()
}

func (p goPackage) function(page *strings.Builder, level string, f *doc.Func) {
	p.entry(page, level, f.Name, p.label(f.Name), f.Decl, f.Doc)
}

func (p goPackage) entry(page *strings.Builder, level, name, label string, decl ast.Decl, says string) {
	fmt.Fprintf(page, "(%s)=\n%s %s\n\n%s\n\n%s\n", label, level, name, fence("go", p.source(decl)), p.text(says, len(level)+1))
}

// values writes groups of constants or variables; those of a type have no title of their own.
func (p goPackage) values(page *strings.Builder, groups []*doc.Value, title string) {
	if len(groups) > 0 && title != "" {
		fmt.Fprintf(page, "## %s\n\n", title)
	}
	for _, v := range groups {
		for _, name := range v.Names {
			fmt.Fprintf(page, "(%s)=\n", p.label(name))
		}
		fmt.Fprintf(page, "%s\n\n%s\n", fence("go", p.source(v.Decl)), p.text(v.Doc, 3))
	}
}

// source is a declaration as it is written, without the body of a function.
func (p goPackage) source(decl ast.Decl) string {
	if f, ok := decl.(*ast.FuncDecl); ok {
		head := *f
		head.Body, head.Doc = nil, nil
		decl = &head
	}
	var b bytes.Buffer
	if err := format.Node(&b, p.set, decl); err != nil {
		panic(err) // it has just been parsed
	}
	return b.String()
}

// text is a comment as Markdown, with its own headings at a level. Its links to names of this package lead to their
// places.
func (p goPackage) text(says string, level int) string {
	printer := p.Printer()
	printer.HeadingLevel = level
	printer.HeadingID = func(*comment.Heading) string { return "" }
	printer.DocLinkURL = func(link *comment.DocLink) string {
		name := link.Name
		if link.Recv != "" {
			name = link.Recv + "." + link.Name
		}
		if _, ours := p.names[name]; link.ImportPath != "" || !ours {
			return ""
		}
		return "#" + p.label(name)
	}
	var lines []string
	for line := range strings.Lines(string(printer.Markdown(p.Parser().Parse(says)))) {
		if !strings.HasPrefix(line, "\t") && !strings.HasPrefix(line, "    ") { // not code
			line = dollar.ReplaceAllString(line, `\$$`)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "")
}

var (
	dollar  = regexp.MustCompile(`\\?\$`)
	special = regexp.MustCompile("[*_`$\\[\\]<>{}\\\\]")
)

// escaped is a plain text as Markdown.
func escaped(text string) string { return special.ReplaceAllString(text, `\$0`) }

package main

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/build"
	"go/doc"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// uses says, by package and name, which notebooks use a function, type or value: uses["theory"]["KL"] is {"04", …}.
type uses map[string]map[string][]string

var (
	imported  = regexp.MustCompile(`"ganbook/([a-z/]+)"`)
	qualified = regexp.MustCompile(`\b([a-z]+)\.([A-Z]\w*)`)
)

// count adds what a cell of a notebook uses. A cell uses packages that an earlier one of its notebook imported.
func (u uses) count(source, number string) {
	for _, m := range imported.FindAllStringSubmatch(source, -1) {
		if u[m[1]] == nil {
			u[m[1]] = map[string][]string{}
		}
	}
	for _, m := range qualified.FindAllStringSubmatch(source, -1) {
		for path, names := range u {
			if path[strings.LastIndex(path, "/")+1:] == m[1] && !slices.Contains(names[m[2]], number) {
				names[m[2]] = append(names[m[2]], number)
			}
		}
	}
}

// functions writes the documentation of each package that the notebooks use, and an index of what they use of it.
func (b *book) functions() error {
	var index, tree strings.Builder
	index.WriteString("# Functions\n\nWhat the notebooks use of the packages, with the notebooks that use it. Each name leads to its documentation.\n")
	for _, path := range slices.Sorted(maps.Keys(b.used)) {
		p, err := readPackage(path)
		if err != nil {
			return err
		}
		if err := b.page(p.file(), p.markdown()); err != nil {
			return err
		}
		fmt.Fprintln(&tree, p.file())
		fmt.Fprintf(&index, "\n## [%s](%s.md)\n\n", p.name(), p.file())
		for _, name := range slices.Sorted(maps.Keys(b.used[path])) {
			says, ok := p.synopsis(name)
			if !ok { // a local variable that is called like a package
				continue
			}
			fmt.Fprintf(&index, "* [%s](#%s) (%s). %s\n", name, p.label(name), toChapters(b.used[path][name]), escaped(says))
		}
	}
	return b.page("functions", fmt.Sprintf("%s\n````{only} not whole\n```{toctree}\n:hidden:\n\n%s```\n````\n", index.String(), tree.String()))
}

// A goPackage is a package with its documentation.
type goPackage struct {
	*doc.Package
	set   *token.FileSet
	names map[string]string // of what it exports, each with its documentation
}

// readPackage reads a package of this module, by its path in it.
func readPackage(path string) (p goPackage, err error) {
	folder := filepath.FromSlash(path)
	found, err := build.ImportDir(folder, 0)
	if err != nil {
		return p, err
	}
	p.set = token.NewFileSet()
	var files []*ast.File
	for _, name := range found.GoFiles {
		f, err := parser.ParseFile(p.set, filepath.Join(folder, name), nil, parser.ParseComments)
		if err != nil {
			return p, err
		}
		files = append(files, f)
	}
	if p.Package, err = doc.NewFromFiles(p.set, files, "ganbook/"+path); err != nil {
		return p, err
	}
	p.names = map[string]string{}
	funcs, values := slices.Clone(p.Funcs), slices.Concat(p.Consts, p.Vars)
	for _, t := range p.Types {
		p.names[t.Name] = t.Doc
		funcs = append(funcs, t.Funcs...)
		for _, m := range t.Methods {
			p.names[t.Name+"."+m.Name] = m.Doc
		}
		values = slices.Concat(values, t.Consts, t.Vars)
	}
	for _, f := range funcs {
		p.names[f.Name] = f.Doc
	}
	for _, v := range values {
		for _, spec := range v.Decl.Specs {
			spec := spec.(*ast.ValueSpec)
			for _, name := range spec.Names {
				p.names[name.Name] = cmp.Or(spec.Doc.Text(), spec.Comment.Text(), v.Doc)
			}
		}
	}
	return p, nil
}

func (p goPackage) synopsis(name string) (says string, exported bool) {
	text, exported := p.names[name]
	return p.Package.Synopsis(text), exported
}

// name is the package's path in this module, such as gan/metric.
func (p goPackage) name() string { return strings.TrimPrefix(p.ImportPath, "ganbook/") }

// file is the name of the package's page.
func (p goPackage) file() string { return packageFile(p.name()) }

func packageFile(path string) string { return "package_" + strings.ReplaceAll(path, "/", "_") }

// label is the name of the place where a function, type or value is documented.
func (p goPackage) label(name string) string { return p.file() + "." + name }

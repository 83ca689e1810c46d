// The program build writes all that the live parts need into a folder that a static server serves:
//
//	go run ./notebooks/book/live/build -out DIR
//
// A page loads live.js as a module. It makes a live part of each
//
//	<div class="live" data-part="lab"></div>
//
// and of the parts distributions, bag and games. Links into the book go to ../../ of the folder, or to
// what the div's attribute data-book says. DIR also holds a page for each part alone, such as lab.html.
package main

import (
	"compress/gzip"
	"flag"
	"fmt"
	"html/template"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"ganbook/notebooks/book/live"
	"ganbook/notebooks/book/live/web"
)

func main() {
	out := flag.String("out", "", "the folder to write to")
	flag.Parse()
	if *out == "" || flag.NArg() > 0 {
		fmt.Fprintln(os.Stderr, "usage: go run ./notebooks/book/live/build -out DIR")
		os.Exit(2)
	}
	if err := build(*out); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

func build(out string) error {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	if err := copyPages(out); err != nil {
		return err
	}
	wasm := filepath.Join(out, "ganbook.wasm")
	if err := compile(wasm); err != nil {
		return err
	}
	if err := compress(wasm); err != nil {
		return err
	}
	root, err := goOutput("env", "GOROOT")
	if err != nil {
		return err
	}
	start, err := os.ReadFile(filepath.Join(root, "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return fmt.Errorf("this Go has no start script for WebAssembly: %w", err)
	}
	return os.WriteFile(filepath.Join(out, "wasm_exec.js"), start, 0o644)
}

// copyPages writes scripts, styles, and the page of each part.
func copyPages(out string) error {
	alone, err := template.ParseFS(web.Files, "alone.html")
	if err != nil {
		return err
	}
	for _, name := range live.Names {
		f, err := os.Create(filepath.Join(out, name+".html"))
		if err != nil {
			return err
		}
		err = alone.Execute(f, map[string]string{"Name": name, "Title": live.Title(name)})
		if closed := f.Close(); err == nil {
			err = closed
		}
		if err != nil {
			return err
		}
	}
	return fs.WalkDir(web.Files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) == ".html" {
			return err
		}
		content, err := web.Files.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(out, path), content, 0o644)
	})
}

// compile builds the engine, without the names that only a debugger needs.
func compile(to string) error {
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", to, "ganbook/notebooks/book/live/engine")
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("compiling the engine: %w\n%s", err, said)
	}
	return nil
}

// compress writes a gzip of the file beside it. The worker unpacks it, so the server need not know.
func compress(path string) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	f, err := os.Create(path + ".gz")
	if err != nil {
		return err
	}
	defer f.Close()
	w, err := gzip.NewWriterLevel(f, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write(content); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return f.Close()
}

func goOutput(args ...string) (string, error) {
	out, err := exec.Command("go", args...).Output()
	return strings.TrimSpace(string(out)), err
}

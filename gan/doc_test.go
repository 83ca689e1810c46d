package gan

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The package comment says where to read what, so it names each source file.
func TestPackageCommentNamesEveryFile(t *testing.T) {
	text, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if file == "doc.go" || strings.HasSuffix(file, "_test.go") {
			continue
		}
		if !strings.Contains(string(text), file) {
			t.Errorf("doc.go does not name %s", file)
		}
	}
}

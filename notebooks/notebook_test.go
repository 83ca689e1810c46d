package notebooks_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// A notebook as its file holds it, as far as the tests look.
type notebook struct {
	Cells    []cell         `json:"cells"`
	Metadata map[string]any `json:"metadata"`
	Format   int            `json:"nbformat"`
	Minor    int            `json:"nbformat_minor"`
}

type cell struct {
	ID       string         `json:"id"`
	Type     string         `json:"cell_type"`
	Source   text           `json:"source"`
	Metadata map[string]any `json:"metadata"`
	Count    *int           `json:"execution_count,omitempty"`
	Outputs  []output       `json:"outputs,omitzero"`
}

type output struct {
	Type     string                     `json:"output_type"`
	Name     string                     `json:"name,omitempty"`
	Text     text                       `json:"text,omitempty"`
	Error    string                     `json:"evalue,omitempty"`
	Data     map[string]json.RawMessage `json:"data,omitempty"`
	Metadata map[string]any             `json:"metadata,omitempty"`
}

// MarshalJSON gives a code cell the count that the format asks for, null where it never ran.
func (c cell) MarshalJSON() ([]byte, error) {
	type plain cell
	if c.Type != "code" {
		return json.Marshal(plain(c))
	}
	return json.Marshal(struct {
		plain
		Count *int `json:"execution_count"`
	}{plain(c), c.Count})
}

// text is a string that a notebook may store as a list of lines.
type text string

func (s *text) UnmarshalJSON(b []byte) error {
	var lines []string
	if json.Unmarshal(b, &lines) == nil {
		*s = text(strings.Join(lines, ""))
		return nil
	}
	return json.Unmarshal(b, (*string)(s))
}

func readNotebook(t *testing.T, path string) notebook {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var nb notebook
	if err := json.Unmarshal(raw, &nb); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return nb
}

func writeNotebook(t *testing.T, path string, cells ...cell) string {
	t.Helper()
	nb := notebook{Cells: cells, Format: 4, Minor: 5, Metadata: map[string]any{
		"kernelspec":    map[string]string{"name": "ganbook", "display_name": "Go (ganbook)", "language": "go"},
		"language_info": map[string]string{"name": "go", "mimetype": "text/x-go", "file_extension": ".go", "pygments_lexer": "go"},
	}}
	for i := range nb.Cells {
		nb.Cells[i].ID = "c" + string(rune('a'+i))
		nb.Cells[i].Metadata = map[string]any{}
	}
	raw, err := json.Marshal(nb)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, raw, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func code(source string) cell {
	return cell{Type: "code", Source: text(source), Outputs: []output{}}
}

func markdown(source string) cell { return cell{Type: "markdown", Source: text(source)} }

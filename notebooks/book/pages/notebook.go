package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

// A notebook as its file holds it, as far as the book shows it.
type notebook struct {
	Cells []cell `json:"cells"`
}

type cell struct {
	Type    string   `json:"cell_type"`
	Source  text     `json:"source"`
	Outputs []output `json:"outputs"`
}

// An output is a stream's text or a picture in several forms.
type output struct {
	Type     string                     `json:"output_type"`
	Name     string                     `json:"name"`
	Text     text                       `json:"text"`
	Data     map[string]json.RawMessage `json:"data"`
	Metadata map[string]json.RawMessage `json:"metadata"`
}

// text is a string that a notebook may store as a list of lines.
type text string

func (s *text) UnmarshalJSON(raw []byte) error {
	var lines []string
	if json.Unmarshal(raw, &lines) == nil {
		*s = text(strings.Join(lines, ""))
		return nil
	}
	return json.Unmarshal(raw, (*string)(s))
}

func readNotebook(path string) (nb notebook, err error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nb, err
	}
	if err := json.Unmarshal(raw, &nb); err != nil {
		return nb, fmt.Errorf("%s: %w", path, err)
	}
	return nb, nil
}

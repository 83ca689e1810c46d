package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"strings"
)

const (
	vegaLite = "application/vnd.vegalite.v5+json"
	png      = "image/png"
	plain    = "text/plain"
)

// output is what a cell has shown; a picture's files get the name.
func (b *book) output(o output, name string) (string, error) {
	switch {
	case o.Type == "stream" && o.Name == "stdout":
		return printed(string(o.Text)), nil
	case o.Data[vegaLite] != nil && o.Data[png] != nil:
		return b.picture(o, name)
	}
	return "", fmt.Errorf("a cell holds an output that the book cannot show: %s %s", o.Type, o.Name)
}

// printed is what a cell has printed. Lines of checks that hold are marked.
func printed(out string) string {
	var lines []string
	for line := range strings.Lines(strings.TrimRight(out, "\n")) {
		line = html.EscapeString(strings.TrimRight(line, "\n"))
		switch {
		case strings.HasPrefix(line, "✓"):
			line = `<span class="holds">` + line + "</span>"
		case line == "":
			line = "<span></span>" // a blank line would end the block of HTML
		}
		lines = append(lines, line)
	}
	return "<pre class=\"printed\">" + strings.Join(lines, "\n") + "</pre>\n\n"
}

// picture is a picture as it was drawn last, and beside it the description from which a browser draws it anew, with
// its sliders. Both are files, which a page loads when its reader comes to them.
func (b *book) picture(o output, name string) (string, error) {
	var (
		encoded, alt text
		size         struct{ Width, Height int }
		options      struct {
			Embed struct{ Renderer string } `json:"embed_options"`
		}
		spec bytes.Buffer
	)
	for _, part := range []struct {
		raw  json.RawMessage
		into any
	}{{o.Data[png], &encoded}, {o.Data[plain], &alt}, {o.Metadata[png], &size}, {o.Metadata[vegaLite], &options}} {
		if err := json.Unmarshal(part.raw, part.into); err != nil {
			return "", fmt.Errorf("picture %s: %w", name, err)
		}
	}
	image, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(string(encoded), "\n", ""))
	if err != nil {
		return "", fmt.Errorf("picture %s: %w", name, err)
	}
	if err := json.Compact(&spec, o.Data[vegaLite]); err != nil {
		return "", fmt.Errorf("picture %s: %w", name, err)
	}
	for ending, content := range map[string][]byte{".png": image, ".json": spec.Bytes()} {
		if err := b.file("_static/pictures/"+name+ending, content); err != nil {
			return "", err
		}
	}
	sliders := bytes.Count(spec.Bytes(), []byte(`"input":"RANGE"`))
	b.pictures++
	b.sliders += sliders
	return fmt.Sprintf("<figure class=\"picture\" data-spec=\"_static/pictures/%s.json\" data-renderer=\"%s\" style=\"--width: %dpx; --sliders: %d\">"+
		"<img src=\"_static/pictures/%s.png\" width=\"%d\" height=\"%d\" alt=\"%s\" loading=\"lazy\" decoding=\"async\"></figure>\n\n",
		name, options.Embed.Renderer, size.Width, sliders, name, size.Width, size.Height, attribute(string(alt))), nil
}

// attribute is a text as the value of an HTML attribute, on one line.
func attribute(text string) string {
	return strings.ReplaceAll(html.EscapeString(strings.TrimSpace(text)), "\n", "&#10;")
}

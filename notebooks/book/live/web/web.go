// Package web holds the page's side of the live parts: scripts, styles, and a page for a part alone.
package web

import "embed"

// Files are the files that a page loads, and alone.html, a template of package html/template with the
// fields Name and Title.
//
//go:embed *.js *.css alone.html
var Files embed.FS

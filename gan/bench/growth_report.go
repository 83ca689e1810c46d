package main

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"ganbook/notebooks/show"
)

// A curve is how one value of a training grows along an axis, with the line that fits it.
type curve struct {
	Title  string // of the picture
	X, Y   string
	What   string    // in the table
	Xs, Ys []float64 // Ys are medians over the rounds
	Spread float64   // the largest (largest − smallest)/median over the rounds
	Unit   func(float64) string
	Per    string // what the slope is counted by
	By     float64
	line   line
}

// curves returns the curves of which all points but one may be missing.
func curves(of []measurement) (list []curve) {
	operationsAt := func(a axis, n int) float64 {
		cfg := a.Config(n)
		p, err := products(cfg, 2)
		if err != nil {
			panic(err) // the networks of growthAxes are of kinds that products knows
		}
		return operations(p)
	}
	size := func(_ axis, n int) float64 { return float64(n) }
	add := func(axisName, value string, x func(axis, int) float64, c curve) {
		for _, a := range growthAxes() {
			if a.Name != axisName {
				continue
			}
			for _, n := range a.Sizes {
				if found := collect(of, fmt.Sprintf("%s %d", a.Name, n), Ours, value); len(found) > 0 && median(found) > 0 {
					c.Xs, c.Ys = append(c.Xs, x(a, n)), append(c.Ys, median(found))
					c.Spread = max(c.Spread, spread(found))
				}
			}
		}
		if len(c.Xs) > 0 {
			c.line = fit(c.Xs, c.Ys)
			list = append(list, c)
		}
	}
	add("batch", "step", size, curve{Title: "Batch", X: "batch", Y: "seconds of a step",
		What: "a step, by batch (MLP 2×64)", Unit: duration, Per: "1,000 samples", By: 1_000})
	add("width", "step", operationsAt, curve{Title: "Width", X: "operations of a step", Y: "seconds of a step",
		What: "a step, by the products' operations (MLP 2×64 … 2×2,048, batch 256)", Unit: duration, Per: "10⁹ operations", By: 1e9})
	add("steps", "total", size, curve{Title: "Steps", X: "steps", Y: "seconds in all",
		What: "a training, by steps (MLP 1×16, batch 16)", Unit: duration, Per: "1,000 steps", By: 1_000})
	add("steps", "memory", size, curve{Title: "Memory", X: "steps", Y: "MB at most",
		What: "the largest memory, by steps (the same)", Unit: megabytes, Per: "1,000 steps, whose losses the run keeps", By: 1_000})
	add("data", "step", size, curve{Title: "Data", X: "rows of the data", Y: "seconds of a step",
		What: "a step, by rows of the data (MLP 2×64, batch 256)", Unit: duration, Per: "1,000,000 rows", By: 1_000_000})
	add("depth", "first", size, curve{Title: "Depth", X: "hidden layers", Y: "seconds until the first step is done",
		What: "until the first step is done, compilation included, by hidden layers of G and of D (of 64 units)", Unit: duration, Per: "layer", By: 1})
	return list
}

// growthSection returns the table and draws growth.png.
func growthSection(of []measurement, folder string) (string, error) {
	list := curves(of)
	picture, err := growthPicture(list)
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(folder, "growth.png"), picture, 0o644); err != nil {
		return "", err
	}
	return "![How time and memory grow](growth.png)\n\n" + growthTable(list) +
		"\nThe line is fixed part + slope · size, fitted so that relative errors are least. Residual: the largest distance of a point from the\n" +
		"line, as a share of the point. Spread: the largest less the smallest of the rounds, as a share of the median, at the worst point. A point is\n" +
		"the median over the rounds; each round is a process of its own with another seed.\n", nil
}

func growthTable(list []curve) string {
	var b strings.Builder
	b.WriteString("| what grows | from | to | fixed part | slope | residual | spread |\n|---|---|---|---|---|---|---|\n")
	for _, c := range list {
		last := len(c.Xs) - 1
		point := func(i int) string { return fmt.Sprintf("%s at %s", c.Unit(c.Ys[i]), count(c.Xs[i])) }
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s per %s | %s | %s |\n", c.What, point(0), point(last),
			c.Unit(c.line.Fixed), c.Unit(c.By*c.line.Slope), c.Per, percent(c.line.Residual), percent(c.Spread))
	}
	return b.String()
}

// growthPicture draws each curve on logarithmic axes, with its line dashed, three side by side.
func growthPicture(list []curve) ([]byte, error) {
	var rows []image.Image
	const inRow = 3
	for i := 0; i < len(list); i += inRow {
		var row show.Row
		for _, c := range list[i:min(i+inRow, len(list))] {
			row = append(row, c.figure())
		}
		drawn, err := png.Decode(bytes.NewReader(show.PNG(row)))
		if err != nil {
			return nil, err
		}
		rows = append(rows, drawn)
	}
	return stack(rows)
}

// figure draws what hardly grows on an axis from 0, since a logarithmic one would show its noise only.
func (c curve) figure() show.Figure {
	f := show.Figure{Title: c.Title, X: c.X, Y: c.Y, LogX: true, LogY: true, Marks: show.Marks{
		show.Points(c.Xs, c.Ys).In(show.Blue).Named("measured"),
	}}
	if last := len(c.Xs) - 1; last > 0 && c.line.at(c.Xs[0]) > 0 {
		f.Marks = append(show.Marks{show.Curve(c.line.at, c.Xs[0], c.Xs[last]).In(show.Purple).Named("fixed part + slope · size").Dashed()}, f.Marks...)
	}
	if most := slices.Max(c.Ys); most < flat*slices.Min(c.Ys) {
		f.LogY, f.YRange = false, show.Range{0, 1.3 * most}
	}
	return f
}

// flat is how many times the smallest value of a curve its largest is, if it hardly grows.
const flat = 3

// stack puts images one below the other, on white.
func stack(images []image.Image) ([]byte, error) {
	var size image.Point
	for _, m := range images {
		size = image.Pt(max(size.X, m.Bounds().Dx()), size.Y+m.Bounds().Dy())
	}
	whole := image.NewRGBA(image.Rectangle{Max: size})
	draw.Draw(whole, whole.Bounds(), image.White, image.Point{}, draw.Src)
	y := 0
	for _, m := range images {
		draw.Draw(whole, image.Rect(0, y, size.X, y+m.Bounds().Dy()), m, m.Bounds().Min, draw.Over)
		y += m.Bounds().Dy()
	}
	var b bytes.Buffer
	err := png.Encode(&b, whole)
	return b.Bytes(), err
}

func megabytes(mb float64) string {
	if math.IsNaN(mb) {
		return "–"
	}
	return digits3(mb) + " MB"
}

// count writes a size: "65,536", or "1.23e+09" where it is long.
func count(x float64) string {
	if x >= 1e7 {
		return fmt.Sprintf("%.3g", x)
	}
	text := fmt.Sprintf("%.0f", x)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}

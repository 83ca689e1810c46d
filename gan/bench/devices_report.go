package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"ganbook/notebooks/show"
)

// devicesSection returns the table and draws devices.png.
func devicesSection(of []measurement, folder string) (string, error) {
	if err := os.WriteFile(filepath.Join(folder, "devices.png"), show.PNG(devicesPicture(of)), 0o644); err != nil {
		return "", err
	}
	return "![A step's time on 1, 2 and 4 devices, over that on one](devices.png)\n\n" + devicesTable(of) +
		"\nSeconds of a step, medians over the rounds. Strong: the batch stays, and each device gets a part of it. Weak: each device gets the\n" +
		"whole batch of the first column, so the batch grows with the devices. The devices of a CPU share its cores: with cores of their\n" +
		"own, the strong time would fall with their number and the weak time would stay. Here the strong time shows what the meetings of the\n" +
		"devices cost, and the weak time cannot stay. What several machines would need, and when they would pay: [BEYOND.md](../BEYOND.md).\n", nil
}

// stepOn returns the median seconds of a step. The weak way on one device is the strong one. found is
// false if there is no measurement.
func stepOn(of []measurement, way string, s sharing, n int) (seconds float64, found bool) {
	if n == 1 {
		way = strong
	}
	list := collect(of, shared{way, s, n}.String(), Ours, "step")
	if len(list) == 0 {
		return 0, false
	}
	return median(list), true
}

func devicesTable(of []measurement) string {
	var b strings.Builder
	b.WriteString("| training | one device | strong: 2 | 4 | weak: 2 | 4 |\n|---|---|---|---|---|---|\n")
	for _, s := range sharings() {
		cells := []string{s.What}
		for _, at := range []struct {
			way string
			n   int
		}{{strong, 1}, {strong, 2}, {strong, 4}, {weak, 2}, {weak, 4}} {
			text := "–"
			if seconds, ok := stepOn(of, at.way, s, at.n); ok {
				text = duration(seconds)
			}
			cells = append(cells, text)
		}
		fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | "))
	}
	return b.String()
}

// devicesPicture draws the time of a step over that on one device, for each training and way.
func devicesPicture(of []measurement) show.Row {
	var row show.Row
	for _, way := range []string{strong, weak} {
		f := show.Figure{Title: way, X: "devices", Y: "time of a step over that on one device", Marks: show.Marks{show.Level(1).Dashed()}}
		for i, s := range sharings() {
			one, ok := stepOn(of, way, s, 1)
			if !ok {
				continue
			}
			var xs, ys []float64
			for _, n := range deviceCounts {
				if seconds, ok := stepOn(of, way, s, n); ok {
					xs, ys = append(xs, float64(n)), append(ys, seconds/one)
				}
			}
			color := []show.Color{show.Blue, show.Purple, show.Brown}[i]
			f.Marks = append(f.Marks, show.Line(xs, ys).In(color).Named(s.What), show.Points(xs, ys).In(color))
		}
		row = append(row, f)
	}
	return row
}

package show

import (
	"fmt"
	"math"
)

var nan, inf = math.NaN(), math.Inf(1)

// nasty holds pictures of data that can break renderers: each data set in each kind of mark.
func nasty() map[string]Picture {
	data := map[string][2][]float64{
		"empty":            {{}, {}},
		"one point":        {{3}, {4}},
		"constant y":       {{1, 2, 3}, {5, 5, 5}},
		"constant zero":    {{1, 2, 3}, {0, 0, 0}},
		"constant x":       {{2, 2, 2}, {1, 2, 3}},
		"all NaN":          {{nan, nan}, {nan, nan}},
		"NaN inside":       {{1, 2, 3, 4, 5}, {1, nan, 3, 4, nan}},
		"infinite":         {{1, 2, 3, 4}, {1, inf, -inf, 2}},
		"infinite x":       {{-inf, 2, inf, 4}, {1, 2, 3, 4}},
		"tiny":             {{1e-12, 2e-12, 3e-12}, {1e-300, 2e-300, 3e-300}},
		"huge":             {{1e12, 2e12, 3e12}, {1e280, -1e280, 5e279}},
		"beyond drawing":   {{1, 2, 3}, {1e300, math.MaxFloat64, 1}},
		"denormal":         {{0, 5e-324, 1e-323}, {0, 5e-324, 1e-323}},
		"far from zero":    {{1e6, 1e6 + 1e-3, 1e6 + 2e-3}, {1e9, 1e9 + 1, 1e9 + 2}},
		"nearly constant":  {{1, 2, 3}, {1, 1 + 1e-15, 1 - 1e-15}},
		"zero on log":      {{0, 1, 10}, {0, 1, 10}},
		"negative on log":  {{-3, -2, -1}, {-3, -2, -1}},
		"many decades":     {{1e-250, 1, 1e250}, {1e-250, 1, 1e250}},
		"right to left":    {{3, 2, 1, 2, 3}, {1, 2, 3, 4, 5}},
		"one outlier":      {{1, 2, 3, 4}, {1, 2, 1e9, 3}},
		"negative heights": {{1, 2, 3}, {-1, -2, 3}},
	}
	pictures := map[string]Picture{}
	for name, d := range data {
		xs, ys := d[0], d[1]
		grid := [][]float64{}
		if len(ys) > 0 {
			grid = [][]float64{ys, ys}
		}
		for i, m := range []Mark{Line(xs, ys), Area(xs, ys), Band(xs, ys, ys), Points(xs, ys), Bars(xs, ys), Histogram(ys, 7), HeatMap(grid, 1, 2, 3, 4)} {
			for _, axes := range []Figure{{}, {LogX: true}, {LogY: true}, {LogX: true, LogY: true}, {XRange: Range{1, 2}, YRange: Range{1, 2}}} {
				axes.Width, axes.Height = 160, 100
				axes.X, axes.Y, axes.Marks = "x", "y", Marks{m.Named("it")}
				pictures[fmt.Sprintf("%s, %d %v, log %t %t, fixed %t", name, i, m.kind, axes.LogX, axes.LogY, axes.XRange != Range{})] = axes
			}
		}
	}
	for _, v := range []float64{0, -1, nan, inf, -inf, 1e300, 5e-324} {
		for _, log := range []bool{false, true} {
			pictures[fmt.Sprintf("rules and label at %g, log %t", v, log)] = Figure{X: "x", Y: "y", LogX: log, LogY: log,
				Marks: Marks{Rule(v).Named("a rule"), Level(v).Named("a level"), Label(v, v, "here, \"quoted\"\n<b>&"), Line([]float64{1, 2}, []float64{1, 2})}}
		}
	}
	pictures["images of nothing"] = Figure{Marks: Marks{Images([][]float32{{float32(nan), float32(inf), float32(-inf), 7, -7, 0.5}}, 3, 9)}}
	pictures["frames without data"] = Slides(Slider{Name: "n", Values: []float64{0, 2, 5}}, func(n float64) Figure {
		xs := Span(0, 1, 9)[:int(n)]
		return Figure{X: "x", Y: "y", Marks: Marks{Line(xs, xs).Named("line"), Points(xs, xs), Histogram(xs, 3)}}
	})
	return pictures
}

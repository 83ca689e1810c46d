package show

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

func TestMisuseNamesItself(t *testing.T) {
	ok := Figure{X: "x", Y: "y", Marks: Marks{Rule(1)}}
	with := func(change func(*Figure)) func() {
		return func() {
			f := ok
			change(&f)
			newScene(f)
		}
	}
	tests := map[string]struct {
		do   func()
		want string
	}{
		"no x title":        {with(func(f *Figure) { f.X = "" }), "X is empty"},
		"no y title":        {with(func(f *Figure) { f.Y = "" }), "Y is empty"},
		"no marks":          {with(func(f *Figure) { f.Marks = nil }), "no Marks"},
		"negative width":    {with(func(f *Figure) { f.Width = -1 }), "size -1"},
		"reversed range":    {with(func(f *Figure) { f.XRange = Range{2, 1} }), "from 2 to 1"},
		"range of NaN":      {with(func(f *Figure) { f.YRange = Range{0, nan} }), "from 0 to NaN"},
		"range too narrow":  {with(func(f *Figure) { f.YRange = Range{1, 1 + 1e-15} }), "too narrow"},
		"zero on log":       {with(func(f *Figure) { f.LogX, f.XRange = true, Range{0, 1} }), "more than 0"},
		"curve from 0, log": {with(func(f *Figure) { f.LogX, f.Marks = true, Marks{Curve(math.Log, 0, 1)} }), "more than 0"},
		"empty row":         {func() { newScene(Row{}) }, "without figures"},
		"lengths":           {func() { Line([]float64{1}, nil) }, "1 xs and 0 ys"},
		"no bins":           {func() { Histogram(nil, 0) }, "0 bins"},
		"ragged grid":       {func() { HeatMap([][]float64{{1, 2}, {1}}, 0, 1, 0, 1) }, "row 1 has 1"},
		"colour":            {func() { Rule(1).In(99) }, "Color(99)"},
		"curve of nothing":  {func() { Curve(nil, 0, 1) }, "Curve: f is nil"},
		"field of nothing":  {func() { Field(nil, 0, 1, 0, 1, 2) }, "Field: f is nil"},
		"dashed points":     {func() { Points(nil, nil).Dashed() }, "a Points is not a line"},
		"dashed bars":       {func() { Bars(nil, nil).Dashed() }, "a Bars is not a line"},
		"dashed arrows":     {func() { Arrows(nil, nil, nil, nil).Dashed() }, "a Arrows is not a line"},
		"Over a line":       {func() { Line(nil, nil).Over(0, 1) }, "a Line"},
		"Centered bars":     {func() { Bars(nil, nil).Centered() }, "a Bars"},
		"bars without bar":  {func() { Bars(nil, nil).WithoutBar() }, "a Bars"},
		"cells of bars":     {func() { Bars(nil, nil).InCells() }, "a Bars"},
		"span of one":       {func() { Span(0, 1, 1) }, "fewer than 2"},
		"log span from 0":   {func() { LogSpan(0, 1, 3) }, "from 0 to 1"},
		"log span to -1":    {func() { LogSpan(1, -1, 3) }, "from 1 to -1"},
		"log span too far":  {func() { LogSpan(1e-300, 1e300, 3) }, "a finite ratio"},
		"nameless slider":   {func() { Slides(Slider{Values: []float64{1}}, func(float64) Figure { return ok }) }, "Name is empty"},
		"slider, no values": {func() { Slides(Slider{Name: "n"}, func(float64) Figure { return ok }) }, "no Values"},
		"slider to NaN":     {func() { Slides(Slider{Name: "n", Values: []float64{nan}}, func(float64) Figure { return ok }) }, "value NaN"},
		"slider in slider": {func() {
			one := Slider{Name: "n", Values: []float64{1}}
			Slides(one, func(float64) Picture { return Slides(one, func(float64) Figure { return ok }) })
		}, "sliders of its own"},
		"marks that change": {func() {
			newScene(Slides(Slider{Name: "n", Values: []float64{1, 2}}, func(n float64) Figure {
				f := ok
				f.Marks = []Marks{{Rule(1)}, {Level(1)}}[int(n)-1]
				return f
			}))
		}, "a Level in frame 1 and a Rule in frame 0"},
		"a name that changes": {func() {
			newScene(Slides(Slider{Name: "n", Values: []float64{1, 2}}, func(n float64) Figure {
				f := ok
				f.Marks = Marks{Points([]float64{n}, []float64{n}).Named([]string{"a", "b"}[int(n)-1])}
				return f
			}))
		}, `named "b" in frame 1 and "a" in frame 0`},
		"a colour that changes": {func() {
			newScene(Slides(Slider{Name: "n", Values: []float64{1, 2}}, func(n float64) Figure {
				f := ok
				f.Marks = Marks{Points([]float64{n}, []float64{n}).In([]Color{Blue, Green}[int(n)-1])}
				return f
			}))
		}, "another colour or line in frame 1"},
		"an axis that changes": {func() {
			newScene(Slides(Slider{Name: "n", Values: []float64{1, 2}}, func(n float64) Figure {
				f := ok
				f.X = []string{"a", "b"}[int(n)-1]
				return f
			}))
		}, "other axes (X, Y, LogX, LogY, XRange, YRange, Width, Height) in frame 1"},
		"no images":        {func() { Images(nil, 1, 1) }, "Images: none"},
		"images no width":  {func() { Images([][]float32{{1}}, 0, 1) }, "0 pixels wide"},
		"images, columns":  {func() { Images([][]float32{{1}}, 1, 0) }, "in 0 columns"},
		"image, half line": {func() { Images([][]float32{{1, 2, 3}}, 2, 1) }, "image 0 has 3 pixels"},
		"images, unequal":  {func() { Images([][]float32{{1}, {1, 2}}, 1, 1) }, "image 1 has 2 pixels"},
		"board of nothing": {func() { Board(nil, nil, nil) }, "no payoffs"},
		"ragged board":     {func() { Board(nil, nil, [][]float64{{1, 2}, {1}}) }, "row 1 has 1 payoffs"},
		"board's names":    {func() { Board([]string{"a"}, nil, [][]float64{{1}, {2}}) }, "1 names for 2 rows"},
		"frame outside":    {func() { Board(nil, nil, [][]float64{{1}}).Framed(0, 1) }, "cell (0, 1) of a Board of 1 rows"},
		"framed bars":      {func() { Bars(nil, nil).Framed(0, 0) }, "Framed: a Bars"},
		"answers of a map": {func() { HeatMap(nil, 0, 1, 0, 1).BestAnswers() }, "BestAnswers: a HeatMap"},
		"board on a log":   {with(func(f *Figure) { f.LogX, f.Marks = true, Marks{Board(nil, nil, [][]float64{{1}})} }), "want neither"},
		"board over lines": {with(func(f *Figure) { f.Marks = Marks{Rule(1), Board(nil, nil, [][]float64{{1}})} }), "Board is mark 1"},
		"board that changes": {func() {
			newScene(Slides(Slider{Name: "n", Values: []float64{1, 2}}, func(n float64) Figure {
				f := ok
				f.Marks = Marks{Board(nil, nil, [][]float64{make([]float64, int(n))})}
				return f
			}))
		}, "other names"},
		"images and more": {with(func(f *Figure) { f.Marks = Marks{Images([][]float32{{1}}, 1, 1), Rule(1)} }), "want them alone"},
		"tolerance":       {func() { Check("x", 1, 1, -1) }, "tolerance -1"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			defer func() {
				got := fmt.Sprint(recover())
				if !strings.HasPrefix(got, "show: ") || !strings.Contains(got, tt.want) {
					t.Errorf("panic %q, want show: … %s …", got, tt.want)
				}
			}()
			tt.do()
		})
	}
}

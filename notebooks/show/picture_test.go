package show

import (
	"bytes"
	"encoding/csv"
	"encoding/gob"
	"fmt"
	"image/color"
	"image/png"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/janpfeifer/gonb/gonbui/protocol"
)

var nan, inf = math.NaN(), math.Inf(1)

// nasty is data that has broken renderers, each in every kind of mark that takes it.
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

// every picture must come out of both renderers in one piece, whatever it holds.
func TestPicturesAreWhole(t *testing.T) {
	for _, set := range []map[string]Picture{gallery(), nasty()} {
		for name, p := range set {
			t.Run(name, func(t *testing.T) {
				s := newScene(p)
				bundle := s.bundle("id")
				checkPNG(t, s, bundle.Data[protocol.MIMEImagePNG].([]byte))
				spec := bundle.Data[vegaLite].(object)
				checkJSON(t, "spec", spec)
				checkLayers(t, s, spec)
				checkArrives(t, bundle)
				if s.alt == "" || strings.Contains(s.alt, "%!") {
					t.Errorf("description: %q", s.alt)
				}
			})
		}
	}
}

func TestGallery(t *testing.T) {
	for name, p := range gallery() {
		t.Run(name, func(t *testing.T) { save(t, name, p) })
	}
}

func checkPNG(t *testing.T, s scene, b []byte) {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if w, h := s.size(); img.Bounds().Dx() != int(2*w) || img.Bounds().Dy() != int(2*h) {
		t.Errorf("PNG is %v, want twice %g by %g", img.Bounds(), w, h)
	}
}

// checkJSON fails for what the kernel's pipe or its JSON would drop the whole picture for.
func checkJSON(t *testing.T, path string, v any) {
	t.Helper()
	switch v := v.(type) {
	case object:
		for k, w := range v {
			checkJSON(t, path+"."+k, w)
		}
	case []any:
		for i, w := range v {
			checkJSON(t, fmt.Sprintf("%s[%d]", path, i), w)
		}
	case []float64:
		for _, w := range v {
			checkJSON(t, path, w)
		}
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			t.Errorf("%s is %g", path, v)
		}
	case string, []string, bool, int:
	default:
		t.Errorf("%s is a %T", path, v)
	}
}

func panelsOf(spec object) []any {
	for _, key := range []string{"hconcat", "vconcat"} {
		if p, ok := spec[key]; ok {
			return p.([]any)
		}
	}
	return []any{spec}
}

// checkLayers reads back every layer's data: finite numbers on the rows of frames that exist.
func checkLayers(t *testing.T, s scene, spec object) {
	t.Helper()
	panels := panelsOf(spec)
	if len(panels) != len(s.panels) {
		t.Fatalf("%d panels, want %d", len(panels), len(s.panels))
	}
	for _, p := range panels {
		for _, l := range p.(object)["layer"].([]any) {
			data := l.(object)["data"].(object)
			rows, err := csv.NewReader(strings.NewReader(data["values"].(string))).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			parse := data["format"].(object)["parse"].(object)
			_, filtered := l.(object)["transform"]
			if filtered != (rows[0][0] == "frame") {
				t.Errorf("filtered by frame: %t, columns %v", filtered, rows[0])
			}
			for _, row := range rows[1:] {
				for i, column := range rows[0] {
					if parse[column] != "number" {
						continue
					}
					v, err := strconv.ParseFloat(row[i], 64)
					if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
						t.Fatalf("column %s holds %q", column, row[i])
					}
					if column == "frame" && (v < 0 || int(v) >= len(s.captions)) {
						t.Fatalf("frame %g of %d", v, len(s.captions))
					}
				}
			}
		}
	}
}

// checkArrives sends the bundle through the encoding that the kernel's pipe uses.
func checkArrives(t *testing.T, sent *protocol.DisplayData) {
	t.Helper()
	var pipe bytes.Buffer
	if err := gob.NewEncoder(&pipe).Encode(sent); err != nil {
		t.Fatal(err)
	}
	var got protocol.DisplayData
	if err := gob.NewDecoder(&pipe).Decode(&got); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got.Data[vegaLite], sent.Data[vegaLite]) || !reflect.DeepEqual(got.Metadata, sent.Metadata) {
		t.Error("the kernel reads something else than was sent")
	}
}

// colourAt is the PNG's colour at a value of the first panel's axes.
func colourAt(t *testing.T, p Picture, x, y float64) color.NRGBA {
	t.Helper()
	s := newScene(p)
	img, err := png.Decode(bytes.NewReader(s.png(nil)))
	if err != nil {
		t.Fatal(err)
	}
	q := &s.panels[0]
	f := q.frame(s.caption(1))
	px := int(dotsPerPixel * (margin + f.left + q.x.at(x)))
	py := int(dotsPerPixel * (margin + f.top + q.y.pixels - q.y.at(y)))
	return color.NRGBAModel.Convert(img.At(px, py)).(color.NRGBA)
}

func TestPNGDrawsWhereTheDataIs(t *testing.T) {
	at := func(m Mark) Figure {
		return Figure{X: "x", Y: "y", XRange: Range{0, 10}, YRange: Range{-1, 10}, Marks: Marks{m}}
	}
	grid2 := [][]float64{{0, 0.5}, {0.5, 1}}
	full := func(v float32) []float32 { return slices.Repeat([]float32{v}, 9) }
	images2 := Figure{Marks: Marks{Images([][]float32{full(7), full(1. / 3), full(2. / 3)}, 3, 2)}}
	tests := []struct {
		name string
		f    Figure
		x, y float64
		want color.NRGBA
	}{
		{"on a line", at(Line([]float64{1, 9}, []float64{2, 6})), 5, 4, palette[Blue]},
		{"off a line", at(Line([]float64{1, 9}, []float64{2, 6})), 5, 5.5, paper},
		{"in a gap", at(Line([]float64{1, 5.03, 9}, []float64{3, nan, 3})), 5.03, 3, paper},
		{"in a bar", at(Bars([]float64{3, 5, 7}, []float64{2, 5, 1})), 5.1, 4.4, fade(palette[Blue], 0.8)},
		{"over a bar", at(Bars([]float64{3, 5, 7}, []float64{2, 5, 1})), 5.1, 5.4, paper},
		{"in a hanging bar", at(Bars([]float64{3, 5}, []float64{-0.8, 5})), 3.1, -0.4, fade(palette[Blue], 0.8)},
		{"on a point", at(Points([]float64{3}, []float64{4.5}).In(Green)), 3, 4.5, fade(palette[Green], 0.75)},
		{"in an area", at(Area([]float64{1, 9}, []float64{4.4, 4.4})), 5.1, 1.3, fade(palette[Blue], 0.3)},
		{"below a band", at(Band([]float64{1, 9}, []float64{4, 4}, []float64{6, 6})), 5.1, 3.3, paper},
		{"in a band", at(Band([]float64{1, 9}, []float64{4, 4}, []float64{6, 6})), 5.1, 5.3, fade(palette[Blue], 0.3)},
		{"in a histogram", at(Histogram([]float64{4.1, 4.2, 4.9}, 1).Over(4, 5)), 4.5, 0.5, fade(palette[Blue], 0.3)},
		{"beside it", at(Histogram([]float64{4.1, 4.2, 4.9}, 1).Over(4, 5)), 5.5, 0.5, paper},
		{"low corner of a heat map", at(HeatMap(grid2, 2, 8, 2, 8).Centered()), 2.2, 2.2, fade(palette[Orange], 0.5)},
		{"high corner of a heat map", at(HeatMap(grid2, 2, 8, 2, 8).Centered()), 7.8, 7.8, fade(palette[Blue], 0.5)},
		{"middle of a heat map", at(HeatMap(grid2, 2, 8, 2, 8).Centered()), 2.2, 7.8, paper},
		{"in a dark image", images2, 1.5, 6.5, ink},
		{"between two images", images2, 4, 6.5, paper},
		{"in a light image", images2, 6.5, 6.5, fade(ink, 1./3)},
		{"in the lower line", images2, 1.5, 1.5, fade(ink, 2./3)},
		{"where the last line has ended", images2, 6.5, 1.5, paper},
		{"beyond the axis", at(Bars([]float64{5}, []float64{1e9})), 5.1, 9.4, fade(palette[Blue], 0.8)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := colourAt(t, tt.f, tt.x, tt.y)
			for _, d := range []int{int(got.R) - int(tt.want.R), int(got.G) - int(tt.want.G), int(got.B) - int(tt.want.B)} {
				if d < -3 || d > 3 {
					t.Fatalf("at (%g, %g): %s, want %s", tt.x, tt.y, css(got), css(tt.want))
				}
			}
		})
	}
}

func TestBothRenderersShareTheAxes(t *testing.T) {
	s := newScene(gallery()["average"])
	x := s.spec()["encoding"].(object)["x"].(object)
	if got, want := x["scale"].(object)["domain"], []float64{s.panels[0].x.lo, s.panels[0].x.hi}; !reflect.DeepEqual(got, want) {
		t.Errorf("domain %v, want %v", got, want)
	}
	if x["scale"].(object)["type"] != "log" {
		t.Errorf("scale %v, want a logarithmic one", x["scale"])
	}
	if x["title"] != "n" {
		t.Errorf("title %v, want n", x["title"])
	}
}

func TestLegendHasEachNameOnce(t *testing.T) {
	xs := []float64{1, 2}
	s := newScene(Figure{X: "x", Y: "y", Marks: Marks{
		Points(xs, xs).Named("a"), Line(xs, xs).Named("a").Dashed(), Line(xs, xs), Rule(1).Named("rule"), Line(xs, xs).Named("b")}})
	var names []string
	for _, l := range s.panels[0].layers {
		if l.name != "" {
			names = append(names, l.name)
		}
	}
	if want := []string{"a", "b"}; !reflect.DeepEqual(names, want) || len(s.panels[0].legend) != 2 {
		t.Errorf("legend %v (%d entries), want %v", names, len(s.panels[0].legend), want)
	}
	colors := assignColors(Marks{Points(xs, xs).Named("a"), Line(xs, xs).Named("a"), Line(xs, xs), Rule(1), Line(xs, xs).In(Orange), Line(xs, xs).Named("b")})
	want := []hue{{color: Blue}, {color: Blue}, {color: Green}, {}, {color: Orange}, {color: Purple}}
	if !reflect.DeepEqual(colors, want) {
		t.Errorf("colours %v, want %v", colors, want)
	}
}

func TestMoreSeriesThanColours(t *testing.T) {
	var marks Marks
	for range 2 * len(palette) {
		marks = append(marks, Line(nil, nil))
	}
	seen := map[hue]bool{}
	for _, h := range assignColors(marks)[:2*(len(palette)-1)] {
		if seen[h] || h.color == Auto {
			t.Errorf("%v given twice, or no colour", h)
		}
		seen[h] = true
	}
}

func TestDescription(t *testing.T) {
	got := newScene(Slides(Slider{Name: "n", Values: []float64{10, 1000}, Start: 1000}, func(n float64) Figure {
		return Figure{Title: "Title", X: "outcome", Y: "share", YRange: Range{0, 1}, Marks: Marks{
			Line([]float64{1, 2, 3}, []float64{0.5, 0.25, nan}).Named("curve"), Level(1 / n).Named("1/n"), Histogram([]float64{2, 2, 2.9}, 2)}}
	})).alt
	want := `Title. Across: outcome, 1 to 2.9. Up: share, 0 to 1.
  Line “curve”: 2 points, from (1, 0.5) to (2, 0.25), highest at (1, 0.5), lowest at (2, 0.25); 1 not finite and left out.
  Level “1/n” at y = 0.001.
  Histogram: 3 values in 2 bins from 2 to 2.9, densest (1.48) near 2.23.
Slider n: 2 positions from 10 to 1000, shown at 1000.`
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	if got := newScene(Figure{X: "x", Y: "y", Alt: "As I say.", Marks: Marks{Rule(1)}}).alt; got != "As I say." {
		t.Errorf("Alt: %q", got)
	}
}

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
		"Over a line":       {func() { Line(nil, nil).Over(0, 1) }, "a Line"},
		"Centered bars":     {func() { Bars(nil, nil).Centered() }, "a Bars"},
		"span of one":       {func() { Span(0, 1, 1) }, "fewer than 2"},
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
		"no images":        {func() { Images(nil, 1, 1) }, "Images: none"},
		"images no width":  {func() { Images([][]float32{{1}}, 0, 1) }, "0 pixels wide"},
		"images, columns":  {func() { Images([][]float32{{1}}, 1, 0) }, "in 0 columns"},
		"image, half line": {func() { Images([][]float32{{1, 2, 3}}, 2, 1) }, "image 0 has 3 pixels"},
		"images, unequal":  {func() { Images([][]float32{{1}, {1, 2}}, 1, 1) }, "image 1 has 2 pixels"},
		"images and more":  {with(func(f *Figure) { f.Marks = Marks{Images([][]float32{{1}}, 1, 1), Rule(1)} }), "want them alone"},
		"tolerance":        {func() { Check("x", 1, 1, -1) }, "tolerance -1"},
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

package show

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"slices"
	"testing"

	"ganbook/notebooks/show/scene"
)

func decodePNG(t *testing.T, p Picture) image.Image {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(PNG(p)))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// panelRect is where the panel of f is in its PNG, in dots. It fills the panel in two ways and looks
// where the PNGs differ, by more than the rounding of colours to a palette.
func panelRect(t *testing.T, f Figure) (r image.Rectangle) {
	t.Helper()
	fill := func(i int) image.Image {
		g := f
		if f.bare() {
			w, h := f.Marks[0].sheetSize()
			g.Marks = Marks{Images([][]float32{slices.Repeat([]float32{float32(i)}, w*h)}, w, 1)}
		} else {
			x, y := f.XRange, f.YRange
			g.Marks = Marks{Band(x[:], []float64{y[0], y[0]}, []float64{y[1], y[1]}).In(Blue + Color(i))}
		}
		return decodePNG(t, g)
	}
	a, b := fill(0), fill(1)
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			if !alike(a.At(x, y), b.At(x, y), 24) {
				r = r.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return r
}

// alike reports whether each of red, green and blue differs by at most so much, of 255.
func alike(a, b color.Color, most int) bool {
	x, y := color.NRGBAModel.Convert(a).(color.NRGBA), color.NRGBAModel.Convert(b).(color.NRGBA)
	for _, d := range []int{int(x.R) - int(y.R), int(x.G) - int(y.G), int(x.B) - int(y.B)} {
		if d < -most || d > most {
			return false
		}
	}
	return true
}

// colorAt is the PNG's colour at a value of the figure's axes. The axes' ranges must be fixed.
func colorAt(t *testing.T, f Figure, x, y float64) color.NRGBA {
	t.Helper()
	p, r := newScene(f).Panels[0], panelRect(t, f)
	for _, d := range []float64{float64(r.Dx()) - 2*p.X.Pixels, float64(r.Dy()) - 2*p.Y.Pixels} {
		if d < 0 || d > 1 {
			t.Fatalf("the panel takes %d by %d dots, want twice %g by %g", r.Dx(), r.Dy(), p.X.Pixels, p.Y.Pixels)
		}
	}
	px, py := r.Min.X+int(2*p.X.At(x)), r.Min.Y+int(2*(p.Y.Pixels-p.Y.At(y)))
	return color.NRGBAModel.Convert(decodePNG(t, f).At(px, py)).(color.NRGBA)
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
		{"off a line", at(Line([]float64{1, 9}, []float64{2, 6})), 5, 5.5, scene.Paper},
		{"in a gap", at(Line([]float64{1, 5.03, 9}, []float64{3, nan, 3})), 5.03, 3, scene.Paper},
		{"in a bar", at(Bars([]float64{3, 5, 7}, []float64{2, 5, 1})), 5.1, 4.4, fade(palette[Blue], 0.8)},
		{"over a bar", at(Bars([]float64{3, 5, 7}, []float64{2, 5, 1})), 5.1, 5.4, scene.Paper},
		{"in a hanging bar", at(Bars([]float64{3, 5}, []float64{-0.8, 5})), 3.1, -0.4, fade(palette[Blue], 0.8)},
		{"on a point", at(Points([]float64{3}, []float64{4.5}).In(Green)), 3, 4.5, palette[Green]},
		{"in an area", at(Area([]float64{1, 9}, []float64{4.4, 4.4})), 5.1, 1.3, fade(palette[Blue], 0.3)},
		{"below a band", at(Band([]float64{1, 9}, []float64{4, 4}, []float64{6, 6})), 5.1, 3.3, scene.Paper},
		{"in a band", at(Band([]float64{1, 9}, []float64{4, 4}, []float64{6, 6})), 5.1, 5.3, fade(palette[Blue], 0.3)},
		{"in a histogram", at(Histogram([]float64{4.1, 4.2, 4.9}, 1).Over(4, 5)), 4.5, 0.5, fade(palette[Blue], 0.3)},
		{"beside it", at(Histogram([]float64{4.1, 4.2, 4.9}, 1).Over(4, 5)), 5.5, 0.5, scene.Paper},
		{"low corner of a heat map", at(HeatMap(grid2, 2, 8, 2, 8).Centered()), 2.2, 2.2, fade(palette[Orange], 0.5)},
		{"high corner of a heat map", at(HeatMap(grid2, 2, 8, 2, 8).Centered()), 7.8, 7.8, fade(palette[Blue], 0.5)},
		{"middle of a heat map", at(HeatMap(grid2, 2, 8, 2, 8).Centered()), 2.2, 7.8, scene.Paper},
		{"beside the next cell", at(HeatMap(grid2, 2, 8, 2, 8).Centered().InCells()), 4.8, 4.8, fade(palette[Orange], 0.5)},
		{"in the next cell", at(HeatMap(grid2, 2, 8, 2, 8).Centered().InCells()), 5.2, 5.2, fade(palette[Blue], 0.5)},
		{"in a dark image", images2, 1.5, 6.5, scene.Ink},
		{"between two images", images2, 4, 6.5, scene.Paper},
		{"in a light image", images2, 6.5, 6.5, fade(scene.Ink, 1./3)},
		{"in the lower row", images2, 1.5, 1.5, fade(scene.Ink, 2./3)},
		{"where the last row has ended", images2, 6.5, 1.5, scene.Paper},
		{"beyond the axis", at(Bars([]float64{5}, []float64{1e9})), 5.1, 9.4, fade(palette[Blue], 0.8)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := colorAt(t, tt.f, tt.x, tt.y)
			if !alike(got, tt.want, 3) {
				t.Fatalf("at (%g, %g): %v, want %v", tt.x, tt.y, got, tt.want)
			}
		})
	}
}

// The room for titles is there at each position of a slider if one position has a title.
func TestATitleThatComesHasRoom(t *testing.T) {
	picture := func(first string) []byte {
		titles := []string{first, "Title"}
		return PNG(Slides(Slider{Name: "n", Values: []float64{0, 1}, Start: 1}, func(n float64) Figure {
			return Figure{Title: titles[int(n)], X: "x", Y: "y", Marks: Marks{Line([]float64{0, 1}, []float64{0, 1})}}
		}))
	}
	if !bytes.Equal(picture(""), picture("Title")) {
		t.Error("a title that only the second position has is drawn elsewhere")
	}
}

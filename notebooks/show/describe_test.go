package show

import (
	"testing"
)

func TestDescription(t *testing.T) {
	got := newScene(Slides(Slider{Name: "n", Values: []float64{10, 1000}, Start: 1000}, func(n float64) Figure {
		return Figure{Title: "Title", X: "outcome", Y: "share", YRange: Range{0, 1}, Marks: Marks{
			Line([]float64{1, 2, 3}, []float64{0.5, 0.25, nan}).Named("curve"), Level(1 / n).Named("1/n"), Histogram([]float64{2, 2, 2.9}, 2)}}
	})).Alt
	want := `Title. Across: outcome, 1 to 2.9. Up: share, 0 to 1.
  Line “curve”: 2 points, from (1, 0.5) to (2, 0.25), highest at (1, 0.5), lowest at (2, 0.25); 1 not finite and left out.
  Level “1/n” at y = 0.001.
  Histogram: 3 values in 2 bins from 2 to 2.9, densest (1.48) near 2.23.
Slider n: 2 positions from 10 to 1,000, shown at 1,000.`
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	if got := newScene(Figure{X: "x", Y: "y", Alt: "As I say.", Marks: Marks{Rule(1)}}).Alt; got != "As I say." {
		t.Errorf("Alt: %q", got)
	}
}

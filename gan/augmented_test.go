package gan

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"

	"ganbook/gan/dataset"
)

// changed returns n independent changes T(x) of an image, shaped [n, len(x)].
func changed(t *testing.T, a Augmented, x []float32, n int) [][]float32 {
	t.Helper()
	a.Network = MLP{}
	rows, err := a.Change(slices.Repeat([][]float32{x}, n), 1)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestShift(t *testing.T) {
	t.Parallel()
	const side, most, n = 5, 2, 4000
	a := Augmented{Height: side, Width: side, Channels: 2, Shift: 0.5} // 2 pixels at most
	x := make([]float32, side*side*2)
	centre := 2*side + 2
	x[2*centre], x[2*centre+1] = 3, 7
	counts := map[int]int{}
	for _, row := range changed(t, a, x, n) {
		at := slices.Index(row, 3)
		counts[at]++
		want := make([]float32, len(x))
		if at >= 0 && at%2 == 0 {
			want[at], want[at+1] = 3, 7
		}
		if !slices.Equal(row, want) {
			t.Fatalf("%v is no shift of a pixel", row)
		}
	}
	p := 1.0 / (side * side) // each of the 25 places that a shift by −2 to 2 each way reaches
	for pixel := range side * side {
		drawn(t, fmt.Sprintf("share of place %d", pixel), float64(counts[2*pixel])/n, p, math.Sqrt(p*(1-p)/n))
	}
	x[2*centre], x[2*centre+1] = 0, 0
	x[0] = 3 // the pixel in a corner leaves the image unless both shifts are 0 or more
	gone := 0
	for _, row := range changed(t, a, x, n) {
		if slices.Max(row) == 0 {
			gone++
		}
	}
	p = 1 - 9.0/25
	drawn(t, "share of shifts that lose the corner", float64(gone)/n, p, math.Sqrt(p*(1-p)/n))
}

func TestCutout(t *testing.T) {
	t.Parallel()
	const height, width, n = 6, 4, 3000
	x := slices.Repeat([]float32{1}, height*width)
	for _, c := range []struct{ share, lines, columns float64 }{{0.5, 3, 2}, {1, 6, 4}} {
		counts := map[string]int{}
		for _, row := range changed(t, Augmented{Height: height, Width: width, Channels: 1, Cutout: c.share}, x, n) {
			counts[fmt.Sprint(row)]++
		}
		// The rectangle's first line is one of height − k + 2⌊k/2⌋ + 1 − … places: from −⌊k/2⌋ to height − ⌈k/2⌉.
		places := func(side, k float64) float64 { return side - math.Ceil(k/2) + math.Floor(k/2) + 1 }
		all := places(height, c.lines) * places(width, c.columns)
		for first := -math.Floor(c.lines / 2); first <= height-math.Ceil(c.lines/2); first++ {
			for left := -math.Floor(c.columns / 2); left <= width-math.Ceil(c.columns/2); left++ {
				want := slices.Clone(x)
				for i := range height {
					for j := range width {
						down, across := float64(i)-first, float64(j)-left
						if 0 <= down && down < c.lines && 0 <= across && across < c.columns {
							want[i*width+j] = 0
						}
					}
				}
				p := 1 / all
				if !slices.Contains(want, 0) {
					continue // several places outside the image leave it whole
				}
				drawn(t, fmt.Sprintf("share of the rectangle at %v, %v of %v", first, left, c.share), float64(counts[fmt.Sprint(want)])/n, p, math.Sqrt(p*(1-p)/n))
			}
		}
	}
}

// The moments of b ~ U(−¼, ¼), of s·c with s ~ U(0, 2) and c ~ U(½, 3⁄2), and of c alone.
func TestColour(t *testing.T) {
	t.Parallel()
	const n = 4000
	a := Augmented{Height: 1, Width: 2, Channels: 3, Colour: true}
	const grey, other = 0.25, 0.75 // two grey pixels: saturation does nothing
	var b, c []float64
	for _, row := range changed(t, a, []float32{grey, grey, grey, other, other, other}, n) {
		near(t, "a grey pixel stays grey", float64(row[0]), float64(row[2]), 1e-5)
		b = append(b, float64(row[0]+row[3])/2-(grey+other)/2)
		c = append(c, float64(row[3]-row[0])/(other-grey))
	}
	uniform(t, "brightness", b, -0.25, 0.25)
	uniform(t, "contrast", c, 0.5, 1.5)

	var sc []float64 // two equal colours: the means of the pixels and of the image are the same
	for _, row := range changed(t, a, []float32{0, 0.5, 1, 0, 0.5, 1}, n) {
		sc = append(sc, float64(row[2]-row[0]))
	}
	second := 4.0 / 3 * 13 / 12   // E[s²]·E[c²]
	fourth := 16.0 / 5 * 121 / 80 // E[s⁴]·E[c⁴]: ∫ t⁴ over (½, 3⁄2) is 121/80
	square := func(v float64) float64 { return v * v }
	drawn(t, "E[s·c]", average(sc, func(v float64) float64 { return v }), 1, math.Sqrt((second-1)/n))
	drawn(t, "E[(s·c)²]", average(sc, square), second, math.Sqrt((fourth-second*second)/n))
}

// uniform fails unless xs have the range, the mean and the variance of U(low, high).
func uniform(t *testing.T, what string, xs []float64, low, high float64) {
	t.Helper()
	atLeast(t, what+": the least", slices.Min(xs), low-1e-5)
	atMost(t, what+": the largest", slices.Max(xs), high+1e-5)
	middle, variance, n := (low+high)/2, (high-low)*(high-low)/12, float64(len(xs))
	square := func(v float64) float64 { return (v - middle) * (v - middle) }
	drawn(t, what+": mean", average(xs, func(v float64) float64 { return v }), middle, math.Sqrt(variance/n))
	// The fourth central moment of U(low, high) is 9/5 of the square of its variance.
	drawn(t, what+": variance", average(xs, square), variance, variance*math.Sqrt((9.0/5-1)/n))
}

// The slope of w·T(x) in x, times x, is w·T(x) itself if T is linear. So a gradient passes through T as it should.
// And the slope of a slope goes through it, too: Σ‖∇ₓ(T(x)·T(x))‖² grows with the fourth power of x.
func TestGradientsPassThroughChanges(t *testing.T) {
	t.Parallel()
	a := Augmented{Network: MLP{}, Height: 4, Width: 6, Channels: 3, Shift: 0.25, Cutout: 0.5}
	b := newBench(t, a, 2*72, 1)
	x, _ := testRows(5, 2*72) // two images in a row
	out := b.call(x, 2*72, true, func(x *Node) []*Node {
		y := a.change(b.scope(), x)
		w := Sin(Iota(x.Graph(), x.Shape(), 1))
		product := ReduceSum(Mul(w, y), 1)
		slope := Gradient(ReduceAllSum(product), x)[0]
		squares := Gradient(ReduceAllSum(Square(y)), x)[0] // 2·Tᵀ·T·x
		second := Gradient(MulScalar(ReduceAllSum(Square(squares)), 0.5), x)[0]
		return []*Node{product, ReduceSum(Mul(slope, x), 1), ReduceSum(Square(squares), 1), ReduceSum(Mul(second, x), 1)}
	})
	value := func(i, row int) float64 { return float64(out[i].Value().([]float32)[row]) }
	for row := range 5 {
		near(t, "slope·x", value(1, row), value(0, row), 1e-4)
		near(t, "second slope·x", value(3, row), value(2, row), 1e-4)
		atLeast(t, "‖slope of the square‖²", value(2, row), 1e-3)
	}
}

func TestAugmentedIsTheNetworkInUse(t *testing.T) {
	t.Parallel()
	plain := ConvDown{Height: 4, Width: 4, Channels: 1, Filters: []int{2}}
	a := Augmented{Network: plain, Height: 4, Width: 4, Channels: 1, Colour: true, Shift: 0.25, Cutout: 0.5}
	x, _ := testRows(6, 16)
	b := newBench(t, a, 16, 1)
	got, training := b.forward(x, 16, false), b.forward(x, 16, true)
	b.network = plain
	if want := b.forward(x, 16, false); !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("in use %v, want %v", got, want)
	} else if slices.EqualFunc(training, want, slices.Equal) {
		t.Error("in training nothing is changed")
	}
	if want := "ConvDown 2 ReLU of 4×4×1, augmented: colour, shift 0.25, cutout 0.5"; a.String() != want {
		t.Errorf("String %q, want %q", a, want)
	}
}

func TestAugmentedRefuses(t *testing.T) {
	t.Parallel()
	a := Augmented{Network: MLP{}, Height: 4, Width: 4, Channels: 1, Shift: 0.1}
	for _, c := range []struct {
		change func(*Augmented)
		word   string
	}{
		{func(a *Augmented) { a.Network = nil }, "Network = nil"},
		{func(a *Augmented) { a.Network = Augmented{Network: MLP{}} }, "not Augmented"},
		{func(a *Augmented) { a.Height = 0 }, "Height, Width, Channels = 0, 4, 1; each 1 or more"},
		{func(a *Augmented) { a.Shift = 1.5 }, "Shift = 1.5; from 0 to 1"},
		{func(a *Augmented) { a.Cutout = math.NaN() }, "Cutout = NaN"},
		{func(a *Augmented) { a.Shift = 0 }, "all off"},
	} {
		bad := a
		c.change(&bad)
		if err := bad.Validate(); err == nil || !strings.Contains(err.Error(), c.word) {
			t.Errorf("error %v, want one that says %q", err, c.word)
		}
	}
	if err := a.Validate(); err != nil {
		t.Error(err)
	}
	cfg := Defaults()
	cfg.Discriminator, cfg.Steps, cfg.Standardise = a, 1, false
	_, err := Train(t.Context(), cfg, dataset.Ring(8, 1, 0.1))
	if err == nil || !strings.Contains(err.Error(), "takes rows of 16, or of a multiple; these have 2") {
		t.Errorf("rows of 2: error %v", err)
	}
}

// A training with every part for images is stopped and goes on with the same bits. Its folder opens without the
// configuration.
func TestImageTrainingResumes(t *testing.T) {
	t.Parallel()
	down := ConvDown{Height: 4, Width: 4, Channels: 1, Filters: []int{2}, Activation: LeakyReLU}
	for _, d := range []Network{
		ResDown{Height: 4, Width: 4, Channels: 1, Filters: []int{2}, Activation: LeakyReLU},
		Augmented{Network: Spectral{down}, Height: 4, Width: 4, Channels: 1, Colour: true, Shift: 0.25, Cutout: 0.5},
	} {
		cfg := Defaults()
		cfg.Generator = ResUp{Height: 4, Width: 4, Channels: 1, Filters: []int{2}, Norm: BatchNorm, Output: SigmoidOutput}
		cfg.Discriminator, cfg.Standardise = d, false
		cfg.R1, cfg.R2, cfg.Averaging, cfg.Batch, cfg.Steps = 0.1, 0.1, 0.9, 4, 6
		rows, _ := testRows(8, 16)
		data := dataset.Rows("images", slices.Collect(slices.Chunk(rows, 16)))
		whole, err := Train(t.Context(), cfg, data)
		if err != nil {
			t.Fatal(err)
		}
		folder := t.TempDir()
		half := cfg
		half.Steps = 3
		if _, err := Train(t.Context(), half, data, Dir(folder)); err != nil {
			t.Fatal(err)
		}
		parts, err := Train(t.Context(), cfg, data, Dir(folder))
		if err != nil {
			t.Fatal(err)
		}
		want, scores := whole.Sample(5), whole.Logits(whole.Sample(3))
		if !slices.EqualFunc(want, parts.Sample(5), slices.Equal) || !slices.Equal(scores, parts.Logits(parts.Sample(3))) {
			t.Errorf("%v: 3 steps and 3 more make other bits than 6", d)
		}
		opened, err := Open(folder)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.EqualFunc(want, opened.Sample(5), slices.Equal) {
			t.Errorf("%v: the opened run makes other samples", d)
		}
	}
}

// The same seed gives the same changes and another seed others. What cannot be changed is refused.
func TestChange(t *testing.T) {
	t.Parallel()
	a := Augmented{Network: MLP{}, Height: 2, Width: 3, Channels: 1, Shift: 1, Cutout: 0.5}
	images := slices.Repeat([][]float32{{1, 2, 3, 4, 5, 6}}, 50)
	var of [3][][]float32
	for i, seed := range []uint64{1, 1, 2} {
		rows, err := a.Change(images, seed)
		if err != nil {
			t.Fatal(err)
		}
		of[i] = rows
	}
	if !reflect.DeepEqual(of[0], of[1]) || reflect.DeepEqual(of[0], of[2]) {
		t.Errorf("seed 1 gives %v and then %v, seed 2 %v", of[0][:3], of[1][:3], of[2][:3])
	}
	for _, c := range []struct {
		a      Augmented
		images [][]float32
		says   string
	}{
		{a, nil, "no image"},
		{a, [][]float32{{1, 2, 3, 4, 5, 6}, {1}}, "image 1 has 1 numbers, want 6"},
		{Augmented{Network: MLP{}, Height: 2, Width: 3, Channels: 1, Shift: 2}, images, "Shift = 2"},
	} {
		if _, err := c.a.Change(c.images, 1); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%v, want an error with %q", err, c.says)
		}
	}
}

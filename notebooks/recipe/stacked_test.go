package recipe

import (
	"math"
	"slices"
	"strings"
	"testing"

	"ganbook/gan"
	"ganbook/gan/dataset"
	"ganbook/theory"
	"ganbook/theory/seed"
)

// shades returns n grey images of 1 × 2 pixels, one for each class: image i is {i, 255 − i}.
func shades(n int) *dataset.Images {
	var pixels, labels []byte
	for i := range n {
		pixels, labels = append(pixels, byte(i), byte(255-i)), append(labels, byte(i))
	}
	return dataset.NewImages("shades", 1, 2, 1, pixels, labels, n)
}

// shadeOf returns the number of the image of [shades] whose first pixel has the value.
func shadeOf(value float32) int { return int(math.Round(float64(value) * 255)) }

func TestStackedImagesAreThreeIndependentOnes(t *testing.T) {
	const kinds, n = 3, 5400
	data := NewStacked(shades(kinds))
	if data.Dim() != 6 || data.Name() != "stacked shades" {
		t.Errorf("%q has %d coordinates; want 6 of stacked shades", data.Name(), data.Dim())
	}
	if h, w, c := data.Size(); h != 1 || w != 2 || c != 3 {
		t.Errorf("images of %d × %d × %d; want 1 × 2 × 3", h, w, c)
	}
	rows, err := Draws(data, n, 1)
	if err != nil {
		t.Fatal(err)
	}
	counts := make([]float64, kinds*kinds*kinds)
	for _, row := range rows {
		triple := 0
		for c := range 3 {
			k := shadeOf(row[c])
			if k < 0 || k >= kinds || shadeOf(row[3+c]) != 255-k {
				t.Fatalf("row %v: channel %d is no shade; a pixel's channels lie together", row, c)
			}
			triple = kinds*triple + k
		}
		counts[triple]++
	}
	// Each of the 27 triples has the same probability. χ² has 26 degrees of freedom: mean 26, deviation √52.
	chi2, expected := 0.0, float64(n)/float64(len(counts))
	for _, count := range counts {
		chi2 += (count - expected) * (count - expected) / expected
	}
	if !(chi2 < 26+6*math.Sqrt(52)) {
		t.Errorf("χ² of the triples is %.1f of 26 degrees of freedom", chi2)
	}
}

func TestStackedTakesGreyImagesWithClasses(t *testing.T) {
	for _, bad := range []*dataset.Images{
		dataset.NewImages("colour", 1, 1, 3, make([]byte, 3), []byte{0}, 1),
		dataset.NewImages("unlabelled", 1, 1, 1, make([]byte, 3), nil, 0),
	} {
		func() {
			defer func() {
				if message, _ := recover().(string); !strings.Contains(message, "with one channel, and with classes") {
					t.Errorf("%s: panic %q", bad.Name(), message)
				}
			}()
			NewStacked(bad)
		}()
	}
}

func TestUnstack(t *testing.T) {
	got := Unstack([][]float32{{1, 2, 3, 4, 5, 6}, {7, 8, 9, 10, 11, 12}})
	want := [][]float32{{1, 4}, {2, 5}, {3, 6}, {7, 10}, {8, 11}, {9, 12}}
	if !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("%v, want %v", got, want)
	}
	defer func() {
		if recover() == nil {
			t.Error("a row of 4 is no colour image and does not panic")
		}
	}()
	Unstack([][]float32{{1, 2, 3, 4}})
}

// A training on stacked images that is stopped goes on with the same bits.
func TestStackedTrainingResumes(t *testing.T) {
	data := NewStacked(shades(3))
	cfg := gan.Defaults()
	cfg.Generator, cfg.Discriminator = gan.MLP{Hidden: []int{4}}, gan.MLP{Hidden: []int{4}}
	cfg.Standardise, cfg.Batch, cfg.Steps = false, 4, 6
	whole, err := gan.Train(t.Context(), cfg, data)
	if err != nil {
		t.Fatal(err)
	}
	dir := gan.Dir(t.TempDir())
	half := cfg
	half.Steps = 3
	if _, err := gan.Train(t.Context(), half, data, dir); err != nil {
		t.Fatal(err)
	}
	parts, err := gan.Train(t.Context(), cfg, data, dir)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.EqualFunc(whole.Sample(5), parts.Sample(5), slices.Equal) {
		t.Error("3 steps and 3 more make other samples than 6")
	}
	if _, err := gan.Train(t.Context(), cfg, NewStacked(shades(4)), dir); err == nil {
		t.Error("a folder takes other images for those of its training")
	}
}

// A classifier that reads the corners right counts triples as their definition says.
func TestReadTriples(t *testing.T) {
	r := seed.Rand(91, 92)
	grey := corners(2000, r)
	reader, err := small.Train(grey)
	if err != nil {
		t.Fatal(err)
	}
	// A draw that has only two kinds: class 1 in red and green, and class 2 or, in every fourth image, 3 in blue.
	// The classes are those that the reader names, so that what is counted does not depend on its mistakes.
	rows := grey.Rows()
	read := reader.Read(rows)
	of := make([][]int, 4)
	for i, class := range read.Classes {
		of[class] = append(of[class], i)
	}
	sure := 0.0
	draw := func(n int) [][]float32 {
		colours := make([][]float32, n)
		for i := range colours {
			blue := 2
			if i%4 == 3 {
				blue = 3
			}
			pick := [3]int{of[1][i%len(of[1])], of[1][(i+1)%len(of[1])], of[blue][i%len(of[blue])]}
			sure += read.Sure[pick[2]]
			for p := range grey.Dim() {
				for c := range 3 {
					colours[i] = append(colours[i], rows[pick[c]][p])
				}
			}
		}
		return colours
	}
	got := reader.ReadTriples(2000, draw)
	if got.Modes != 2 {
		t.Errorf("%d modes, want 2", got.Modes)
	}
	// ln 4³ − H(¼). Numerical: float64.
	if want := math.Log(64) - theory.Entropy(theory.Bernoulli(0.25)); !(math.Abs(got.KL-want) < 1e-9) {
		t.Errorf("KL %v, want %v", got.KL, want)
	}
	if want := sure / 2000; !(math.Abs(got.Confidence[2]-want) < 1e-5) { // numerical: float32
		t.Errorf("confidence %v, want %v for blue", got.Confidence, want)
	}
	// Fair draws find all 64 kinds. 2n·KL is about χ² of 63 degrees of freedom, with the noncentrality
	// λ = 2n·3·KL of the classes of a single channel, since the channels are independent. Its mean is
	// 63 + λ and its variance 2·(63 + 2λ).
	const n = 4000
	data, seeds := NewStacked(grey), uint64(0)
	fair := reader.ReadTriples(n, func(n int) [][]float32 {
		seeds++
		rows, err := Draws(data, n, seeds)
		if err != nil {
			t.Fatal(err)
		}
		return rows
	})
	λ := 2 * n * 3 * theory.KL(read.Distribution(), theory.PMF(0.25, 0.25, 0.25, 0.25))
	if chi2 := 2 * n * fair.KL; fair.Modes != 64 || !(math.Abs(chi2-63-λ) < 6*math.Sqrt(2*(63+2*λ))) {
		t.Errorf("fair draws: %+v; want 64 modes and 2n·KL about %.0f, got %.0f", fair, 63+λ, chi2)
	}
}

package recipe

import (
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"ganbook/gan/dataset"
	"ganbook/theory/seed"
)

// corners returns grey images of 8 × 12 pixels of noise, with a bright square in one of the four corners,
// which is the class.
func corners(n int, r *rand.Rand) *dataset.Images {
	const height, width = 8, 12
	pixels, labels := make([]byte, n*height*width), make([]byte, n)
	for i := range labels {
		labels[i] = byte(r.IntN(4))
		for y := range height {
			for x := range width {
				value := r.IntN(128)
				if y/4 == int(labels[i])/2 && x/6 == int(labels[i])%2 {
					value += 100
				}
				pixels[(i*height+y)*width+x] = byte(value)
			}
		}
	}
	return dataset.NewImages("corners", height, width, 1, pixels, labels, 4)
}

var small = Reader{Filters: []int{8, 12}, Features: 20, Epochs: 4, Seed: 3}

func TestReaderLearns(t *testing.T) {
	r := seed.Rand(81, 82)
	c, err := small.Train(corners(2000, r))
	if err != nil {
		t.Fatal(err)
	}
	fresh := corners(2*readAtOnce+300, r) // in three blocks, the last not full
	rows := fresh.Rows()
	if right := c.Read(rows).Right(fresh.Labels()); !(right > 0.98) {
		t.Errorf("%.3f of fresh images are read right", right)
	}

	features, probabilities := c.Features(rows), c.Probabilities(rows)
	if len(features) != len(rows) || len(probabilities) != len(rows) {
		t.Fatalf("%d features and %d probabilities of %d images", len(features), len(probabilities), len(rows))
	}
	for i := range rows {
		sum := 0.0
		for _, p := range probabilities[i] {
			sum += float64(p)
		}
		if len(probabilities[i]) != 4 || !(math.Abs(sum-1) < 1e-5) {
			t.Fatalf("image %d: probabilities %v; want four with sum 1", i, probabilities[i])
		}
		if len(features[i]) != small.Features {
			t.Fatalf("image %d has %d features, want %d", i, len(features[i]), small.Features)
		}
		for _, f := range features[i] {
			if !(f >= 0) {
				t.Fatalf("image %d has features %v; ReLU makes none below 0", i, features[i])
			}
		}
	}
	for _, i := range []int{0, readAtOnce - 1, readAtOnce, len(rows) - 1} {
		alone := c.Features(rows[i : i+1])
		if len(alone) != 1 {
			t.Fatalf("%d rows of features of one image", len(alone))
		}
		for j, f := range alone[0] { // numerical: float32
			if !(math.Abs(float64(f-features[i][j])) < 1e-4*(1+math.Abs(float64(f)))) {
				t.Errorf("image %d: feature %d is %v alone and %v among others", i, j, f, features[i][j])
			}
		}
	}
	checkLogOdds(t, features, probabilities)
	if got := c.Features(nil); len(got) != 0 {
		t.Errorf("features of no images: %v", got)
	}
}

// checkLogOdds fails unless ln p(k) − ln p(0) is linear in the features, as it is for the last hidden layer
// and no other. The coefficients are those of least squares. Numerical: the logits are float32 and below
// 100, so that their errors are about 10⁻⁵. Images with a probability near 0 are left out.
func checkLogOdds(t *testing.T, features, probabilities [][]float32) {
	t.Helper()
	var xs, ys []float64
	count := 0
	for i, p := range probabilities {
		if p[0] > 1e-20 && p[1] > 1e-20 {
			xs = append(xs, 1)
			for _, f := range features[i] {
				xs = append(xs, float64(f))
			}
			ys = append(ys, math.Log(float64(p[1]))-math.Log(float64(p[0])))
			count++
		}
	}
	if count < 10*small.Features {
		t.Fatalf("only %d images with probabilities above 10⁻²⁰", count)
	}
	x, y := mat.NewDense(count, len(xs)/count, xs), mat.NewVecDense(count, ys)
	var svd mat.SVD
	if !svd.Factorize(x, mat.SVDThin) {
		t.Fatal("no singular values")
	}
	var coefficients, residual mat.VecDense
	svd.SolveVecTo(&coefficients, y, svd.Rank(1e-6)) // a feature may be 0 for all images
	residual.MulVec(x, &coefficients)
	residual.SubVec(&residual, y)
	if worst := mat.Norm(&residual, math.Inf(1)); !(worst < 1e-3) {
		t.Errorf("the log odds are off a linear function of the features by %.2g", worst)
	}
}

// The seed and the widths make another classifier.
func TestAnotherReader(t *testing.T) {
	images := corners(400, seed.Rand(83, 84))
	other := Reader{Filters: []int{3}, Features: 7, Epochs: 1, Seed: 4}
	seeded := small
	seeded.Seed++
	var seen []float32
	for _, r := range []Reader{small, seeded, other} {
		c, err := r.Train(images)
		if err != nil {
			t.Fatal(err)
		}
		if width := len(c.Features(images.Rows()[:1])[0]); width != r.Features {
			t.Errorf("%+v has %d features", r, width)
		}
		seen = append(seen, c.Probabilities(images.Rows()[:1])[0][0])
	}
	if seen[0] == seen[1] || seen[0] == seen[2] {
		t.Errorf("three readers say %v", seen)
	}
}

// The second call loads what the first one has trained: the same bits. Another Reader does not.
func TestTrainOnce(t *testing.T) {
	images, folder := corners(400, seed.Rand(87, 88)), t.TempDir()
	r := Reader{Filters: []int{3}, Features: 7, Epochs: 1, Seed: 5}
	other := r
	other.Seed++
	first := func(r Reader) float32 {
		c, err := r.TrainOnce(images, folder)
		if err != nil {
			t.Fatal(err)
		}
		return c.Probabilities(images.Rows()[:1])[0][0]
	}
	trained, another := first(r), first(other)
	if loaded := first(r); loaded != trained || another == trained {
		t.Errorf("trained %v, another %v, loaded %v", trained, another, loaded)
	}
	kept, err := filepath.Glob(filepath.Join(folder, "*", "*.bin*"))
	if err != nil || len(kept) != 2 {
		t.Fatalf("the folder keeps %q, %v; want two checkpoints", kept, err)
	}
	for _, file := range kept {
		if err := os.Truncate(file, 5); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := r.TrainOnce(images, folder); err == nil || !strings.Contains(err.Error(), "delete it") {
		t.Errorf("a broken checkpoint: error %v", err)
	}
}

func TestReaderErrors(t *testing.T) {
	r := seed.Rand(85, 86)
	images := corners(readerBatch, r)
	unlabelled := dataset.NewImages("unlabelled", 1, 1, 1, make([]byte, 200), nil, 0)
	for _, c := range []struct {
		reader Reader
		images *dataset.Images
		word   string
	}{
		{Reader{Filters: nil, Features: 5, Epochs: 1}, images, "one filter or more"},
		{Reader{Filters: []int{4, 0}, Features: 5, Epochs: 1}, images, "all numbers 1 or more"},
		{Reader{Filters: []int{4}, Features: 0, Epochs: 1}, images, "all numbers 1 or more"},
		{Reader{Filters: []int{4}, Features: 5, Epochs: 0}, images, "all numbers 1 or more"},
		{small, corners(readerBatch-1, r), "99 images of 4 classes; 100 images or more"},
		{small, unlabelled, "200 images of 0 classes"},
	} {
		if _, err := c.reader.Train(c.images); err == nil || !strings.Contains(err.Error(), c.word) {
			t.Errorf("error %v, want one that says %q", err, c.word)
		}
	}
	c, err := Reader{Filters: []int{2}, Features: 2, Epochs: 1}.Train(images)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if message, _ := recover().(string); !strings.Contains(message, "image 0 has 3 pixels") {
			t.Errorf("panic %q for an image of 3 pixels", message)
		}
	}()
	c.Features([][]float32{{1, 2, 3}})
}

func TestTrainOnceKnowsItsImages(t *testing.T) {
	folder := t.TempDir()
	four := corners(2000, seed.Rand(87, 88))
	var pixels []byte
	for _, row := range four.Rows() {
		for _, v := range row {
			pixels = append(pixels, byte(math.Round(255*float64(v))))
		}
	}
	labels := make([]byte, four.Len())
	for i, l := range four.Labels() {
		labels[i] = byte((l + 1) % 2) // left or right
	}
	height, width, channels := four.Size()
	two := dataset.NewImages(four.Name(), height, width, channels, pixels, labels, 2)
	if _, err := small.TrainOnce(four, folder); err != nil {
		t.Fatal(err)
	}
	c, err := small.TrainOnce(two, folder)
	if err != nil {
		t.Fatal(err)
	}
	if p := c.Probabilities(two.Rows()[:1])[0]; len(p) != 2 {
		t.Errorf("%d probabilities of 2 classes: the classifier of other images with the same name", len(p))
	}
	if right := c.Read(two.Rows()).Right(two.Labels()); !(right > 0.95) {
		t.Errorf("%.3f of the images are read right", right)
	}
}

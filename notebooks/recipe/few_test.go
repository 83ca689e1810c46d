package recipe

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"ganbook/gan"
	"ganbook/theory/seed"
)

func TestEachFewMethodIsValid(t *testing.T) {
	rows := map[string]bool{}
	for _, m := range FewMethods() {
		if err := m.Config.Validate(); err != nil {
			t.Errorf("%s: %v", m.Name, err)
		}
		described := fmt.Sprintf("%d digits: %+v", m.Digits, m.Config)
		if rows[m.Name] || rows[described] {
			t.Errorf("two rows are %s, or train alike: %s", m.Name, described)
		}
		rows[m.Name], rows[described] = true, true
		looks := FewLooks(m.Config)
		if m.Config.Steps%5 != 0 || len(looks) != 5 || looks[4] != m.Config.Steps {
			t.Errorf("%s: looks at %v of %d steps", m.Name, looks, m.Config.Steps)
		}
	}
}

// What the notebook reads of each row: its results, a curve, and the picture that the program for the tables wrote.
func TestFewRowsAreRead(t *testing.T) {
	var table Table
	for i, m := range FewMethods() {
		measures := map[string]Number{}
		for _, step := range FewLooks(m.Config) {
			measures[At("overfitting", step)] = Number(i)
		}
		data := fmt.Sprintf("MNIST train[0:%d]", m.Digits)
		table.Rows = append(table.Rows, Row{Method: m.Name, Data: data, Seeds: []Result{{1, measures}}})
	}
	for i, m := range FewMethods() {
		if got, _ := m.Results(table).Mean(At("overfitting", m.Config.Steps)); got != float64(i) {
			t.Errorf("%s: %v, want %d", m.Name, got, i)
		}
	}
	if f := FewOnTheWay(table, "overfitting"); len(f.Marks) != len(FewMethods()) || f.Title != "Overfitting on the way" {
		t.Errorf("%d curves under %q, want %d", len(f.Marks), f.Title, len(FewMethods()))
	}

	m, folder := FewMethods()[0], t.TempDir()
	course := Course{Steps: FewLooks(m.Config)}
	for line := range course.Steps {
		images := make([][]float32, courseColumns)
		for k := range images {
			images[k] = slices.Repeat([]float32{float32(line+k) / 255}, 784)
		}
		course.Lines = append(course.Lines, images)
	}
	if err := course.Write(folder); err != nil {
		t.Fatal(err)
	}
	read, err := m.ReadCourse(folder)
	if err != nil || !reflect.DeepEqual(read, course) {
		t.Errorf("read %v, error %v; not what was written", read.Steps, err)
	}
	if _, err := m.ReadCourse(t.TempDir()); err == nil || !strings.Contains(err.Error(), "few.json few") {
		t.Errorf("error %v of a folder without the picture; want how to make it", err)
	}
}

func TestOverfitting(t *testing.T) {
	training, fakes := []float32{3, 5}, []float32{-2, 0, -1}
	for _, c := range []struct {
		name  string
		fresh []float32
		want  float64
	}{
		{"taken for training images", []float32{4}, 0},
		{"taken for fakes", []float32{-3, 1}, 1},
		{"a fifth of the way", []float32{2, 4}, 0.2}, // (4 − 3)/(4 + 1)
		{"more real than training images", []float32{5}, -0.2},
	} {
		if got := Overfitting(training, c.fresh, fakes); !(math.Abs(got-c.want) < 1e-12) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestCopies(t *testing.T) {
	grey := corners(900, seed.Rand(95, 96)).Rows()
	training, fresh, more := grey[:300], grey[300:600], grey[600:]
	half := slices.Concat(training[:150], more[:150])
	for _, c := range []struct {
		name      string
		samples   [][]float32
		low, high float64
	}{
		{"training images", training, 1, 1},
		{"half of them", half, 0.5, 0.5 + 0.5*0.11},
		{"those that set the mark", fresh, 0, 0.01},
		// The share that is nearer than the third of 300 other draws has mean 0.01 or less. That it is above
		// 0.11 means that 33 of 300 are among the three nearest of 600 or more.
		{"new images", more, 0, 0.11},
	} {
		got, err := Copies(c.samples, fresh, training)
		if err != nil {
			t.Fatal(err)
		}
		if !(got >= c.low && got <= c.high) {
			t.Errorf("%s: %v are copies, want %v to %v", c.name, got, c.low, c.high)
		}
	}
	if _, err := Copies(training, fresh, nil); err == nil {
		t.Error("no training images and no error")
	}
}

func TestSpread(t *testing.T) {
	dot := func(x, y int) []float32 { // in an image of 4 lines of 3
		image := make([]float32, 12)
		image[3*y+x] = 0.5
		return image
	}
	black := make([]float32, 12)
	bar := slices.Clone(dot(1, 0)) // its centre is in line 1
	bar[3*2+1] = 0.5
	for _, c := range []struct {
		name   string
		images [][]float32
		want   float64
	}{
		{"one place", [][]float32{dot(1, 1), dot(1, 1), bar}, 0},
		{"two columns", [][]float32{dot(0, 1), dot(2, 1), black}, 1},
		{"four corners", [][]float32{dot(0, 0), dot(2, 0), dot(0, 3), dot(2, 3)}, math.Sqrt(1 + 1.5*1.5)},
	} {
		if got := Spread(c.images, 3); !(math.Abs(got-c.want) < 1e-9) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// A small training on corners has each measure at the end, three of them at each look, and a course.
func TestTrainFew(t *testing.T) {
	grey := corners(2*Compared, seed.Rand(97, 98))
	reader, err := Reader{Filters: []int{3}, Features: 7, Epochs: 1, Seed: 5}.Train(grey)
	if err != nil {
		t.Fatal(err)
	}
	data := grey.Slice(0, 100)
	judge := NewFewJudge(Split{Train: data, Test: grey}, reader)
	cfg := gan.Defaults()
	cfg.Generator = gan.MLP{Hidden: []int{4}}
	inner := gan.MLP{Hidden: []int{4}}
	cfg.Discriminator = inner
	cfg.Standardise, cfg.Batch, cfg.Steps = false, 4, 20
	plain, _, err := judge.Train(t.Context(), cfg, data)
	if err != nil {
		t.Fatal(err)
	}
	if plain["overfitting seen"] != plain["overfitting"] {
		t.Errorf("a D that sees images as they are: %v and %v", plain["overfitting seen"], plain["overfitting"])
	}
	height, width, channels := data.Size()
	cfg.Discriminator = gan.Augmented{Network: inner, Height: height, Width: width, Channels: channels, Shift: 0.5}
	measures, course, err := judge.Train(t.Context(), cfg, data)
	if err != nil {
		t.Fatal(err)
	}
	if measures["overfitting seen"] == measures["overfitting"] {
		t.Errorf("a D that sees changed images: %v both with and without changes", measures["overfitting"])
	}
	for _, name := range []string{"Fréchet", "overfitting", "overfitting seen", "precision", "recall", "copies", "spread"} {
		if v, ok := measures[name]; !ok || math.IsNaN(float64(v)) {
			t.Errorf("%s: %v", name, v)
		}
	}
	for _, name := range []string{"Fréchet", "overfitting", "overfitting seen"} {
		for _, step := range FewLooks(cfg) {
			if _, ok := measures[At(name, step)]; !ok {
				t.Errorf("no %s", At(name, step))
			}
		}
		if last := measures[At(name, cfg.Steps)]; last != measures[name] {
			t.Errorf("%s: %v at the end and %v at the last look", name, measures[name], last)
		}
	}
	if !slices.Equal(course.Steps, FewLooks(cfg)) || len(course.Lines) != len(course.Steps) {
		t.Errorf("the course has %d lines for the steps %v", len(course.Lines), course.Steps)
	}
}

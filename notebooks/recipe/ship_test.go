package recipe

import (
	"bytes"
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ganbook/gan"
	"ganbook/gan/dataset"
	"ganbook/gan/dataset/mnist"
	"ganbook/theory/seed"
)

// tiny is a pair that trains in a moment on images of noise, and the images.
func tiny() (DigitGAN, Split) {
	pair := Digits()
	pair.Name = "tiny"
	pair.Config.Generator = gan.MLP{Hidden: []int{8}, Activation: gan.ReLU, Output: gan.SigmoidOutput}
	pair.Config.Discriminator = gan.MLP{Hidden: []int{8}, Activation: gan.LeakyReLU, Centred: true}
	pair.Config.Batch, pair.Config.Steps = 8, left+200
	r := seed.Rand(5, 6)
	const n = 50
	pixels, labels := make([]byte, n*mnist.Height*mnist.Width), make([]byte, n)
	for i := range pixels {
		pixels[i] = byte(r.IntN(256))
	}
	return pair, Split{Train: dataset.NewImages("noise", mnist.Height, mnist.Width, 1, pixels, labels, mnist.Classes)}
}

// contents returns the files of a folder.
func contents(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, e := range entries {
		if files[e.Name()], err = os.ReadFile(filepath.Join(folder, e.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

func TestFinishMakesWhatIsMissingAndLeavesItAsItIs(t *testing.T) {
	pair, data := tiny()
	folder := filepath.Join(t.TempDir(), "digits", pair.Name)
	whole, err := gan.Train(t.Context(), pair.Config, data.Train)
	if err != nil {
		t.Fatal(err)
	}
	var made map[string][]byte
	for range 2 { // the first makes the checkpoint, the second finds it
		run, err := pair.Finish(t.Context(), data, folder)
		if err != nil {
			t.Fatal(err)
		}
		if run.Step() != pair.Config.Steps {
			t.Errorf("the run ends at step %d of %d", run.Step(), pair.Config.Steps)
		}
		z := pair.CourseNoise()
		for i, image := range run.Generate(z) {
			for j, v := range whole.Generate(z)[i] {
				if image[j] != v {
					t.Fatalf("image %d, pixel %d: %v after a stop at the checkpoint, %v without", i, j, image[j], v)
				}
			}
		}
		files := contents(t, folder)
		if made == nil {
			made = files
		}
		if len(files) != 2 || files[courseFile] == nil {
			t.Errorf("the folder holds %d files", len(files))
		}
		for name, b := range files {
			if !bytes.Equal(b, made[name]) {
				t.Errorf("%s has changed", name)
			}
		}
	}

	shipped, err := gan.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	course, err := pair.ReadCourse(folder)
	if err != nil {
		t.Fatal(err)
	}
	if len(course.Lines) != 3 || shipped.Step() != pair.Shipped() {
		t.Fatalf("%d lines of the course, and a checkpoint at step %d", len(course.Lines), shipped.Step())
	}
	for i, image := range shipped.Generate(pair.CourseNoise()) {
		for j, v := range image {
			if d := math.Abs(float64(v - course.Lines[2][i][j])); d > 0.5/255+1e-6 {
				t.Fatalf("image %d, pixel %d of the last line is off by %v", i, j, d)
			}
		}
	}
}

func TestShipSaysThatItWasStopped(t *testing.T) {
	pair, data := tiny()
	stopped, stop := context.WithCancel(t.Context())
	stop()
	folder := filepath.Join(t.TempDir(), pair.Name)
	defer func() {
		if left := contents(t, filepath.Dir(folder)); len(left) != 0 {
			t.Errorf("it left %d files", len(left))
		}
	}()
	if err := pair.Ship(stopped, data, folder); !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), folder) {
		t.Errorf("error %v; want that of a cancelled context, with the folder", err)
	}
}

func TestFinishMakesACheckpointInAnEmptyFolder(t *testing.T) {
	pair, data := tiny()
	folder := filepath.Join(t.TempDir(), "digits", pair.Name)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := pair.Finish(t.Context(), data, folder); err != nil {
		t.Fatal(err)
	}
	if files := contents(t, folder); len(files) != 2 || files[courseFile] == nil {
		t.Errorf("the folder holds %d files; want a checkpoint and the course", len(files))
	}
	other := t.TempDir() // without a checkpoint, but not empty
	if err := os.WriteFile(filepath.Join(other, courseFile), []byte("a picture"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := pair.Finish(t.Context(), data, other); err == nil || !strings.Contains(err.Error(), other) {
		t.Errorf("error %v; want one that names the folder", err)
	}
}

package recipe

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ganbook/gan/dataset/mnist"
)

func TestCourseComesBackWithinHalfAShade(t *testing.T) {
	pair := Digits()
	c := Course{Steps: pair.CourseSteps()}
	for line := range c.Steps {
		var images [][]float32
		for k := range courseColumns {
			pixels := make([]float32, mnist.Height*mnist.Width)
			for i := range pixels {
				pixels[i] = float32((line*31+k*7+i)%256) / 255.5
			}
			images = append(images, pixels)
		}
		c.Lines = append(c.Lines, images)
	}
	folder := t.TempDir()
	if err := c.Write(folder); err != nil {
		t.Fatal(err)
	}
	got, err := pair.ReadCourse(folder)
	if err != nil {
		t.Fatal(err)
	}
	for line, images := range c.Lines {
		for k, pixels := range images {
			for i, v := range pixels {
				if d := math.Abs(float64(got.Lines[line][k][i] - v)); d > 0.5/255+1e-6 {
					t.Fatalf("line %d, image %d, pixel %d: %v, want %v", line, k, i, got.Lines[line][k][i], v)
				}
			}
		}
	}
}

func TestReadCourseSaysWhatToDo(t *testing.T) {
	broken := t.TempDir()
	if err := os.WriteFile(filepath.Join(broken, courseFile), []byte("no picture"), 0o666); err != nil {
		t.Fatal(err)
	}
	small := t.TempDir()
	if err := (Course{Lines: make([][][]float32, 2)}).Write(small); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{t.TempDir(), broken, small} {
		if _, err := Digits().ReadCourse(folder); err == nil || !strings.Contains(err.Error(), courseFile) || !strings.Contains(err.Error(), Digits().remake()) {
			t.Errorf("%v; want the file's name and %q", err, Digits().remake())
		}
	}
}

package recipe

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"

	"ganbook/gan/dataset/mnist"
)

// A Course holds pictures of a whole training. For each of Steps it has a line of images. All lines
// are made from the same z's.
type Course struct {
	Steps []int
	Lines [][][]float32 // shaped [steps, columns, 784]
}

const (
	courseFile    = "course.png"
	courseColumns = 16
)

// courseSteps are the steps of the course of the digits.
var courseSteps = []int{0, 100, 200, 500, 1000, 2000, 5000, Shipped}

// CourseNoise returns the z's of a course, shaped [16, dim]. A shift of all seeds does not change
// them, because they made the picture that comes with the notebooks.
func CourseNoise(dim int) [][]float32 {
	rng := rand.New(rand.NewPCG(9, 0))
	z := make([][]float32, courseColumns)
	for i := range z {
		for range dim {
			z[i] = append(z[i], float32(rng.NormFloat64()))
		}
	}
	return z
}

// ReadCourse returns the course of the training that a folder holds. It is an error if the picture
// is missing, broken or of another size.
func ReadCourse(folder string) (Course, error) {
	path := filepath.Join(folder, courseFile)
	file, err := os.Open(path)
	if err != nil {
		return Course{}, fmt.Errorf("recipe: %w; %s", err, remake)
	}
	defer file.Close()
	sheet, err := png.Decode(file)
	if err != nil {
		return Course{}, fmt.Errorf("recipe: %s: %w; %s", path, err, remake)
	}
	if got, want := sheet.Bounds(), courseBounds(len(courseSteps)); got != want {
		return Course{}, fmt.Errorf("recipe: %s is %v, want %v; %s", path, got.Max, want.Max, remake)
	}
	c := Course{Steps: courseSteps}
	for line := range c.Steps {
		images := make([][]float32, courseColumns)
		for k := range images {
			for i := range mnist.Height * mnist.Width {
				x, y := coursePixel(line, k, i)
				images[k] = append(images[k], float32(color.GrayModel.Convert(sheet.At(x, y)).(color.Gray).Y)/255)
			}
		}
		c.Lines = append(c.Lines, images)
	}
	return c, nil
}

// write writes the course to a folder, as one grey picture.
func (c Course) write(folder string) error {
	sheet := image.NewGray(courseBounds(len(c.Lines)))
	for line, images := range c.Lines {
		for k, pixels := range images {
			for i, v := range pixels {
				x, y := coursePixel(line, k, i)
				sheet.SetGray(x, y, color.Gray{Y: uint8(math.Round(255 * float64(v)))})
			}
		}
	}
	file, err := os.Create(filepath.Join(folder, courseFile))
	if err != nil {
		return err
	}
	if err := png.Encode(file, sheet); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}

func courseBounds(lines int) image.Rectangle {
	return image.Rect(0, 0, courseColumns*mnist.Width, lines*mnist.Height)
}

// coursePixel returns where pixel i of the k-th image of a line is in the picture.
func coursePixel(line, k, i int) (x, y int) {
	return k*mnist.Width + i%mnist.Width, line*mnist.Height + i/mnist.Width
}

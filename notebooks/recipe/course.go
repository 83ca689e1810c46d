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

	"ganbook/gan"
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

// CourseSteps returns the steps of the course of a pair. The last one is that of its checkpoint.
func (p DigitGAN) CourseSteps() (steps []int) {
	for _, step := range []int{0, 100, 200, 500, 1000, 2000, 5000} {
		if step < p.Shipped() {
			steps = append(steps, step)
		}
	}
	return append(steps, p.Shipped())
}

// CourseNoise returns the z's of the course of a pair, shaped [16, NoiseDim]. In a conditional pair each is
// followed by its class, one-hot: from 0 to 9, and from 0 again. A shift of all seeds does not change the
// z's, because they made the picture that comes with the notebooks.
func (p DigitGAN) CourseNoise() [][]float32 {
	rng := rand.New(rand.NewPCG(9, 0))
	z := make([][]float32, courseColumns)
	for i := range z {
		for range p.Config.NoiseDim {
			z[i] = append(z[i], float32(rng.NormFloat64()))
		}
		if p.Config.Conditional {
			z[i] = gan.WithClass(z[i], i%mnist.Classes, mnist.Classes)
		}
	}
	return z
}

// OneHot returns ten numbers, 1 at a class and 0 elsewhere.
func OneHot(class int) []float32 { return gan.WithClass(nil, class, mnist.Classes) }

// ReadCourse returns the course of the training of a pair that a folder holds. It is an error if the
// picture is missing, broken or of another size.
func (p DigitGAN) ReadCourse(folder string) (Course, error) {
	return readCourse(folder, p.CourseSteps(), p.remake())
}

// readCourse returns the course with a line for each of some steps that a folder holds. remake says how to make it.
func readCourse(folder string, steps []int, remake string) (Course, error) {
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
	if got, want := sheet.Bounds(), courseBounds(len(steps)); got != want {
		return Course{}, fmt.Errorf("recipe: %s is %v, want %v; %s", path, got.Max, want.Max, remake)
	}
	c := Course{Steps: steps}
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

// Write writes the course to a folder, as one grey picture.
func (c Course) Write(folder string) error {
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

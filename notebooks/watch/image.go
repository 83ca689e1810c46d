package watch

import (
	"slices"

	"ganbook/gan"
	"ganbook/gan/dataset"
	"ganbook/notebooks/show"
)

const (
	lines, columns = 6, 6 // the number of lines and columns of images in a picture
	classLines     = 6    // the number of lines if each class has a column
	mostClasses    = 10   // the most classes that are shown
)

// An imageStage draws images that G makes of the same z's in every frame, so that the reader can
// follow how an image forms. All images are shown. In a conditional run each column is a class and
// each line is a z.
type imageStage struct {
	inputs  [][]float32 // the inputs of G
	width   int         // of an image, in pixels
	color   bool        // whether images have three channels
	columns int
	title   string
	x       string
}

// A pictured data set consists of images.
type pictured interface {
	Size() (height, width, channels int)
}

func newImageStage(r *gan.Run, data pictured) *imageStage {
	cfg := r.Config()
	_, width, channels := data.Size()
	s := &imageStage{width: width, color: channels == 3, columns: columns, title: "Samples of " + nameOfPg(cfg) + ", unfiltered"}
	if !cfg.Conditional {
		s.inputs = r.Noise(lines * columns)
		return s
	}
	classes := r.Data().(dataset.Labelled).Classes()
	s.columns, s.x = min(classes, mostClasses), "a class in each column, a z in each line"
	for _, z := range r.Noise(classLines) {
		for class := range s.columns {
			s.inputs = append(s.inputs, gan.WithClass(z, class, classes))
		}
	}
	return s
}

func (s *imageStage) look(r *gan.Run) any {
	var pixels [][]float32
	for _, p := range r.Generate(s.inputs) {
		pixels = append(pixels, slices.Clone(p)) // a copy, since p is part of a larger array
	}
	return pixels
}

// pace keeps the data of the replay near 100 kB, since a frame takes 10 to 20 kB. Most frames are
// at the beginning, when images form.
func (s *imageStage) pace() pace { return pace{5, 2} }

func (s *imageStage) draw(seen any) show.Row {
	images := show.Images
	if s.color {
		images = show.ColorImages
	}
	return show.Row{{
		Title: s.title, X: s.x, Width: 356, Height: 356,
		Marks: show.Marks{images(seen.([][]float32), s.width, s.columns)},
	}}
}

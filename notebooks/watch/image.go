package watch

import (
	"slices"

	"ganbook/gan"
	"ganbook/gan/dataset"
	"ganbook/notebooks/show"
)

const (
	lines, columns = 6, 6 // of images in a picture
	classLines     = 6    // where there is a column for each class,
	mostClasses    = 10   // up to so many
)

// An imageStage draws images that G makes of the same z each time, none left out, so that one can be followed as it
// forms. In a conditional run there is a column for each class, and a z for each line.
type imageStage struct {
	inputs  [][]float32 // of G
	width   int         // of an image, in pixels
	color   bool        // three channels
	columns int
	title   string
	x       string
}

// A pictured data set is one of images.
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
			oneHot := make([]float32, classes)
			oneHot[class] = 1
			s.inputs = append(s.inputs, slices.Concat(z, oneHot))
		}
	}
	return s
}

func (s *imageStage) look(r *gan.Run) any {
	var pixels [][]float32
	for _, p := range r.Generate(s.inputs) {
		pixels = append(pixels, slices.Clone(p)) // not a part of what all that G returns at once takes
	}
	return pixels
}

// pace leaves the replay within some 100 kB, a frame of 10 to 20 kB, and looks most often at the beginning, where
// images form.
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

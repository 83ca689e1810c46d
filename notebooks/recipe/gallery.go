package recipe

import (
	"ganbook/gan/dataset/mnist"
	"ganbook/notebooks/show"
)

// Gallery returns a figure of digits side by side, in lines of so many columns. how says how to read
// it; it may be empty.
func Gallery(title, how string, images [][]float32, columns int) show.Figure {
	lines := (len(images) + columns - 1) / columns
	return show.Figure{
		Title:  title,
		X:      how,
		Width:  columns*(mnist.Width+2) - 2, // a pixel of paper for a pixel of an image, and two between images
		Height: lines*(mnist.Height+2) - 2,
		Marks:  show.Marks{show.Images(images, mnist.Width, columns)},
	}
}

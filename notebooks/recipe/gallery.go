package recipe

import (
	"ganbook/gan/dataset/mnist"
	"ganbook/notebooks/show"
)

// Gallery returns a figure of digits side by side, in lines of so many columns. how says how to read
// it; it may be empty.
func Gallery(title, how string, images [][]float32, columns int) show.Figure {
	return gallery(title, how, len(images), columns, show.Images(images, mnist.Width, columns))
}

// ColorGallery is [Gallery] for images of [Stacked].
func ColorGallery(title, how string, images [][]float32, columns int) show.Figure {
	return gallery(title, how, len(images), columns, show.ColorImages(images, mnist.Width, columns))
}

func gallery(title, how string, images, columns int, sheet show.Mark) show.Figure {
	lines := (images + columns - 1) / columns
	return show.Figure{
		Title:  title,
		X:      how,
		Width:  columns*(mnist.Width+2) - 2, // a pixel of paper for a pixel of an image, and two between images
		Height: lines*(mnist.Height+2) - 2,
		Marks:  show.Marks{sheet},
	}
}

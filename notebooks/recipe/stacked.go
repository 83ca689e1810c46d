package recipe

import (
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"ganbook/gan/dataset"
)

// channels are the colours of an image of [Stacked].
var channels = [...]string{"red", "green", "blue"}

// A Stacked is a data set of colour images. Its channels are three grey images that are drawn
// independently, with replacement: with K classes of grey images there are K³ kinds of colour images, the
// modes. Stacked MNIST has 1,000 modes (Srivastava et al. 2017, arXiv 1705.07761, section 4.1). Other works
// draw a fixed set of such images once, 128,000 in PacGAN (Lin et al. 2018, arXiv 1712.04086). Here each
// batch draws new ones, so that the device holds only the grey images, and N of them make N³ colour images.
//
// A row holds an image as those of [dataset.Images] do, with the channels of a pixel together.
type Stacked struct{ grey *dataset.Images }

// NewStacked returns the stacked images of a data set of grey images with classes. It panics if the images have
// more than one channel, or no classes.
func NewStacked(grey *dataset.Images) Stacked {
	if _, _, n := grey.Size(); n != 1 || grey.Classes() == 0 {
		panic("recipe: NewStacked of " + grey.Name() + "; grey images, with one channel, and with classes")
	}
	return Stacked{grey}
}

// Name returns "stacked " and the name of the grey images.
func (s Stacked) Name() string { return "stacked " + s.grey.Name() }

// Dim returns 3·height·width.
func (s Stacked) Dim() int { return len(channels) * s.grey.Dim() }

// Size returns the height and the width of the grey images, and three channels.
func (s Stacked) Size() (height, width, channelCount int) {
	height, width, _ = s.grey.Size()
	return height, width, len(channels)
}

// Tables returns those of the grey images.
func (s Stacked) Tables() []*tensors.Tensor { return s.grey.Tables() }

// Draw picks three grey images for each sample.
func (s Stacked) Draw(scope *model.Scope, g *graph.Graph, tables []*graph.Node, n int) *graph.Node {
	x := graph.Reshape(s.grey.Draw(scope, g, tables, n*len(channels)), n, len(channels), s.grey.Dim())
	return graph.Reshape(graph.TransposeAllAxes(x, 0, 2, 1), n, s.Dim())
}

// Unstack returns the three grey images of each colour image: first red, green and blue of the first row, then
// those of the second. Rows are shaped [n, 3·pixels], and the result [3·n, pixels]. It panics if a row is
// no multiple of three.
func Unstack(rows [][]float32) [][]float32 {
	grey := make([][]float32, 0, len(rows)*len(channels))
	for _, row := range rows {
		if len(row)%len(channels) != 0 {
			panic("recipe: Unstack of a row that does not hold three channels")
		}
		for c := range channels {
			image := make([]float32, len(row)/len(channels))
			for p := range image {
				image[p] = row[p*len(channels)+c]
			}
			grey = append(grey, image)
		}
	}
	return grey
}

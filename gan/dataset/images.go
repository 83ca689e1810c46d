package dataset

import (
	"fmt"
	"slices"
	"sync"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
)

// ink is the value of one step of a pixel. XLA replaces a division by 255 by this product, which
// may differ in the last bit. So all code here uses the product.
const ink = 1.0 / 255

// Images is a data set of images of one size. Each image is equally likely. The images may have
// classes. Make one by [NewImages], [Folder] or package mnist. The device stores bytes. A draw is
// float32, pixel/255, from 0 to 1. A row holds an image line by line from the top left, with the
// channels of a pixel together, as [ganbook/gan.ConvUp] makes it and [ganbook/gan.ConvDown] takes
// it.
type Images struct {
	name                    string
	whole                   string // the name of the whole that this is a part of
	first                   int    // the index of the first image in the whole
	height, width, channels int
	pixels                  []byte // shaped [n · height · width · channels]
	labels                  []byte // shaped [n], or nil
	classes                 int
	tables                  func() []*tensors.Tensor
	moments                 func() (mean []float64, spread float64)
}

// NewImages returns a data set of images of the given size. pixels is shaped [n, height, width,
// channels], with 1 channel for grey and 3 for red, green and blue. labels holds the class of each
// image, from 0 to classes−1. For images without classes, labels is nil and classes is 0. Nothing
// is copied.
//
// It panics if there is no image, if a size is below 1, if the number of pixels or of labels does
// not fit, or if a label is out of range.
func NewImages(name string, height, width, channels int, pixels, labels []byte, classes int) *Images {
	m := &Images{name: name, whole: name, height: height, width: width, channels: channels, pixels: pixels, labels: labels, classes: classes}
	if height < 1 || width < 1 || channels < 1 {
		panic(fmt.Sprintf("dataset: NewImages %q of %d × %d × %d; each 1 or more", name, height, width, channels))
	}
	if len(pixels) == 0 || len(pixels)%m.Dim() != 0 {
		panic(fmt.Sprintf("dataset: NewImages %q of %d bytes; one image or more, of %d bytes each", name, len(pixels), m.Dim()))
	}
	if (labels == nil) != (classes == 0) || labels != nil && len(labels) != m.Len() {
		panic(fmt.Sprintf("dataset: NewImages %q of %d images with %d labels of %d classes; a label for each, or neither labels nor classes", name, m.Len(), len(labels), classes))
	}
	if i := slices.IndexFunc(labels, func(l byte) bool { return int(l) >= classes }); i >= 0 {
		panic(fmt.Sprintf("dataset: NewImages %q: image %d has label %d; from 0 to %d", name, i, labels[i], classes-1))
	}
	return withTables(m)
}

// withTables sets the functions that make the tables and the moments of m, and returns m.
func withTables(m *Images) *Images {
	// The tables are made at the first request: code that only reads the images needs no second
	// copy.
	m.tables = sync.OnceValue(func() []*tensors.Tensor {
		tables := []*tensors.Tensor{tensors.FromFlatDataAndDimensions(m.pixels, m.Len(), m.Dim())}
		if m.labels != nil {
			tables = append(tables, tensors.FromFlatDataAndDimensions(m.labels, m.Len()))
		}
		return tables
	})
	m.moments = sync.OnceValues(func() ([]float64, float64) { // it reads every pixel twice
		dim := m.Dim()
		return moments(m.Len(), dim, func(i, j int) float64 { return float64(m.pixels[i*dim+j]) * ink })
	})
	return m
}

// Name returns the name of the data set. A slice of "MNIST train" has a name such as "MNIST
// train[50000:60000]".
func (m *Images) Name() string { return m.name }

// Size returns the height and the width of each image in pixels, and the number of channels.
func (m *Images) Size() (height, width, channels int) { return m.height, m.width, m.channels }

// Dim returns height · width · channels.
func (m *Images) Dim() int { return m.height * m.width * m.channels }

// Len returns the number of images.
func (m *Images) Len() int { return len(m.pixels) / m.Dim() }

// Classes returns the number of classes, or 0 if there are no labels.
func (m *Images) Classes() int { return m.classes }

// Slice returns the images from (included) to to (excluded), counted from 0. It panics unless
// 0 ≤ from < to ≤ Len.
func (m *Images) Slice(from, to int) *Images {
	if !(0 <= from && from < to && to <= m.Len()) {
		panic(fmt.Sprintf("dataset: %s sliced from %d to %d; 0 ≤ from < to ≤ %d", m.name, from, to, m.Len()))
	}
	part := *m
	part.name = fmt.Sprintf("%s[%d:%d]", m.whole, m.first+from, m.first+to)
	part.first = m.first + from
	part.pixels = m.pixels[from*m.Dim() : to*m.Dim()]
	if m.labels != nil {
		part.labels = m.labels[from:to]
	}
	return withTables(&part)
}

// Rows returns all images in order, as Draw returns them, shaped [Len, Dim].
func (m *Images) Rows() [][]float32 {
	flat := make([]float32, len(m.pixels))
	for i, p := range m.pixels {
		flat[i] = float32(p) * ink
	}
	rows := make([][]float32, m.Len())
	for i := range rows {
		rows[i] = flat[i*m.Dim() : (i+1)*m.Dim() : (i+1)*m.Dim()]
	}
	return rows
}

// Labels returns the class of each image in order, or nil if there are no labels.
func (m *Images) Labels() []int {
	if m.labels == nil {
		return nil
	}
	labels := make([]int, m.Len())
	for i, l := range m.labels {
		labels[i] = int(l)
	}
	return labels
}

// Tables returns the pixels, shaped [Len, Dim], and the labels, if any, shaped [Len], as bytes.
func (m *Images) Tables() []*tensors.Tensor { return m.tables() }

// Draw picks an image for each sample.
func (m *Images) Draw(scope *model.Scope, g *Graph, tables []*Node, n int) *Node {
	return m.at(tables, pick(scope, g, n, m.Len()))
}

// DrawLabelled picks an image for each sample, with its class. It panics if there are no labels.
func (m *Images) DrawLabelled(scope *model.Scope, g *Graph, tables []*Node, n int) (x, class *Node) {
	if m.labels == nil {
		panic(fmt.Sprintf("dataset: %s has no labels", m.name))
	}
	k := pick(scope, g, n, m.Len())
	return m.at(tables, k), ConvertDType(Gather(tables[1], k), dtypes.Int32)
}

// at returns the images with the indices k, as float32.
func (m *Images) at(tables []*Node, k *Node) *Node {
	return MulScalar(ConvertDType(Gather(tables[0], k), dtypes.Float32), ink)
}

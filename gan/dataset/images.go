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

// ink is what one step of a pixel is worth. XLA turns a division by 255 into this product,
// which may differ from it in the last bit; so all take the product.
const ink = 1.0 / 255

// Images are images of one size, each as likely as any other, with or without a class each: see
// [NewImages], [Folder], and package mnist. They stay on the device as bytes; a draw is float32,
// pixel/255, from 0 to 1. A row holds an image line by line from the top left, a pixel's channels
// together, as [ganbook/gan.ConvUp] makes them and [ganbook/gan.ConvDown] takes them.
type Images struct {
	name                    string
	whole                   string // of which this is a part
	first                   int    // the place of row 0 in it
	height, width, channels int
	pixels                  []byte // [n · height · width · channels]
	labels                  []byte // [n], or nil
	classes                 int
	tables                  func() []*tensors.Tensor
}

// NewImages returns images of the given size, of pixels shaped [n, height, width, channels]: 1
// channel for grey, 3 for red, green and blue. labels are the class of each, from 0 to classes−1;
// nil, with classes 0, where there are none. Nothing is copied.
//
// It panics where there is no image, where the numbers of pixels and of labels do not fit, and
// where a label is out of its range.
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
	return resident(m)
}

// resident gives m its tables.
func resident(m *Images) *Images {
	// Made when first asked for: who only looks at the images needs no second copy.
	m.tables = sync.OnceValue(func() []*tensors.Tensor {
		tables := []*tensors.Tensor{tensors.FromFlatDataAndDimensions(m.pixels, m.Len(), m.Dim())}
		if m.labels != nil {
			tables = append(tables, tensors.FromFlatDataAndDimensions(m.labels, m.Len()))
		}
		return tables
	})
	return m
}

// Name is the name that the images were given; that of a slice of "MNIST train" is such as "MNIST
// train[50000:60000]".
func (m *Images) Name() string { return m.name }

// Size is that of each image, in pixels, and the number of channels.
func (m *Images) Size() (height, width, channels int) { return m.height, m.width, m.channels }

// Dim is height · width · channels.
func (m *Images) Dim() int { return m.height * m.width * m.channels }

// Len is the number of images.
func (m *Images) Len() int { return len(m.pixels) / m.Dim() }

// Classes is the number of classes, 0 where there are no labels.
func (m *Images) Classes() int { return m.classes }

// Slice returns the images from (included) to to (excluded), counted from 0. It panics
// unless 0 ≤ from < to ≤ Len.
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
	return resident(&part)
}

// Rows returns the images as Draw gives them, shaped [Len, Dim], in order.
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

// Labels returns the class of each image, in order; nil where there are none.
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

// Tables are the pixels, shaped [Len, Dim], and the labels, if any, shaped [Len], as bytes.
func (m *Images) Tables() []*tensors.Tensor { return m.tables() }

// Draw picks an image for each sample.
func (m *Images) Draw(scope *model.Scope, g *Graph, tables []*Node, n int) *Node {
	return m.at(tables, pick(scope, g, n, m.Len()))
}

// DrawLabelled picks an image for each sample, with its class. It panics where there are no labels.
func (m *Images) DrawLabelled(scope *model.Scope, g *Graph, tables []*Node, n int) (x, class *Node) {
	if m.labels == nil {
		panic(fmt.Sprintf("dataset: %s has no labels", m.name))
	}
	k := pick(scope, g, n, m.Len())
	return m.at(tables, k), ConvertDType(Gather(tables[1], k), dtypes.Int32)
}

// at is the images of the given numbers.
func (m *Images) at(tables []*Node, k *Node) *Node {
	return MulScalar(ConvertDType(Gather(tables[0], k), dtypes.Float32), ink)
}

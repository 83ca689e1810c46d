package dataset

import (
	"fmt"
	"os"
	"sync"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
)

// The size of an MNIST image in pixels. A row holds them line by line, from the top left.
const (
	MNISTHeight = 28
	MNISTWidth  = 28
)

// ink is what one step of a pixel is worth. XLA turns a division by 255 into this product,
// which may differ from it in the last bit; so all take the product.
const ink = 1.0 / 255

// Images are MNIST's images of handwritten digits, or a run of them, each as likely as
// any other, with the digit as its class. They stay on the device as bytes; a draw is
// float32, pixel/255: 0 is background and 1 is ink.
type Images struct {
	name           string
	whole          string // which of MNIST's two sets
	first          int    // the place of row 0 in it
	pixels, labels []byte // [n · 784] and [n]
	tables         func() []*tensors.Tensor
}

// loaded holds the files' values: a process reads and checks them once.
var loaded struct {
	sync.Mutex
	values [][]byte
}

// MNIST returns the 60,000 images to train on and the 10,000 to test on (LeCun, Bottou,
// Bengio and Haffner 1998, Proceedings of the IEEE 86:2278), in their published order.
// Where images are needed to choose by, the custom is to train on train.Slice(0, 50000)
// and to choose on train.Slice(50000, 60000).
//
// The four files are read from the folder $GANBOOK_MNIST, as they are or gzipped. Where
// that is not set, they are kept in .venv/share/mnist of the project above the working
// directory, or, where none has been set up, in ganbook/mnist of the user's cache folder,
// and fetched there if need be. Each is checked against its published md5 sum. The error
// says what was tried and what to do.
//
// Each call returns new data sets, since one that was drawn on a backend belongs to it.
func MNIST() (train, test *Images, err error) {
	loaded.Lock()
	defer loaded.Unlock()
	if loaded.values == nil {
		values, err := mnist.load(os.Getenv("GANBOOK_MNIST"))
		if err != nil {
			return nil, nil, err
		}
		loaded.values = values
	}
	v := loaded.values
	train = resident(&Images{name: "MNIST train", whole: "MNIST train", pixels: v[0], labels: v[1]})
	test = resident(&Images{name: "MNIST test", whole: "MNIST test", pixels: v[2], labels: v[3]})
	return train, test, nil
}

// resident gives m its tables.
func resident(m *Images) *Images {
	// Made when first asked for: who only looks at the images needs no second copy.
	m.tables = sync.OnceValue(func() []*tensors.Tensor {
		return []*tensors.Tensor{
			tensors.FromFlatDataAndDimensions(m.pixels, m.Len(), m.Dim()),
			tensors.FromFlatDataAndDimensions(m.labels, m.Len()),
		}
	})
	return m
}

// Name is such as "MNIST test" or "MNIST train[50000:60000]".
func (m *Images) Name() string { return m.name }

// Dim is 784, the number of pixels.
func (m *Images) Dim() int { return MNISTHeight * MNISTWidth }

// Len is the number of images.
func (m *Images) Len() int { return len(m.labels) }

// Classes is 10.
func (m *Images) Classes() int { return 10 }

// Slice returns the images from (included) to to (excluded), counted from 0. It panics
// unless 0 ≤ from < to ≤ Len.
func (m *Images) Slice(from, to int) *Images {
	if !(0 <= from && from < to && to <= m.Len()) {
		panic(fmt.Sprintf("dataset: %s sliced from %d to %d; 0 ≤ from < to ≤ %d", m.name, from, to, m.Len()))
	}
	return resident(&Images{
		name:   fmt.Sprintf("%s[%d:%d]", m.whole, m.first+from, m.first+to),
		whole:  m.whole,
		first:  m.first + from,
		pixels: m.pixels[from*m.Dim() : to*m.Dim()],
		labels: m.labels[from:to],
	})
}

// Rows returns the images as Draw gives them, shaped [Len, 784], in order.
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

// Labels returns the digit on each image, 0 to 9, in order.
func (m *Images) Labels() []int {
	labels := make([]int, m.Len())
	for i, l := range m.labels {
		labels[i] = int(l)
	}
	return labels
}

// Tables are the pixels, shaped [Len, 784], and the labels, shaped [Len], as bytes.
func (m *Images) Tables() []*tensors.Tensor { return m.tables() }

// Draw picks an image for each sample.
func (m *Images) Draw(scope *model.Scope, g *Graph, tables []*Node, n int) *Node {
	x, _ := m.DrawLabelled(scope, g, tables, n)
	return x
}

// DrawLabelled picks an image for each sample; its class is the digit.
func (m *Images) DrawLabelled(scope *model.Scope, g *Graph, tables []*Node, n int) (x, class *Node) {
	k := pick(scope, g, n, m.Len())
	x = MulScalar(ConvertDType(Gather(tables[0], k), dtypes.Float32), ink)
	return x, ConvertDType(Gather(tables[1], k), dtypes.Int32)
}

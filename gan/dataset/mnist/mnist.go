// Package mnist is MNIST, the handwritten digits of LeCun, Bottou, Bengio and Haffner, as a data set: found on this machine, or fetched
// and checked.
package mnist

import (
	"os"
	"sync"

	"ganbook/gan/dataset"
)

// The size of an image in pixels, with one channel: 0 is background and 1 is ink. The class of an image is its digit.
const (
	Height = 28
	Width  = 28
	digits = 10
)

// loaded holds the files' values: a process reads and checks them once.
var loaded struct {
	sync.Mutex
	values [][]byte
}

// Load returns the 60,000 images to train on and the 10,000 to test on (LeCun, Bottou,
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
func Load() (train, test *dataset.Images, err error) {
	loaded.Lock()
	defer loaded.Unlock()
	if loaded.values == nil {
		values, err := published.load(os.Getenv("GANBOOK_MNIST"))
		if err != nil {
			return nil, nil, err
		}
		loaded.values = values
	}
	v := loaded.values
	train = dataset.NewImages("MNIST train", Height, Width, 1, v[0], v[1], digits)
	test = dataset.NewImages("MNIST test", Height, Width, 1, v[2], v[3], digits)
	return train, test, nil
}

